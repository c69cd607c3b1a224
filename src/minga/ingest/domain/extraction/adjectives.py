"""Governments called by an adjective: "el gobierno vasco", "Flemish government", "la Agencia Andaluza"."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from minga.ingest.domain.extraction.choosing import fits
from minga.ingest.domain.extraction.gazetteer import Called
from minga.ingest.domain.extraction.lexicon import Language
from minga.ingest.domain.extraction.tokens import Token


@dataclass(frozen=True)
class Peopled:
    """An adjective of a territory at a word: `called` is whose it is."""

    place: int
    called: Called


def adjectives(
    words: Sequence[Token], known: Mapping[str, Called], language: Language, taken: Collection[int]
) -> list[Peopled]:
    """Every adjective of a territory among some words, outside names. None where it only says which place is meant."""
    found = []
    for place, word in enumerate(words if known else ()):
        called = known.get(word.folded)
        if called and place not in taken and not _leads_on(words, place, language):
            found.append(Peopled(place, called))
    return found


def _leads_on(words: Sequence[Token], place: int, language: Language) -> bool:
    """ "La ciudad bonaerense de Morón", "la andaluza Sevilla": the name follows, the adjective says where it lies."""
    after = place + 1
    while after < len(words) and words[after].folded in language.words("of") | language.words("articles"):
        after += 1
    led = after < len(words) and words[after].capital and words[after].start - words[after - 1].end == 1
    known = (language.organs, language.heads, language.levels)
    return led and not words[place].capital and not any(phrases.at(words, after)[1] for phrases in known)


def governing(
    found: Sequence[Peopled], words: Sequence[Token], language: Language
) -> Iterator[tuple[int, int, Called]]:
    """Those that stand beside a word of level that fits: where the name begins and ends, and whose it is."""
    for one in found:
        if language.code == "en":
            end, levels = language.levels.at(words, one.place + 1) if one.place + 1 < len(words) else (0, [])
        else:
            end, (_start, levels) = one.place + 1, language.levels.ending(words, one.place)
        if levels and all(level == "upper" or _is_at(one.called, str(level)) for level in levels[:1]):
            yield one.place, end, one.called


def _is_at(called: Called, level: str) -> bool:
    """Whether a word of level may be of a place; its capital is another one."""
    return level != "capital" and fits(called.place, level)


def people_before(words: Sequence[Token], start: int, language: Language) -> str:
    """The code of whose adjective leads in a name: "la ciudad *peruana* de Piura", "*German* state of Hesse"; or ""."""
    place = start - 1
    while place > 0 and words[place].folded in language.words("of") | language.words("articles"):
        place -= 1
    if place < 0 or words[start].start - words[place].end > 8:
        return ""
    spots = (place - 1, place) if language.code == "en" else (place,)
    said = [words[spot].folded for spot in spots if spot >= 0]
    return next((language.peoples[word] for word in said if word in language.peoples), "")
