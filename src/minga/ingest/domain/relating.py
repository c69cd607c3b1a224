"""What a proposed claim is to those of the base: news, the same said again, or what cannot be true beside one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from minga.ingest.domain.proposing import Relation

# A government has one of these at a time, as far as a text tells; of everything else it may have many at once.
_ONE = frozenset({"office", "directorate", "secretariat", "ministry", "agency", "focal_point", "cooperation_strategy",
                  "ir_policy", "external_action_strategy"})  # fmt: skip
# Organs begin once: a strategy is adopted again every few years.
_BEGINS_ONCE = frozenset({"office", "directorate", "secretariat", "ministry", "agency", "focal_point"})
BONDS = frozenset({"twinning", "agreement", "network_membership"})
# Two words for one act, by what was done: a bond "in force since 1990" was signed then.
_SAME_ACT = (frozenset({"signed", "adopted", "in_force"}), frozenset({"joined", "in_force"}))
_BEGINNINGS = frozenset({"created", "signed", "joined"})
_RETURNS = frozenset({"recreated", "created", "signed", "joined", "adopted"})


@dataclass(frozen=True)
class Told:
    """A claim, proposed or known, as far as it is compared.

    others      whom it names on the other side: codes of territories, slugs of organizations, folded names
    is_public   recorded or accepted; a proposed claim yields to it
    """

    ref: str
    territory: str
    instrument: str
    event: str
    first: int | None
    last: int | None
    areas: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    is_public: bool = True


@dataclass(frozen=True)
class Related:
    """What a proposal is to the base; `because` are codes of why, for the reader who judges.

    repeats     the ref of the claim that says it already
    against     the ref of a claim that it excludes
    """

    relation: Relation
    repeats: str | None = None
    against: str | None = None
    because: tuple[str, ...] = ()


Kin = Callable[[str, str], bool]


def kin_by(narrower: Mapping[str, frozenset[str]]) -> Kin:
    """Whether two instruments are the same, or one is broader than the other; `narrower` holds all below each code."""
    return lambda one, other: one in narrower.get(other, {other}) or other in narrower.get(one, {one})


def relate(one: Told, known: Iterable[Told], kin: Kin) -> Related:
    """Whether a proposal repeats a known claim or excludes one; of several the public, then the nearest, is named."""
    near = [claim for claim in known if claim.territory == one.territory and kin(claim.instrument, one.instrument)]
    same = [(reasons, claim) for claim in near if (reasons := repeats(one, claim)) is not None]
    if same:
        reasons, claim = min(same, key=lambda found: (not found[1].is_public, len(found[0]), found[1].ref))
        return Related(Relation.REPEATS, repeats=claim.ref, because=reasons)
    against = [(reason, claim) for claim in near if (reason := excludes(one, claim, near))]
    if against:
        reason, claim = min(against, key=lambda found: (not found[1].is_public, found[1].ref))
        return Related(Relation.NEW, against=claim.ref, because=(reason,))
    return Related(Relation.NEW)


def repeats(one: Told, known: Told) -> tuple[str, ...] | None:
    """Why a proposal may be a further citation of a known claim, in codes of what it leaves out or adds; None if not.

    Territory and instrument must fit already. The event must be the same, or another word for it; years, parties and
    areas that both name must agree; what alone tells two facts apart must be said on both sides.
    """
    reasons = [_event(one, known), _years(one, known), _others(one, known), _areas(one, known)]
    if None in reasons:
        return None
    said = [reason for reason in reasons if reason]
    dated = one.first is not None and known.first is not None
    if one.instrument in BONDS or known.instrument in BONDS:
        # "Signed an agreement" is none in particular: whom it is with says which, or the year where nobody is named.
        sure = bool(one.others & known.others) or dated
    elif one.instrument in _ONE:
        sure = dated or one.areas == known.areas
    else:
        sure = dated or bool(one.areas and one.areas == known.areas)
    if not sure:
        return None
    return (*said, *(["broader_or_narrower"] if one.instrument != known.instrument else []))


def may_be(one: Told, known: Told, kin: Kin) -> bool:
    """Whether the very words that prove a known claim, read by rules, can mean but that claim: areas are not asked."""
    same = one.territory == known.territory and kin(one.instrument, known.instrument)
    return same and None not in (_event(one, known), _years(one, known), _others(one, known))


def _event(one: Told, known: Told) -> str | None:
    if one.event == known.event:
        return ""
    pair = {one.event, known.event}
    bond = one.instrument in BONDS
    if bond and any(pair <= acts for acts in _SAME_ACT):
        return "other_word"
    return "other_word" if pair == {"created", "adopted"} and one.instrument not in _BEGINS_ONCE else None


def _years(one: Told, known: Told) -> str | None:
    if one.first is None:
        return "" if known.first is None else "says_no_year"
    if known.first is None:
        return "adds_the_year"
    return "" if _meet(one, known) else None


def _meet(one: Told, known: Told) -> bool:
    begins, ends = _bounds(one), _bounds(known)
    return begins[0] <= ends[1] and ends[0] <= begins[1]


def _bounds(told: Told) -> tuple[float, float]:
    first = told.first if told.first is not None else -inf
    # "2004/..": what is in force from 2004 on has no end; an act has its day.
    last = inf if told.event == "in_force" else first
    return first, told.last if told.last is not None else last


def _others(one: Told, known: Told) -> str | None:
    if one.others and known.others:
        return "" if one.others & known.others else None
    if one.others:
        return "adds_a_party"
    return "names_no_party" if known.others else ""


def _areas(one: Told, known: Told) -> str | None:
    if one.areas == known.areas or (one.instrument in BONDS and one.others & known.others):
        return ""
    if one.areas <= known.areas:
        return "says_fewer_areas"
    return "adds_areas" if known.areas <= one.areas else None


def excludes(one: Told, known: Told, near: Sequence[Told]) -> str:
    """The code of why two claims of a government cannot both be true; "" where they can.

    other_year          the same organ, or a bond with the same party, began in another year
    in_force_after_end  one says that it ended, the other that it stood later, and nothing tells of a return
    """
    if not _one_thing(one, known) or one.first is None or known.first is None:
        return ""
    if one.event == known.event and one.event in _BEGINNINGS:
        apart = not _meet(one, known)
        return "other_year" if apart and not _ended_between(one, known, near) else ""
    ended, stands = (one, known) if one.event == "discontinued" else (known, one)
    if ended.event != "discontinued" or stands.event != "in_force":
        return ""
    later = _bounds(stands)[0] > _bounds(ended)[1]
    return "in_force_after_end" if later and not _returned(ended, stands, near) else ""


def _one_thing(one: Told, known: Told) -> bool:
    if one.instrument in BONDS:
        return bool(one.others & known.others)
    if one.event in _BEGINNINGS and one.instrument not in _BEGINS_ONCE:
        return False
    return one.instrument in _ONE and (one.areas <= known.areas or known.areas <= one.areas)


def _ended_between(one: Told, known: Told, near: Iterable[Told]) -> bool:
    begin, end = sorted((_bounds(one)[0], _bounds(known)[0]))
    return any(claim.event == "discontinued" and begin <= _bounds(claim)[1] <= end for claim in near)


def _returned(ended: Told, stands: Told, near: Iterable[Told]) -> bool:
    begin, end = _bounds(ended)[0], _bounds(stands)[0]
    return any(claim.event in _RETURNS and begin < _bounds(claim)[0] <= end for claim in near)
