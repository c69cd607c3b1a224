"""A person reads the words: what is accepted, corrected or rejected, and what taking it back unmakes."""

import pytest
from django.utils import timezone

from minga.accounts.actors import installation
from minga.accounts.models import User
from minga.evidence.actions import (
    AlreadyJudged,
    ClaimRefused,
    JudgementStands,
    UnsignedJudgement,
    accept,
    correct,
    drop,
    reconcile,
    unjudge,
)
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.models import Citation, Claim, Contradiction
from minga.evidence.queries import claims_in, problems
from minga.ingest.actions.judging import (
    Corrected,
    NotJudged,
    accept_proposal,
    correct_proposal,
    reject_proposal,
    undo_judgement,
)
from minga.ingest.actions.proposing import Proposed, propose_from
from minga.ingest.checking import problems as proposal_problems
from minga.ingest.known import precision
from minga.ingest.models import Proposal
from minga.journal.models import Event
from tests.ingest.test_proposing import JALISCO, OFFICE, TWIN, about, known_office, text_of

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
