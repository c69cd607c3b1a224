"""A search as an address that can be shared, and back: what is asked, under which conditions, in which order."""

from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from minga.evidence.domain.vocabulary import vocabulary
from minga.frame.forms import text_param
from minga.kit.text import nfc, printable
from minga.search.domain.filters import Filters
from minga.territories.mine import PARAM as MINE
from minga.territories.mine import mine_of

# What the address calls each order.
SORTS = {"relevancia": "relevance", "fecha": "date", "prueba": "evidence"}
EVIDENCE = ("quoted", "located", "cited")
BY_TERRITORY = "territorio"
# What the address calls the licence of words that are not ours to license.
OF_AUTHORS = "autores"
# A question is cut later, with a notice; a condition is a code, and no code is as long as this.
_LONGEST_QUESTION, _LONGEST_CODE, _MOST_REMOVED = 10_000, 60, 30
# Which parameter narrows to what a chip or a facet of a kind names.
PARAMS = {
    "instrument": "instrumento",
    "event": "hecho",
    "area": "ambito",
    "level": "nivel",
    "country": "pais",
    "territory": "territorio",
    "from": "desde",
    "to": "hasta",
    "evidence": "prueba",
}


@cache
def _here() -> str:
    """The page's path, which a page of results names some hundred times."""
    return reverse("search")


@dataclass(frozen=True)
class Search:
    """All that an address says of a search. `conditions` maps a parameter to its value; `removed` are keys of chips.

    `mine` is the code of the reader's territory: it goes into every address, so that whoever gets one sees the same.
    """

    question: str
    conditions: dict[str, str]
    removed: tuple[str, ...]
    order: str
    grouped: bool
    page: int
    mine: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Search":
        """Read an address; what makes no sense in it is left out, never an error."""
        order, page = text_param(request, "orden", limit=20), text_param(request, "pagina", limit=6)
        mine = mine_of(request)
        return cls(
            question=text_param(request, "q", limit=_LONGEST_QUESTION),
            conditions=_conditions(request),
            removed=_removed(request.GET),
            order=order if order in SORTS else "relevancia",
            grouped=text_param(request, "agrupar", limit=20) == BY_TERRITORY,
            page=max(1, int(page)) if page.isascii() and page.isdigit() else 1,
            mine=mine.territory.code if mine else "",
        )

    @property
    def filters(self) -> Filters:
        """The reader's own conditions, without those understood from the question."""
        get = self.conditions.get
        return Filters(
            countries=_one(get("pais")),
            territory=get("territorio"),
            level=get("nivel"),
            instruments=_one(get("instrumento")),
            events=_one(get("hecho")),
            areas=_one(get("ambito")),
            year_from=_year(get("desde")),
            year_to=_year(get("hasta")),
            evidence=get("prueba"),
        )

    @property
    def is_seen_from_mine(self) -> bool:
        """Whether the reader's territory may order the list: she chose one, and did not take it off this search."""
        return bool(self.mine) and MINE not in self.removed

    @property
    def sort(self) -> str:
        """The order, as `find` calls it."""
        return SORTS[self.order]

    def query(self) -> str:
        """The query string, without what is as it is by default."""
        pairs = [("q", self.question[:2000]), *sorted(self.conditions.items())]
        pairs += [("quitar", key) for key in self.removed]
        pairs += [("orden", self.order if self.order != "relevancia" else "")]
        pairs += [
            ("agrupar", BY_TERRITORY if self.grouped else ""),
            ("pagina", str(self.page) if self.page > 1 else ""),
            (MINE, self.mine),
        ]
        return urlencode([(name, value) for name, value in pairs if value])

    def address(self) -> str:
        """The address of the page."""
        return f"{_here()}?{self.query()}"

    def export(self, form: str, licence: str) -> str:
        """The address of all in the list that may be taken away under a licence, as a file."""
        query = replace(self, page=1, grouped=False).query()
        return f"{reverse('search-export', args=[form])}?{query}&{urlencode({'licencia': licence or OF_AUTHORS})}"

    def at(self, page: int) -> str:
        """The same search, another page of it."""
        return replace(self, page=page).address()

    def narrowed(self, **conditions: str) -> str:
        """The same search under more conditions; an empty one takes a condition away. Back to the first page."""
        kept = {name: value for name, value in {**self.conditions, **conditions}.items() if value}
        return replace(self, conditions=kept, page=1).address()

    def without(self, key: str) -> str:
        """The same search without something understood from the question."""
        return replace(self, removed=(*self.removed, key), page=1).address()

    def again_with(self, key: str) -> str:
        """The same search with something understood that had been removed."""
        return replace(self, removed=tuple(each for each in self.removed if each != key), page=1).address()

    def ordered(self, order: str) -> str:
        """The same search in another order."""
        return replace(self, order=order, page=1).address()

    def regrouped(self) -> str:
        """The same search, grouped by territory or no longer so."""
        return replace(self, grouped=not self.grouped, page=1).address()


def _conditions(request: HttpRequest) -> dict[str, str]:
    found = {name: text_param(request, name, limit=_LONGEST_CODE) for name in PARAMS.values()}
    return {name: value for name, value in found.items() if value and _makes_sense(name, value)}


def _makes_sense(name: str, value: str) -> bool:
    scheme = {"instrumento": "instrument", "hecho": "event", "ambito": "area", "nivel": "level"}.get(name)
    if scheme:
        return vocabulary().has(value, scheme)
    if name in ("desde", "hasta"):
        return _year(value) is not None
    return name != "prueba" or value in EVIDENCE


def _removed(query: QueryDict) -> tuple[str, ...]:
    keys = (nfc(printable(key[:200])) for key in query.getlist("quitar")[:_MOST_REMOVED])
    return tuple(dict.fromkeys(key for key in keys if key))


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _year(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) == 4 else None
