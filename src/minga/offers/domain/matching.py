"""What meets what, both ways, and why: every reason is named, and no number stands for them."""

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from minga.offers.domain.modalities import Modality, effort
from minga.offers.domain.offers import LEARNS, TEACHES, Direction

# A code of the vocabulary, and all that is narrower, itself too.
Narrower = Callable[[str], Set[str]]


class Flow(StrEnum):
    """Who teaches, seen from mine."""

    THEY_TEACH = "they_teach"
    WE_TEACH = "we_teach"
    BOTH = "both"


class Why(StrEnum):
    """Reasons, those of the topic first."""

    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"
    AREAS = "areas"
    FLOW = "flow"
    LANGUAGES = "languages"
    SAME_FORM = "same_form"
    LESS_EFFORT = "less_effort"
    LEFT = "left"
    ALIKE = "alike"


@dataclass(frozen=True)
class Reason:
    """One reason, with the codes and the number of which its words speak."""

    why: Why
    codes: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Side:
    """An offer as it is compared.

    organization, government  keys; of one government no two offices match
    left                      how many more exchanges it has room for this year; None where it sets no limit
    """

    key: int
    organization: int
    government: int | None
    instrument: str
    areas: frozenset[str]
    direction: Direction
    modality: Modality
    languages: frozenset[str]
    left: int | None = None


@dataclass(frozen=True)
class Match:
    """Two offers that meet: who teaches, in what form, in which languages, why, and how alike the governments are."""

    flow: Flow
    modality: Modality
    languages: tuple[str, ...]
    reasons: tuple[Reason, ...]
    alike: float = 0.0

    @property
    def rank(self) -> tuple[int, float]:
        """The smaller the better: the same topic, then a broader or narrower one, then areas; then likeness."""
        return list(Why).index(self.reasons[0].why), -self.alike


def match(mine: Side, theirs: Side, narrower: Narrower) -> Match | None:
    """How two offers meet; None where they do not."""
    is_same = mine.government is not None and mine.government == theirs.government
    if is_same or mine.organization == theirs.organization:
        return None
    flow, topic, languages = flowing(mine, theirs), topics(mine, theirs, narrower), mine.languages & theirs.languages
    if flow is None or not topic or not languages:
        return None
    modality = min(mine.modality, theirs.modality, key=effort)
    spoken = tuple(sorted(languages))
    reasons = [*topic, Reason(Why.FLOW, (flow,)), Reason(Why.LANGUAGES, spoken), _form(mine, theirs, modality)]
    return Match(flow, modality, spoken, (*reasons, *_left(mine, theirs, flow)))


def likened(found: Match, alike: float, parts: tuple[str, ...]) -> Match:
    """The same match, of governments that are so much alike, in these parts."""
    return replace(found, alike=alike, reasons=(*found.reasons, Reason(Why.ALIKE, parts))) if parts else found


def topics(mine: Side, theirs: Side, narrower: Narrower) -> list[Reason]:
    """In what they speak of the same thing: one instrument, one that is broader or narrower, areas in common."""
    found = []
    if mine.instrument and theirs.instrument:
        codes = (mine.instrument, theirs.instrument)
        if mine.instrument == theirs.instrument:
            found.append(Reason(Why.SAME, codes[:1]))
        elif theirs.instrument in narrower(mine.instrument):
            found.append(Reason(Why.NARROWER, codes))
        elif mine.instrument in narrower(theirs.instrument):
            found.append(Reason(Why.BROADER, codes))
    if shared := tuple(sorted(mine.areas & theirs.areas)):
        found.append(Reason(Why.AREAS, shared))
    return found


def flowing(mine: Side, theirs: Side) -> Flow | None:
    """Who can teach whom; None where nobody can."""
    back, there = _gives(mine, theirs), _gives(theirs, mine)
    if back and there:
        return Flow.BOTH
    return Flow.THEY_TEACH if there else Flow.WE_TEACH if back else None


def _gives(giver: Side, taker: Side) -> bool:
    """Whether one has room for what the other asks for; two that both teach and learn meet on the lower rung."""
    if giver.direction not in TEACHES or taker.direction not in LEARNS or giver.left == 0:
        return False
    is_mutual = giver.direction == taker.direction
    return is_mutual or effort(taker.modality) <= effort(giver.modality)


def _form(mine: Side, theirs: Side, modality: Modality) -> Reason:
    if mine.modality == theirs.modality:
        return Reason(Why.SAME_FORM, (modality,))
    return Reason(Why.LESS_EFFORT, (modality, max(mine.modality, theirs.modality, key=effort)))


def _left(mine: Side, theirs: Side, flow: Flow) -> list[Reason]:
    """Room is told of whoever would teach; of both, of theirs."""
    giver = mine if flow == Flow.WE_TEACH else theirs
    return [] if giver.left is None else [Reason(Why.LEFT, number=giver.left)]
