"""Names of territories in a stretch of text: which words they are, what stands beside them, what is none."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from minga.ingest.domain.extraction.adjectives import Peopled, adjectives, governing, people_before
from minga.ingest.domain.extraction.choosing import Named, fits
from minga.ingest.domain.extraction.gazetteer import Called, Gazetteer
from minga.ingest.domain.extraction.lexicon import Language
from minga.ingest.domain.extraction.no_places import (
    Hit,
    goes_on,
    is_an_office,
    is_cited,
    is_common,
    is_in_a_title,
    led_by_other,
)
from minga.ingest.domain.extraction.tokens import Token, folded

_PARENT = re.compile(
    r"\s*(?:,\s*(?:en|in|na|no|nas|nos|em|au|aux|dans)?|\()\s*(?:el|la|los|las|the|o|a|os|as|le|les|l['’])?\s*",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:du|de|del|do|da|of|d['’])\s*(?:la\s+|l['’])?")
_ROMAN = re.compile(r"[IVXLCDM]+")


def names(
    text: str, words: Sequence[Token], gazetteer: Gazetteer, language: Language
) -> tuple[list[Named], list[Peopled]]:
    """The names of territories among some words of a text, not yet chosen; parents are taken up by what they hold.

    And the adjectives of territories that stand without a word of level, as in "la Agencia Andaluza".
    """
    spoken = [_without_level(hit, words, gazetteer, language) for hit in _hits(text, words, gazetteer)]
    hits = [
        hit
        for hit in spoken
        if (_is_territory(hit, text, words, language) and not _is_ordinary(hit, text, words, gazetteer, language))
        or _is_of_a_pair(hit, spoken, text, words, language)
    ]
    named_words = {place for hit in hits for place in range(hit.start, hit.end)}
    peopled = adjectives(words, gazetteer.adjectives, language, named_words)
    governments = [Hit(start, end, (called,)) for start, end, called in governing(peopled, words, language)]
    hits = sorted([*hits, *governments], key=lambda hit: hit.start)
    cities = any(word.folded in language.words("cities") or language.is_of_twins(word.folded) for word in words)
    hints = _hints(words, language) if hits else frozenset()
    found: list[Named] = []
    skip: set[int] = set()
    for place, hit in enumerate(hits):
        if place in skip:
            continue
        begin, levels, actor = _levels(words, hit.start, language)
        written = text[words[hit.start].start : words[hit.end - 1].end]
        named = Named(hit.start, hit.end, begin, hit.called, levels, actor, written=written)
        named.among_cities = cities
        named.hints = hints
        named.plural = _is_plural(words, begin, hit.start, levels, language)
        named.people = people_before(words, hit.start, language)
        named.partner = _is_partner(words, begin, language)
        named.homes = _homes(words, begin, hit.start, language)
        # In Spanish a province goes by the name of its capital as well: "Mendoza", "Salta".
        named.rather_a_town = 0.8 if language.code == "es" else 1.1
        named.that_of = _is_that_of(words, hit.start, language)
        named.with_article = language.code == "fr" and _after_an_article(words, hit.start)
        if language.code == "en":
            _with_level_behind(named, words, gazetteer, language)
        for after in range(place + 1, len(hits)):
            if not _takes_up(named, hits[after], text, words, last=hits[after - 1].end):
                break
            skip.add(after)
            named.end = max(named.end, hits[after].end)
        found.append(named)
    taken = {place for hit in governments for place in range(hit.start, hit.end)}
    return found, [one for one in peopled if one.place not in taken]


def _hits(text: str, words: Sequence[Token], gazetteer: Gazetteer) -> Iterator[Hit]:
    starts, ends = [word.start for word in words], [word.end for word in words]
    if not words:
        return
    base = words[0].start
    for begin, stop, called in gazetteer.spoken(folded(text[base : words[-1].end]), text[base : words[-1].end]):
        first, last = bisect_left(starts, begin + base), bisect_left(ends, stop + base)
        yield Hit(first, last + 1, called)


def _without_level(hit: Hit, words: Sequence[Token], gazetteer: Gazetteer, language: Language) -> Hit:
    """ "Provincia de Tierra del Fuego" is one place's whole name, but others of that name may be provinces as well."""
    start, levels = language.levels.at(words, hit.start)
    if start + 1 >= hit.end or not levels or words[start].folded not in language.words("of"):
        return hit
    bare = gazetteer.bearers(" ".join(word.folded for word in words[start + 1 : hit.end]))
    others = [called for called in bare if any(fits(called.place, str(level)) for level in levels)]
    middle = any(called.place.is_middle for called in hit.called) and any(called.place.is_middle for called in others)
    return Hit(start + 1, hit.end, (*hit.called, *others)) if middle else hit


def _is_territory(hit: Hit, text: str, words: Sequence[Token], language: Language) -> bool:
    first, last = words[hit.start], words[hit.end - 1]
    if not (first.capital and last.capital) or last.end - first.start < 3:
        return False
    if (hit.end - hit.start == 1 and is_common(words, hit.start, language)) or is_an_office(hit, words, language):
        return False
    if _is_in_a_network(hit, words, language):
        return False
    if first is last and first.text.isupper() and text[first.start - 1 : last.end + 1] == f"({first.text})":
        return False  # "la unidad de asuntos internacionales (URAI)"
    if first is last and language.says("labels", first) and text[last.end : last.end + 1] == ":":
        return False  # "Meta: crear una oficina"
    if is_cited(hit, text, words, language) or is_in_a_title(hit, text, words):
        return False
    return not (led_by_other(hit, text, words, language) or goes_on(hit, text, words, language))


def _is_ordinary(hit: Hit, text: str, words: Sequence[Token], gazetteer: Gazetteer, language: Language) -> bool:
    """Whether it is a number ("Región III"), or words that this text uses for something else than a place.

    What words of level stand before is a place all the same: "la ciudad de Cuenca".
    """
    first, last = words[hit.start], words[hit.end - 1]
    written = text[first.start : last.end]
    if _ROMAN.fullmatch(written):
        return True
    said = (
        (first.folded in gazetteer.ordinary or language.says("abstract", first))
        if first is last
        else written.lower() in text
    )
    return said and not _levels(words, hit.start, language)[1]


def _after_an_article(words: Sequence[Token], start: int) -> bool:
    return bool(start) and words[start - 1].folded in ("le", "la", "l", "du", "au")


def _is_in_a_network(hit: Hit, words: Sequence[Token], language: Language) -> bool:
    return any(
        meanings and end > hit.start
        for place in range(max(0, hit.start - 3), hit.end)
        for end, meanings in [language.networks.at(words, place)]
    )


def _hints(words: Sequence[Token], language: Language) -> frozenset[str]:
    """The level of which the adjectives of a stretch speak, where they speak of one only: "ley provincial".

    Of a network of regions provinces are members, whatever their capitals are called.
    """
    said = frozenset(
        kind for kind in ("municipality", "first") for word in words if word.folded in language.words(f"of_{kind}")
    )
    regions = any(
        word.folded in language.begins_regions and language.of_regions.at(words, place)[1]
        for place, word in enumerate(words)
    )
    said |= {"first"} if regions else frozenset()
    return said if len(said) == 1 else frozenset()


def _is_of_a_pair(hit: Hit, spoken: Sequence[Hit], text: str, words: Sequence[Token], language: Language) -> bool:
    """ "Comisión Sonora-Arizona", "jumelage Lyon–Milan": two names with a dash between after a bond."""
    around = text[max(0, words[hit.start].start - 1)], text[words[hit.end - 1].end : words[hit.end - 1].end + 1]
    if not {*around} & {"-", "–", "—"}:
        return False
    pairs = [(one, other) for one in spoken for other in spoken if one.end == other.start and hit in (one, other)]
    for first, second in pairs:
        dash = text[words[first.end - 1].end : words[second.start].start].strip() in ("-", "–", "—")
        lead = [
            meaning.code
            for spot in (1, 2)
            if first.start >= spot
            for meaning in language.heads.at(words, first.start - spot)[1]
        ]
        if language.code == "en":  # "the Cardiff–Lyon accord", "Lyon–Milan sister city pact"
            behind = range(second.end, min(second.end + 3, len(words)))
            lead += [meaning.code for spot in behind for meaning in language.heads.at(words, spot)[1]]
        if dash and words[first.start].capital and {"agreement", "twinning", "project"} & {*lead}:
            return True
    return False


def _is_partner(words: Sequence[Token], begin: int, language: Language) -> bool:
    place = begin - 1
    while place >= 0 and words[place].folded in language.words("articles"):
        place -= 1
    return place >= 0 and words[place].folded in language.words("with")


def _is_plural(words: Sequence[Token], begin: int, start: int, levels: Sequence[str], language: Language) -> bool:
    """Whether a word of level before a name speaks of several: "los municipios de", not "las autoridades de"."""
    said = words[begin].folded if begin < start and levels and levels[0] != "upper" else ""
    joins = language.words("of") | language.words("articles")
    # "Municipios de la provincia argentina de Santa Fe" too, not "las ciudades hermanas de".
    bare = all(
        words[place].folded in joins or words[place].folded in language.peoples or _is_a_level(words, place, language)
        for place in range(begin + 1, start)
    )
    twins = any(language.is_of_twins(word.folded) for word in words[max(0, begin - 1) : begin])
    return bare and not twins and said.endswith("s") and said not in language.words("singular")


def _is_that_of(words: Sequence[Token], start: int, language: Language) -> bool:
    """ "*La de* Antofagasta", "*celui du* Nord": a pronoun stands for a word of level, or for an instrument."""
    place = start - 1
    while place > 0 and start - place < 3 and words[place].folded in language.words("articles"):
        place -= 1
    return (
        place > 0
        and words[place].folded in language.words("of")
        and words[place - 1].folded in language.words("pronouns")
    )


def _is_a_level(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a word alone is of a level above towns: "provincia"."""
    end, levels = language.levels.at(words, place)
    return end == place + 1 and levels[0] not in ("municipality", "capital", "upper")


def _homes(words: Sequence[Token], begin: int, start: int, language: Language) -> frozenset[str]:
    """Where governments are called as the words before a name call it."""
    return frozenset(
        code for place in range(begin, start) for codes in language.homes.at(words, place)[1] for code in codes
    )


def _levels(words: Sequence[Token], start: int, language: Language) -> tuple[int, tuple[str, ...], str]:
    """Where the words of level before a name begin, what they ask for, and who acts ("gobernador")."""
    begin, levels, actor = start, list[str](), ""
    joins = language.words("of") | language.words("articles")
    while True:
        place = begin
        while place > 0 and begin - place < 3 and words[place - 1].folded in joins:
            place -= 1
        found, meanings = language.levels.ending(words, place)
        adjective = place < begin and place > 1 and not words[place - 1].capital
        adjective = adjective and not language.is_of_twins(words[place - 1].folded)  # "Cidades-irmãs de Fortaleza"
        little = any(words[max(0, place - 1)].folded in language.words(name) for name in ("and", "by", "with", "at"))
        if not meanings and adjective and not little:
            # One adjective may stand between: "la ciudad alemana de Solingen".
            found, meanings = language.levels.ending(words, place - 1)
            meanings = [] if found == place - 1 else meanings
        # "Para atraer capitales, Risaralda…": a comma parts them.
        apart = any(words[spot + 1].start - words[spot].end > 1 for spot in range(found, begin))
        apart = apart and any(words[spot].folded not in joins for spot in (begin - 1, found))
        if not meanings or apart or words[begin].start - words[found].start > 60:
            return begin, tuple(dict.fromkeys(levels)), actor
        begin = found
        levels = (
            levels or [meanings[0]]
            if meanings[0] == "upper"
            else [*(levels if levels != ["upper"] else []), meanings[0]]
        )
        levels = levels[:1]
        actor = next((word.folded for word in words[found:place] if word.folded in language.words("actors")), actor)


def _with_level_behind(named: Named, words: Sequence[Token], gazetteer: Gazetteer, language: Language) -> None:
    """ "Nagpur *Municipal Corporation*", "Dublin *City Council*": English, what kind of government it is follows."""
    start = named.end - 1 if named.end - named.start > 1 and language.levels.at(words, named.end - 1)[1] else named.end
    end, levels = language.levels.at(words, start) if start < len(words) else (start, [])
    if not levels or end <= named.end or not words[named.end].capital or words[end - 1].folded == "county":
        return  # "Nairobi City County" is a name of its own
    if start < named.end:  # "Dublin City" is a county, "Dublin City Council" the city's
        bare = gazetteer.bearers(" ".join(word.folded for word in words[named.start : start]))
        named.candidates = (*named.candidates, *bare)
    named.end = end
    named.homes = named.homes | _homes(words, start, end, language)
    named.levels = named.levels or (str(levels[0]),)


def _takes_up(named: Named, parent: Hit, text: str, words: Sequence[Token], *, last: int) -> bool:
    """Let a name take up what is said to hold it, where it does: "Manizales, Caldas", "León, en Nicaragua"."""
    if (
        parent.end < len(words)
        and words[parent.end].text == "s"
        and words[parent.end].start == words[parent.end - 1].end + 1
    ):
        return False  # "Turku, *Finland's* former capital"
    between = text[words[last - 1].end : words[parent.start].start]
    of_country = _OF.fullmatch(between) and any(called.place.is_country for called in parent.called)
    if not (_PARENT.fullmatch(between) or of_country):
        return False
    codes = frozenset(
        called.place.code for called in parent.called if not called.place.is_local or called.place.has_seat
    )
    inside = [called for called in named.candidates if codes & {*called.place.ancestors}]
    if named.levels and named.levels != ("upper",):
        # "Los departamentos de Nariño, Antioquia y…": a list, not a town called Nariño in Antioquia.
        inside = [called for called in inside if all(fits(called.place, level) for level in named.levels)]
    if inside and (_is_its_neighbour(named, parent, inside) or _are_cities_in_a_row(named, parent, inside)):
        return False
    if inside:
        named.within = (*named.within, codes)
        named.holders = (*named.holders, *(one.place for one in parent.called if one.place.is_middle))
        return True
    return _pairs(named, parent, text, words)


def _is_its_neighbour(named: Named, parent: Hit, inside: Sequence[Called]) -> bool:
    """ "Jalisco, Chiapas y el Estado de México": two states side by side, whatever hamlet the second has."""
    if any(called.place.size > 50_000 or called.place.is_government for called in inside):
        return False
    homes = {called.place.country for called in parent.called if called.place.is_middle}
    return any(called.place.is_middle and called.place.country in homes for called in named.candidates)


def _are_cities_in_a_row(named: Named, parent: Hit, inside: Sequence[Called]) -> bool:
    """ "Bruselas, Madrid, Nueva York": two great cities side by side, whatever hamlet is called like the first."""
    great = max((called.place.size for called in named.candidates if called.official), default=0)
    city = any(called.place.is_local and called.place.size > 500_000 for called in parent.called)
    return city and not named.levels and great > 100 * max(called.place.size + 1_000 for called in inside)


def _pairs(named: Named, parent: Hit, text: str, words: Sequence[Token]) -> bool:
    """ "Bogotá, Cundinamarca" among other such pairs: the second does not hold the first, so it may be meant itself."""
    begin, end = words[named.begin].start, words[parent.end - 1].end
    before = text[max(0, begin - 8) : begin].rstrip()[-1:]
    after = text[end : end + 8].lstrip()[:1]
    countries = {called.place.country for called in named.candidates if called.place.size > 50_000}
    firsts = [found.place for found in parent.called if found.place.is_middle and found.place.country in countries]
    if before == ";" and after in (";", ",", ".", "") and firsts:
        named.paired = tuple(firsts[:1])
        return True
    return False
