"""Where the coast lies, drawn once from Natural Earth's countries (public domain) as `world-atlas` packs them.

    python tools/natural_earth.py countries-50m.json

writes `src/minga/peers/data/coast.npz`: the cells of a tenth of a degree within about twenty kilometres of a shore, as
packed bits, row 0 in the south and column 0 at 180° west. A line that bounds one country alone is a shore; one that
bounds two is a border.
"""

import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CELLS = 10  # per degree
REACH_KM = 20.0
KM_PER_DEGREE = 111.2
OUT = Path(__file__).parents[1] / "src" / "minga" / "peers" / "data" / "coast.npz"


def main(path: str) -> int:
    """Read the file, draw, write."""
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    near = shores(topology)
    np.savez_compressed(OUT, bits=np.packbits(near), shape=np.array(near.shape))
    sys.stdout.write(f"{OUT.name}: {OUT.stat().st_size:,} bytes, {near.mean():.1%} of all cells\n")
    return 0


def shores(topology: dict[str, Any]) -> NDArray[np.bool_]:
    """The cells near a shore, as a grid of 1800 × 3600 booleans."""
    uses = Counter(arc for geometry in topology["objects"]["countries"]["geometries"] for arc in _arcs(geometry))
    near = np.zeros((180 * CELLS, 360 * CELLS), bool)
    for number, times in uses.items():
        if times == 1:
            for longitude, latitude in _along(_points(topology, number)):
                _mark(near, longitude, latitude)
    return near


def _arcs(geometry: dict[str, Any]) -> Iterator[int]:
    """The arcs of a geometry, without their direction (a negative number runs backwards)."""
    rest = [geometry.get("arcs", [])]
    while rest:
        for each in rest.pop():
            if isinstance(each, list):
                rest.append(each)
            else:
                yield each if each >= 0 else ~each


def _points(topology: dict[str, Any], number: int) -> NDArray[np.float64]:
    """An arc as longitude and latitude in degrees: stored as steps of a grid."""
    transform = topology["transform"]
    grid = np.cumsum(np.array(topology["arcs"][number], float), axis=0)
    return np.asarray(grid * transform["scale"] + transform["translate"], float)


def _along(points: NDArray[np.float64]) -> Iterator[tuple[float, float]]:
    """The points of a line and enough between them to miss no cell; a leap around the world is no line."""
    for one, other in itertools.pairwise(points):
        far = np.abs(other - one).max()
        if far < 90:
            for share in np.linspace(0.0, 1.0, int(far * CELLS * 2) + 2):
                yield tuple(one + share * (other - one))


def _mark(near: NDArray[np.bool_], longitude: float, latitude: float) -> None:
    row, column = int((latitude + 90) * CELLS), int((longitude + 180) * CELLS)
    tall = round(REACH_KM / KM_PER_DEGREE * CELLS)
    wide = round(tall / max(np.cos(np.radians(latitude)), 0.05))
    columns = np.arange(column - wide, column + wide + 1) % near.shape[1]
    near[max(row - tall, 0) : row + tall + 1, columns] = True


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
