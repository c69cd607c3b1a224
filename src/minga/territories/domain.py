"""What a territory is, and which one a name means. Pure: no database, no Django."""

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
