"""Reads shaped for the pages of documents: one part of a text with what stands in it, and the list of documents.

However long a document is, a page of it takes the same number of queries and as many words as one part has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr

from minga.evidence.domain.statuses import PUBLIC, Access
from minga.evidence.models import Citation, Claim, Document, ExtractedText, Passage
from minga.evidence.pages import AROUND, LongList
from minga.ingest.domain.parts import Part, Plan, Row, planned
from minga.ingest.domain.proposing import Standing
from minga.ingest.domain.shown import Boxed, Mark, Piece, Strength, Stretch, boxed, notes_of, pieces, windows
from minga.ingest.models import PageLayout, Proposal, ProposalQuerySet
from minga.ingest.queries import proposals_in
from minga.journal.queries import kept_until_a_change
from minga.territories.models import Organization


@dataclass(frozen=True)
class Asked:
    """Which part of a document is wanted: by the number of a passage, of a page, or by the name of a mark."""

    passage: int | None = None
    page: int | None = None
    mark: str = ""


@dataclass(frozen=True)
class Opened:
    """A document at one of its parts.

    extracted  its newest text, without the words; None where it has none, and then there is no plan and no part
    tally      how many marks of each strength stand in the whole of it
    """

    document: Document
    extracted: ExtractedText | None
    plan: Plan
    part: Part | None
    tally: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        """Whether all its words may be shown."""
        return is_whole(self.document)


@dataclass(frozen=True)
class Told:
    """What is said of marked words: by a claim, or by a proposal that waits.

    following  the name of the mark after it, "" where it is the last of the text
    is_here    whether that mark is in the same part
    """

    mark: Mark
    claim: Claim | None = None
    proposal: Proposal | None = None
    following: str = ""
    is_here: bool = True


@dataclass(frozen=True)
class ReadPassage:
    """A passage as it is shown, with what is told where its marks begin."""

    stretch: Stretch
    pieces: Sequence[Piece]
    told: Sequence[Told]
    called_here: bool


@dataclass(frozen=True)
class Sheet:
    """What is shown of one page, or of a text without pages (`page` None).

    goes_on  whether the page began before
    layout   its size and the places of its lines; None where nobody knows them
    """

    page: int | None
    goes_on: bool
    passages: Sequence[ReadPassage]
    layout: PageLayout | None
    boxes: Sequence[Boxed]


@dataclass(frozen=True)
class Beyond:
    """The nearest marks outside a part, by their names."""

    before: str
    after: str


def is_whole(document: Document) -> bool:
    """Whether all words of a document, and pictures of them, may be shown and taken away by whoever may know of it.

    A private one is known to those who brought it alone: `document_seen_by` finds it for nobody else.
    """
    return document.access != Access.QUOTES


def document_seen_by(organization: Organization | None, short: str) -> Document | None:
    """A document, by the first twelve digits of its hash; a private one only for whom it belongs to.

    organization    for which its reader acts
    """
    found = Document.objects.visible_to(organization).select_related("source", "ingestion__earlier")
    return found.filter(sha256__startswith=short).first()


def opened(document: Document, asked: Asked) -> Opened:
    """The document at the part that is asked for, else at its first.

    Two queries; one more the first time, and one for a mark; one more where it is only quoted.
    """
    extracted = document.texts.defer("text").order_by("-pk").first()
    tally = _tally(extracted) if extracted else {}
    plan = _plan_of(document, extracted, sum(tally.values())) if extracted else Plan(())
    part = _part(plan, extracted, asked) if extracted and plan.parts else None
    return Opened(document, extracted, plan, part, tally)


# Every mark of a text: public claims, and proposals that wait; of a private document too, for it was found for its
# reader. In plain SQL: each page asks for them twice, and to put them together took longer than to find them.
_MARKS = """
    WITH mark AS NOT MATERIALIZED (
        SELECT claim.ref, claim.status AS strength, citation.start
        FROM evidence_citation citation JOIN evidence_claim claim ON claim.id = citation.claim_id
        WHERE citation.extracted_id = %(text)s AND claim.status = ANY(%(public)s)
        UNION ALL
        SELECT ref, %(proposed)s, start FROM ingest_proposal
        WHERE extracted_id = %(text)s AND state = %(open)s AND %(waiting)s
    )
"""


def _asked_of_marks(sql: str, extracted: ExtractedText, strengths: Sequence[Strength], **more: int) -> list[Any]:
    """The rows of a question about the marks of these strengths."""
    said: dict[str, Any] = {
        "text": extracted.pk,
        "public": [str(one) for one in strengths if one != Strength.PROPOSED],
        "proposed": str(Strength.PROPOSED),
        "open": str(Standing.OPEN),
        "waiting": Strength.PROPOSED in strengths,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARKS + sql, said | more)
        return list(cursor.fetchall())


def _tally(extracted: ExtractedText) -> dict[str, int]:
    sql = "SELECT strength, count(DISTINCT ref) FROM mark GROUP BY strength"
    return dict(_asked_of_marks(sql, extracted, list(Strength)))


def _plan_of(document: Document, extracted: ExtractedText, marks: int) -> Plan:
    """The parts of a text: of one that is only quoted, of the passages that have marks."""
    if is_whole(document):
        return _whole_plan(connection.settings_dict["NAME"], extracted.pk, extracted.sha256)
    return _quoted_plan(extracted.pk, marks)


@lru_cache(maxsize=64)
def _whole_plan(base: str, extracted: int, sha256: str) -> Plan:
    """Of all passages. A text is never changed once it is there: its parts are kept, whatever else is recorded."""
    return _planned(Passage.objects.filter(extracted=extracted))


@kept_until_a_change
def _quoted_plan(extracted: int, marks: int) -> Plan:
    cited = Citation.objects.filter(extracted=extracted, claim__status__in=PUBLIC)
    waiting = Proposal.objects.filter(extracted=extracted).open()
    here = _within(OuterRef("start"), OuterRef("end"))
    marked = Exists(cited.filter(here)) | Exists(waiting.filter(here))
    return _planned(Passage.objects.filter(marked, extracted=extracted))


def _planned(rows: QuerySet[Passage]) -> Plan:
    in_order = rows.order_by("ordinal").values_list("ordinal", "start", "end", "page")
    return planned(Row(*row) for row in in_order.iterator())


def _proposals(extracted: ExtractedText) -> ProposalQuerySet:
    """Those that wait, of a document that was found for its reader: also of a private one."""
    return proposals_in(extracted, in_the_house=True).open()


def _within(start: object, end: object) -> Q:
    """What begins before an end and ends after a start."""
    return Q(start__lt=end, end__gt=start)


def _part(plan: Plan, extracted: ExtractedText, asked: Asked) -> Part:
    if asked.mark and (at := _place_of(extracted, asked.mark)) is not None:
        return plan.with_offset(at)
    if asked.passage is not None:
        return plan.with_passage(asked.passage)
    return plan.with_page(asked.page) if asked.page is not None else plan.parts[0]


def _place_of(extracted: ExtractedText, mark: str) -> int | None:
    cited = Citation.objects.filter(extracted=extracted, claim__ref=mark, claim__status__in=PUBLIC)
    proposed = _proposals(extracted).filter(ref=mark)
    places = cited.order_by().values_list("start").union(proposed.order_by().values_list("start"), all=True)
    return min((int(start) for (start,) in places if start is not None), default=None)


def sheets(at: Opened, strengths: Sequence[Strength], near: Beyond) -> list[Sheet]:
    """What is shown of a part, page by page, with the marks of these strengths. Five queries."""
    part, extracted = at.part, at.extracted
    if part is None or extracted is None:
        return []
    told = _in_a_row(_told(extracted, part, strengths), near)
    marks = [one.mark for one in told]
    text = _words(extracted, part)
    stretches = _stretches(extracted, part)
    shown = None if at.is_whole else _moved(windows(marks, stretches, AROUND), part.start)
    layouts = _layouts(extracted, stretches) if at.is_whole else {}
    said = {one.mark.ref: one for one in told}
    met: set[str] = set()
    pages_met: set[int | None] = set()
    found = []
    for page, group in groupby(stretches, key=lambda one: one.page):
        notes = notes_of(stretches, page)
        read = [_passage(one, text, part.start, marks, notes, met, shown, said) for one in group]
        layout = layouts.get(page) if page is not None and page not in pages_met else None
        boxes = boxed(layout.places, marks) if layout else []
        if any(one.pieces for one in read):
            found.append(Sheet(page, page in pages_met, [one for one in read if one.pieces], layout, boxes))
        pages_met.add(page)
    return found


def _passage(
    one: Stretch,
    text: str,
    base: int,
    marks: Sequence[Mark],
    notes: Mapping[str, int],
    met: set[str],
    shown: object,
    said: Mapping[str, Told],
) -> ReadPassage:
    """Offsets are moved to where the part's own words begin."""
    here = Stretch(one.ordinal, one.kind, one.label, one.start - base, one.end - base, one.page)
    touching = [
        replace(mark, start=mark.start - base, end=mark.end - base)
        for mark in marks
        if mark.start < one.end and one.start < mark.end
    ]
    found = pieces(text, here, touching, {} if one.kind == "footnote" else notes, met, shown)
    begun = [said[ref] for piece in found for ref in piece.anchors]
    return ReadPassage(one, found, begun, f"note {one.ordinal}" in met)


def _moved(found: list[tuple[int, int]], base: int) -> list[tuple[int, int]]:
    return [(start - base, end - base) for start, end in found]


def _words(extracted: ExtractedText, part: Part) -> str:
    """The part's own words: the database cuts them out of what may be a book."""
    cut = Substr("text", part.start + 1, part.end - part.start)
    return str(ExtractedText.objects.filter(pk=extracted.pk).values_list(cut, flat=True).get())


def _stretches(extracted: ExtractedText, part: Part) -> list[Stretch]:
    rows = Passage.objects.filter(extracted=extracted, ordinal__range=(part.first, part.last)).order_by("ordinal")
    found = rows.values_list("ordinal", "kind", "label", "start", "end", "page")
    return [
        Stretch(ordinal, kind, label, max(start, part.start), min(end, part.end), page)
        for ordinal, kind, label, start, end, page in found
        if start < part.end and part.start < end
    ]


def _told(extracted: ExtractedText, part: Part, strengths: Sequence[Strength]) -> list[Told]:
    """What is told in a part, in order of place, each name once."""
    cited = Citation.objects.filter(_within(part.start, part.end), extracted=extracted, claim__status__in=PUBLIC)
    found: dict[str, Told] = {}
    for citation in cited.select_related("claim").order_by("start", "end", "claim__ref"):
        claim = citation.claim
        mark = Mark(claim.ref, citation.start or 0, citation.end or 0, Strength(claim.status))
        found.setdefault(claim.ref, Told(mark, claim=claim))
    for proposal in _proposals(extracted).filter(_within(part.start, part.end)):
        mark = Mark(proposal.ref, proposal.start, proposal.end, Strength.PROPOSED)
        found.setdefault(proposal.ref, Told(mark, proposal=proposal))
    wanted = [each for each in found.values() if each.mark.strength in strengths]
    return sorted(wanted, key=lambda each: (each.mark.start, each.mark.end, each.mark.ref))


def _in_a_row(told: Sequence[Told], near: Beyond) -> list[Told]:
    """Each with its number and the name of the one after it."""
    names = [*(one.mark.ref for one in told[1:]), near.after]
    return [
        replace(one, mark=replace(one.mark, number=n), following=name, is_here=n < len(told))
        for n, (one, name) in enumerate(zip(told, names, strict=False), 1)
    ]


def _layouts(extracted: ExtractedText, stretches: Sequence[Stretch]) -> dict[int, PageLayout]:
    pages = {one.page for one in stretches if one.page is not None}
    return {each.number: each for each in PageLayout.objects.filter(extracted=extracted, number__in=pages)}


def beyond(at: Opened, strengths: Sequence[Strength]) -> Beyond:
    """The nearest marks of these strengths before and after a part; "" where there is none. One query."""
    if at.part is None or at.extracted is None:
        return Beyond("", "")
    sql = """
        SELECT coalesce((SELECT ref FROM mark WHERE start < %(first)s ORDER BY start DESC, ref DESC LIMIT 1), ''),
            coalesce((SELECT ref FROM mark WHERE start >= %(last)s ORDER BY start, ref LIMIT 1), '')
    """
    found = _asked_of_marks(sql, at.extracted, strengths, first=at.part.start, last=at.part.end)
    return Beyond(*found[0])


def whole_text(document: Document) -> str | None:
    """All the words of a document that is open; None where there are none, or where they may not be given away."""
    if not is_whole(document):
        return None
    return document.texts.order_by("-pk").values_list("text", flat=True).first()


def documents(organization: Organization | None) -> LongList[Document]:
    """Every document that has a page for whom acts for it, newest first, with its claims and proposals that wait."""
    found = Document.objects.visible_to(organization)
    cited = Citation.objects.filter(extracted__document=OuterRef("pk"), claim__status__in=PUBLIC).order_by()
    claims = cited.values("extracted__document").annotate(n=Count("claim", distinct=True)).values("n")
    proposed = Proposal.objects.open().filter(extracted__document=OuterRef("pk")).order_by()
    waiting = proposed.values("extracted__document").annotate(n=Count("pk")).values("n")
    shown = found.select_related("source", "ingestion").annotate(
        claims=Coalesce(Subquery(claims), 0), waiting=Coalesce(Subquery(waiting), 0)
    )
    return LongList(found.order_by("-captured_at", "-pk").values_list("pk", flat=True), shown, found.count())
