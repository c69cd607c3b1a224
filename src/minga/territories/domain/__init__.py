"""What a territory is, and which one a name means. Pure: no database, no Django."""

from minga.territories.domain.codes import BUSY, CODE_PATTERN, Level, normal_code
from minga.territories.domain.names import FIRST, Reading, bare, readings
from minga.territories.domain.ranking import Candidate, Facts, Hints, Match, Resolution, fits, rank

__all__ = [
    "BUSY",
    "CODE_PATTERN",
    "FIRST",
    "Candidate",
    "Facts",
    "Hints",
    "Level",
    "Match",
    "Reading",
    "Resolution",
    "bare",
    "fits",
    "normal_code",
    "rank",
    "readings",
]
