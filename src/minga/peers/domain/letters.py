"""Which three questions are worth asking a government that is ahead, by what was reached and how it stands today.

Codes and years, never sentences: `peers.letters` says them.

| question | asked of | why it is worth asking |
|---|---|---|
| how it began | all, by the kind of goal | a beginning can be copied; its legal act can be sent |
| with what means | all, by the kind of goal | people and money are lacking first, and no source tells them |
| why it ended | whoever closed it for good | an ending is what nobody publishes |
| why it came back | whoever closed it and took it up again | so is a second beginning |
| what not to do again | all others | so is a mistake |
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from minga.peers.domain.goals import ENDING, Act, Goal, holding


class Kind(StrEnum):
    """What sort of thing is reached."""

    ORGAN = "organ"
    POLICY = "policy"
    BOND = "bond"
    NETWORK = "network"
    DELEGATION = "delegation"
    INVESTMENT = "investment"
    OTHER = "other"


class Ask(StrEnum):
    """What is asked."""

    BEGAN = "began"
    MEANS = "means"
    ENDED = "ended"
    RETURNED = "returned"
    NOT_AGAIN = "not_again"


@dataclass(frozen=True)
class Question:
    """One question: what is asked, of which kind of goal, and the year it speaks of, where one is known."""

    ask: Ask
    kind: Kind
    year: int | None = None


# The instruments that tell a kind; a goal is of the first kind that holds all of its own.
_KINDS: dict[Kind, frozenset[str]] = {
    Kind.ORGAN: frozenset({"organ", "office", "directorate", "secretariat", "ministry", "agency", "focal_point"}),
    Kind.POLICY: frozenset(
        {"policy_instrument", "cooperation_strategy", "ir_policy", "external_action_strategy", "programme"}
    ),
    Kind.NETWORK: frozenset({"network_membership", "network_foundation"}),
    Kind.BOND: frozenset({"bond", "twinning", "agreement", "network_membership"}),
    Kind.DELEGATION: frozenset({"delegation_abroad"}),
}


def kind_of(goal: Goal) -> Kind:
    """What sort of thing a goal is."""
    if goal.areas:
        return Kind.INVESTMENT
    kinds = (kind for kind, instruments in _KINDS.items() if goal.instruments and goal.instruments <= instruments)
    return next(kinds, Kind.OTHER)


def questions(goal: Goal, acts: Sequence[Act]) -> tuple[Question, Question, Question]:
    """The three questions to a government with these acts; their order does not matter."""
    kind, found = kind_of(goal), holding(goal, acts)
    began = Question(Ask.BEGAN, kind, found.since if found and found.began else None)
    return began, Question(Ask.MEANS, kind), _last(kind, goal, acts)


def _last(kind: Kind, goal: Goal, acts: Sequence[Act]) -> Question:
    """About its end, or its return; about mistakes where neither is on record."""
    found = holding(goal, acts)
    endings = [act.year for act in acts if goal.takes(act) and act.event == ENDING]
    if found is None or not endings:
        return Question(Ask.NOT_AGAIN, kind)
    if found.ended is not None or len(endings) == len(found.refs):
        return Question(Ask.ENDED, kind, found.ended)
    return Question(Ask.RETURNED, kind, max((year for year in endings if year is not None), default=None))
