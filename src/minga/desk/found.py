"""Answered questions as the search holds them: the published ones for everybody, the others for the desk alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from minga.desk.domain.asking import questions_in
from minga.desk.models import Consultation, PublishedQuestion
from minga.evidence.domain.statuses import Access
from minga.evidence.domain.vocabulary import vocabulary
from minga.search.answers import Result
from minga.search.domain.entries import Entry
from minga.search.guests import Guest
from minga.search.understood import read
from minga.territories.models import Territory

KIND = "question"


def entries(refs: Iterable[str] | None) -> Iterator[Entry]:
    """Of consultations that were answered, by their codes: the published one in its public words, the rest private.

    Of a private one the question alone is held, for a question like it to be found; nobody searches its answer.
    """
    rows = Consultation.objects.exclude(answered_at=None).select_related("territory", "published__territory")
    for row in (rows if refs is None else rows.filter(code__in=list(refs))).order_by("pk").iterator(chunk_size=500):
        public = _public(row)
        yield _of_public(public, row.code) if public else _of_private(row)


def _public(row: Consultation) -> PublishedQuestion | None:
    found = getattr(row, "published", None)
    return found if found is not None and found.withdrawn_at is None else None


def _entry(code: str, language: str, body: str, access: Access) -> Entry:
    return Entry(kind=KIND, ref=code, language=language, body=body, access=access)


def _of_private(row: Consultation) -> Entry:
    return _entry(row.code, row.language, " ".join(questions_in(row.text)), Access.PRIVATE)


def _of_public(row: PublishedQuestion, code: str) -> Entry:
    """Of what and where it speaks: as the desk said, else as its own public words are understood."""
    made = _entry(code, row.language, f"{row.question}\n{row.answer}", Access.OPEN)
    told = read(" ".join(questions_in(row.question))).filters
    place = row.territory or Territory.objects.filter(code=told.territory).first()
    if vocabulary().has(row.topic, "instrument"):
        made = replace(made, instrument=row.topic)
    if place is None:
        return made
    lineage = (*place.ancestors, place.code)
    return replace(made, territory_id=place.pk, country=place.country, level=place.level, lineage=lineage)


def results(refs: Sequence[str]) -> Mapping[str, Result]:
    """The published ones of these codes, as an answer of the search shows them."""
    rows = PublishedQuestion.objects.filter(consultation__code__in=list(refs), withdrawn_at=None)
    return {
        row.consultation.code: _result(row) for row in rows.select_related("consultation", "federation", "territory")
    }


def _result(row: PublishedQuestion) -> Result:
    url = row.get_absolute_url()
    source = {"title": row.question, "authors": row.federation.name, "year": row.at.year, "url": url, "locator": ""}
    return Result(
        kind=KIND,
        ref=row.consultation.code,
        statement=row.question,
        status="",
        claim_kind="",
        evidence="",
        territory=row.territory,
        organization=None,
        instrument="",
        event="",
        areas=(),
        when="",
        year_first=None,
        quote="",
        note=row.answer,
        source=source,
        score=0.0,
        url=url,
        language=row.language,
    )


GUEST = Guest(KIND, entries, results)
