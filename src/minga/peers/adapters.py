"""What the world says of countries and coasts: Natural Earth, the CLDR through Babel, and the package `countryinfo`."""

from functools import cache
from pathlib import Path

import numpy as np
from babel.languages import get_official_languages
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError
from numpy.typing import NDArray

_COAST = Path(__file__).parent / "data" / "coast.npz"


@cache
def _coast() -> NDArray[np.bool_]:
    """The cells near a shore; `tools/natural_earth.py` tells how they were drawn."""
    with np.load(_COAST) as file:
        rows, columns = file["shape"]
        return np.unpackbits(file["bits"], count=rows * columns).astype(bool).reshape(rows, columns)


def on_the_coast(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each place (degrees; nan lies nowhere) is within about twenty kilometres of the sea."""
    coast = _coast()
    known = ~np.isnan(latitude) & ~np.isnan(longitude)
    rows = np.clip(((np.nan_to_num(latitude) + 90) * coast.shape[0] / 180).astype(int), 0, coast.shape[0] - 1)
    columns = ((np.nan_to_num(longitude) + 180) * coast.shape[1] / 360).astype(int) % coast.shape[1]
    return np.asarray(coast[rows, columns] & known, bool)


@cache
def languages(country: str) -> frozenset[str]:
    """The official languages of a country (ISO 3166-1 alpha-2) and those in use as such."""
    return frozenset(get_official_languages(country, de_facto=True))


@cache
def neighbours(country: str) -> frozenset[str]:
    """The countries that share a land border with it, as alpha-2; none where the package does not know it."""
    info = _info(country)
    codes = info.borders() if info else []
    found = (_info(code) for code in codes)
    return frozenset(str(each.iso(2)) for each in found if each)


@cache
def capital_at(country: str) -> tuple[float, float] | None:
    """Latitude and longitude of a country's capital in degrees; None where the package does not know it."""
    info = _info(country)
    match info.capital_latlng() if info else None:
        case [float() | int() as latitude, float() | int() as longitude]:
            return float(latitude), float(longitude)
    return None  # unknown, or several seats of government


def _info(country: str) -> CountryInfo | None:
    try:
        info = CountryInfo(country)
        info.iso(2)
    except CountryNotFoundError:
        return None
    return info
