"""Who is meant in a sentence: its names, stand-ins and adjectives as parties, in groups under one preposition."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from minga.ingest.domain.extraction.adjectives import Peopled
from minga.ingest.domain.extraction.choosing import Named
from minga.ingest.domain.extraction.lexicon import Language
from minga.ingest.domain.extraction.reading import ORDINALS, Memory, Party, Reader, beside
from minga.ingest.domain.extraction.sentences import Sentence
from minga.kit.text import fold


def parties_of(sentence: Sentence, reader: Reader, memory: Memory) -> list[Party]:
    """The territories of a sentence in order, those that stand-ins mean included; countries are none."""
    marks: list[tuple[int, Any]] = [(named.begin, named) for named in sentence.named]
    marks += [(start, (start, end, kind)) for start, end, kind in sentence.corefs]
    marks += [(one.place, one) for one in sentence.peopled if _stands_for_an_instrument(one, sentence, reader.language)]
    found: list[Party] = []
    for _place, mark in sorted(marks, key=lambda pair: pair[0]):
        if isinstance(mark, Peopled):
            made = [Party(mark.place, mark.place + 1, "of", mark.called.place)]
        elif isinstance(mark, Named):
            made = _named_party(mark, sentence, reader, memory)
        else:
            made = _meant(mark, sentence, reader, memory)
        for party in made:
            # "Pasto e Ipiales … la ciudad": the first of a pair is meant sooner than its mate.
            party.joined = bool(found) and beside(found[-1].end, party.start, sentence, reader.language)
        found += made
        memory.everyone += made
    return found


def _stands_for_an_instrument(one: Peopled, sentence: Sentence, language: Language) -> bool:
    """ "La neoleonesa fue cerrada": after an article and before a verb it is an instrument of that government.

    So is who acts in "la cooperación catalana", "a paradiplomacia paulista".
    """
    lead = sentence.folded(one.place - 1, one.place)
    if {*sentence.folded(one.place - 2, one.place)} & language.words("topics"):
        return True
    before_a_verb = any(one.place < deed.start <= one.place + 2 for deed in sentence.deeds)
    return bool(one.place and {*lead} & language.words("pronouns")) and before_a_verb


def _named_party(named: Named, sentence: Sentence, reader: Reader, memory: Memory) -> list[Party]:
    role = role_before(sentence, named.begin, reader.language)
    if named.chosen and "capital" in named.levels:
        # "La capital del Tolima" is a city of it that was named before.
        inside = [
            one for one in reversed(memory.everyone) if named.chosen.code in one.place.ancestors and one.place.is_local
        ]
        return [replace(one, start=named.begin, end=named.end, role=role, said_before=True) for one in inside[:1]]
    if named.chosen is None or named.chosen.is_country or _only_opens(named, sentence):
        return []
    return [Party(named.begin, named.end, role, named.chosen, named.others, named.actor)]


def _only_opens(named: Named, sentence: Sentence) -> bool:
    """ "Tres municipios de Sonsonate: Acajutla, Izalco…": what is named before a colon holds those after it."""
    return named.holds or (
        named.begin < named.start
        and named.end in sentence.colons
        and any(other.begin == named.end for other in sentence.named)
    )


def _meant(mark: tuple[int, int, str], sentence: Sentence, reader: Reader, memory: Memory) -> list[Party]:
    """The territories that a stand-in means: "la ciudad", "dicho departamento", "ambos gobiernos"."""
    start, end, kind = mark
    if kind == "both":
        parties = memory.parties if len(memory.parties) > 1 else memory.everyone[-2:]
    elif kind in ORDINALS:
        named = memory.parties if len(memory.parties) > 1 else []
        parties = [named[ORDINALS[kind]]] if len(named) > max(0, ORDINALS[kind]) else []
    else:
        party = _last_of(kind, _adjective(sentence, start, end), memory, reader.language)
        parties = [party] if party else []
    role = role_before(sentence, start, reader.language)
    return [replace(party, start=start, end=end, role=role, said_before=True) for party in parties]


def _adjective(sentence: Sentence, start: int, end: int) -> str:
    """The adjective in a stand-in or after it, folded: "the *German* state", "la ciudad *cordobesa*"; or nothing."""
    inner = [word for word in sentence.words[start:end] if word.capital and word.folded != "the"]
    after = [word for word in sentence.words[end : end + 1] if not word.capital and end not in sentence.breaks]
    return next((word.folded for word in (*inner, *after)), "")


def _last_of(kind: str, adjective: str, memory: Memory, language: Language) -> Party | None:
    def suits(party: Party) -> bool:
        return kind == "any" or (party.place.is_local if kind == "municipality" else party.place.is_middle)

    recent = (
        [*memory.parties, *reversed(memory.everyone)]
        if kind == "any"
        else [*reversed(memory.parties[:1]), *reversed(memory.everyone)]
    )
    fitting = [party for party in recent if suits(party)]
    fitting = [party for party in fitting if party.role != "with"] or fitting
    fitting = [party for party in fitting if not party.joined] or fitting
    akin = [party for party in fitting if len(adjective) > 3 and _akin(adjective, party, language)]
    return next(iter(akin or fitting), None)


def _akin(adjective: str, party: Party, language: Language) -> bool:
    """Whether an adjective is of a place's country, or made of its name: "cordobesa" of Córdoba."""
    if adjective in language.peoples:
        return language.peoples[adjective] in (party.place.country, party.place.code, *party.place.ancestors)
    return any(fold(word)[:4] == adjective[:4] for word in party.place.name.split() if len(word) > 3)


def role_before(sentence: Sentence, begin: int, language: Language) -> str:
    """What the word before a name makes of it: "with", "between", "by", "at", "of", or nothing."""
    for role in ("of", "by", "at"):
        if sentence.words[begin].folded in language.words(role):
            if role == "of" and _by_whose(sentence, begin, language):
                return "by"
            return role  # "del estado", "na cidade": one word holds both
    place = begin - 1
    if place > 0 and sentence.words[place].folded in language.peoples and place + 1 not in sentence.breaks:
        place -= 1  # "con la francesa Pau"
    while place >= 0 and sentence.words[place].folded in language.words("articles") and place not in sentence.breaks:
        place -= 1
    if place < 0 or place + 1 in sentence.breaks:
        return ""
    word = sentence.words[place].folded
    if word in language.words("such_as") and {*sentence.folded(place - 4, place)} & language.words("with"):
        return "with"  # "con ciudades como Milán"
    for role in ("with", "between", "by", "of", "at"):
        if word in language.words(role):
            # "A iniciativa del Ayuntamiento de Barcelona": by whom it was done.
            return "by" if role == "of" and _by_whose(sentence, place, language) else role
    return ""


def _by_whose(sentence: Sentence, place: int, language: Language) -> bool:
    return place > 4 and {*sentence.folded(place - 1, place)} <= language.words("by_whom")


def groups(parties: Sequence[Party], sentence: Sentence, language: Language) -> list[list[Party]]:
    """Parties that stand side by side under one word: "entre Pasto, Ipiales y Cúcuta"."""
    found: list[list[Party]] = []
    for party in parties:
        last = found[-1][-1] if found else None
        same = last and (
            party.start == last.start
            or (party.role == "of" and _once_more(last, party, sentence, language))
            or (party.role in ("", last.role) and beside(last.end, party.start, sentence, language))
        )
        if same and last:
            party.role = found[-1][0].role
            found[-1].append(party)
        else:
            found.append([party])
    return [part for group in found for part in _parted(group, sentence, language)]


def _once_more(last: Party, party: Party, sentence: Sentence, language: Language) -> bool:
    """ "Les villes de Bordeaux et de Québec": a plural holds both, though the preposition is said twice."""
    between = sentence.folded(last.end, party.start + 1)
    joins = {*between[:1]} <= language.words("and") and {*between[1:2]} <= language.words("of") and len(between) > 1
    return joins and last.start not in sentence.breaks and sentence.words[last.start].folded[-1] in "sx"


def _goes_on(place: int, sentence: Sentence, language: Language) -> bool:
    """Whether a word of small letters that is none of the little ones follows a name: it may be a verb."""
    if place >= len(sentence.words) or place in sentence.breaks:
        return False
    word = sentence.words[place]
    little = ("at", "of", "with", "by", "since", "and", "relatives", "function_words", "articles", "adverbs")
    return (
        word.text.islower() and len(word.text) > 3 and not any(word.folded in language.words(kind) for kind in little)
    )


def _parted(group: list[Party], sentence: Sentence, language: Language) -> list[list[Party]]:
    """ "Tras la visita del alcalde de Lyon, Guayaquil firmó…": a comma alone does not join the last."""
    if len(group) < 2 or group[0].role == "" or group[-2].start == group[-1].start:
        return [group]
    joins = any(set(sentence.folded(one.end, other.start)) & language.words("and") for one, other in pairwise(group))
    said = any(deed.start >= group[-1].end for deed in sentence.deeds) or _goes_on(group[-1].end, sentence, language)
    if joins or not said:
        return [group]
    group[-1].role = ""
    return [group[:-1], group[-1:]]
