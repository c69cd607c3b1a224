"""Who is meant in a sentence: its names, stand-ins and adjectives as parties, in groups under one preposition."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from minga.ingest.domain.extraction.adjectives import Peopled
from minga.ingest.domain.extraction.choosing import Named
from minga.ingest.domain.extraction.lexicon import Language
from minga.ingest.domain.extraction.reading import BONDS, ORDINALS, Memory, Party, Reader, beside
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
            made = _meant(mark, found, sentence, reader, memory)
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
    if named.chosen and ("capital" in named.levels or _says_where(named, sentence, reader.language)):
        # "La capital del Tolima" is a city of it that was named before, in apposition the one before it.
        inside = [
            one for one in reversed(memory.everyone) if named.chosen.code in one.place.ancestors and one.place.is_local
        ]
        return [replace(one, start=named.begin, end=named.end, role=role, said_before=True) for one in inside[:1]]
    if named.chosen is None or named.chosen.is_country or _only_opens(named, sentence):
        return []
    if _names_a_prize(named, role, sentence, reader.language):
        return []
    memory.holders = [one for one in named.holders if one.code in named.chosen.ancestors] or memory.holders
    return [Party(named.begin, named.end, role, named.chosen, named.others, named.actor)]


def _says_where(named: Named, sentence: Sentence, language: Language) -> bool:
    """ "La Plata, *capital de la provincia de* Buenos Aires": a town of it is meant, not the province itself."""
    town = sentence.words[named.begin].folded in language.words("towns")
    middle = bool(named.levels) and named.levels[0] not in ("municipality", "upper", "capital")
    between = range(named.begin + 1, named.start)
    joined = any(language.levels.at(sentence.words, place)[1] for place in between)
    return town and middle and joined and named.chosen is not None and named.chosen.is_middle


def _names_a_prize(named: Named, role: str, sentence: Sentence, language: Language) -> bool:
    """ "O prémio *Guangzhou*", "the *Guangzhou* Award": a town that is what a prize is called."""
    prizes = [one for one in sentence.things if one.code == "award"]
    if language.code == "en":
        led = {*sentence.folded(named.begin - 1, named.begin)} & language.words("articles")
        return bool(led) and any(one.start == named.end for one in prizes)
    bare = role == "" and named.begin == named.start and named.begin not in sentence.breaks
    return bare and any(one.end == named.begin for one in prizes)


def _only_opens(named: Named, sentence: Sentence) -> bool:
    """ "Tres municipios de Sonsonate: Acajutla, Izalco…": what is named before a colon holds those after it."""
    return named.holds or (
        named.begin < named.start
        and named.end in sentence.colons
        and any(other.begin == named.end for other in sentence.named)
    )


def _meant(
    mark: tuple[int, int, str], found: Sequence[Party], sentence: Sentence, reader: Reader, memory: Memory
) -> list[Party]:
    """The territories that a stand-in means: "la ciudad", "dicho departamento", "ambos gobiernos".

    `found` are those of the sentence before it: who acts there is meant sooner than who acted in the one before.
    """
    start, end, kind = mark
    pair = _last_pair(found)
    if kind == "both":
        here = list({party.place.code: party for party in found}.values())[-2:]
        parties = here if len(here) > 1 else memory.parties if len(memory.parties) > 1 else memory.everyone[-2:]
    elif kind in ORDINALS and len(pair) > 1:
        parties = [pair[ORDINALS[kind]]]  # "A et B ont signé un accord ; *la seconde* l'a dénoncé"
    elif kind in ORDINALS:
        here = list({party.place.code: party for party in found if party.role == "" and not party.said_before}.values())
        named = here if len(here) == 2 else memory.parties if len(memory.parties) > 1 else []
        parties = [named[ORDINALS[kind]]] if len(named) > max(0, ORDINALS[kind]) else []
    elif kind == "people":
        said = sentence.words[start + 1].folded
        parties = [p for p in (*reversed(found), *reversed(memory.everyone)) if _akin(said, p, reader.language)][:1]
    elif kind == "seat":
        parties = _seat(memory, reader)
    else:
        adjective = _adjective(sentence, start, end)
        if adjective and _is_seat_of(adjective, mark, sentence, memory, reader.language):
            return [replace(party, start=start, end=end, said_before=True) for party in _seat(memory, reader)]
        told = _told_here(mark, adjective, found, sentence, reader.language)
        acting = [party for party in found if party.role == "" and not party.joined and not _is_object(party, sentence)]
        party = told or _last_of(kind, adjective, acting, memory, reader.language)
        if party is None and kind == "first" and memory.holders:
            party = Party(start, end, "", memory.holders[-1])  # "Mérida, Yucatán, creó… *El gobierno del estado* abrió"
        parties = [party] if party else []
    role = role_before(sentence, start, reader.language)
    return [replace(party, start=start, end=end, role=role, said_before=True) for party in parties]


def _is_object(party: Party, sentence: Sentence) -> bool:
    """ "The city added *Turin* in 2005, and its mayor…": right behind a deed a name is what was done, not who did."""
    return any(0 <= party.start - deed.end <= 1 and deed.tense in ("past", "pres") for deed in sentence.deeds)


def _last_pair(found: Sequence[Party]) -> list[Party]:
    """The parties of a sentence that were named last, side by side."""
    pair: list[Party] = []
    for party in found:
        pair = [*pair, party] if party.joined and pair else [party]
    return pair if pair and pair[0].role in ("", "between") else []


def _told_here(
    mark: tuple[int, int, str], adjective: str, found: Sequence[Party], sentence: Sentence, language: Language
) -> Party | None:
    """Whom its own sentence has told of: "Quant à Dakar, *elle* a…", "En Wallonie, *le Parlement* a…"."""
    start, end, kind = mark
    if found and _is_in_apposition(start, end, found[-1], sentence) and _suits(found[-1], kind):
        return found[-1]  # "San José, *la capital costarricense*, pertenece desde 2015"
    if not found or adjective in language.peoples:
        return None
    first = found[0]
    if not _suits(first, kind) or start <= first.end - 1:
        return None
    topic = first.role == "" and first.start > 0 and bool({*sentence.folded(0, first.start)} & language.words("as_for"))
    told = any(first.end <= deed.start < start for deed in sentence.deeds)
    pronoun = end - start == 1 and first.role == "" and told and len({one.place.code for one in found}) == 1
    fronted = first.role == "at" and first.start < 5 and {first.end, start} & sentence.breaks and start - first.end < 2
    plain = bool({*sentence.folded(start, end)} & language.words("plain_places")) or end - start == 1
    return first if topic or pronoun or (fronted and not plain) else None


def _is_in_apposition(start: int, end: int, last: Party, sentence: Sentence) -> bool:
    """Whether a stand-in follows a name between two commas, one adjective after it at most."""
    named = any(one.end == last.end for one in sentence.named)
    return named and last.end == start and start in sentence.breaks and bool({end, end + 1} & sentence.breaks)


def _is_seat_of(
    adjective: str, mark: tuple[int, int, str], sentence: Sentence, memory: Memory, language: Language
) -> bool:
    """ "La capital *tolimense*": of the department that was told of, not a town told of before."""
    capital = bool({*sentence.folded(mark[0], mark[1])} & {"capital", "capitale"})
    holders = [party for party in (*memory.parties, *memory.everyone) if party.place.is_middle]
    whose = language.peoples.get(adjective, "")
    own = [p for p in memory.everyone if p.place.is_local and _akin(adjective, p, language)]
    own = [p for p in own if whose in ("", p.place.code)] if "-" in whose else own
    return capital and not own and any(_akin(adjective, party, language) for party in holders)


def _seat(memory: Memory, reader: Reader) -> list[Party]:
    """ "La capital provincial": the city that bears its name, or one told of that lies in it."""
    for holder in [party for party in (*memory.parties, *reversed(memory.everyone)) if party.place.is_middle]:
        called = [
            one.place
            for one in reader.gazetteer.bearers(fold(holder.place.name))
            if one.place.is_local and one.place.is_government and holder.place.code in one.place.ancestors
        ]
        if called:
            return [replace(holder, place=max(called, key=lambda place: place.size), others=())]
        inside = [p for p in reversed(memory.everyone) if p.place.is_local and holder.place.code in p.place.ancestors]
        if inside:
            return inside[:1]
    return []


def _suits(party: Party, kind: str) -> bool:
    return kind == "any" or (party.place.is_local if kind == "municipality" else party.place.is_middle)


def _adjective(sentence: Sentence, start: int, end: int) -> str:
    """The adjective in a stand-in or after it, folded: "the *German* state", "la ciudad *cordobesa*"; or nothing."""
    inner = [word for word in sentence.words[start + 1 : end] if word.capital]  # "La" that opens a sentence is none
    after = [word for word in sentence.words[end : end + 1] if not word.capital and end not in sentence.breaks]
    if len(inner) > 1:
        return " ".join(word.folded for word in inner)  # "the *South African* city"
    return next((word.folded for word in (*inner, *after)), "")


def _last_of(kind: str, adjective: str, acting: Sequence[Party], memory: Memory, language: Language) -> Party | None:
    """Who is meant by a stand-in of a kind: `acting` are those who act in its sentence before it."""
    recent = [*acting[-1:], *(memory.parties if kind == "any" else memory.parties[:1]), *reversed(memory.everyone)]
    fitting = [party for party in recent if _suits(party, kind)]
    akin = [party for party in fitting if len(adjective) > 3 and _akin(adjective, party, language)]
    own = [party for party in akin or fitting if party.role != "with"]
    fitting = own if own or kind == "any" else akin or fitting  # "it" is no partner
    fitting = [party for party in fitting if not party.joined] or fitting
    return next(iter(fitting), None)


def _akin(adjective: str, party: Party, language: Language) -> bool:
    """Whether an adjective is of a place's country, or made of its name: "cordobesa" of Córdoba."""
    if adjective in language.peoples:
        return language.peoples[adjective] in (party.place.country, party.place.code, *party.place.ancestors)
    return any(fold(word)[:4] == adjective[:4] for word in party.place.name.split() if len(word) > 3)


def role_before(sentence: Sentence, begin: int, language: Language) -> str:
    """What the word before a name makes of it: "with", "between", "by", "at", "of", or nothing."""
    for role in ("of", "by", "at"):
        article = language.says("articles", sentence.words[begin])  # "*a* cidade" is no "*à* cidade"
        if sentence.words[begin].folded in language.words(role) and not (role == "at" and article):
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
    if place in sentence.breaks and language.says("articles", sentence.words[place]):
        return ""  # Portuguese, ", *a* prefeitura aderiu"
    word = sentence.words[place].folded
    if word in language.words("apart_from"):
        return "except"  # "hors Québec"
    if word in language.words("such_as") and {*sentence.folded(place - 4, place)} & language.words("with"):
        return "with"  # "con ciudades como Milán"
    for role in ("with", "between", "by", "of", "at"):
        if word in language.words(role):
            if _is_topic(sentence, place, role, language):
                return ""
            # "A iniciativa del Ayuntamiento de Barcelona": by whom it was done.
            return "by" if role == "of" and _by_whose(sentence, place, language) else role
    return ""


def _is_topic(sentence: Sentence, place: int, role: str, language: Language) -> bool:
    """ "*Quant à* Dakar, elle…", "*en cuanto a* Quito": of whom is spoken now."""
    return role in ("at", "of") and bool({*sentence.folded(place - 1, place)} & language.words("as_for")) and place > 0


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
    if last.role in ("", "with") and _and_that_of(between, language):
        return True
    joins = {*between[:1]} <= language.words("and") and {*between[1:2]} <= language.words("of") and len(between) > 1
    if not joins or last.start in sentence.breaks:
        return False
    # "À l'initiative de Dakar et de Bamako", "el convenio de Pasto y de Tulcán"
    bonds = language.heads.ending(sentence.words, max(0, last.start - 1))[1]
    several = last.role == "by" or any(rule.code in BONDS for rule in bonds)
    return several or sentence.words[last.start].folded[-1] in "sx"


def _and_that_of(between: Sequence[str], language: Language) -> bool:
    """ "La mairie de Brazzaville *et celle de* Pointe-Noire ont signé": one more of the same level."""
    orders = (language.words("and"), language.words("pronouns"), language.words("of"))
    return len(between) in (3, 4, 5) and all(word in words for word, words in zip(between, orders, strict=False))


def _goes_on(place: int, sentence: Sentence, language: Language) -> bool:
    """Whether a word of small letters that is none of the little ones follows a name: it may be a verb."""
    if place >= len(sentence.words) or place in sentence.breaks:
        return False
    word = sentence.words[place]
    little = ("at", "of", "with", "by", "since", "and", "relatives", "function_words", "articles", "adverbs")
    return (
        word.text.islower() and len(word.text) > 3 and not any(word.folded in language.words(kind) for kind in little)
    )


def _acts(party: Party, sentence: Sentence, language: Language) -> bool:
    """ "Está geminado com Sines, e *a Huíla pretende* abrir…": a verb right behind the last of a list is its own."""
    alone = bool({*sentence.folded(party.start - 2, party.start)} & language.words("and"))
    finite = ("pres", "fut", "past", "state") if language.code != "en" else ("fut", "state", "pres", "past")
    deed = next((one for one in sentence.deeds if 0 <= one.start - party.end <= 1), None)
    return alone and deed is not None and deed.tense in finite and deed.start not in sentence.breaks


def _parted(group: list[Party], sentence: Sentence, language: Language) -> list[list[Party]]:
    """ "Tras la visita del alcalde de Lyon, Guayaquil firmó…": a comma alone does not join the last."""
    if len(group) < 2 or group[0].role == "" or group[-2].start == group[-1].start:
        return [group]
    if group[0].role == "with" and _acts(group[-1], sentence, language):
        group[-1].role = ""
        return [group[:-1], group[-1:]]
    if group[0].said_before and group[0].start < 3 and group[1].start - group[0].end < 2 and len(group) > 2:
        for party in group[1:]:
            party.role = ""
        return [group[:1], group[1:]]  # "Na mesma província, *o Lobito e Sines* celebraram…"
    joins = any(set(sentence.folded(one.end, other.start)) & language.words("and") for one, other in pairwise(group))
    said = any(deed.start >= group[-1].end for deed in sentence.deeds) or _goes_on(group[-1].end, sentence, language)
    if joins or not said:
        return [group]
    group[-1].role = ""
    return [group[:-1], group[-1:]]
