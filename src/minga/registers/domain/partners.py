"""Partnerships of Ukrainian communities with cities abroad, as one collector joined them from a list and the press."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.statuses import Kind
from minga.registers.domain import values
from minga.registers.domain.ends import End, Found, Place, by_digest
from minga.registers.domain.plans import Group, Outcome, Row
from minga.registers.domain.values import ValueAtFault

# The only confidence that rests on a registry; the collector calls the others hypotheses.
REGISTRY = "registry"
UKRAINE = "UA"
# What stands for the confidence of an entry that its collector could tie to no community.
UNMATCHED = "unmatched"
_FIELDS = (
    "katottg", "name", "ua_name_de", "partner_name", "partner_country", "partner_region", "since", "confidence",
    "source_url", "de_name", "unmatched",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What the register's own file says: its sources and the words of its claims.

    parents      names of the regions of partners → the codes of those territories
    """

    source: str
    relies_on: str
    parents: Mapping[str, str]
    undated: str
    dated: str
    locator: str


@dataclass(frozen=True)
class Partnership:
    """A Ukrainian community, by its KATOTTG code or else its name, and its partner abroad.

    community    what readers can call it
    """

    line: int
    code: str
    community: str
    partner: End
    since: str
    confidence: str
    page: str

    @property
    def says(self) -> str:
        """The row in a few words."""
        return f"{self.community} (UA) – {self.partner.said}"


def entries(document: Any) -> list[dict[str, str]]:
    """The partnerships of the register's document, then those its collector could tie to no community; every field
    a text, "" where it is missing. Raises ValueAtFault with the field that is not as it should be.
    """
    found = []
    for community in _listed(document, "hromadas"):
        about = {field: community.get(field) for field in ("katottg", "name")}
        found += [_as_text({**partner, **about}) for partner in _listed(community, "partners")]
    loose = document.get("unmatched", [])
    found += [_as_text({**each, "unmatched": "1"}) for each in loose if isinstance(each, dict)]
    return found


def _listed(holder: Any, field: str) -> list[dict[str, Any]]:
    found = holder.get(field) if isinstance(holder, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueAtFault(field, "")
    return found


def _as_text(entry: Mapping[str, Any]) -> dict[str, str]:
    given = {name: str(value) for name, value in entry.items() if value is not None}
    return {**dict.fromkeys(_FIELDS, ""), **given}


def key_of(entry: Mapping[str, str]) -> str:
    """The identity of an entry, readable or not."""
    community = entry["katottg"] or entry["ua_name_de"]
    return f"{community}–{entry['partner_name'] or entry['de_name']}@{entry['partner_country']}"[:200]


def read(line: int, row: dict[str, str], parents: Mapping[str, str]) -> Partnership:
    """Read one entry. Raises ValueAtFault with the field at fault."""
    if row["unmatched"]:
        named = values.required(row, "ua_name_de")
        return Partnership(line, "", named, End(values.required(row, "de_name"), "DE"), "", UNMATCHED, "")
    own, latin = values.required(row, "name"), values.text(row, "ua_name_de")
    region = values.text(row, "partner_region")
    country = values.matching(row, "partner_country", "[A-Z]{2}")
    return Partnership(
        line=line,
        code=values.matching(row, "katottg", "UA[0-9]{17}") or by_digest(own),
        community=f"{latin} ({own})" if latin else own,
        partner=End(values.required(row, "partner_name"), country, parent=parents.get(region, "") if country else ""),
        since=values.matching(row, "since", "1[0-9]{3}|20[0-9]{2}"),
        confidence=values.required(row, "confidence"),
        page=values.text(row, "source_url", limit=500).partition("partner=")[2],
    )


def plan(
    partnerships: Sequence[tuple[str, Partnership]],
    found: Mapping[End, Found],
    words: Words,
    countries: Mapping[str, str],
) -> Iterator[Group]:
    """What each partnership gives: a claim of the partner, where it is sure; the community is its counterpart."""
    first: dict[str, Partnership] = {}
    for key, each in partnerships:
        place = found[each.partner].place
        if each.confidence == UNMATCHED:
            yield Group((_row(key, each, Outcome.LEFT_OUT, "unmatched"),))
        elif each.confidence != REGISTRY:
            yield Group((_row(key, each, Outcome.REVIEW, "hypothesis", each.confidence),))
        elif place is None or not place.is_government:
            reason = found[each.partner].reason or "not_a_government"
            yield Group((_row(key, each, Outcome.REVIEW, reason, each.partner.said),))
        else:
            draft = _draft(each, place, words, countries)
            if draft.ref in first:
                yield Group((_row(key, each, *_again(each, first[draft.ref]), refs=(draft.ref,)),))
            else:
                first[draft.ref] = each
                yield Group((_row(key, each, Outcome.CLAIMED, "", refs=(draft.ref,)),), (draft,))


def _again(each: Partnership, first: Partnership) -> tuple[Outcome, str, str]:
    if each.since == first.since:
        return Outcome.CLAIMED, "same_fact", ""
    return Outcome.REVIEW, "years_differ", f"{first.since}, {each.since}"


def _row(
    key: str, each: Partnership, outcome: Outcome, reason: str, detail: str = "", *, refs: tuple[str, ...] = ()
) -> Row:
    return Row(key, each.line, each.says, outcome, reason, detail, refs)


def _draft(each: Partnership, place: Place, words: Words, countries: Mapping[str, str]) -> ClaimDraft:
    template = words.dated if each.since else words.undated
    return ClaimDraft(
        ref=f"TP-{place.geonames or place.code.upper()}-{each.code}",
        kind=Kind.CLAIM,
        instrument="twinning",
        event="signed" if each.since else "in_force",
        when=each.since or None,
        statement=template.format(
            one=each.partner.name,
            country=countries.get(place.country, place.country),
            other=each.community,
            year=each.since,
        ),
        territory=place.code,
        subject=each.partner.name,
        counterparts=(CounterpartDraft(each.community, country=UKRAINE),),
        citations=(CitationDraft(words.source, locator=_locator(each, words), relies_on=words.relies_on),),
    )


def _locator(each: Partnership, words: Words) -> str:
    return words.locator.format(page=each.page) if each.page else ""
