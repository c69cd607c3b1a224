"""The licences under which claims may be taken away; a file never holds rows of two of them."""

from enum import StrEnum

# Our own collection, and the licence of its statements.
BASE = "minga"


class Licence(StrEnum):
    """A licence by its SPDX identifier (https://spdx.org/licenses/)."""

    CC_BY = "CC-BY-4.0"
    CC_BY_SA = "CC-BY-SA-4.0"
    CC_ZERO = "CC0-1.0"
    ODC_BY = "ODC-By-1.0"

    @property
    def called(self) -> str:
        """How its owner calls it."""
        return _TITLES[self]

    @property
    def url(self) -> str:
        """Where it can be read."""
        return _ADDRESSES[self]


DEFAULT = Licence.CC_BY
_TITLES = {
    Licence.CC_BY: "Creative Commons Attribution 4.0",
    Licence.CC_BY_SA: "Creative Commons Attribution-ShareAlike 4.0",
    Licence.CC_ZERO: "Creative Commons Zero 1.0",
    Licence.ODC_BY: "Open Data Commons Attribution 1.0",
}
_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_ZERO: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.ODC_BY: "https://opendatacommons.org/licenses/by/1-0/",
}
