"""Every order of acts, by everybody, against the base itself: what may happen happens, and outsiders see nothing."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.accounts.actors import Actor
from minga.evidence.domain.statuses import Access
from minga.exchange import queries
from minga.exchange.actions import agreeing, asking, learning, meeting, talking
from minga.exchange.actions.chasing import chase
from minga.exchange.actions.moving import Changed
from minga.exchange.domain.steps import NotPossible, State
from minga.exchange.models import Evaluation, Exchange, Note, Terms
from minga.journal.models import Event
from minga.notices.models import Notice
from minga.offers.domain.modalities import Modality
from minga.territories.models import Organization
from tests.exchange.conftest import SECRET, Three
from tests.exchange.test_steps import WAYS
from tests.people import browser

NINE = datetime(2026, 11, 3, 9, 0)  # noqa: DTZ001 - by the clock of the place
WHEN = meeting.When(NINE, NINE + timedelta(hours=1), "America/Bogota", link="https://example.org/sala")
WHO = ("caldono", "manizales", "federation", "stranger")


def _seen(rows: Any) -> datetime:
    found = rows.values_list("at", flat=True).first()
    return found or timezone.now()


def acts(made: Exchange, by: Actor, now: datetime) -> dict[str, Any]:
    """Each thing that somebody may try, with everything it needs but permission."""
    given: dict[str, Any] = {"exchange": made, "by": by, "now": now}
    empty: dict[str, Any] = dict.fromkeys(("roles", "agenda", "publishes_asking", "publishes_offering"), "")
    plan: dict[str, Any] = dict.fromkeys(("steps", "responsible", "resources", "first_result"), "")
    served: dict[str, Any] = {"served": Evaluation.Served.YES, "learnt": SECRET, "lacked": ""}
    note: dict[str, Any] = {"title": "Nota", "text": SECRET, "access": Access.PRIVATE}
    log: dict[str, Any] = {"attended": SECRET, "log": SECRET, "by": by, "now": now}
    due = date(2027, 3, 1)
    return {
        "accept": lambda: asking.accept(**given),
        "counter": lambda: asking.counter(**given, modality=Modality.CALL, because=SECRET),
        "decline": lambda: asking.decline(**given, because=SECRET),
        "pass": lambda: asking.pass_on(**given, because=SECRET),
        "again": lambda: asking.ask_again(**given),
        "terms": lambda: agreeing.propose_terms(**given, question=SECRET, **empty),
        "agree": lambda: agreeing.agree_terms(**given, seen=_seen(Terms.objects.filter(exchange=made))),
        "schedule": lambda: meeting.schedule(**given, when=WHEN),
        "hold": lambda: meeting.write_log(session=made.sessions.latest("pk"), **log),
        "end": lambda: meeting.end_sessions(**given),
        "plan": lambda: learning.write_plan(**given, adapts=SECRET, **plan),
        "follow": lambda: learning.follow_up(**given, done=SECRET, hindered=""),
        "evaluate": lambda: learning.evaluate(**given, **served),
        "note": lambda: learning.write_note(**given, **note),
        "agree note": lambda: learning.agree_note(**given, seen=_seen(Note.objects.filter(exchange=made))),
        "publish": lambda: learning.publish_note(**given),
        "say": lambda: talking.say(**given, text=SECRET),
        "promise": lambda: talking.promise(**given, owner=_own(by), what=SECRET, due=due),
        "clock": lambda: chase(now=now),
    }


def _own(by: Actor) -> Organization:
    assert by.organization is not None
    return by.organization


NAMES = tuple(acts(Exchange(), Actor(None), timezone.now()))  # type: ignore[arg-type]
# What leads on is tried oftener, or no order would ever get past the first answers.
ONWARD = [
    ("manizales", "accept"),
    ("manizales", "terms"),
    ("caldono", "agree"),
    ("caldono", "schedule"),
    ("manizales", "hold"),
    ("caldono", "end"),
    ("caldono", "plan"),
    ("caldono", "note"),
    ("manizales", "agree note"),
    ("caldono", "publish"),
    ("caldono", "follow"),
    ("caldono", "follow"),
    ("manizales", "evaluate"),
    ("caldono", "evaluate"),
]


@given(data=st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_order_of_acts_leads_where_the_design_does_not_or_shows_anything_to_anybody_else(
    three: Three, data: st.DataObject, own_home: Any
) -> None:
    with transaction.atomic():
        made, now, onward = three.asked(), timezone.now(), list(ONWARD)
        for _ in range(data.draw(st.integers(8, 30))):
            leads_on = data.draw(st.booleans())
            if leads_on and onward:
                who, name = onward.pop(0)
            else:
                who, name = data.draw(st.sampled_from(WHO)), data.draw(st.sampled_from(NAMES))
            now += timedelta(days=data.draw(st.sampled_from([0, 1, 11, 95])))
            _try(made, getattr(three, who), name, now)
            assert queries.of(three.stranger, made.ref) is None
            assert (queries.of(three.federation, made.ref) is not None) == (made.brokered_at is not None)
        address, reading = made.get_absolute_url(), browser(three.stranger)
        for rest in ("", "a-quien/", "paso/terminos/", "sesiones/1.ics", "expediente.pdf"):
            answer = reading.get(f"{address}{rest}")
            assert answer.status_code == 404 and SECRET not in answer.content.decode()
        told = [*Notice.objects.values_list("params", "address"), *Event.objects.values_list("before", "after")]
        assert SECRET not in str(told) and not Notice.objects.filter(user=three.stranger.user).exists()
        transaction.set_rollback(True)


def _try(made: Exchange, by: Actor, name: str, now: datetime) -> None:
    before = made.state
    try:
        with transaction.atomic():
            acts(made, by, now)[name]()
    except (NotPossible, ObjectDoesNotExist, Changed, talking.NotAParty):
        made.refresh_from_db()
        assert made.state == before, "what is refused changes nothing"
        return
    made.refresh_from_db()
    assert made.state == before or made.state in WAYS[before].split(), (before, name, made.state)
    assert by.organization is not None and (name == "clock" or by.organization.slug != "oficina-rosario")
    assert made.state in set(State)


def test_the_onward_way_reaches_the_end(three: Three, own_home: Any) -> None:
    made, now = three.asked(), timezone.now()
    for who, name in ONWARD:
        now += timedelta(days=95 if name == "follow" else 1)
        _try(made, getattr(three, who), name, now)
    assert made.state == State.CLOSED and made.note.published_at is not None
