"""Offers as the search holds them: the active ones, for everybody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from minga.evidence.domain.statuses import Access
from minga.offers import words
from minga.offers.actions.keeping import KIND
from minga.offers.models import Offer
from minga.offers.queries.offers import with_place
from minga.search.answers import Result
from minga.search.domain.entries import Entry
from minga.search.guests import Guest


def entries(refs: Iterable[str] | None) -> Iterator[Entry]:
    """Of the offers that everybody finds; what sleeps or was withdrawn leaves the index."""
    rows = with_place(Offer.objects.public()).order_by("pk")
    for row in (rows if refs is None else rows.filter(ref__in=list(refs))).iterator(chunk_size=500):
        yield _entry(row)


def _entry(row: Offer) -> Entry:
    body = f"{row.organization.name}: {words.title(row)}. {row.words}"
    made = Entry(kind=KIND, ref=row.ref, language=row.language, body=body, access=Access.OPEN)
    made = replace(made, instrument=row.instrument, areas=tuple(row.areas))
    place = row.organization.territory
    if place is None:
        return made
    lineage = (*place.ancestors, place.code)
    return replace(made, territory_id=place.pk, country=place.country, level=place.level, lineage=lineage)


def results(refs: Sequence[str]) -> Mapping[str, Result]:
    """The public ones of these refs, as an answer of the search shows them."""
    return {row.ref: _result(row) for row in with_place(Offer.objects.public()).filter(ref__in=list(refs))}


def _result(row: Offer) -> Result:
    url, whose = row.get_absolute_url(), row.organization
    year = row.renewed_at.year if row.renewed_at else None
    return Result(
        kind=KIND,
        ref=row.ref,
        statement=words.title(row),
        status="",
        claim_kind="",
        evidence="",
        territory=whose.territory,
        organization=None,
        instrument=row.instrument,
        event="",
        areas=tuple(row.areas),
        when="",
        year_first=None,
        quote="",
        note=row.words,
        source={"title": words.title(row), "authors": whose.name, "year": year, "url": url, "locator": ""},
        score=0.0,
        url=url,
        language=row.language,
    )


GUEST = Guest(KIND, entries, results)
