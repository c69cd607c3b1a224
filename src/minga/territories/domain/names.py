"""The words of level in a name: "Municipalidad del Rosario" is a municipality called Rosario. Pure."""

import re
from dataclasses import dataclass

# What a word asks for: a level of the vocabulary, or "first", the level next below the country.
FIRST = "first"
_TABLE = """
first: gobernador | gobernadora | gobernacion | gobierno regional | gobierno estatal | gobierno provincial |
  gobierno departamental | gobernador regional | governador | governadora | governo estadual | governor |
  gouverneur | prefecto | ministro presidente | ministerprasident | entidad federativa | intendencia
  departamental
municipality: municipalidad | municipio | municipalidad distrital | municipalidad provincial | municipalidad
  metropolitana | alcaldia | alcaldia mayor | alcaldia municipal | alcalde | alcaldesa | alcalde mayor |
  ayuntamiento | ajuntament | concello | udala | intendente | intendencia | prefeitura | prefeitura municipal
  | prefeito | prefeita | camara municipal | municipality | mairie | maire | mayor | commune | comuna |
  concejo | concejo municipal | cabildo | gobierno municipal | gobierno local | ciudad | cidade | ville | city
  | town | city council | city hall | ilustre municipalidad | gad municipal | stadt | comune | gemeente |
  municipi | distrito metropolitano | town council | municipality council | partido
state: estado | estado libre y soberano | state | etat | land | freistaat | bundesland
region: region | regiao | comunidad autonoma | comunidad foral | comunidad | generalitat | junta | xunta |
  regione | conseil regional | gobierno autonomico | regional council
province: provincia | province | prefectura | diputacion | diputacion provincial | diputacio | diputacion
  foral | provinz | gobierno autonomo descentralizado provincial
department: departamento | department | departement | conseil departemental
canton: canton | cantao | kanton | republica y canton
county: condado | county | comte
metropolitan: area metropolitana | zona metropolitana | regiao metropolitana | metropole | metropolitan area
consortium: mancomunidad | consorcio | consorcio intermunicipal | consortium
district: distrito | district
country: pais | country | republica | republic | republique
-: gobierno | governo | government | gouvernement | the
"""


def _read(table: str) -> dict[str, str]:
    rows = re.findall(r"(?m)^(\S+): ((?:.|\n )+)", table)
    return {" ".join(word.split()): level.strip("-") for level, words in rows for word in words.split("|")}


_WORDS = _read(_TABLE)
# Words that are as a rule part of the name itself: Kansas City is not called Kansas.
_OWN = frozenset({"city", "town", "ciudad", "cidade", "ville", "stadt", "partido", "land", "junta", "commune", "the"})
_LONGEST = max(len(word.split()) for word in _WORDS)
_JOINS = ("de las", "de los", "de la", "of the", "del", "de", "do", "da", "dos", "das", "of", "du", "des", "di", "the")
_JOIN = re.compile(rf"(?:(?:{'|'.join(_JOINS)})\s+|d')(?=\S)")
_ARTICLES = {"de la": "la", "de las": "las", "de los": "los", "del": "el", "do": "o", "da": "a"}
_PARTS = re.compile(r"\s*[,;()\[\]/|]+\s*|\s+[-–—]\s+")
_NOISE = re.compile(r"[^\w\s'.,;()\[\]/|–—-]|_")


@dataclass(frozen=True)
class Reading:
    """One way to read a name: what it is called, the levels its words ask for, and the parts after a comma.

    depth    how many words were taken off
    literal  whether words of level stand in the name itself and were kept
    """

    name: str
    levels: frozenset[str]
    within: tuple[str, ...] = ()
    depth: int = 0
    literal: bool = False


def readable(name: str) -> str:
    """A name as it is read aloud: "Madrid, Comunidad de" is "Comunidad de Madrid"; double spaces are made single."""
    clean = " ".join(name.split())
    turned = re.fullmatch(r"([^,]+), ([^,]+ (?:de|del|de la|of)|Comunidad)", clean)
    return f"{turned[2]} {turned[1]}" if turned else clean


def without_level(name: str) -> str:
    """The display name of a municipality: "Municipio de Guatemala" is read under its level already."""
    return re.sub(r"^(?:Municipio|Distrito|Municipality)(?: de| of)? (?=[A-ZÁÉÍÓÚÑ])", "", name)


def bare(folded: str) -> str:
    """A folded name without its words of level; the name itself where nothing else would be left.

    Words such as "city" stay: they are part of the name of a place, and only of a question something to be taken off.
    """
    return _strip(folded, kept=_OWN)[-1][0]


def _strip(folded: str, kept: frozenset[str] = frozenset()) -> list[tuple[str, frozenset[str]]]:
    """The name as it is, then with one word of level less each time, with the levels asked for so far."""
    stages = [(folded, frozenset[str]())]
    while len(stages) < 5 and (taken := _take(stages[-1][0], kept)):
        word, rest = taken
        stages.append((rest, stages[-1][1] | {_WORDS[word]} - {""}))
    return stages


def _take(name: str, kept: frozenset[str]) -> tuple[str, str] | None:
    """The longest word of level at the beginning, else at the end, and what is left without it."""
    words = name.split()
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        first, last = " ".join(words[:length]), " ".join(words[-length:])
        if first in _WORDS and first not in kept:
            rest = " ".join(words[length:])
            return first, rest[match.end() :] if (match := _JOIN.match(rest)) else rest
        if last in _WORDS and last not in kept:
            return last, " ".join(words[:-length])
    return None


def readings(folded: str) -> list[Reading]:
    """Every way to read a folded name, the most literal first.

    "X, Y" and "X (Y)" mean X within Y; where Y is a word of level, "Buenos Aires (provincia)", it asks for that level.
    """
    text = " ".join(_NOISE.sub(" ", folded[:300]).split()).strip(" .,;-'")
    parts = [part.strip(" .'") for part in _PARTS.split(text) if part.strip(" .'")]
    asked = frozenset(_WORDS[part] for part in parts[1:] if part in _WORDS) - {""}
    within = tuple(part for part in parts[1:4] if part not in _WORDS)
    stages = _strip(parts[0]) if parts else []
    worded = len(stages) > 1
    whole = [Reading(name, frozenset(), literal=worded) for name in dict.fromkeys((folded, text)) if name]
    return whole + [
        Reading(name, levels | asked, within, depth, worded and depth == 0)
        for depth, stage in enumerate(stages)
        for name, levels in _with_article(stage, parts[0])
    ]


def _with_article(stage: tuple[str, frozenset[str]], whole: str) -> list[tuple[str, frozenset[str]]]:
    """ "Municipalidad de la Plata" is of La Plata and "Municipalidad del Carmen" of El Carmen as much as of Carmen."""
    name, levels = stage
    for before, article in _ARTICLES.items():
        if levels and whole.endswith(f" {before} {name}"):
            return [(f"{article} {name}", levels), stage]
    return [stage]
