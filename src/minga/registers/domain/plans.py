"""What is to become of a register: each row with its outcome, and the claims that rows give together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from minga.evidence.domain.drafts import ClaimDraft


class Outcome(StrEnum):
    """What a row gives. `partly`: claims, but one of its parties is known by name alone and waits for a reviewer."""

    CLAIMED = "claimed"
    PARTLY = "partly"
    REVIEW = "review"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


# What a reviewer has something to do about.
TO_REVIEW = (Outcome.REVIEW, Outcome.PARTLY)


@dataclass(frozen=True)
class Row:
    """One row of the input.

    key     its identity in the register, the same wherever it stands in the file
    line    which row of its file it is; the head of a table is the first
    part    0 for the register's own file, 1 for the one that goes with it
    says    what it says, in a few words for a reviewer
    reason  a code of why, "" where nothing needs to be said; `detail` is the column, the party or the value at fault
    refs    the claims it gives, alone or with other rows
    """

    key: str
    line: int
    says: str
    outcome: Outcome
    reason: str = ""
    detail: str = ""
    refs: tuple[str, ...] = ()
    part: int = 0


@dataclass(frozen=True)
class Group:
    """Rows that tell of one fact, and the claims they give; stored together or not at all."""

    rows: tuple[Row, ...]
    drafts: tuple[ClaimDraft, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All that a register's files give."""

    register: str
    groups: tuple[Group, ...]

    @property
    def rows(self) -> list[Row]:
        """Every row of the input, in its order."""
        return sorted(
            (row for group in self.groups for row in group.rows), key=lambda row: (row.part, row.line, row.key)
        )

    @property
    def drafts(self) -> Iterator[ClaimDraft]:
        """Every claim."""
        return (draft for group in self.groups for draft in group.drafts)

    def outcomes(self) -> Counter[tuple[str, str]]:
        """How many rows have each outcome and reason."""
        return Counter((row.outcome.value, row.reason) for group in self.groups for row in group.rows)


def distinct(keys: Iterable[str]) -> list[str]:
    """The keys, each told from those like it before: the second "a" is "a#2"."""
    seen: Counter[str] = Counter()
    told = []
    for key in keys:
        seen[key] += 1
        told.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return told
