"""What a territory is, and which one a name means. Pure: no database, no Django."""

from minga.territories.domain.codes import BUSY, CODE_PATTERN, Level, is_beyond, normal_code
from minga.territories.domain.names import FIRST, Reading, apart, bare, readings, tails
from minga.territories.domain.ranking import Candidate, Facts, Hints, Match, Resolution, fits, inside, rank, speaks_of

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
    "apart",
    "bare",
    "fits",
    "inside",
    "is_beyond",
    "normal_code",
    "rank",
    "readings",
    "speaks_of",
    "tails",
]
