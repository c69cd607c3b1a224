"""What the model of meaning is taught about the field: which of its directions tell one wish of an office from another.

A model of all the world's texts knows that two questions both speak of a trip to Lyon; an adviser wants to know whether
both ask who pays for it. From wishes that were asked in many words (`learning`) one matrix is learned, which turns a
vector so that one wish lies together, and one vector for each concern, which is added where a text is about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Learned:
    """What was learned for one model, or nothing yet.

    matrix    dimensions x dimensions; None leaves vectors as they are
    concerns  by code what is added where a text is about it, so many numbers each
    answered, asked   by language what such texts have in common, which tells no wish
    """

    matrix: Vector | None = None
    concerns: Mapping[str, Vector] = field(default_factory=dict)
    answered: Mapping[str, Vector] = field(default_factory=dict)
    asked: Mapping[str, Vector] = field(default_factory=dict)

    @cached_property
    def mark(self) -> str:
        """Another one where anything else was learned; empty where nothing was."""
        if self.matrix is None:
            return ""
        parts = [self.matrix, *(self.concerns[code] for code in sorted(self.concerns))]
        return sha256(b"".join(np.ascontiguousarray(one, np.float16).tobytes() for one in parts)).hexdigest()[:8]

    def meaning(self, vector: Vector, concerns: Sequence[str]) -> Vector:
        """What a text means: its vector, turned, and what it is about. `concerns` that were not learned add nothing."""
        if self.matrix is None:
            return vector
        known = [self.concerns[code] for code in concerns if code in self.concerns]
        made: Vector = np.stack([vector @ self.matrix, *known]).sum(axis=0, dtype=np.float32)
        return made


def table(rows: Sequence[Sequence[str]], codes: Mapping[str, int]) -> Vector:
    """A row for each text and a column for each code: 1 where the text is about it. Other codes have no column."""
    made = np.zeros((len(rows), len(codes)), np.float32)
    for place, row in enumerate(rows):
        made[place, [codes[code] for code in row if code in codes]] = 1
    return made
