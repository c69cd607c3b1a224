"""A person proposes a claim from words of a document: it waits among the others, and a person judges it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.evidence.actions import ClaimRefused, note_proposer
from minga.evidence.actions.waiting import tell_judges
from minga.evidence.domain.drafts import unknown_concepts
from minga.evidence.domain.quotes import Span, pin
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Document, ExtractedText, Passage
from minga.ingest import known
from minga.ingest.actions.proposing import relate_all
from minga.ingest.domain.proposing import PERSON, Relation, Standing, ref_of
from minga.ingest.locks import hold_proposing
from minga.ingest.models import Proposal
from minga.journal.actions import record
from minga.kit.dates import NotEdtf, parse_when
from minga.kit.text import nfc
from minga.territories.models import Territory


class NoText(ValueError):
    """The document has no text in which words could be found."""


@dataclass(frozen=True)
class Stated:
    """What a person says that words tell: the code of a territory, concepts, an EDTF date.

    counterparts    the other side: "name", and "territory" or "organization" where that is sure
    """

    territory: str
    instrument: str
    event: str
    when: str = ""
    areas: tuple[str, ...] = ()
    actor: str = ""
    hosted_in: str = ""
    counterparts: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Put:
    """A proposal, and whether it is new: the same again is the one that is there, whatever became of it."""

    proposal: Proposal
    is_new: bool


@transaction.atomic
@needs(Capability.PROPOSE)
def propose_claim(*, document: Document, quote: str, told: Stated, by: Actor, near: int | None = None) -> Put:
    """Keep what a person says that words of a document tell, until somebody judges it.

    near    where in the newest text the words were selected, in code points

    It is set beside what the base knows as a rule's proposal is: a repetition waits as a further citation. Raises
    QuoteNotFound, QuoteAmbiguous, ClaimRefused with the field at fault, NoText, Territory.DoesNotExist, and
    Document.DoesNotExist to whom a private one does not belong.
    """
    document = Document.objects.visible_to(by.organization).select_related("source").get(pk=document.pk)
    extracted = document.texts.order_by("-pk").first()
    if extracted is None:
        raise NoText(document.short)
    span = pin(nfc(quote), extracted.text, near=near)
    _check(told)
    territory = Territory.objects.get(code=told.territory)
    hold_proposing(document, territory)  # two at a time, by persons or rules, would each think itself new
    ref = ref_of(document.sha256, territory.code, told.instrument, told.event, told.when, told.areas)
    there = Proposal.objects.select_related("claim", "contradicts", "territory", "proposed_for").filter(ref=ref).first()
    if there is not None and there.state != Standing.GONE:
        return Put(there, False)
    row = _row(there or Proposal(ref=ref), extracted, span, territory, told)
    row.proposed_by, row.proposed_for = by.user, by.organization
    _keep(row, by)
    return Put(row, True)


def _check(told: Stated) -> None:
    for field, value in unknown_concepts(told.instrument, told.event, told.areas, vocabulary()):
        raise ClaimRefused(field, value)
    if not told.event:
        raise ClaimRefused("event", "")
    try:
        parse_when(told.when)
    except NotEdtf as error:
        raise ClaimRefused("when", told.when) from error


def _row(row: Proposal, extracted: ExtractedText, span: Span, territory: Territory, told: Stated) -> Proposal:
    around = Passage.objects.filter(extracted=extracted, start__lte=span.start, end__gte=span.end)
    row.extracted, row.passage = extracted, around.order_by("-start").first()
    row.start, row.end, row.quote = span.start, span.end, extracted.text[span.start : span.end]
    row.territory, row.instrument, row.event, row.when = territory, told.instrument, told.event, told.when
    row.areas, row.counterparts, row.cites = [*told.areas], [dict(party) for party in told.counterparts], []
    row.actor, row.hosted_in = told.actor[:300], told.hosted_in[:300]
    row.rule, row.why, row.alternatives, row.confidence = PERSON, [PERSON], [], 1.0
    row.relation, row.version, row.state = Relation.NEW, known.rules_version(), Standing.OPEN
    return row


def _keep(row: Proposal, by: Actor) -> None:
    """Set it beside the base and store it. Raises ClaimRefused where it can be no claim."""
    was_there = row.pk is not None
    relate_all([row], by=by.key, newest=row.extracted)
    if row.claim is None:
        raise ClaimRefused("claim", row.ref)
    if was_there:  # what had gone is proposed again, by other words and another person
        row.save()
    if row.claim.ref == row.ref:
        note_proposer(claim=row.claim, by=by)
    record("proposal.added", row, by=by.key, after={"claim": row.claim.ref, "relation": row.relation})
    tell_judges(by=by, proposals=1)
