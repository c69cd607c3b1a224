"""Every action of an exchange, once, with the events that it must leave: codes, and none of its parties' words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from minga.accounts.domain.permissions import Role
from minga.evidence.domain.statuses import Access
from minga.exchange.actions import agreeing, asking, learning, meeting, talking
from minga.exchange.domain.steps import Party
from minga.exchange.models import Evaluation, Exchange
from minga.journal.models import Event
from minga.offers.domain.modalities import Modality
from minga.territories.models import Territory
from tests.exchange.conftest import SECRET, Three, make_three
from tests.exchange.test_actions import hour
from tests.people import somebody

Walk = Callable[..., Any]
BECAUSE: dict[str, Any] = {"because": f"Por esto. {SECRET}"}


def walk_exchange(walk: Walk) -> None:
    """Two requests that end early, one that is worked through, one that ends in a note that others read."""
    three = make_three()
    _asking(walk, three)
    made = _agreeing(walk, three)
    _talking(walk, three, made)
    _meeting(walk, three, made)
    _learning(walk, three, made)
    _note(walk, three)
    written = " ".join(f"{one.before} {one.after} {one.object_ref}" for one in Event.objects.all())
    assert SECRET not in written, "the journal knows codes, and nothing that the parties wrote to each other"


def _asking(walk: Walk, three: Three) -> None:
    given: dict[str, Any] = {"asked": three.there, "office": None, "question": SECRET, "reasons": SECRET}
    made = walk(asking.ask, "exchange.asked", modality=Modality.STUDY_VISIT, by=three.caldono, **given)
    walk(asking.counter, "exchange.counter", exchange=made, modality=Modality.CALL, by=three.manizales, **BECAUSE)
    walk(asking.accept, "exchange.accept", exchange=made, by=three.caldono)
    walk(asking.withdraw, "exchange.withdraw", exchange=made, by=three.caldono, **BECAUSE)
    made = three.asked()
    walk(asking.pass_on, "exchange.pass_on", exchange=made, by=three.manizales, **BECAUSE)
    walk(asking.ask_again, "exchange.ask_again", exchange=made, by=three.federation)
    asking.pass_on(exchange=made, by=three.manizales, **BECAUSE)
    rosario = Territory.objects.get(code="AR-gn3838583")
    turned = ("exchange.turn_to_another", "exchange.asked")
    other = walk(asking.turn_to_another, *turned, exchange=made, asked=rosario, by=three.federation)
    asked = Event.objects.get(verb="exchange.asked", object_ref=other.ref)
    assert asked.after and asked.after["party"] == "broker", "nobody asked in the name of whoever asked first"
    walk(asking.decline, "exchange.decline", exchange=other, by=three.stranger, **BECAUSE)


def _agreeing(walk: Walk, three: Three) -> Exchange:
    made = three.asked()
    asking.accept(exchange=made, by=three.manizales)
    names = ("question", "roles", "agenda", "publishes_asking", "publishes_offering")
    words: dict[str, Any] = dict.fromkeys(names, SECRET)
    terms = walk(agreeing.propose_terms, "exchange.propose_terms", exchange=made, by=three.manizales, **words)
    walk(agreeing.agree_terms, "exchange.agree_terms", exchange=made, seen=terms.at, by=three.caldono)
    university = somebody(Role.CONTRIBUTOR, of="universidad").organization
    given: dict[str, Any] = {"exchange": made, "organization": university, "by": three.caldono}
    walk(agreeing.invite, "exchange.invite", as_party=Party.UNIVERSITY, **given)
    walk(agreeing.end_participation, "exchange.left", **given)
    return made


def _talking(walk: Walk, three: Three, made: Exchange) -> None:
    walk(talking.say, "exchange.talk", exchange=made, text=SECRET, by=three.caldono)
    file: dict[str, Any] = {"data": SECRET.encode(), "name": f"{SECRET}.txt"}
    walk(talking.hand_over, "exchange.talk", exchange=made, by=three.manizales, **file)
    given: dict[str, Any] = {"exchange": made, "owner": three.manizales.organization, "what": SECRET}
    given |= {"due": date(2027, 1, 15), "by": three.caldono}
    one, two = (walk(talking.promise, "exchange.talk", **given) for _ in range(2))
    walk(talking.keep, "exchange.keep", commitment=one, evidence=SECRET, by=three.manizales)
    walk(talking.drop, "exchange.drop", commitment=two, by=three.manizales, **BECAUSE)


def _meeting(walk: Walk, three: Three, made: Exchange) -> None:
    when = hour(link=f"https://example.org/{SECRET}", place=SECRET)
    first = walk(meeting.schedule, "exchange.schedule", exchange=made, when=when, by=three.caldono)
    walk(meeting.reschedule, "exchange.reschedule", session=first, when=hour(2), by=three.manizales)
    second = meeting.schedule(exchange=made, when=when, by=three.caldono)
    walk(meeting.cancel, "exchange.session_cancelled", session=second, by=three.manizales)
    words: dict[str, Any] = {"attended": SECRET, "log": SECRET, "now": first.starts + timedelta(days=1)}
    walk(meeting.write_log, "exchange.hold", session=first, by=three.caldono, **words)
    meeting.schedule(exchange=made, when=when, by=three.caldono)
    ended = ("exchange.end_sessions", "exchange.session_cancelled")
    walk(meeting.end_sessions, *ended, exchange=made, by=three.caldono)


def _learning(walk: Walk, three: Three, made: Exchange) -> None:
    now = timezone.now()
    names = ("adapts", "steps", "responsible", "resources", "first_result")
    words: dict[str, Any] = dict.fromkeys(names, SECRET)
    walk(learning.write_plan, "exchange.plan", exchange=made, by=three.caldono, now=now, **words)
    told: dict[str, Any] = {"exchange": made, "done": SECRET, "hindered": SECRET, "by": three.caldono}
    for days in (80, 175):
        walk(learning.follow_up, "exchange.follow_up", now=now + timedelta(days=days), **told)
    judged: dict[str, Any] = {"served": Evaluation.Served.YES, "learnt": SECRET, "lacked": SECRET}
    for actor in (three.caldono, three.manizales):
        walk(learning.evaluate, "exchange.evaluate", exchange=made, by=actor, **judged)


def _note(walk: Walk, three: Three) -> None:
    made = three.agreed(Modality.WRITTEN_ANSWER)
    meeting.end_sessions(exchange=made, by=three.caldono)
    words: dict[str, Any] = {"title": "Lo aprendido", "text": f"Así fue. {SECRET}", "access": Access.PRIVATE}
    note = walk(learning.write_note, "exchange.write_note", exchange=made, by=three.caldono, **words)
    walk(learning.agree_note, "exchange.agree_note", exchange=made, seen=note.at, by=three.manizales)
    # Both sides brought it: whoever publishes it, and the other.
    archived = ("exchange.publish_note", "document.brought", "document.brought")
    walk(learning.publish_note, *archived, exchange=made, by=three.manizales)
    brought = Event.objects.filter(verb="document.brought").order_by("-pk").values_list("after", flat=True)[:2]
    assert sorted(one["for"] for one in brought if one) == ["oficina-caldono", "oficina-manizales"]
