"""Distances on the earth."""

from math import asin, cos, radians, sin, sqrt

# Mean radius (IUGG), in kilometres.
_RADIUS = 6371.0088


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The great-circle distance between two points given in degrees (haversine)."""
    here, there = radians(latitude), radians(other_latitude)
    across = radians(other_longitude - longitude)
    chord = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(across / 2) ** 2
    return 2 * _RADIUS * asin(min(1.0, sqrt(chord)))
