"""What is counted over whole tables is counted again once something has changed, and not before."""

import pytest
from django.db import connection

from minga.journal import queries
from minga.journal.actions import record

pytestmark = pytest.mark.django_db


class Counting:
    """A read that knows how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def __call__(self, what: object) -> int:
        self.asked.append(what)
        return len(self.asked)


def event(key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_event (id, at, verb, object_type, object_ref) VALUES (%s, now(), 'told', '', '')",
            [key],
        )


def test_an_answer_is_kept_until_something_is_recorded() -> None:
    counting = Counting()
    count = queries.kept_until_a_change(counting.__call__)
    assert [count("a"), count("a"), count("b")] == [1, 1, 2]
    record("thing.changed", object_ref="a")
    assert [count("a"), count("a")] == [3, 3]


def test_a_change_that_was_recorded_earlier_but_ended_later_is_seen_too() -> None:
    event(1_000_000)
    before = queries.state()
    event(999_999)
    assert queries.state() != before


def test_what_is_kept_is_bounded() -> None:
    counting = Counting()
    count = queries.kept_until_a_change(counting.__call__)
    for number in (*range(100), 0):
        count(number)
    assert counting.asked == [*range(100), 0]
