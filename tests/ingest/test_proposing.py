"""What texts propose is kept under a name that stays, beside its words, and waits for a person."""

import pytest
from django.db import IntegrityError, transaction

from minga.evidence.actions import archive, load_founding_document, save_claim, save_source, store_text
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.passages import paragraphs
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Change, Claim, Document, ExtractedText
from minga.evidence.pages import sources
from minga.evidence.queries import claims_in, counts, problems
from minga.ingest import queries
from minga.ingest.actions.proposing import NotTheNewestText, Proposed, propose_from
from minga.ingest.domain.proposing import ref_of
from minga.ingest.models import Proposal
from minga.journal.models import Event

JALISCO, MEDELLIN = "MX-JAL", "CO-05001"
OFFICE = "En 1983 el gobierno de Jalisco creó una oficina de asuntos internacionales."
TWIN = "En 1999 Medellín firmó un hermanamiento con Bilbao."
NETWORK = "En 1998 Medellín se incorporó a Mercociudades (ver Paquin, 2004)."


def text_of(*words: str, slug: str = "informe", access: Access = Access.QUOTES, version: str = "1") -> ExtractedText:
    """A document of so many paragraphs; its bytes are those of its source's name."""
    source, _ = save_source(slug=slug, csl={"id": slug, "type": "report", "title": f"Informe {slug}"})
    document = archive(data=slug.encode(), source=source, media_type="text/plain", language="es", access=access)
    text = "\n\n".join(words)
    return store_text(document=document, extractor="e", version=version, text=text, cuts=paragraphs(text))


def known_office(ref: str = "MG-8001", when: str | None = "1983", event: str = "created", **parts: object) -> Claim:
    save_source(slug="libro", csl={"id": "libro", "type": "book", "title": "Un libro"})
    cited = CitationDraft(source="libro", locator="p. 3")
    given = {"territory": JALISCO, "event": event, "when": when, "citations": (cited,), **parts}
    draft = ClaimDraft(ref, "claim", "office", "Jalisco creó su oficina.", **given)  # type: ignore[arg-type]
    return save_claim(draft=draft, status=Status.RECORDED)[0]


def about(territory: str, instrument: str) -> Proposal:
    return Proposal.objects.get(territory__code=territory, instrument=instrument)


def test_the_same_words_read_the_same_way_bear_the_same_name() -> None:
    name = ref_of("ab" * 32, "BR-RJ", "office", "created", "1983", ("culture", "health"))
    assert name == ref_of("ab" * 32, "BR-RJ", "office", "created", "1983", ("health", "culture"))
    assert name.startswith("PR-") and len(name) == 15 and name == name.upper()
    others = {
        ref_of("cd" * 32, "BR-RJ", "office", "created", "1983", ("culture", "health")),
        ref_of("ab" * 32, "BR-RJ", "office", "created", "1983", ()),
        ref_of("ab" * 32, "BR-RJ", "office", "created", "1984", ("culture", "health")),
    }
    assert name not in others and len(others) == 3


@pytest.mark.usefixtures("gazetteer")
def test_a_text_proposes_claims_that_stand_beside_their_words_and_count_nowhere() -> None:
    before = counts()
    text = text_of(OFFICE, TWIN, NETWORK)
    save_source(
        slug="paquin",
        csl={"id": "paquin", "type": "book", "title": "Paradiplomatie", "author": [{"family": "Paquin"}],
             "issued": {"date-parts": [[2004]]}},
    )  # fmt: skip
    assert propose_from(text) == Proposed(open=3)
    office, twin, network = queries.proposals_in(text)
    assert (office.quote, text.text[office.start : office.end]) == (OFFICE, OFFICE)
    assert office.passage is not None and office.claim is not None and office.claim.status == Status.PROPOSED
    assert office.claim.ref == office.ref and office.claim.collection.is_worded_by_rule
    assert office.claim.statement == "En 1983 Jalisco (MX-JAL) creó una oficina o unidad para lo internacional."
    citation = office.claim.citations.get()
    assert (citation.start, citation.quote, citation.checked_on) == (office.start, OFFICE, None)
    assert [party["name"] for party in twin.counterparts] == ["Bilbao"]
    assert [party.get("organization") for party in network.counterparts] == ["mercociudades"]
    assert network.claim is not None and network.claim.counterparts.get().organization is not None
    relied = network.claim.citations.get().relies_on
    assert relied is not None and relied.slug == "paquin"
    assert counts() == before and claims_in(text.document) == [] and not sources("Informe informe")
    assert not list(problems())


@pytest.mark.usefixtures("gazetteer")
def test_the_same_text_read_again_changes_nothing() -> None:
    text = text_of(OFFICE, TWIN, f"{OFFICE} Desde entonces Jalisco cuenta con una oficina de asuntos internacionales.")
    propose_from(text)
    before = [*Proposal.objects.order_by("ref").values()]
    claims, changes = [*Claim.objects.order_by("ref").values()], Change.objects.count()
    propose_from(text)
    assert [*Proposal.objects.order_by("ref").values()] == before
    assert [*Claim.objects.order_by("ref").values()] == claims and Change.objects.count() == changes


@pytest.mark.usefixtures("gazetteer")
def test_what_is_known_is_a_citation_that_waits_and_what_it_excludes_is_named() -> None:
    known = known_office()
    assert propose_from(text_of(OFFICE)) == Proposed(open=1, repeats=1)
    repeated = about(JALISCO, "office")
    assert (repeated.relation, repeated.claim, repeated.because) == ("repeats", known, [])
    assert (repeated.known, repeated.opposed) == (known, None)
    assert known.citations.count() == 1 and not Claim.objects.filter(status=Status.PROPOSED).exists()
    other = propose_from(text_of(OFFICE.replace("1983", "1991"), slug="otro"))
    assert other == Proposed(open=1, contradicts=1)
    against = Proposal.objects.exclude(pk=repeated.pk).get()
    assert (against.relation, against.contradicts, against.because) == ("new", known, ["other_year"])
    assert (against.known, against.opposed) == (None, known)
    # Nobody has read it: the known claim is not in dispute.
    assert not known.contradictions_as_first.exists() and not known.contradictions_as_second.exists()


@pytest.mark.usefixtures("gazetteer")
def test_two_documents_that_tell_the_same_propose_it_once() -> None:
    propose_from(text_of(OFFICE))
    assert propose_from(text_of(OFFICE, slug="otro")) == Proposed(open=1, repeats=1)
    first, second = Proposal.objects.order_by("pk")
    assert first.claim == second.claim and first.relation == "new"
    # The first reading again still makes the claim, and the second still repeats it.
    assert propose_from(first.extracted) == Proposed(open=1)
    # What no longer stands in the first is the second's own.
    propose_from(text_of("Nada.", version="2"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.claim) == ("gone", None)
    assert second.relation == "new" and second.claim is not None and second.claim.ref == second.ref
    assert Claim.objects.filter(ref__startswith="PR-").count() == 1
    assert Event.objects.filter(verb="claim.dropped", object_ref=first.ref).count() == 1
    # Found again, it comes back under its name.
    again = text_of(OFFICE, version="3")
    assert propose_from(again) == Proposed(open=1, repeats=1)
    first.refresh_from_db()
    assert (first.state, first.extracted) == ("open", again)


@pytest.mark.usefixtures("gazetteer")
def test_words_that_are_a_citation_already_propose_nothing() -> None:
    text = text_of(OFFICE)
    propose_from(text)
    quoted = CitationDraft(source="informe", quote=OFFICE, document=text.document.sha256)
    known_office(citations=(quoted,))
    assert propose_from(text) == Proposed(cited=1)
    assert Proposal.objects.get().state == "gone" and not Claim.objects.filter(ref__startswith="PR-").exists()


@pytest.mark.usefixtures("gazetteer")
def test_the_founding_document_proposes_nothing_that_its_seventeen_claims_do_not_say() -> None:
    load_founding_document()
    text = Document.objects.readable().get().texts.get()
    assert propose_from(text) == Proposed(cited=17)


@pytest.mark.usefixtures("gazetteer")
def test_what_the_vocabulary_refuses_is_counted_and_an_old_text_proposes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = text_of(OFFICE), text_of(OFFICE, TWIN, version="2")
    with pytest.raises(NotTheNewestText):
        propose_from(old)
    monkeypatch.setattr(
        "minga.ingest.actions.proposing.draft_of", lambda row: ClaimDraft(row.ref, "claim", "organ", "")
    )
    assert propose_from(new) == Proposed(refused=2)
    assert not Proposal.objects.exists()


@pytest.mark.usefixtures("gazetteer")
def test_a_private_document_proposes_in_the_house_alone() -> None:
    text = text_of(OFFICE, access=Access.PRIVATE)
    propose_from(text)
    ref = Proposal.objects.get().ref
    assert not queries.proposals_in(text) and queries.proposal_called(ref) is None and not queries.tally_of(text)
    assert queries.proposals_in(text, in_the_house=True).get().ref == ref
    assert queries.proposal_called(ref, in_the_house=True) is not None
    Document.objects.update(access=Access.QUOTES)
    assert queries.tally_of(text) == {"open": 1}


@pytest.mark.usefixtures("gazetteer")
def test_the_base_refuses_a_judgement_without_a_time_or_a_signature_and_a_proposal_of_nothing() -> None:
    propose_from(text_of(OFFICE))
    for wrong in ({"state": "accepted"}, {"organ": "Equipo"}, {"claim": None}, {"quote": ""}, {"state": "read"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.update(**wrong)
    from django.utils import timezone

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(state="accepted", judged_at=timezone.now())
