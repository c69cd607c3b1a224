"""What is known of a government that is no single town, from the towns in it: where they lie, whether by the sea."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Towns:
    """Territories in columns, row by row.

    above                   the row of what each lies in; -1 for none
    weight                  inhabitants; nan where unknown
    latitude, longitude     degrees; nan where unknown
    coast                   whether it lies by the sea
    """

    above: NDArray[np.int64]
    weight: Floats
    latitude: Floats
    longitude: Floats
    coast: NDArray[np.bool_]


@dataclass(frozen=True)
class Gathered:
    """What lies in each, itself included: the sum of the towns' places as vectors, and whether any is by the sea."""

    vector: Floats
    coast: NDArray[np.bool_]


def gathered(towns: Towns) -> Gathered:
    """Add up from the lowest to the highest; a place nobody counts weighs as one inhabitant."""
    weight = np.where(np.isnan(towns.latitude), 0.0, np.nan_to_num(towns.weight, nan=1.0))
    north, east = np.radians(np.nan_to_num(towns.latitude)), np.radians(np.nan_to_num(towns.longitude))
    vector = np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)
    vector *= weight[:, None]
    coast = towns.coast.copy()
    depth = depths(towns.above)
    for each in range(int(depth.max(initial=0)), 0, -1):
        rows = np.flatnonzero(depth == each)
        np.add.at(vector, towns.above[rows], vector[rows])
        np.logical_or.at(coast, towns.above[rows], coast[rows])
    return Gathered(vector, coast)


def depths(above: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many stand above each."""
    depth = np.zeros(len(above), np.int64)
    at = above
    while (held := at >= 0).any():
        depth += held
        at = np.where(held, above[at], -1)
    return depth


def tops(above: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of the first-level unit that each lies in; -1 for countries and for the first levels themselves."""
    depth, found = depths(above), np.arange(len(above))
    for _ in range(int(depth.max(initial=0)) - 1):
        found = np.where(depth[found] > 1, above[found], found)
    return np.where(depth > 1, found, -1)


def centres(inside: Gathered, latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    """The place of each: its own, else the centre of the people in its towns; nan where none of them is known."""
    length = np.linalg.norm(inside.vector, axis=1)
    known = length > 0
    x, y, z = inside.vector.T
    north = np.degrees(np.arctan2(z, np.hypot(x, y)))
    east = np.degrees(np.arctan2(y, x))
    own = ~np.isnan(latitude)
    return (
        np.where(own, latitude, np.where(known, north, np.nan)),
        np.where(own, longitude, np.where(known, east, np.nan)),
    )
