"""Whether an answer is called an answer: questions of officers over the whole collection, judged by reading the claims.

`support.jsonl` holds questions written before any score was looked at, each with what the collection can say: "yes"
(the claims in `refs` answer it), "partly" (they touch it) or "no" (another field, another place, nonsense). The part
"chosen" served to choose the constants of `ranking`; "held" and "later" did not.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from minga.search.answers import Answer
from minga.search.queries import find

pytestmark = pytest.mark.usefixtures("world")
ROWS = [json.loads(line) for line in (Path(__file__).parent / "support.jsonl").read_text("utf-8").splitlines()]


@cache
def asked(question: str) -> Answer:
    return find(question, per_page=5)


def is_right(row: dict[str, Any]) -> bool:
    """A question that the collection answers, or touches, has an answer; another has at most what is nearest."""
    answer = asked(row["q"])
    expected = row["answer"] != "no"
    return (answer.total > 0 and not answer.nearest) is expected


def share_right(answers: str, parts: tuple[str, ...]) -> float:
    rows = [row for row in ROWS if row["answer"] == answers and row["part"] in parts]
    return sum(map(is_right, rows)) / len(rows)


def test_the_questions_are_of_four_languages_and_a_third_of_them_has_no_answer() -> None:
    assert len(ROWS) >= 200 and len({row["q"] for row in ROWS}) == len(ROWS)
    languages, answers = Counter(row["lang"] for row in ROWS), Counter(row["answer"] for row in ROWS)
    assert min(languages[lang] for lang in ("es", "en", "pt", "fr")) >= 30
    assert answers["no"] >= 60 and answers["partly"] >= 40
    assert all(row["refs"] for row in ROWS if row["answer"] == "yes")


@pytest.mark.parametrize("parts", [("chosen",), ("held",), ("later",)])
def test_what_the_collection_answers_is_called_an_answer(parts: tuple[str, ...]) -> None:
    assert share_right("yes", parts) >= 0.88


@pytest.mark.parametrize("parts", [("chosen",), ("held",), ("later",)])
def test_what_it_does_not_answer_is_called_the_nearest(parts: tuple[str, ...]) -> None:
    assert share_right("no", parts) >= 0.85


def test_what_it_touches_is_mostly_shown_as_an_answer() -> None:
    assert share_right("partly", ("chosen", "held", "later")) >= 0.6


def test_the_claims_that_answer_stand_among_the_first_five() -> None:
    rows = [row for row in ROWS if row["answer"] == "yes"]
    found = [{result.ref for result in asked(row["q"]).results} & set(row["refs"]) for row in rows]
    assert sum(map(bool, found)) / len(rows) >= 0.88
