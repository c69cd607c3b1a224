"""A person reads the words: what is accepted, corrected or rejected, and what taking it back unmakes."""

import pytest
from django.utils import timezone

from minga.accounts.actors import installation
from minga.accounts.domain.permissions import Role
from minga.accounts.models import User
from minga.accounts.second_eyes import SecondEyesNeeded
from minga.evidence.actions import (
    AlreadyJudged,
    ClaimRefused,
    JudgementStands,
    UnsignedJudgement,
    accept,
    correct,
    drop,
    note_bringing,
    reconcile,
    unjudge,
    verify_citation,
)
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Citation, Claim, Contradiction
from minga.evidence.queries import claims_in, problems, to_verify
from minga.ingest.actions.judging import (
    Corrected,
    JudgedByAnother,
    NotJudged,
    accept_proposal,
    correct_proposal,
    dispute_proposal,
    merge_proposal,
    reject_proposal,
    undo_judgement,
)
from minga.ingest.actions.proposing import Proposed, propose_from
from minga.ingest.checking import problems as proposal_problems
from minga.ingest.known import precision
from minga.ingest.models import Proposal
from minga.journal.models import Event
from minga.notices.models import Notice
from minga.notices.registry import in_words
from tests.ingest.test_proposing import JALISCO, OFFICE, TWIN, about, known_office, text_of
from tests.people import office, somebody

pytestmark = pytest.mark.usefixtures("gazetteer")
BY = installation(organ="Equipo de Minga")
AS_READ = Corrected(JALISCO, "office", "created", "1983", ())


def state_of(proposal: Proposal) -> tuple[str, str, str | None]:
    proposal.refresh_from_db()
    return proposal.state, proposal.relation, proposal.claim.ref if proposal.claim else None


def test_a_judgement_of_nobody_is_none() -> None:
    propose_from(text_of(OFFICE))
    with pytest.raises(UnsignedJudgement):
        accept_proposal(proposal=about(JALISCO, "office"), by=installation(organ=" "))


def test_what_is_accepted_is_a_claim_with_the_day_its_words_were_read() -> None:
    text = text_of(OFFICE)
    propose_from(text)
    person = User.objects.create(email="ana@example.org")
    accept_proposal(proposal=about(JALISCO, "office"), by=installation(user=person), reason="Lo dice.")
    claim = Claim.objects.accepted().get(ref__startswith="PR-")
    citation = claim.citations.get()
    assert citation.checked_on is not None and [one.claim for one in claims_in(text.document)] == [claim]
    assert (claim.judged_by, claim.judgements.get().reason) == (person, "Lo dice.")
    proposal = about(JALISCO, "office")
    assert (proposal.state, proposal.judged_by, proposal.claim) == ("accepted", person, claim)
    with pytest.raises(AlreadyJudged):
        accept_proposal(proposal=proposal, by=BY)
    # Read again, it is left as it is.
    assert propose_from(text) == Proposed(judged=1)
    assert Event.objects.filter(verb="proposal.accepted", object_ref=proposal.ref, actor_id=person.pk).exists()
    assert not list(problems())


def test_accepting_what_repeats_a_claim_adds_a_citation_and_undoing_takes_it_away() -> None:
    known = known_office()
    text = text_of(OFFICE)
    propose_from(text)
    proposal = about(JALISCO, "office")
    accept_proposal(proposal=proposal, by=BY)
    known.refresh_from_db()
    assert (known.status, known.citations.count(), known.evidence) == ("recorded", 2, "quoted")
    assert propose_from(text) == Proposed(judged=1)
    undo_judgement(proposal=proposal, by=BY)
    assert state_of(proposal) == ("open", "repeats", known.ref) and known.citations.count() == 1
    assert proposal.judged_at is None and proposal.organ == ""
    with pytest.raises(NotJudged):
        undo_judgement(proposal=proposal, by=BY)
    # Where the citation went another way there is nothing to take back.
    accept_proposal(proposal=proposal, by=BY)
    Citation.objects.filter(claim=known, extracted=text).delete()
    with pytest.raises(NotJudged):
        undo_judgement(proposal=proposal, by=BY)


def test_what_repeats_a_claim_may_be_another_fact_all_the_same() -> None:
    known = known_office()
    propose_from(text_of(OFFICE))
    proposal = about(JALISCO, "office")
    accept_proposal(proposal=proposal, by=BY, apart=True)
    assert state_of(proposal) == ("accepted", "new", proposal.ref) and known.citations.count() == 1
    undo_judgement(proposal=proposal, by=BY)
    assert state_of(proposal) == ("open", "repeats", known.ref)
    assert not Claim.objects.filter(ref=proposal.ref).exists()


def test_one_text_is_not_judged_by_what_another_says() -> None:
    propose_from(text_of(OFFICE))
    propose_from(text_of(OFFICE, slug="otro"))
    first, second = Proposal.objects.order_by("pk")
    accept_proposal(proposal=second, by=BY)
    # The second's own words are accepted; the first's wait as a further citation.
    assert state_of(second) == ("accepted", "new", second.ref)
    assert state_of(first) == ("open", "repeats", second.ref)
    claim = Claim.objects.get(ref__startswith="PR-")
    assert (claim.status, claim.citations.get().source.slug) == ("accepted", "otro")
    undo_judgement(proposal=second, by=BY)
    assert state_of(second)[0] == "open" and state_of(first)[2] == second.ref


def test_what_is_rejected_leaves_its_fact_to_whoever_else_tells_it() -> None:
    propose_from(text_of(OFFICE))
    propose_from(text_of(OFFICE, slug="otro"))
    first, second = Proposal.objects.order_by("pk")
    reject_proposal(proposal=first, by=BY, reason="Es una cita de otro libro.")
    assert state_of(first) == ("rejected", "new", first.ref) and first.reason
    assert state_of(second) == ("open", "new", second.ref)
    assert Claim.objects.get(ref=first.ref).status == "rejected"
    undo_judgement(proposal=first, by=BY)
    assert state_of(first)[0] == "open" and Claim.objects.filter(ref__startswith="PR-").count() == 1
    # One that only repeats is rejected without a word on the claim.
    known = known_office()
    propose_from(first.extracted)
    propose_from(second.extracted)
    reject_proposal(proposal=second, by=BY, reason="No.")
    known.refresh_from_db()
    assert known.status == "recorded" and state_of(second) == ("rejected", "repeats", known.ref)
    undo_judgement(proposal=second, by=BY)
    assert state_of(second) == ("open", "repeats", known.ref)


def test_a_rejected_repetition_outlives_the_claim_it_repeated() -> None:
    propose_from(text_of(OFFICE))
    propose_from(text_of(OFFICE, slug="otro"))
    first, second = Proposal.objects.order_by("pk")
    reject_proposal(proposal=second, by=BY, reason="No.")
    propose_from(text_of("Nada.", version="2"))
    assert state_of(first)[0] == "gone" and state_of(second) == ("rejected", "repeats", None)
    undo_judgement(proposal=second, by=BY)
    assert state_of(second) == ("open", "new", second.ref)


def test_what_is_corrected_is_accepted_as_it_was_read_and_stays_on_record_as_it_was_proposed() -> None:
    propose_from(text_of(OFFICE, TWIN))
    proposal = about(JALISCO, "office")
    to = Corrected("MX-MEX", "directorate", "reformed", "1984", ("culture",))
    correct_proposal(proposal=proposal, to=to, by=BY, reason="Es el estado de México.")
    claim = Claim.objects.get(ref=proposal.ref)
    assert (claim.status, claim.instrument, claim.when, claim.areas) == ("accepted", "directorate", "1984", ["culture"])
    assert claim.territory is not None and claim.territory.code == "MX-MEX" and "reformó" in claim.statement
    assert state_of(proposal) == ("corrected", "new", proposal.ref)
    assert (proposal.territory.code, proposal.when) == (JALISCO, "1983")
    undo_judgement(proposal=proposal, by=BY)
    claim.refresh_from_db()
    assert (claim.status, claim.territory_id, claim.when) == ("proposed", proposal.territory_id, "1983")
    for wrong in ({"instrument": "organ"}, {"when": "ayer"}, {"event": "x"}, {"event": ""}):
        with pytest.raises(ClaimRefused):
            correct_proposal(proposal=proposal, to=Corrected(**{**AS_READ.__dict__, **wrong}), by=BY)
    assert state_of(proposal)[0] == "open"


def test_what_is_corrected_to_a_known_fact_is_its_citation() -> None:
    known = known_office(when="1984")
    propose_from(text_of(OFFICE))
    proposal = about(JALISCO, "office")
    assert (proposal.relation, proposal.contradicts) == ("new", known)
    correct_proposal(proposal=proposal, to=Corrected(JALISCO, "office", "created", "1984", ()), by=BY)
    assert state_of(proposal) == ("corrected", "repeats", known.ref) and known.citations.count() == 2
    assert not Claim.objects.filter(ref=proposal.ref).exists()
    undo_judgement(proposal=proposal, by=BY)
    assert state_of(proposal) == ("open", "new", proposal.ref) and known.citations.count() == 1


def test_who_accepts_what_excludes_a_claim_sets_both_against_each_other() -> None:
    known = known_office(when="1990")
    propose_from(text_of(OFFICE))
    proposal = about(JALISCO, "office")
    accept_proposal(proposal=proposal, by=BY)
    assert Contradiction.objects.count() == 1
    undo_judgement(proposal=proposal, by=BY)
    assert Contradiction.objects.count() == 0 and state_of(proposal)[0] == "open"
    assert proposal.contradicts == known and not reconcile(one=known, other=Claim.objects.get(ref=proposal.ref))


def test_what_was_built_on_is_not_taken_back() -> None:
    propose_from(text_of(OFFICE))
    proposal = about(JALISCO, "office")
    accept_proposal(proposal=proposal, by=BY)
    claim = Claim.objects.get(ref=proposal.ref)
    known = known_office(when="1990")
    cited = CitationDraft(source="libro", locator="p. 9")
    draft = ClaimDraft("MG-8100", "claim", "office", "De nuevo.", JALISCO, event="created", citations=(cited,))
    accept(claim=correct(original=claim, draft=draft, reason="Mejor."), organ="Equipo")
    with pytest.raises(JudgementStands):
        undo_judgement(proposal=proposal, by=BY)
    with pytest.raises(JudgementStands):
        unjudge(claim=known)
    with pytest.raises(AlreadyJudged):
        drop(claims=[claim])


def test_judgements_say_how_right_each_rule_is() -> None:
    propose_from(text_of(OFFICE, TWIN))
    accept_proposal(proposal=about(JALISCO, "office"), by=BY)
    reject_proposal(proposal=about("CO-05001", "twinning"), by=BY, reason="No.")
    ((rule, language, counts),) = precision()
    assert (rule, language, counts["accepted"], counts["rejected"]) == ("who_did_what", "es", 1, 1)


def test_the_check_sees_a_proposal_that_is_not_what_it_says() -> None:
    propose_from(text_of(OFFICE, TWIN))
    office = about(JALISCO, "office")
    assert not list(proposal_problems())
    Proposal.objects.filter(pk=office.pk).update(quote="Otra cosa.")
    accept(claim=Claim.objects.get(ref=office.ref), organ="Equipo")
    twin = Proposal.objects.filter(instrument="twinning")
    twin.update(state="accepted", organ="Equipo", judged_at=timezone.now())
    assert [problem.partition(": ")[2] for problem in proposal_problems()] == [
        "its quote is not at its place",
        "it waits, and its claim does not",
        "it was accepted, and its claim was not",
    ]


def test_the_words_may_be_one_more_citation_of_a_claim_that_a_person_chooses() -> None:
    known = known_office(ref="MG-8002", when="1979", event="reformed")
    propose_from(text_of(OFFICE))
    proposal = about(JALISCO, "office")
    assert proposal.relation == "new"
    other = known_office(ref="MG-8003", territory="MX-MEX")
    for wrong in (other, Claim.objects.get(ref=proposal.ref)):
        with pytest.raises(ClaimRefused):
            merge_proposal(proposal=proposal, into=wrong, by=BY)
    merge_proposal(proposal=proposal, into=known, by=BY, reason="Es la misma oficina.")
    assert state_of(proposal) == ("accepted", "repeats", "MG-8002") and known.citations.count() == 2
    assert not Claim.objects.filter(ref=proposal.ref).exists()
    undo_judgement(proposal=proposal, by=BY)
    assert state_of(proposal) == ("open", "new", proposal.ref) and known.citations.count() == 1


def test_a_person_may_see_a_contradiction_that_no_rule_sees() -> None:
    known = known_office(ref="MG-8002", when="1979", event="reformed")
    propose_from(text_of(OFFICE))
    proposal = about(JALISCO, "office")
    with pytest.raises(ClaimRefused):
        dispute_proposal(proposal=proposal, against=Claim.objects.get(ref=proposal.ref), by=BY)
    dispute_proposal(proposal=proposal, against=known, by=BY)
    pair = Contradiction.objects.get()
    assert {pair.first.ref, pair.second.ref} == {"MG-8002", proposal.ref}
    assert state_of(proposal) == ("accepted", "new", proposal.ref)
    undo_judgement(proposal=proposal, by=BY)
    assert Contradiction.objects.count() == 0 and state_of(proposal)[0] == "open"


@pytest.mark.parametrize("second_eyes", [True, False])
def test_who_proposed_does_not_judge_alone_where_her_organization_wants_two(second_eyes: bool) -> None:
    ours = office("con-dos-ojos", second_eyes=second_eyes)
    ana, eva = (somebody(Role.REVIEWER, of="con-dos-ojos", email=f"{name}@x.org") for name in ("ana", "eva"))
    propose_from(text_of(OFFICE, TWIN))
    Proposal.objects.update(proposed_by=ana.user, proposed_for=ours)
    mine = about(JALISCO, "office")
    if second_eyes:
        with pytest.raises(SecondEyesNeeded):
            accept_proposal(proposal=mine, by=ana)
        with pytest.raises(SecondEyesNeeded):
            reject_proposal(proposal=mine, by=ana, reason="Me equivoqué.")
        accept_proposal(proposal=mine, by=eva)
    else:
        accept_proposal(proposal=mine, by=ana)
    assert state_of(mine)[0] == "accepted"
    # Who acts for none, or for one that does not take part, has somebody else look too.
    Proposal.objects.update(proposed_for=None)
    with pytest.raises(SecondEyesNeeded):
        accept_proposal(proposal=about("CO-05001", "twinning"), by=ana)


def test_a_private_document_is_judged_by_its_own_people_alone() -> None:
    text = text_of(OFFICE, access=Access.PRIVATE)
    propose_from(text)
    ours, theirs, boss = (
        somebody(Role.REVIEWER, of="propia"),
        somebody(Role.REVIEWER, of="ajena"),
        installation(organ="X"),
    )
    note_bringing(sha256=text.document.sha256, by=ours)
    secret = about(JALISCO, "office")
    for judge in (theirs, somebody(Role.ADMINISTRATOR)):
        with pytest.raises(Proposal.DoesNotExist):
            accept_proposal(proposal=secret, by=judge)
        with pytest.raises(Proposal.DoesNotExist):
            undo_judgement(proposal=secret, by=judge)
    assert [Proposal.objects.visible_to(one).count() for one in (ours, theirs, boss)] == [1, 0, 1]
    accept_proposal(proposal=secret, by=ours)
    assert state_of(secret)[0] == "accepted"


def test_a_judgement_is_taken_back_by_whoever_made_it_or_by_the_administration() -> None:
    propose_from(text_of(OFFICE))
    ana, eva = (somebody(Role.REVIEWER, email=f"{name}@x.org") for name in ("ana", "eva"))
    proposal = about(JALISCO, "office")
    accept_proposal(proposal=proposal, by=ana)
    with pytest.raises(JudgedByAnother):
        undo_judgement(proposal=proposal, by=eva)
    undo_judgement(proposal=proposal, by=ana)
    accept_proposal(proposal=proposal, by=ana)
    undo_judgement(proposal=proposal, by=somebody(Role.ADMINISTRATOR))
    assert state_of(proposal)[0] == "open"


def test_a_corrected_value_whose_words_were_not_read_with_it_leaves_a_citation_to_verify() -> None:
    propose_from(text_of(OFFICE))
    proposal = about(JALISCO, "office")
    to = Corrected(JALISCO, "directorate", "created", "1984", ())
    correct_proposal(proposal=proposal, to=to, by=BY, is_checked=False)
    flagged = to_verify().get()
    assert flagged.claim.ref == proposal.ref and flagged.checked_on is None
    event = Event.objects.get(verb="proposal.corrected")
    assert event.before and event.after
    assert (event.before["when"], event.after["when"]) == ("1983", "1984")
    verify_citation(citation=flagged)
    assert not to_verify().exists() and flagged.checked_on is not None
    undo_judgement(proposal=proposal, by=BY)
    correct_proposal(proposal=proposal, to=to, by=BY)
    assert not to_verify().exists()


def test_a_correction_that_takes_its_citation_over_changes_no_value_unseen() -> None:
    known = known_office()
    cited = CitationDraft(source="libro", locator="p. 3")
    for n, when, flagged in (("1", "1983", 0), ("2", "1985", 1)):
        draft = ClaimDraft(f"MG-810{n}", "claim", "office", "De nuevo.", JALISCO, event="created", when=when,
                           citations=(cited,))  # fmt: skip
        correct(original=known, draft=draft, reason="Mejor dicho.")
        assert to_verify().filter(claim__ref=f"MG-810{n}").count() == flagged


def test_whoever_proposed_is_told_what_became_of_it_and_nobody_of_her_own_judgement() -> None:
    propose_from(text_of(OFFICE))
    ana, eva = somebody(Role.CONTRIBUTOR), somebody(Role.REVIEWER)
    Proposal.objects.update(proposed_by=ana.user, proposed_for=ana.organization)
    proposal = about(JALISCO, "office")
    reject_proposal(proposal=proposal, by=eva, reason="Es de otro libro.")
    undo_judgement(proposal=proposal, by=eva)
    accept_proposal(proposal=proposal, by=eva)
    said = [in_words(one.kind, one.params) for one in Notice.objects.filter(user=ana.user).order_by("pk")]
    assert said == [
        f"No se aceptó lo que usted propuso: {proposal.ref}. El motivo está con sus aportes.",
        f"Se aceptó lo que usted propuso: {proposal.ref}.",
    ]
    undo_judgement(proposal=proposal, by=eva)
    Proposal.objects.update(proposed_by=eva.user, proposed_for=eva.organization)
    accept_proposal(proposal=proposal, by=eva)
    assert not Notice.objects.filter(user=eva.user).exists()
