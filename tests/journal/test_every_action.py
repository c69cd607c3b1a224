"""Every action of a person leaves its events: who did it, for whom, to what, and what changed. None is left out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time
from typing import Any, TypeVar

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from minga.accounts import actions as accounts
from minga.accounts.actors import ANONYMOUS, Actor, as_member, as_person
from minga.accounts.domain.permissions import Role
from minga.accounts.guards import NEEDS
from minga.accounts.models import Membership
from minga.contributions.actions import describing, drafting, fetching, uploading
from minga.contributions.queries import FILLED
from minga.desk.actions import answering as desk_answering
from minga.desk.actions import asking as desk_asking
from minga.desk.actions import bringing, publishing
from minga.desk.actions import settings as desk_settings
from minga.desk.actions import steps as desk_steps
from minga.desk.domain.asking import Asked, Caller, Context, Triaged
from minga.desk.domain.steps import Channel, Routed
from minga.desk.models import Absence
from minga.evidence.actions import note_bringing, save_source, share_bringing
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Claim
from minga.ingest.actions import contributing, judging
from minga.ingest.actions.proposing import propose_from
from minga.journal.models import Event
from minga.notices import actions as notices
from minga.notices.domain import Mail
from minga.reports import actions as reports
from minga.reports.domain import Kind
from minga.reports.queries import About
from minga.review.actions import claims as reviewed
from minga.review.actions import reading, together
from minga.sheets import actions as sheets
from minga.sheets.domain import COLUMNS
from minga.territories.domain.members import MemberRow
from minga.territories.models import Organization, Territory
from tests.accounts.test_permissions import import_actions
from tests.ingest.test_proposing import JALISCO, MEDELLIN, NETWORK, OFFICE, TWIN, about, known_office, text_of
from tests.journal.walked_exchange import walk_exchange
from tests.journal.walked_offers import walk_offers
from tests.people import somebody

R = TypeVar("R")
# What a change brings about without anybody doing it.
OF_ITSELF = {"notice.sent"}
# These change nothing that anybody has to answer for, and leave nothing on purpose.
SILENT = {
    notices.mark_read: "when somebody read what is nobody's business for ever",
    notices.mark_all_read: "the same",
    reading.begin_reading: "a sign for the others while one reads",
    drafting.save_draft: "words that somebody has not sent yet",
    drafting.drop_draft: "the same",
    sheets.hold: "a trial, all of which is taken back: what comes in leaves its events once it is confirmed",
}


class Walk:
    """Does one action after another, and holds each to what stands in the journal afterwards."""

    def __init__(self) -> None:
        self.done: set[str] = set()
        self.missed: list[str] = []

    def __call__(self, action: Callable[..., R], *verbs: str, by: Actor, **given: Any) -> R:
        """What the action returns, which left these events of its actor, in this order, and no other."""
        last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        found = action(by=by, **given)
        name = f"{action.__module__}.{action.__qualname__}"
        left = list(Event.objects.filter(pk__gt=last).order_by("pk"))
        hers = [event for event in left if event.verb not in OF_ITSELF]
        found_verbs = [event.verb for event in hers]
        if found_verbs != [*verbs] or bool(hers) == (action in SILENT):
            self.missed.append(f"{name} left {found_verbs}, not {[*verbs]}")
        whose = by.organization.pk if by.organization and by.key else None
        for event in hers:
            if (event.actor_id, event.organization_id) != (by.key, whose):
                self.missed.append(f"{name}: {event.verb} does not say who did it for whom")
            if not (event.object_type and event.object_ref and (event.before or event.after)):
                self.missed.append(f"{name}: {event.verb} does not say what changed")
        self.done.add(name)
        return found


@pytest.mark.usefixtures("gazetteer")
def test_every_action_leaves_its_events_and_a_new_one_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    import_actions()
    walk = Walk()
    monkeypatch.setattr("minga.review.domain.LEAST_JUDGED", 0)
    monkeypatch.setattr("minga.review.domain.LEAST_SHARE", 0.0)
    ana, eva = somebody(Role.CONTRIBUTOR), somebody(Role.REVIEWER)
    for part in (_proposals, _claims, _contributions, _reports, _notices, _organizations, _desk, _people):
        part(walk, ana, eva)
    walk_exchange(walk)
    walk_offers(walk)
    assert not walk.missed, "\n".join(walk.missed)
    assert walk.done == set(NEEDS), "an action of a person is walked here, with the events that it must leave"


def _proposals(walk: Walk, ana: Actor, eva: Actor) -> None:
    known = known_office(ref="MG-8002", territory=MEDELLIN, when="1970")
    propose_from(text_of(OFFICE, TWIN, NETWORK))
    one, twin, network = about(JALISCO, "office"), about(MEDELLIN, "twinning"), about(MEDELLIN, "network_membership")
    walk(reading.begin_reading, proposal=one, by=eva)
    # Words are read anew as a claim: when they were checked, and, taken back, what the rules had put there.
    accepted = ("claim.changed", "claim.accepted", "proposal.accepted")
    undone = ("claim.unjudged", "claims.saved", "proposal.unjudged")
    walk(judging.accept_proposal, *accepted, proposal=one, by=eva)
    walk(judging.undo_judgement, *undone, proposal=one, by=eva)
    walk(judging.reject_proposal, "claim.rejected", "proposal.rejected", proposal=one, reason="No.", by=eva)
    judging.undo_judgement(proposal=one, by=eva)
    disputed = ("claim.changed", "claim.accepted", "claim.disputed", "proposal.accepted")
    walk(judging.dispute_proposal, *disputed, proposal=twin, against=known, by=eva)
    judging.undo_judgement(proposal=twin, by=eva)
    merged = ("claim.cited", "claim.dropped", "proposal.accepted")
    walk(judging.merge_proposal, *merged, proposal=network, into=known, by=eva)
    to = judging.Corrected(JALISCO, "directorate", "created", "1984", ())
    corrected = ("claim.changed", "claim.accepted", "claim.left_unverified", "proposal.corrected")
    walk(judging.correct_proposal, *corrected, proposal=one, to=to, is_checked=False, by=eva)
    citation = Claim.objects.get(ref=one.ref).citations.get()
    walk(reviewed.verify, "citation.verified", citation=citation, by=eva)
    batch = walk(
        together.accept_together, *accepted, "proposals.accepted_together",
        rule=twin.rule, language="es", refs=[twin.ref], by=eva,
    )  # fmt: skip
    walk(together.undo_together, *undone, "proposals.undone_together", batch=batch, by=eva)


def _claims(walk: Walk, ana: Actor, eva: Actor) -> None:
    row = dict.fromkeys(COLUMNS, "") | {
        "territorio": MEDELLIN, "clase": "claim", "instrumento": "office", "hecho": "created", "cuando": "1999",
        "enunciado": "Medellín creó una oficina.", "titulo": "Acta 9",
    }  # fmt: skip
    rows = [row | {"enunciado": f"Medellín creó la oficina {n}."} for n in range(3)]
    sheet = walk(sheets.hold, rows=rows, by=ana)
    brought = ["source.added", *(["claim.added"] * 3), "sheet.brought_in"]
    walk(sheets.bring_in, *brought, sheet=sheet, by=ana)
    first, second, third = Claim.objects.filter(proposed_by=ana.user).order_by("pk")
    walk(reviewed.accept_claim, "claim.accepted", claim=first, by=eva)
    walk(reviewed.undo_claim, "claim.unjudged", claim=first, by=eva)
    walk(reviewed.reject_claim, "claim.rejected", claim=second, reason="No.", by=eva)
    to = judging.Corrected(MEDELLIN, "office", "created", "2001", ("culture",))
    corrected = ("claim.changed", "claim.left_unverified", "claim.accepted", "claim.value_corrected")
    walk(reviewed.correct_claim, *corrected, claim=third, to=to, statement="Otra.", is_checked=False, by=eva)


def _contributions(walk: Walk, ana: Actor, eva: Actor) -> None:
    walk(drafting.save_draft, form="direccion", about="", sent={"cita": ["palabras"]}, by=ana)
    walk(drafting.drop_draft, form="direccion", about="", by=ana)
    walk(fetching.begin_errand, "errand.begun", url="https://x.example/", quote="palabras", by=ana)
    given: dict[str, Any] = {"size": 3, "head": "ab" * 32, "access": Access.QUOTES, "by": ana}
    row = walk(uploading.begin_upload, "upload.begun", name="una.txt", **given)
    walk(uploading.begin_upload, "upload.access", name="una.txt", **given | {"access": Access.OPEN})
    walk(uploading.cancel_upload, "upload.cancelled", upload=row, by=ana)
    row = walk(uploading.begin_upload, "upload.begun", name="otra.txt", **given)
    handed = ("upload.handed", "document.brought")
    walk(uploading.add_part, *handed, upload=row, offset=0, data=b"abc", by=ana)
    row = uploading.begin_upload(name="tercera.txt", **given)
    with _unfinished(uploading):
        uploading.add_part(upload=row, offset=0, data=b"xyz", by=ana)
    walk(uploading.finish_upload, *handed, upload=row, by=ana)
    text = text_of("Rosario creó su dirección en 1995.", slug="acta")
    walk(note_bringing, "document.brought", sha256=text.document.sha256, by=ana)
    other = somebody(Role.CONTRIBUTOR, of="la-otra-parte").organization
    walk(share_bringing, "document.brought", sha256=text.document.sha256, organization=other, by=ana)
    filled = {"id": "acta", "type": "report", "title": "acta", "note": FILLED}
    save_source(slug="acta", csl=filled)
    csl = {"title": "Acta de Rosario"}
    walk(describing.describe_source, "source.changed", document=text.document, csl=csl, by=ana)
    told = contributing.Stated("AR-gn3838583", "office", "created", "1995")
    added = ("claims.saved", "proposal.added")
    walk(contributing.propose_claim, *added, document=text.document, quote="Rosario creó", told=told, by=ana)


@contextmanager
def _unfinished(module: Any) -> Iterator[None]:
    """As if the process had died between the last part and handing the file on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "finish_upload", lambda **given: None)
        yield


def _reports(walk: Walk, ana: Actor, eva: Actor) -> None:
    claim = known_office(ref="MG-8003", territory=MEDELLIN)
    said: dict[str, Any] = {"about": About(claim=claim), "kind": Kind.WORDS, "text": "No lo dice.", "email": ""}
    said |= {"trap": "", "seconds": 60, "address": "192.0.2.1"}
    row = walk(reports.report, "report.received", by=ana, **said)
    walk(reports.answer, "report.answered", report=row, text="Es cierto.", by=eva)
    walk(reports.reopen, "report.reopened", report=row, by=eva)
    walk(reports.close_as_spam, "report.closed", report=row, by=eva)


def _notices(walk: Walk, ana: Actor, eva: Actor) -> None:
    walk(notices.mark_read, number=0, by=ana)
    walk(notices.mark_all_read, until=timezone.now(), by=ana)
    walk(notices.choose_mail, "preference.mail", mail=Mail.WEEKLY, by=ana)
    walk(notices.renew_feed, "preference.feed", by=ana)
    walk(notices.revoke_feed, "preference.feed", by=ana)


def _organizations(walk: Walk, ana: Actor, eva: Actor) -> None:
    ada = somebody(Role.ADMINISTRATOR)
    people = [as_person(accounts.create_user(email=f"p{n}@x.example")) for n in range(3)]
    free = list(Organization.objects.filter(enrolment=None, kind=Organization.Kind.UNIVERSITY).order_by("pk")[:2])
    place = Territory.objects.get(code=MEDELLIN)
    walk(accounts.enrol, "enrolment.active", organization=free[0], by=ada)
    walk(accounts.end_enrolment, "enrolment.ended", enrolment=free[0].enrolment, by=ada)
    asked = walk(accounts.ask_to_enrol, "enrolment.asked", organization=free[1], federation=None, by=people[0])
    walk(accounts.refuse_enrolment, "enrolment.refused", enrolment=asked, reason="No.", by=ada)
    given: dict[str, Any] = {"territory": place, "name": "Oficina de la ciudad", "federation": None}
    asked = walk(accounts.ask_for_office, "enrolment.asked", by=people[0], **given)
    active = ("organization.added", "enrolment.active", "membership.active")
    row = walk(accounts.approve_enrolment, *active, enrolment=asked, by=ada)
    assert row.organization is not None
    boss = as_member(Membership.objects.get(organization=row.organization))
    walk(accounts.set_second_eyes, "enrolment.set", organization=row.organization, second_eyes=False, by=boss)
    member = walk(accounts.ask_to_join, "membership.asked", organization=row.organization, by=people[1])
    walk(accounts.refuse_member, "membership.refused", membership=member, reason="No.", by=boss)
    member = accounts.ask_to_join(organization=row.organization, by=people[1])
    walk(accounts.accept_member, "membership.active", membership=member, role=Role.READER, by=boss)
    walk(accounts.give_role, "membership.role", membership=member, role=Role.REVIEWER, by=boss)
    walk(accounts.end_membership, "membership.ended", membership=member, by=boss)
    given = {"organization": row.organization, "role": Role.READER}
    invitation, _ = walk(accounts.invite, "invitation.sent", email="otra@x.example", by=boss, **given)
    walk(accounts.withdraw_invitation, "invitation.withdrawn", invitation=invitation, by=boss)
    _, token = accounts.invite(email="p2@x.example", by=boss, **given)
    taken = walk(accounts.take_invitation, "membership.active", "invitation.taken", token=token, by=people[2])
    walk(accounts.leave, "membership.ended", membership=taken, by=as_member(taken))
    walk(accounts.grant, "membership.active", user=people[1].user, by=ada, **given)


def _desk(walk: Walk, ana: Actor, eva: Actor) -> None:
    """The federation's desk: Rut and Sol are its advisers, Luz those of the one above."""
    rut, sol = (somebody(Role.ADVISER, of="mesa", email=f"{name}@mesa.example") for name in ("rut", "sol"))
    luz = somebody(Role.ADVISER, of="mesa-mundial")
    assert rut.organization and luz.organization and rut.user and sol.user
    _desk_settings(walk, rut, sol, luz.organization)
    given: dict[str, Any] = {"territory": None, "context": Context(), "caller": Caller(), "trap": "", "seconds": 60}
    given |= {"federation": rut.organization, "text": "¿Cómo?"}
    held = desk_asking.ask(address="192.0.2.7", by=ANONYMOUS, **given | {"trap": "x"})
    walk(desk_steps.release, "consultation.release", consultation=held, by=rut)
    row = walk(desk_asking.ask, "consultation.received", address="192.0.2.8", by=ana, **given)
    call: dict[str, Any] = {"text": "¿Y?", "territory": None, "channel": Channel.PHONE, "caller": Caller()}
    called = walk(desk_asking.record_call, "consultation.recorded", by=rut, **call)
    walk(desk_asking.agree_for, "consultation.agreed", consultation=called, agrees=True, by=rut)
    walk(desk_steps.triage, "consultation.triage", consultation=row, said=Triaged("office"), by=rut)
    walk(desk_steps.assign, "consultation.assign", consultation=row, kind=Routed.ADVISER, user=sol.user, by=rut)
    walk(desk_steps.note, "consultation.noted", consultation=row, text="Ojo.", by=sol)
    walk(desk_answering.draft, "consultation.drafted", consultation=row, by=rut)
    kept: dict[str, Any] = {"text": "Así.", "named": [], "no_evidence": True}
    walk(desk_answering.save_draft, "consultation.drafted", consultation=row, by=rut, **kept)
    walk(desk_answering.send, "consultation.answer", "consultation.unanswerable", consultation=row, by=rut)
    walk(desk_steps.research_done, "consultation.researched", consultation=row, by=rut)
    walk(desk_asking.agree, "consultation.agreed", consultation=row, agrees=True, by=ana)
    walk(desk_asking.say, "consultation.reopen", consultation=row, helped=False, text="Falta.", by=ana)
    desk_answering.save_draft(consultation=row, by=rut, **kept | {"no_evidence": False})
    desk_answering.send(consultation=row, by=rut)
    walk(desk_asking.say, "consultation.help", consultation=row, helped=True, by=ana)
    public: dict[str, Any] = {"question": "¿Cómo?", "answer": "Así.", "with_territory": False}
    walk(publishing.publish, "consultation.published", consultation=row, by=rut, **public)
    walk(publishing.withdraw, "consultation.withdrawn", consultation=row, by=rut)
    walk(desk_steps.close, "consultation.close", consultation=row, by=rut)
    walk(desk_steps.reopen, "consultation.reopen", consultation=row, by=rut)
    walk(desk_steps.escalate, "consultation.escalate", consultation=row, reason="No sé.", by=rut)


def _desk_settings(walk: Walk, rut: Actor, sol: Actor, above: Organization) -> None:
    assert rut.user and sol.user and rut.organization
    hours = (time(8), time(17), (1, 2), "America/Bogota", "CO", "")
    walk(desk_settings.set_desk, "desk.set", settings=desk_settings.Settings(("es",), *hours, 3, above), by=rut)
    kept = walk(desk_settings.add_template, "desk.template", name="Saludo", text="Hola.", by=rut)
    walk(desk_settings.drop_template, "desk.template", template=kept.pk, by=rut)
    day = timezone.localdate()
    away: dict[str, Any] = {"user": rut.user, "begins": day, "ends": day, "stand_in": sol.user}
    walk(desk_settings.note_absence, "desk.absence", by=sol, **away)
    found = Absence.objects.get(user=rut.user)
    walk(desk_settings.end_absence, "desk.absence", absence=found.pk, by=sol)
    walk(bringing.bring_list, "federation.members", rows=[MemberRow(2, MEDELLIN)], by=rut)
    rows = [Asked(2, "¿Qué?", "es")]
    walk(bringing.bring_consultations, "consultation.brought", federation=rut.organization, rows=rows, by=rut)


def _people(walk: Walk, ana: Actor, eva: Actor) -> None:
    ada = somebody(Role.ADMINISTRATOR, email="ada@x.example")
    assert ana.user is not None
    walk(accounts.set_active, "account.closed", user=eva.user, active=False, by=ada)
    session = UserSession.objects.create(user=ana.user, ip="192.0.2.1", user_agent="x", session_key="k" * 32)
    walk(accounts.end_session, "account.session_ended", session=session, by=ana)
    erased = ("notices.erased", "membership.ended", "account.erased")
    walk(accounts.erase_account, *erased, confirmed=ana.user.email, by=ana)
