"""The shape of an answer."""

from dataclasses import dataclass, field
from typing import Any

from minga.evidence.domain.statuses import Kind
from minga.search.domain.filters import Filters
from minga.territories.queries import as_json


@dataclass(frozen=True)
class Result:
    """One claim or passage of an answer; `as_json` is its shape for machines.

    why   in what its territory is like the one the results are seen from, in words; "" where it is not, or none is
    """

    kind: str
    ref: str
    statement: str
    status: str
    claim_kind: str
    evidence: str
    territory: Any
    organization: Any
    instrument: str
    event: str
    areas: tuple[str, ...]
    when: str
    year_first: int | None
    quote: str
    note: str
    source: dict[str, Any]
    score: float
    url: str
    disputed: bool = False
    claim: Any = field(default=None, compare=False)
    collection: Any = field(default=None, compare=False)
    why: str = ""
    language: str = ""

    def as_json(self) -> dict[str, Any]:
        """The result for other programs: a claim, background or a passage; None for what is not known or not said."""
        organization = self.organization
        return {
            # Background is no claim of activity, and says so wherever it goes.
            "kind": Kind.BACKGROUND.value if self.claim_kind == Kind.BACKGROUND else self.kind,
            "ref": self.ref,
            "statement": self.statement,
            "status": self.status or None,
            "evidence": self.evidence,
            "territory": as_json(self.territory) if self.territory else None,
            "organization": {"name": organization.name, "slug": organization.slug} if organization else None,
            "instrument": self.instrument or None,
            "event": self.event or None,
            "areas": list(self.areas),
            "when": self.when or None,
            "year_first": self.year_first,
            "quote": self.quote or None,
            "note": self.note or None,
            "source": self.source,
            "score": round(self.score, 4),
            "url": self.url,
        }


@dataclass(frozen=True)
class Answer:
    """What a question found.

    understood      what was read in the question, minus what the reader removed; a chip under which nothing answered
                    says so
    applied         the conditions in force: the reader's own, completed by the understood ones
    results         one page of them; undated ones under a date filter come last
    total           results in all, `undated_count` of them without a date
    nearest         nothing supports an answer: these are only the nearest things there are
    facets          counts over all results, by facet and value; and by "licence", "" for the words of others
    text_only       the meaning could not be compared: words alone
    cut             the question was longer than 500 characters
    alike           how many results are of territories like the one they are seen from
    """

    question: str
    understood: Any
    applied: Filters
    results: list[Result]
    total: int
    page: int
    pages: int
    nearest: bool
    facets: dict[str, list[tuple[str, int]]]
    undated_count: int
    text_only: bool
    cut: bool
    took_ms: float
    alike: int = 0
