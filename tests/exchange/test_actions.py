"""What the parties do to an exchange, what is told, and what nobody else learns."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.accounts.queries import all_about
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Bringing
from minga.exchange import adapters, queries
from minga.exchange.actions import agreeing, asking, learning, meeting, talking
from minga.exchange.actions.moving import Changed, TextRefused, own, side
from minga.exchange.domain.steps import Event, NotNow, NotYet, NotYours, Party, State, turn
from minga.exchange.models import Attachment, Commitment, Evaluation, Exchange, Participant, Session
from minga.ingest.models import Proposal
from minga.jobs.worker import Worker
from minga.journal.models import Event as JournalEvent
from minga.notices.models import Notice
from minga.notices.registry import in_words
from minga.offers.domain.modalities import Broken, Modality
from minga.territories.models import Territory
from tests.exchange.conftest import SECRET, Three
from tests.people import somebody

NINE = datetime(2026, 12, 3, 9, 0)  # noqa: DTZ001 - by the clock of the place


def hour(hours: float = 1, **words: Any) -> meeting.When:
    return meeting.When(NINE, NINE + timedelta(hours=hours), "America/Bogota", **words)


def told(actor: Actor) -> list[str]:
    return [in_words(one.kind, one.params) for one in Notice.objects.filter(user=actor.user).order_by("pk")]


def seen_by(made: Exchange, *actors: Actor) -> list[bool]:
    return [queries.of(actor, made.ref) is not None for actor in actors]


def test_a_request_is_seen_by_two_until_the_federation_has_it_and_by_nobody_else_ever(three: Three) -> None:
    made = three.asked()
    everybody = (three.caldono, three.manizales, three.federation, three.stranger)
    assert seen_by(made, *everybody) == [True, True, False, False]
    asking.pass_on(exchange=made, because="Lo sabe otro.", by=three.manizales)
    assert seen_by(made, *everybody) == [True, True, True, False]
    assert list(queries.to_broker(three.federation)) == [made]
    assert list(queries.in_hands(three.federation)) == [made] and not queries.in_hands(three.manizales)
    for role in (Role.ADMINISTRATOR, Role.PERSON, Role.INSTALLATION, Role.ANONYMOUS):
        assert queries.of(somebody(role), made.ref) is None
    reader = somebody(Role.READER, of="oficina-caldono")
    assert queries.of(reader, made.ref) is None, "who only reads for an office has no part in what it negotiates"
    with pytest.raises(Exchange.DoesNotExist):
        asking.accept(exchange=made, by=three.stranger)
    asking.ask_again(exchange=made, by=three.federation)
    asking.decline(exchange=made, because="No hay quien.", by=three.manizales)
    made.refresh_from_db()
    assert (made.state, made.because, made.answer_due) == (State.DECLINED, "No hay quien.", None)
    assert f"Intercambio {made.ref}: no se hizo." in told(three.caldono)
    assert told(three.stranger) == []


def test_who_is_asked_may_propose_another_form_and_whoever_asked_takes_it_or_not(three: Three) -> None:
    made = three.asked(Modality.STUDY_VISIT)
    asking.counter(exchange=made, modality=Modality.CALL, because="Sin viajes este año.", by=three.manizales)
    made.refresh_from_db()
    assert (made.state, made.modality) == (State.COUNTERED, "call")
    with pytest.raises(NotYours):
        asking.accept(exchange=made, by=three.manizales)
    assert queries.can(made, three.caldono)[:4] == [Event.ACCEPT, Event.COUNTER, Event.DECLINE, Event.WITHDRAW]
    assert queries.can(made, three.stranger) == []
    asking.accept(exchange=made, by=three.caldono)
    asking.withdraw(exchange=made, because="Cambió el gobierno.", by=three.caldono)
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN


def test_a_federation_takes_a_request_to_another_peer_who_is_all_the_first_one_never_hears_of(three: Three) -> None:
    made = three.asked()
    rosario = Territory.objects.get(code="AR-gn3838583")
    asking.pass_on(exchange=made, because="No.", by=three.manizales)
    with pytest.raises(asking.NotAnother):
        asking.turn_to_another(exchange=made, asked=three.there, by=three.federation)
    other = asking.turn_to_another(exchange=made, asked=rosario, by=three.federation)
    made.refresh_from_db()
    assert (made.state, other.state, other.follows) == (State.PASSED_ON, State.ASKED, made)
    everybody = (three.caldono, three.manizales, three.federation, three.stranger)
    assert seen_by(other, *everybody) == [True, False, True, True]
    assert seen_by(made, three.stranger) == [False]
    cali = Territory.objects.get(code="CO-76001")
    asking.pass_on(exchange=other, because="Tampoco.", by=three.stranger)
    third = asking.turn_to_another(exchange=other, asked=cali, by=three.federation)
    assert third.state == State.BROKERED, "nobody of Cali acts here: the federation has it"
    assert queries.organization_of(third, Party.OFFERING) is None
    asking.accept(exchange=third, by=three.federation)
    assert side(third, three.federation, {Party.OFFERING}) == Party.OFFERING
    with pytest.raises(NotYours):
        side(third, three.federation, {Party.UNIVERSITY})
    with pytest.raises(NotYours):
        side(third, three.stranger, {Party.OFFERING})
    with pytest.raises(NotYours):
        own(somebody(Role.PERSON))
    asked = {three.there, rosario, cali}
    assert not asked & {one.territory for one in queries.next_peers(third)}


def test_nobody_asks_itself_or_where_nobody_could_answer_or_a_hundred_at_a_time(
    three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(asking.NotAnother):
        asking.ask(asked=Territory.objects.get(code="CO-19137"), office=None, modality=Modality.CALL, question="x",
                   by=three.caldono)  # fmt: skip
    with pytest.raises(asking.NotAnother):
        asking.ask(
            asked=three.there, office=None, modality=Modality.CALL, question="x", by=somebody(Role.ADMINISTRATOR)
        )
    with pytest.raises(TextRefused):
        three.asked(question=" ")
    with pytest.raises(asking.NobodyToAsk):  # Rosario has no federation, nobody of Cali is here
        asking.ask(asked=Territory.objects.get(code="CO-76001"), office=None, modality=Modality.CALL, question="x",
                   by=three.stranger)  # fmt: skip
    office = asking.ask(asked=None, office=three.manizales.organization, modality=Modality.CALL, question="x",
                        by=three.caldono, follows=three.asked())  # fmt: skip
    assert office.asked == three.there and office.follows is not None
    monkeypatch.setattr(asking, "MOST_OPEN", 2)
    with pytest.raises(asking.TooManyOpen):
        three.asked()


def test_terms_are_agreed_as_they_were_read_and_new_ones_are_agreed_anew(three: Three) -> None:
    made = three.asked()
    asking.accept(exchange=made, by=three.manizales)
    words: Any = {"roles": "", "agenda": "", "publishes_asking": "Una nota", "publishes_offering": ""}
    first = agreeing.propose_terms(exchange=made, question="Una", by=three.caldono, **words)
    seen = first.at
    agreeing.propose_terms(exchange=made, question="Otra", by=three.caldono, **words)
    with pytest.raises(Changed):
        agreeing.agree_terms(exchange=made, seen=seen, by=three.manizales)
    made.terms.refresh_from_db()
    with pytest.raises(NotYet):
        agreeing.agree_terms(exchange=made, seen=made.terms.at, by=three.caldono)
    agreeing.agree_terms(exchange=made, seen=made.terms.at, by=three.manizales)
    made.refresh_from_db()
    assert made.state == State.PREPARING and queries.standing_of(made).agreed == {Party.REQUESTING, Party.OFFERING}


def test_a_university_sees_all_of_it_while_it_takes_part(three: Three) -> None:
    made = three.agreed()
    university = somebody(Role.CONTRIBUTOR, of="universidad")
    assert university.organization is not None and three.manizales.organization is not None
    for organization, party in (
        (three.manizales.organization, Party.UNIVERSITY),
        (university.organization, Party.BROKER),
    ):
        with pytest.raises(agreeing.NotToInvite):
            agreeing.invite(exchange=made, organization=organization, as_party=party, by=three.caldono)
    agreeing.invite(exchange=made, organization=university.organization, as_party=Party.UNIVERSITY, by=three.caldono)
    assert seen_by(made, university) == [True]
    with pytest.raises(NotYours):
        agreeing.end_participation(exchange=made, organization=three.manizales.organization, by=university)
    assert not agreeing.end_participation(exchange=made, organization=three.manizales.organization, by=three.caldono)
    assert agreeing.end_participation(exchange=made, organization=university.organization, by=university)
    assert seen_by(made, university) == [False]


def test_a_session_is_fixed_within_its_limits_moved_cancelled_and_held(three: Three) -> None:
    made = three.agreed()
    with pytest.raises(meeting.OverTheLimits) as found:
        meeting.schedule(exchange=made, when=hour(3), by=three.caldono)
    assert found.value.broken == [Broken.HOURS]
    with pytest.raises(meeting.LinkRefused):
        meeting.schedule(exchange=made, when=hour(link="javascript:alert(1)"), by=three.caldono)
    first = meeting.schedule(exchange=made, when=hour(link="https://example.org/sala"), by=three.caldono)
    assert first.starts.isoformat() == "2026-12-03T09:00:00-05:00"
    with pytest.raises(NotYet):
        meeting.write_log(session=first, attended="Las dos oficinas", log="x", by=three.caldono,
                          now=first.starts - timedelta(hours=1))  # fmt: skip
    moved = meeting.reschedule(session=first, when=hour(2), by=three.manizales)
    assert (moved.sequence, moved.uid) == (1, first.uid)
    second = meeting.schedule(exchange=made, when=hour(1), by=three.manizales)
    gone = meeting.cancel(session=second, by=three.manizales)
    assert (gone.number, gone.sequence, gone.cancelled_at is not None) == (2, 1, True)
    later = first.starts + timedelta(days=1)
    for refused in (meeting.cancel, meeting.write_log):
        words = {} if refused is meeting.cancel else {"attended": "x", "log": "x", "now": later}
        with pytest.raises(NotNow):
            refused(session=second, by=three.manizales, **words)  # type: ignore[arg-type]
    third = meeting.schedule(exchange=made, when=hour(1), by=three.manizales)
    for log in ("Se habló del decreto.", f"Se habló del acuerdo. {SECRET}"):
        meeting.write_log(session=first, attended="Las dos oficinas", log=log, by=three.caldono, now=later)
    assert queries.standing_of(made).held == 1
    meeting.end_sessions(exchange=made, by=three.caldono)
    third.refresh_from_db()
    assert third.cancelled_at is not None and third.sequence == 1, "what will not be held is called off"


def test_what_is_said_and_handed_over_is_for_the_parties(three: Three, own_home: Any) -> None:
    made = three.asked()
    talking.say(exchange=made, text=f"Buenos días\r\n{SECRET}", by=three.manizales)
    file = talking.hand_over(exchange=made, data=b"%PDF-1.7", name="C:\\actas\\Acuerdo 9.pdf", by=three.manizales)
    assert (file.name, file.short) == ("Acuerdo 9.pdf", file.sha256[:12])
    assert talking.hand_over(exchange=made, data=b"%PDF-1.7", name="otro.pdf", by=three.caldono) == file
    other = talking.hand_over(exchange=made, data=b"x", name="..", by=three.caldono, kind=Attachment.Kind.REPORT)
    assert other.kind == "report" and adapters.path_of(other.sha256).read_bytes() == b"x"
    for data in (b"", b"x" * (adapters.MOST_BYTES + 1)):
        with pytest.raises(adapters.FileRefused):
            talking.hand_over(exchange=made, data=data, name="x", by=three.caldono)
    with pytest.raises(Exchange.DoesNotExist):
        talking.say(exchange=made, text="x", by=three.stranger)
    assert told(three.caldono)[-2:] == [f"Intercambio {made.ref}: hay un mensaje nuevo.",
                                        f"Intercambio {made.ref}: hay un archivo nuevo."]  # fmt: skip


def test_a_promise_is_kept_with_evidence_or_let_go_with_a_reason(three: Three) -> None:
    made = three.asked()
    assert three.manizales.organization is not None and three.stranger.organization is not None
    owner, due = three.manizales.organization, date(2027, 1, 15)
    with pytest.raises(talking.NotAParty):
        talking.promise(exchange=made, owner=three.stranger.organization, what="x", due=due, by=three.caldono)
    one = talking.promise(exchange=made, owner=owner, what="Enviar el acuerdo", due=due, by=three.caldono)
    two = talking.promise(exchange=made, owner=owner, what="Enviar el decreto", due=due, by=three.caldono)
    with pytest.raises(TextRefused):
        talking.keep(commitment=one, evidence=" ", by=three.manizales)
    talking.keep(commitment=one, evidence="https://example.org/acuerdo.pdf", by=three.manizales)
    talking.drop(commitment=two, because="No existe.", by=three.manizales)
    with pytest.raises(NotNow):
        talking.keep(commitment=two, evidence="x", by=three.manizales)
    assert not Commitment.objects.filter(kept_at=None, dropped_at=None).exists()
    assert (str(one), one.number, two.number) == (f"commitment 1 of {made.pk}", 1, 2)


def test_half_a_year_from_the_plan_to_the_last_evaluation(three: Three) -> None:
    made = three.agreed(Modality.WRITTEN_ANSWER)
    now = timezone.now()
    meeting.end_sessions(exchange=made, by=three.caldono)
    plan = {"steps": "", "responsible": "", "resources": "", "first_result": ""}
    learning.write_plan(exchange=made, adapts=f"La oficina, más pequeña {SECRET}", by=three.caldono, **plan, now=now)
    for days, months in ((80, 3), (175, 6)):
        row = learning.follow_up(exchange=made, done="Va bien.", hindered="", by=three.caldono,
                                 now=now + timedelta(days=days))  # fmt: skip
        assert row.months == months
    yes = Evaluation.Served.YES
    learning.evaluate(exchange=made, served=yes, learnt="Mucho", lacked="", by=three.manizales)
    with pytest.raises(NotYet):
        learning.evaluate(exchange=made, served=yes, learnt="", lacked="", by=three.manizales)
    learning.evaluate(exchange=made, served=yes, learnt="", lacked="", by=three.caldono)
    made.refresh_from_db()
    assert made.state == State.CLOSED and queries.handover(three.caldono).ended == [made]


def test_a_note_goes_out_once_both_agreed_to_its_very_words_and_a_private_one_to_both_alone(
    three: Three, own_home: Any
) -> None:
    made = three.agreed(Modality.WRITTEN_ANSWER)
    meeting.end_sessions(exchange=made, by=three.caldono)
    words = {"title": "Lo aprendido", "text": f"Manizales creó su oficina en 2004. {SECRET}", "access": Access.PRIVATE}
    with pytest.raises(NotYet):
        learning.agree_note(exchange=made, seen=timezone.now(), by=three.manizales)
    seen = learning.write_note(exchange=made, by=three.caldono, **words).at  # type: ignore[arg-type]
    note = learning.write_note(exchange=made, by=three.caldono, **{**words, "title": "Otro"})  # type: ignore[arg-type]
    with pytest.raises(NotYet):
        learning.publish_note(exchange=made, by=three.caldono)
    with pytest.raises(Changed):
        learning.agree_note(exchange=made, seen=seen, by=three.manizales)
    learning.agree_note(exchange=made, seen=note.at, by=three.manizales)
    note = learning.publish_note(exchange=made, by=three.manizales)
    brought = Bringing.objects.filter(sha256=note.document).values_list("organization", flat=True)
    assert three.caldono.organization and three.manizales.organization
    assert sorted(brought) == sorted([three.caldono.organization.pk, three.manizales.organization.pk])
    with pytest.raises(NotYet):
        learning.write_note(exchange=made, by=three.caldono, **words)  # type: ignore[arg-type]


def test_what_a_published_note_tells_is_proposed_with_the_note_as_its_source(three: Three, own_home: Any) -> None:
    made = three.agreed(Modality.WRITTEN_ANSWER)
    meeting.end_sessions(exchange=made, by=three.caldono)
    told = "Manizales creó su unidad de asuntos internacionales en 1991."
    note = learning.write_note(exchange=made, title="Lo aprendido", text=told, access=Access.OPEN, by=three.caldono)
    learning.agree_note(exchange=made, seen=note.at, by=three.manizales)
    published = learning.publish_note(exchange=made, by=three.caldono)
    with Worker() as worker:
        while worker.turn():
            pass
    proposal = Proposal.objects.get(extracted__document__sha256=published.document)
    assert (proposal.territory, proposal.instrument, proposal.when) == (three.there, "office", "1991")
    assert proposal.extracted.document.source.title == "Lo aprendido" and proposal.claim is not None
    assert proposal.claim.status == "proposed"


def test_the_journal_knows_who_did_what_for_whom_and_none_of_the_words(three: Three) -> None:
    made = three.agreed()
    talking.say(exchange=made, text=SECRET, by=three.caldono)
    talking.hand_over(exchange=made, data=SECRET.encode(), name=f"{SECRET}.txt", by=three.caldono)
    written = " ".join(str(event.__dict__) for event in JournalEvent.objects.all())
    assert SECRET not in written
    talked = JournalEvent.objects.filter(verb="exchange.talk", object_ref=made.ref)[0]
    assert talked.after == {"state": "preparing", "party": "requesting", "organization": "oficina-caldono"}
    assert three.caldono.user is not None and talked.actor_id == three.caldono.user.pk
    assert SECRET not in " ".join(str(one.params) + one.address for one in Notice.objects.all())


def test_who_leaves_takes_her_words_along_and_they_stay_without_her_name(three: Three) -> None:
    made = three.agreed()
    assert three.caldono.user is not None and three.caldono.organization is not None
    talking.say(exchange=made, text=SECRET, by=three.caldono)
    talking.promise(exchange=made, owner=three.caldono.organization, what="x", due=date(2027, 1, 1), by=three.caldono)
    about = all_about(three.caldono.user)["exchange"]
    assert about["messages"][0]["text"] == SECRET and len(about["asked"]) == len(about["promised"]) == 1
    talking.erase_of(three.caldono.user)
    assert made.messages.get().by is None and Exchange.objects.get(pk=made.pk).asked_by is None
    assert all_about(three.caldono.user)["exchange"]["messages"] == []


def test_a_handover_tells_what_is_open_promised_and_due_and_with_whom(
    three: Three, django_assert_num_queries: Any
) -> None:
    made, other = three.agreed(), three.asked()
    session = meeting.schedule(exchange=made, when=hour(), by=three.caldono)
    assert three.manizales.organization is not None and three.caldono.organization is not None
    mine = talking.promise(
        exchange=made, owner=three.caldono.organization, what="a", due=date(2027, 1, 2), by=three.caldono
    )
    theirs = talking.promise(
        exchange=made, owner=three.manizales.organization, what="b", due=date(2027, 1, 1), by=three.caldono
    )
    gone = timezone.now() - timedelta(days=1)  # it is over, and nobody told yet what came of it
    Session.objects.filter(pk=session.pk).update(starts=gone - timedelta(hours=1), ends=gone)
    found = queries.handover(three.caldono)
    assert (list(found.owed), list(found.expected), list(found.sessions)) == ([mine], [theirs], [session])
    assert [(row.exchange, row.is_my_turn) for row in found.rows] == [(made, True), (other, False)]
    assert queries.handover(three.stranger).rows == []
    with django_assert_num_queries(4):
        rows = queries.rows_of(queries.mine(three.manizales), three.manizales)
    assert {row.exchange: row.waits_for for row in rows} == {
        one: turn(queries.standing_of(one)) for one in (made, other)
    }


def test_every_row_says_what_it_is(three: Three) -> None:
    made = three.agreed()
    session = meeting.schedule(exchange=made, when=hour(), by=three.caldono)
    message = talking.say(exchange=made, text="x", by=three.caldono)
    assert str(made) == made.ref and str(session) == session.uid and str(message) == f"message {message.pk}"
    assert str(Participant.objects.filter(exchange=made).first()).endswith("requesting")
    assert str(made.terms) == f"terms of {made.pk}"
