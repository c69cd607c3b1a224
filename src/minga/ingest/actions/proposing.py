"""What a text proposes is kept beside its words, and waits for a person; nothing of it counts before."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from django.db import transaction

from minga.evidence.actions import drop, save_claims, save_collection
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.licences import Licence
from minga.evidence.domain.quotes import Selector, Span, find_again, select
from minga.evidence.domain.statuses import Kind, Status
from minga.evidence.domain.vocabulary import LANGUAGES, vocabulary
from minga.evidence.models import Claim, Document, ExtractedText, Passage
from minga.ingest import known
from minga.ingest.domain.extraction import Proposal as Read
from minga.ingest.domain.known import KnownBody, KnownSource, bodies_named, source_named
from minga.ingest.domain.proposing import JUDGED, PERSON, Relation, Standing, ref_of
from minga.ingest.domain.relating import BONDS, Related, Told, may_be, relate
from minga.ingest.domain.wording import Said, sentence
from minga.ingest.extracting import extract
from minga.ingest.locks import hold_reading
from minga.ingest.models import Proposal
from minga.journal.actions import record
from minga.kit.dates import parse_when
from minga.kit.text import fold
from minga.territories.models import Territory

COLLECTION = "lecturas"
_TITLE = "Lecturas de documentos"
_CREDIT = "Minga: hechos propuestos por reglas al leer documentos, y aceptados por quien leyó sus palabras"
# An organ or a programme is nobody's but its own: an organization named beside it is on no other side.
_WITH_PARTIES = BONDS | {"project", "forum_or_event", "award", "network_foundation", "programme"}


class NotTheNewestText(ValueError):
    """Claims are proposed from the newest text of a document alone."""


@dataclass(frozen=True)
class Proposed:
    """What became of what a text proposes, in proposals.

    open        wait for a person now; `repeats` and `contradicts` are among them
    judged      a person judged them before: they were left as they are
    cited       stand as a citation of a known claim already: nothing is proposed
    gone        an earlier reading found them, this one does not
    refused     cannot be stored as claims
    """

    open: int = 0
    repeats: int = 0
    contradicts: int = 0
    judged: int = 0
    cited: int = 0
    gone: int = 0
    refused: int = 0


@transaction.atomic
def propose_from(extracted: ExtractedText, by: int | None = None) -> Proposed:
    """Read a text by the rules of today and keep what it proposes; again, and nothing changes that need not.

    New facts become `proposed` claims; what repeats a known claim waits as a further citation of it. What a person has
    judged, or proposed, is never touched. Raises NotTheNewestText.
    """
    if not known.is_newest(extracted):
        raise NotTheNewestText(str(extracted))
    document = Document.objects.select_related("source").get(pk=extracted.document_id)
    hold_reading(document)  # two at a time would both find its proposals new
    language = document.language if document.language in LANGUAGES else None
    rows = _rows(extracted, extract(extracted.text, language=language))
    of_it = Proposal.objects.select_related("claim", "territory").filter(extracted__document=document)
    lost = list(of_it.open().exclude(rule=PERSON).exclude(ref__in=[row.ref for row in rows]))
    _let_go(lost, by)
    kept = {one.ref: one for one in of_it}
    fresh = [_brought_up(kept.get(row.ref), row) for row in rows]
    waiting = [row for row in fresh if row.state not in JUDGED]
    cited = relate_all(waiting, by=by, document=document, newest=extracted)
    states = Counter(row.state for row in waiting)
    told = Proposed(
        open=states[Standing.OPEN],
        repeats=sum(row.state == Standing.OPEN and row.relation == Relation.REPEATS for row in waiting),
        contradicts=sum(row.state == Standing.OPEN and row.contradicts_id is not None for row in waiting),
        judged=len(fresh) - len(waiting),
        cited=len(cited),
        gone=len(lost),
        refused=states[Standing.GONE] - len(cited),
    )
    record("document.proposed", document, by=by, after={"version": known.rules_version(), **told.__dict__})
    return told


def _rows(extracted: ExtractedText, read: Sequence[Read]) -> list[Proposal]:
    """A row for each thing read, not yet stored; of two that bear one name the first."""
    territories = Territory.objects.in_bulk({one.place.code for one in read}, field_name="code")
    passages = list(extracted.passages.order_by("start"))
    starts = [passage.start for passage in passages]
    sources = known.sources_of((cited for one in read for cited in one.cites), but=extracted.document.source_id)
    bodies = known.bodies()
    found: dict[str, Proposal] = {}
    for one in read:
        row = _row(one, extracted, territories[one.place.code], sources, bodies)
        around = passages[max(0, bisect_right(starts, row.start) - 1) :][:1]
        row.passage = next((each for each in around if each.start <= row.start and row.end <= each.end), None)
        found.setdefault(row.ref, row)
    return list(found.values())


def _row(
    one: Read, extracted: ExtractedText, territory: Territory, sources: list[KnownSource], bodies: list[KnownBody]
) -> Proposal:
    sha256 = extracted.document.sha256
    return Proposal(
        ref=ref_of(sha256, one.place.code, one.instrument, one.event, one.when, one.areas),
        extracted=extracted,
        start=one.start,
        end=one.end,
        quote=one.quote,
        territory=territory,
        instrument=one.instrument,
        event=one.event,
        areas=[*one.areas],
        when=one.when,
        actor=one.actor[:300],
        hosted_in=one.hosted_in[:300],
        counterparts=_parties(one, bodies),
        cites=[
            {"author": cited.author, "year": cited.year, "title": cited.title,
             "source": source_named(cited.author, cited.year, cited.title, sources)}
            for cited in one.cites
        ],
        rule=one.rule,
        why=[*one.why],
        confidence=one.confidence,
        alternatives=[place.code for place in one.alternatives],
        relation=Relation.NEW,
        version=known.rules_version(),
    )  # fmt: skip


def _parties(one: Read, bodies: list[KnownBody]) -> list[dict[str, str]]:
    parties = [{"name": place.name, "territory": place.code, "country": place.country} for place in one.counterparts]
    if one.instrument in _WITH_PARTIES:
        parties += [{"name": body.name, "organization": body.slug} for body in bodies_named(one.quote, bodies)]
    return parties


# What a reading says anew of a proposal that waits.
_READ = ("extracted", "passage", "start", "end", "quote", "actor", "hosted_in", "counterparts", "cites", "rule", "why",
         "confidence", "alternatives", "version")  # fmt: skip
_RELATED = ("relation", "because", "claim", "contradicts", "state")


def _brought_up(kept: Proposal | None, row: Proposal) -> Proposal:
    """The stored proposal with what was read now; one that a person judged or proposed as it is."""
    if kept is None:
        return row
    if kept.state not in JUDGED and (kept.rule != PERSON or kept.state == Standing.GONE):
        for field in _READ:
            setattr(kept, field, getattr(row, field))
        kept.state = Standing.OPEN
    return kept


def relate_all(
    waiting: Sequence[Proposal],
    *,
    by: int | None = None,
    document: Document | None = None,
    newest: ExtractedText | None = None,
) -> list[Proposal]:
    """Say of each waiting proposal what it is to the base, and store it with the claim it makes or repeats.

    document    of which all are, where those that are cited there already are to be left out: these are returned
    newest      the newest text of the document of which all are, with its words, where it was read already
    """
    base = _Base(waiting)
    places = known.cited_places(document) if document else {}
    cited, related = [], dict[str, Related]()
    for row in waiting:
        one = told_by(row)
        beside = base.beside(one)
        here = [each for each in beside if _overlaps(row, places.get(each.ref, ()))]
        if any(may_be(one, each, known.kin()) for each in here):
            cited.append(row)
            continue
        found = relate(one, beside, known.kin())
        related[row.ref] = found
        if found.relation == Relation.NEW:
            base.add(replace(one, is_public=False))
            places[row.ref] = [(row.start, row.end)]
    new = [row for row in waiting if row.ref in related and not related[row.ref].repeats]
    made = _claims_of(new, by, [newest] if newest else [])
    claims = Claim.objects.in_bulk(
        {name for found in related.values() for name in (found.repeats, found.against) if name} | made,
        field_name="ref",
    )
    before = {row.pk: _relation(row) for row in waiting if row.pk}
    for row in waiting:
        _set(row, related.get(row.ref), claims)
    if document:
        _store(waiting)
    else:  # nothing was read anew: of fifty that are compared after a judgement hardly one changes
        _store([row for row in waiting if row.pk is None])
        changed = [row for row in waiting if row.pk in before and _relation(row) != before[row.pk]]
        Proposal.objects.bulk_update(changed, _RELATED, batch_size=200)
    drop_claims([claim for ref, claim in base.own.items() if ref not in made], by)
    return cited


def told_by(row: Proposal) -> Told:
    """A proposal as it is compared."""
    when = parse_when(row.when)
    years = (when.first_year, when.last_year) if when else (None, None)
    others = frozenset(
        party.get("territory") or party.get("organization") or fold(party["name"]) for party in row.counterparts
    )
    return Told(row.ref, row.territory.code, row.instrument, row.event, *years, frozenset(row.areas), others)


class _Base:
    """The claims that proposals are compared with, by territory: those of the base, then those the proposals make."""

    def __init__(self, rows: Sequence[Proposal]) -> None:
        self.own = known.own_claims(row.ref for row in rows)
        self._told: defaultdict[str, dict[str, Told]] = defaultdict(dict)
        self._waiting: dict[str, int] = {}
        for one in known.known_about(row.territory_id for row in rows):
            self.add(one.told)
            if one.machine:
                self._waiting[one.told.ref] = one.key

    def add(self, told: Told) -> None:
        """One more claim."""
        self._told[told.territory][told.ref] = told

    def beside(self, told: Told) -> list[Told]:
        """What a proposal is compared with: all but itself, and of claims that wait only those made before its own."""
        mine = self.own[told.ref].pk if told.ref in self.own else inf
        here = self._told[told.territory].items()
        return [one for ref, one in here if ref != told.ref and self._waiting.get(ref, 0) < mine]


def _overlaps(row: Proposal, places: Iterable[tuple[int, int]]) -> bool:
    return any(start < row.end and row.start < end for start, end in places)


def _claims_of(rows: Sequence[Proposal], by: int | None, texts: Sequence[ExtractedText]) -> set[str]:
    """Make the claims of proposals that tell something new, or bring them up to date; the refs of those that stand."""
    if not rows:
        return set()
    ensure_collection(by)
    drafts = [draft_of(row) for row in rows]
    saved = save_claims(drafts=drafts, status=Status.PROPOSED, by=by, texts=texts)
    return {one.ref for one in saved if one.outcome != "refused"}


def ensure_collection(by: int | None) -> None:
    """The body to which claims read from documents belong; its sentences are put together by rule."""
    save_collection(
        slug=COLLECTION, title=_TITLE, licence=Licence.CC_BY, attribution=_CREDIT, is_worded_by_rule=True, by=by
    )


def _set(row: Proposal, found: Related | None, claims: dict[str, Claim]) -> None:
    row.claim = claims.get((found.repeats or row.ref) if found else "")
    row.state = Standing.OPEN if row.claim else Standing.GONE
    row.relation = found.relation if found else Relation.REPEATS
    row.because = [*found.because] if found else []
    row.contradicts = claims.get(found.against or "") if found else None


def _relation(row: Proposal) -> tuple[object, ...]:
    return row.relation, [*row.because], row.claim_id, row.contradicts_id, row.state


def _store(rows: Sequence[Proposal]) -> None:
    stored = [row for row in rows if row.pk is not None]
    Proposal.objects.bulk_create([row for row in rows if row.pk is None and row.state == Standing.OPEN])
    Proposal.objects.bulk_update(stored, (*_READ, *_RELATED), batch_size=200)


def draft_of(row: Proposal, *, checked: date | None = None) -> ClaimDraft:
    """The claim that a proposal makes, pinned to its words, its sentence put together by rule.

    checked     the day on which a person read the words; None before
    """
    document = row.extracted.document
    resolved = next((cited["source"] for cited in row.cites if cited["source"]), "")
    citation = CitationDraft(
        source=document.source.slug,
        quote=row.quote,
        document=document.sha256,
        start=row.start,
        locator=f"p. {row.passage.page}" if row.passage and row.passage.page else "",
        note=_in_words(row.cites),
        relies_on=resolved,
        checked=checked.isoformat() if checked else None,
    )
    return ClaimDraft(
        ref=row.ref,
        kind=Kind.CLAIM,
        instrument=row.instrument,
        event=row.event,
        statement=_statement(row),
        territory=row.territory.code,
        when=row.when or None,
        areas=tuple(row.areas),
        actor=row.actor,
        hosted_in=row.hosted_in,
        counterparts=tuple(CounterpartDraft(**party) for party in row.counterparts),
        citations=(citation,),
        collection=COLLECTION,
    )


def _in_words(cites: Iterable[dict[str, str]]) -> str:
    """The sources that the words rely on and the base does not know, as they stand there."""
    named = [", ".join(str(cited[key]) for key in ("author", "year", "title") if cited[key])
             for cited in cites if not cited["source"]]  # fmt: skip
    return f"Remite a: {'; '.join(named)}." if named else ""


def _statement(row: Proposal) -> str:
    when = parse_when(row.when)
    said = Said(
        row.territory.name,
        row.territory.code,
        row.instrument,
        row.event,
        when.first_year if when else None,
        when.last_year if when else None,
        [party["name"] for party in row.counterparts],
        [vocabulary().label(area, "es", scheme="area") for area in row.areas],
        row.hosted_in,
    )
    return sentence(said, known.statement_words())


def _let_go(rows: Sequence[Proposal], by: int | None) -> None:
    """Say that a text no longer proposes these; the claims they made go with them."""
    own = list(known.own_claims(row.ref for row in rows).values())
    for row in rows:
        row.state, row.claim, row.contradicts = Standing.GONE, None, None
    _store(rows)
    drop_claims(own, by)


def drop_claims(claims: Sequence[Claim], by: int | None) -> None:
    """Drop claims that no proposal makes any more; what repeated them is compared anew."""
    if claims:
        speaking = Proposal.objects.filter(claim__in=claims)
        heirs = list(speaking.open().values_list("pk", flat=True))
        speaking.open().update(claim=None, state=Standing.GONE)
        speaking.update(claim=None)  # one that was rejected
        drop(claims=claims, by=by)
        relate_all(list(Proposal.objects.filter(pk__in=heirs).select_related("claim", "territory")), by=by)


def repin_proposals(*, to: ExtractedText) -> int:
    """Let a document's proposals follow their words to its new text, as citations do; how many did.

    Where words stand in no one place the proposal stays: the next reading says whether it is still there.
    """
    earlier = Proposal.objects.filter(extracted__document=to.document_id).exclude(extracted=to)
    moved = [row for row in earlier.select_related("extracted") if _follow(row, to)]
    Proposal.objects.bulk_update(moved, ("extracted", "passage", "start", "end", "quote"), batch_size=200)
    return len(moved)


def _follow(row: Proposal, to: ExtractedText) -> bool:
    words: Selector = select(Span(row.start, row.end), row.extracted.text)
    found = find_again(words, to.text)
    if found is not None:
        around = Passage.objects.filter(extracted=to, start__lte=found.start, end__gte=found.end)
        row.extracted, row.passage = to, around.order_by("-start").first()
        row.start, row.end, row.quote = found.start, found.end, to.text[found.start : found.end]
    return found is not None
