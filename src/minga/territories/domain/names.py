"""The words of level in a name: "Municipalidad del Rosario" is a municipality called Rosario. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

# What a word asks for: a level of the vocabulary; "first", the level next below the country; "upper", that or the
# country itself; "intendencia", which is another level in each country (see `sense`).
FIRST, UPPER = "first", "upper"
_TABLE = """
first: gobernador | gobernadora | gobernacion | gobierno regional | gobierno estatal | gobierno provincial |
  gobierno departamental | gobernador regional | governador | governadora | governo estadual | governor |
  gouverneur | prefectura | prefecture | prefecto | prefecta | ministro presidente | ministerprasident |
  entidad federativa | intendencia departamental | voivodato | voivodeship | wojewodztwo | oblast
municipality: municipalidad | municipio | alcaldia | alcalde | alcaldesa | ayuntamiento | ajuntament | concello |
  concelho | udala | prefeitura | prefeito | prefeita | camara municipal | municipality | municipality council |
  mairie | maire | mayor | commune | comuna | concejo | cabildo | gobierno municipal | gobierno local | ciudad |
  cidade | ville | city | town | city council | city hall | town council | borough | stadt | comune | gemeente |
  gemeinde | municipi | kommun | kommune | municipiul | obshtina | opstina | opcina | oras |
  distrito metropolitano | partido
intendencia: intendencia | intendente | intendenta
state: estado | state | etat | land | freistaat | bundesland
region: region | regiao | comunidad autonoma | comunidad foral | comunidad | generalitat | junta | xunta | regione |
  conseil regional | gobierno autonomico | regional council
province: provincia | province | diputacion | diputacion provincial | diputacio | diputacion foral | provinz
department: departamento | department | departement | conseil departemental | conseil general
canton: canton | cantao | kanton | republica y canton
county: condado | county | comte | judet | judetul
metropolitan: area metropolitana | zona metropolitana | regiao metropolitana | metropole | metropolitan area
consortium: mancomunidad | mancomunitat | consorcio | consortium
district: distrito | district | landkreis | kreis | regierungsbezirk
country: pais | country | republica | republic | republique
upper: governo | government | gouvernement
-: gobierno | govern | gad | h | excmo | excelentisimo | ilustre | ilustrisimo | honorable | heroica | heroico |
  administracion | the
"""
# What a word says of the level once one was named: "gobierno *autónomo municipal* de La Paz".
_MORE = """
municipality: municipal
department: departamental
state: libre y soberano
-: mayor | autonomo | autonoma | descentralizado | provincial | regional | distrital | metropolitano | metropolitana |
  especial | intermunicipal
"""
# The countries whose governments go by a word, where few do.
_SPOKEN_IN = """
AR: partido
AR UY PY: intendencia | intendente | intendenta
BO: autonomo municipal | autonomo departamental
BR: prefeitura | prefeito | prefeita | governo estadual | regiao metropolitana
BR PT AO MZ CV: governo | cidade | governador | governadora
CL: ilustre
CO: alcaldia mayor
DE AT CH LI: stadt | gemeinde | landkreis | kreis
DE AT: land | freistaat | bundesland | regierungsbezirk
EC: gad | prefectura | prefecto | prefecta | gobierno autonomo descentralizado
ES: comunidad autonoma | generalitat | ajuntament | concello | xunta | udala | diputacion | diputacio | junta
ES MX DO: ayuntamiento
FR CA BE CH LU HT SN CI ML BF NE BJ TG CM MG: mairie | maire | ville | conseil departemental | conseil regional
IT CH: comune | regione
NL BE: gemeente
PE: municipalidad provincial | municipalidad distrital
PT: camara municipal | concelho
SE NO DK: kommun | kommune
"""
# As they are shortened in addresses and tables.
_SHORTENED = {
    "cd": "ciudad", "depto": "departamento", "dpto": "departamento", "edo": "estado", "gob": "gobernacion",
    "gral": "general", "mpio": "municipio", "mun": "municipio", "prov": "provincia", "pcia": "provincia",
    "pto": "puerto", "pta": "punta", "sta": "santa", "sto": "santo",
}  # fmt: skip
# What a word of level means where that is not what it says; "" is everywhere else.
_SENSES = {
    "intendencia": {"": "municipality", "UY": FIRST, "CL": FIRST},
    "district": {"CO": "municipality", "EC": "municipality", "PE": "municipality"},
    "canton": {"CR": "municipality", "EC": "municipality"},
}


def _read(table: str) -> dict[str, str]:
    rows = re.findall(r"(?m)^([\w -]+): ((?:.|\n )+)", table)
    return {" ".join(word.split()): level.strip("-") for level, words in rows for word in words.split("|")}


_WORDS, _WORDS_AFTER = _read(_TABLE), _read(_MORE)
_LANDS = {word: frozenset(countries.split()) for word, countries in _read(_SPOKEN_IN).items()}
# Words that are as a rule part of the name itself: Kansas City is not called Kansas.
_OWN = frozenset(
    {"city", "town", "ciudad", "cidade", "ville", "stadt", "borough", "partido", "land", "junta", "commune"}
    | {"mayor", "the", "h", "gad", "heroica", "heroico", "honorable"}
)
_LONGEST = max(len(word.split()) for word in (*_WORDS, *_WORDS_AFTER))
_JOINS = ("de las", "de los", "de la", "of the", "del", "de", "do", "da", "dos", "das", "of", "du", "des", "di", "the")
_JOIN = re.compile(rf"(?:(?:{'|'.join(_JOINS)})\s+|d')(?=\S)")
_INNER_JOIN = re.compile(rf"\s(?:(?:{'|'.join(_JOINS)})\s|d')(?=\S)")
_ARTICLES = {"de la": "la", "de las": "las", "de los": "los", "del": "el", "do": "o", "da": "a"}
_PARTS = re.compile(r"\s*[,;()\[\]/|]+\s*|\s+[-–—]\s+")
_NOISE = re.compile(r"[^\w\s'.,;()\[\]/|–—-]|_")


def sense(asked: str, country: str) -> str:
    """What a word of level asks for in a country: an intendencia governs a department in Uruguay, else a city."""
    senses = _SENSES.get(asked, {})
    return senses.get(country, senses.get("", asked))


@dataclass(frozen=True)
class Reading:
    """One way to read a folded name: what it is called, the levels its words ask for, and the parts after a comma.

    depth    how many words were taken off
    literal  whether words of level stand in the name itself and were kept
    lands    the countries where its words of level are at home; none where they are everywhere
    """

    name: str
    levels: frozenset[str]
    within: tuple[str, ...] = ()
    depth: int = 0
    literal: bool = False
    lands: frozenset[str] = frozenset()


def readable(name: str) -> str:
    """A name as it is read aloud: "Madrid, Comunidad de" is "Comunidad de Madrid"; double spaces are made single."""
    clean = " ".join(name.split())
    turned = re.fullmatch(r"([^,]+), ([^,]+ (?:de|del|de la|of)|Comunidad|Région|Respublika|County|The)", clean)
    return f"{turned[2]} {turned[1]}" if turned else clean


def without_level(name: str) -> str:
    """The display name of a municipality: "Municipio de Guatemala" is read under its level already."""
    words = "Municipio|Municipality|Municipalidad|Partido|Gemeente|Municipiul|Oraş|Comuna|Obshtina"
    district = "Distrito (?!(?:Central|Nacional|Capital|Federal)$)"
    return re.sub(rf"^(?:(?:{words}) |{district})(?:de |of )?(?=[^\W\d_a-z])", "", name)


def bare(folded: str) -> str:
    """A folded name without its words of level; the name itself where nothing else would be left.

    Words such as "city" stay: they are part of the name of a place, and only of a question something to be taken off.
    """
    return _strip(folded, kept=_OWN)[-1][0]


def _strip(folded: str, kept: frozenset[str] = frozenset()) -> list[tuple[str, frozenset[str]]]:
    """The name as it is, then with one word of level less each time, with the levels asked for so far."""
    stages = [(folded, frozenset[str]())]
    words = _WORDS
    while len(stages) < 7 and (taken := _take(stages[-1][0], words, kept)):
        level, rest = taken
        stages.append((rest, stages[-1][1] | {level} - {""}))
        words = _WORDS | _WORDS_AFTER
    return stages


def _take(name: str, levels: Mapping[str, str], kept: frozenset[str]) -> tuple[str, str] | None:
    """The level of the longest word of level at the beginning, else at the end, and what is left without it."""
    words = name.split()
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        first, last = _stopless(words[:length]), _stopless(words[-length:])
        if first in levels and first not in kept:
            rest = " ".join(words[length:])
            return levels[first], rest[match.end() :] if (match := _JOIN.match(rest)) else rest
        if last in _WORDS and last not in kept:
            return _WORDS[last], " ".join(words[:-length])
    return None


def _stopless(words: list[str]) -> str:
    return " ".join(word.rstrip(".") for word in words)


def readings(folded: str) -> list[Reading]:
    """Every way to read a folded name, the most literal first.

    "X, Y" and "X (Y)" mean X within Y; where Y is a word of level, "Buenos Aires (provincia)", it asks for that level.
    """
    text = " ".join(_NOISE.sub(" ", folded[:300]).split()).strip(" .,;-'")
    text = " ".join(_SHORTENED.get(word.rstrip("."), word) for word in text.split(" "))
    parts = [part.strip(" .'") for part in _PARTS.split(text) if part.strip(" .'")]
    asked = frozenset(_WORDS[part] for part in parts[1:] if part in _WORDS) - {""}
    within = tuple(part for part in parts[1:4] if part not in _WORDS)
    stages = _strip(parts[0]) if parts else []
    worded, lands = len(stages) > 1, _lands(stages)
    # "Bogotá, D.C." and "Tierra del Fuego, Antártida e Islas…" are names with a comma in them.
    joined = " ".join(" ".join(parts).replace(".", "").replace("-", " ").split())
    whole = [Reading(name, frozenset(), literal=worded) for name in dict.fromkeys((folded, text, joined)) if name]
    return whole + [
        Reading(name, levels | asked, within, depth, worded and depth == 0, lands if depth else frozenset())
        for depth, stage in enumerate(stages)
        for name, levels in _with_article(stage, parts[0])
    ]


def _lands(stages: list[tuple[str, frozenset[str]]]) -> frozenset[str]:
    """The countries of the words that were taken off."""
    if len(stages) < 2:
        return frozenset()
    said, left = f" {_stopless(stages[0][0].split())} ", f" {stages[-1][0]} "
    spoken = [lands for word, lands in _LANDS.items() if f" {word} " in said and f" {word} " not in left]
    return frozenset.intersection(*spoken) or frozenset.union(*spoken) if spoken else frozenset()


def _with_article(stage: tuple[str, frozenset[str]], whole: str) -> list[tuple[str, frozenset[str]]]:
    """ "Municipalidad de la Plata" is of La Plata and "Municipalidad del Carmen" of El Carmen as much as of Carmen."""
    name, levels = stage
    for before, article in _ARTICLES.items():
        if levels and whole.endswith(f" {before} {name}"):
            return [(f"{article} {name}", levels), stage]
    return [stage]


def apart(way: Reading) -> Iterator[Reading]:
    """The readings of "X de Y" as X within Y: "Belém do Pará", "Santiago de Chile"."""
    for join in _INNER_JOIN.finditer(way.name):
        left, right = way.name[: join.start()], way.name[join.end() :]
        yield replace(way, name=left, within=(right, *way.within), depth=way.depth + 1, literal=False)


def tails(name: str) -> list[str]:
    """What stands after each "de" of a folded name, the longest first: of "santiago de cali", "cali"."""
    return [name[join.end() :] for join in _INNER_JOIN.finditer(name)]
