"""Levels of government, and the codes that name a territory for ever."""

import re
from enum import StrEnum

# A country alone, or a country and its own code, or the GeoNames id where there is no better.
CODE_PATTERN = r"^[A-Z]{2}([A-Z]{2})?(-(gn[0-9]+|[A-Z0-9]+(-[A-Z0-9]+)*))?$"

# The weight from which a name is offered for a prefix of one or two letters.
BUSY = 60


class Level(StrEnum):
    """What kind of government; the words of the vocabulary's scheme "level"."""

    COUNTRY = "country"
    REGION = "region"
    STATE = "state"
    PROVINCE = "province"
    DEPARTMENT = "department"
    CANTON = "canton"
    METROPOLITAN = "metropolitan"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    COUNTY = "county"
    CONSORTIUM = "consortium"
    PLACE = "place"


def normal_code(text: str) -> str:
    """A code as it is kept, whatever its case: " ar-GN3838583 " is "AR-gn3838583". May be no code at all."""
    return re.sub(r"(^|-)GN(?=[0-9]+$)", r"\1gn", text.strip().upper())


def is_beyond(address: str, code: str) -> bool:
    """Whether an address names a code of which a known one is only the beginning: "FR-75056" is not France.

    Behind a code may stand any name, in small letters ("fr-francia"); no country's name has digits.
    """
    rest = address[len(code) + 1 :]
    return bool(rest) and (address.isupper() or rest.isdigit() or ("-" not in code and any(map(str.isdigit, rest))))


# The first words of the types of ISO 3166-2, in the order in which they are looked for.
_TYPES = (
    (("municipality", "city", "capital", "town", "commune", "borough", "parish", "council"), Level.MUNICIPALITY),
    (("state", "land", "federal entity", "outlying"), Level.STATE),
    (("province", "oblast", "governorate", "voivodship", "emirate", "free municipal"), Level.PROVINCE),
    (("department", "metropolitan department"), Level.DEPARTMENT),
    (("county", "two-tier county", "unitary", "metropolitan district", "council area"), Level.COUNTY),
    (("canton",), Level.CANTON),
    (("district", "rayon", "london borough"), Level.DISTRICT),
    (("autonomous region",), Level.REGION),
)


def level_of(iso_type: str, *, tier: int) -> Level:
    """The level that a type of ISO 3166-2 ("State", "Land", "Capital city") stands for."""
    kind = iso_type.casefold()
    for words, level in _TYPES:
        if kind.startswith(words):
            return level
    return Level.REGION if tier <= 1 else Level.DISTRICT
