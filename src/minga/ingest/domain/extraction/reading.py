"""Reading a text: sentence by sentence, each verb with its object and its subject, as a proposed claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from minga.ingest.domain.extraction.choosing import Named
from minga.ingest.domain.extraction.dates import When, dates
from minga.ingest.domain.extraction.gazetteer import Gazetteer, Place
from minga.ingest.domain.extraction.lexicon import Language, Phrases, Verb
from minga.ingest.domain.extraction.objects import Thing, things
from minga.ingest.domain.extraction.sentences import Deed, Sentence, deeds
from minga.kit.text import fold

BONDS = frozenset({"twinning", "agreement", "project"})
ORGANS = frozenset({"office", "directorate", "secretariat", "ministry", "agency", "focal_point", "delegation_abroad"})


@dataclass
class Party:
    """A territory as it stands in a sentence: its words, what governs them, and whether another name stood for it."""

    start: int
    end: int
    role: str
    place: Place
    others: tuple[Place, ...] = ()
    actor: str = ""
    said_before: bool = False
    joined: bool = False


@dataclass
class Act:
    """What a sentence says was done, before it is a proposal."""

    event: str
    code: str
    parties: list[Party]
    rule: str
    sentence: Sentence
    when: When | None = None
    thing: Thing | None = None
    deed: Deed | None = None
    counterparts: list[Party] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    known_areas: tuple[str, ...] = ()
    reach: int = 0
    from_sentence: Sentence | None = None


# So many characters after a government was named last nobody speaks of it any more without saying its name.
_FORGOTTEN_AFTER = 1000


@dataclass
class Memory:
    """What was spoken of before: subjects, instruments with whose they are, the last year, the last deed.

    named_at    where in the text a government was named last
    """

    parties: list[Party] = field(default_factory=list)
    fragment: Sentence | None = None
    everyone: list[Party] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    year: int | None = None
    enacted: When | None = None
    things: list[Thing] = field(default_factory=list)
    heads: dict[int, list[Party]] = field(default_factory=dict)
    named_at: int = 0

    def reach(self, sentence: Sentence) -> None:
        """Come to a sentence: forget what was spoken of too long before; keep where governments are named."""
        if sentence.stretch.start - self.named_at > _FORGOTTEN_AFTER:
            self.parties, self.everyone, self.acts, self.things = [], [], [], []
            self.fragment, self.year, self.enacted = None, None, None
        if any(named.chosen and not named.chosen.is_country for named in sentence.named):
            self.named_at = sentence.stretch.end


@dataclass(frozen=True)
class Reader:
    """What reading stands on: the gazetteer, the lexicon of the language, the words of areas, what goes with what."""

    gazetteer: Gazetteer
    language: Language
    areas: Phrases
    compatible: Mapping[str, frozenset[str]]
    country: str | None = None


def join_mates(sentence: Sentence, language: Language) -> None:
    """Let names that stand side by side know of each other: "Tarija, Salta y Antofagasta"."""
    run: list[Named] = []
    for named in sentence.named:
        if run and not _beside(run[-1].end, named.begin, sentence, language):
            run = []
        run.append(named)
        for mate in run:
            mate.mates = run


def _beside(end: int, begin: int, sentence: Sentence, language: Language) -> bool:
    little = language.words("and") | language.words("articles") | language.words("joining")
    # Years may stand between: "Madrid (1979), Luanda (1988)".
    said = [word for word in sentence.words[max(0, end) : begin] if not (word.text.isdecimal() and len(word.text) == 4)]
    between = [word.folded if word.low != "é" else "é" for word in said]  # "é" is a verb, "e" is none
    return (
        all(word in little for word in between)
        and (bool(between) or begin in sentence.breaks | sentence.dashes)
        and begin not in sentence.hard
    )


def complete(sentence: Sentence, text: str, reader: Reader, year: int | None) -> None:
    """Mark dates, deeds, instruments and stand-ins, once it is known which words are names."""
    language = reader.language
    taken = {place for named in sentence.named for place in range(named.begin, named.end)}
    sentence.dates = [one for one in dates(sentence.words, text, language, year) if one.start not in taken]
    taken |= {place for one in sentence.dates for place in range(one.start, one.end)}
    marked = [_as_verb(deed, sentence, language) for deed in deeds(sentence, language, taken)]
    sentence.deeds = [deed for deed in marked if deed]
    sentence.deeds = [
        deed
        for deed in sentence.deeds
        if not (
            _since_then(deed, sentence, language)
            or _is_quoted(deed, sentence, text)
            or _names_a_norm(deed, sentence, language)
            or _in_passing(deed, sentence, language)
        )
    ]
    starts = {deed.start for deed in sentence.deeds if deed.tense in ("part", "past")}
    starts |= {deed.start for deed in sentence.deeds if deed.event == "in_force" and language.code == "en"}
    sentence.deeds = [deed for deed in sentence.deeds if not (_may_help(deed) and {deed.end, deed.end + 1} & starts)]
    sentence.corefs = _corefs(sentence, language, taken)
    stops = taken | {place for deed in sentence.deeds for place in range(deed.start, deed.end)}
    stops |= {place for start, end, _kind in sentence.corefs for place in range(start, end)}
    sentence.things = things(sentence.words, language, stops, reader.areas, sentence.breaks)
    inside = {place for thing in sentence.things for place in range(thing.start, thing.end)}
    sentence.corefs = [one for one in sentence.corefs if one[0] not in inside]


def _since_then(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Desde su fundación en 1982": a noun that only dates."""
    lead = sentence.folded(deed.start - 2, deed.start)
    dates = deed.tense == "noun" and {*lead} & language.words("since") and {*lead} & language.words("poss")
    return bool(dates) and not (deed.event == "created" and deed.start == 2)


def _in_passing(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "No fue renovado *a su vencimiento*": a noun that only says when."""
    lead = sentence.folded(deed.start - 2, deed.start)
    ends = deed.tense == "noun" and deed.event == "discontinued" and len(lead) == 2
    return ends and lead[0] in language.words("at") and lead[1] in language.words("poss")


def _names_a_norm(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Pela lei de *reforma* administrativa de 2005": a noun that is what a law is called."""
    if deed.tense != "noun" or deed.event != "reformed" or deed.start < 2:
        return False
    after = sentence.words[deed.end : deed.end + 2]
    if len(after) == 2 and after[0].folded in language.words("of") and after[1].text.isdecimal():
        return sentence.words[deed.start - 2].folded in language.words("at")  # "suprimida en la reforma de 2017"
    norm = {rule.code for rule in language.heads.at(sentence.words, deed.start - 2)[1]} == {"law_or_competence"}
    return norm and sentence.words[deed.start - 1].folded in language.words("of")


def _is_quoted(deed: Deed, sentence: Sentence, text: str) -> bool:
    """Whether it stands in a short title in quotation marks: «Ciudad abierta»."""
    before = text[sentence.stretch.start : sentence.words[deed.start].start]
    after = text[sentence.words[deed.end - 1].end : sentence.stretch.end]
    for opening, closing in ("«»", "“”"):
        if before.rfind(opening) > before.rfind(closing) and -1 < after.find(closing) < 60:
            return True
    return False


def _may_help(deed: Deed) -> bool:
    """Whether it may only help another: "has" of "has opened"."""
    return deed.event == "in_force" and deed.end - deed.start == 1


def _as_verb(deed: Deed, sentence: Sentence, language: Language) -> Deed | None:
    """A deed by those of its readings that its place in the sentence allows; None where it allows none."""
    fitting = [one for one in deed.readings if _is_verb(one, sentence, language)]
    also = tuple(Verb(one.event, one.tense) for one in fitting[1:])
    return replace(fitting[0], also=also) if fitting else None


def _is_verb(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """Whether a form that is a noun as well stands as a verb: not after an article or "of"."""
    if deed.tense not in ("pres", "inf") or deed.end - deed.start > 1:
        return True
    before = sentence.folded(deed.start - 1, deed.start)[-1:] if deed.start else []
    if language.code == "en" and deed.tense == "inf":
        lasting = deed.event in ("in_force", "member") and bool(before)
        return before in (["to"], ["will"], ["and"]) or (
            lasting and before[0] not in language.words("articles") | language.words("of") | language.words("poss")
        )
    little = language.words("articles") | language.words("of") | language.words("poss") | language.words("at")
    if deed.tense == "inf":
        return True
    return not before or before[0] not in little


# "La primera ingresó en 1982": which of those who were named together.
_ORDINALS = {"first_of": 0, "second_of": 1, "last_of": -1}


def _corefs(sentence: Sentence, language: Language, taken: set[int]) -> list[tuple[int, int, str]]:
    found, place, of = [], 0, language.words("of")
    while place < len(sentence.words):
        end, kinds = (place, []) if place in taken else language.coref.at(sentence.words, place)
        if not kinds and language.code == "en":
            end, kinds = _with_people(sentence, place, language, taken)
        # "La asamblea de la Unión" is no stand-in: what follows says which.
        said = any(_is_of(spot, end, sentence, of) for spot in (end, end + 1))
        if kinds and kinds[0] in _ORDINALS and not any(0 <= deed.start - end <= 2 for deed in sentence.deeds):
            kinds = []  # "la primera oficina"
        if kinds and not said and not taken & set(range(place, end)):
            found.append((place, end, kinds[0]))
        place = max(end, place + 1)
    return found


def _is_of(place: int, end: int, sentence: Sentence, of: frozenset[str]) -> bool:
    """Whether "of" follows a stand-in, at once or after an adjective: "la ciudad alemana de Wolfsburgo"."""
    words = sentence.words
    if place >= len(words) or words[place].folded not in of or {*range(end, place + 1)} & sentence.breaks:
        return False
    return place == end or (place + 1 < len(words) and words[place + 1].capital and not words[end].capital)


def _with_people(sentence: Sentence, place: int, language: Language, taken: set[int]) -> tuple[int, list[Any]]:
    """ "The German state", "the Brazilian city": an adjective stands between the article and the noun."""
    words = sentence.words
    if words[place].folded != "the" or place + 2 >= len(words) or place + 1 in taken:
        return place, []
    if not words[place + 1].capital:
        return place, []
    end, kinds = language.coref.at([words[place], words[place + 2]], 0)
    return (place + 3, kinds) if end == 2 else (place, [])


def parties_of(sentence: Sentence, reader: Reader, memory: Memory) -> list[Party]:
    """The territories of a sentence in order, those that stand-ins mean included; countries are none."""
    marks: list[tuple[int, Any]] = [(named.begin, named) for named in sentence.named]
    marks += [(start, (start, end, kind)) for start, end, kind in sentence.corefs]
    found: list[Party] = []
    for _place, mark in sorted(marks, key=lambda pair: pair[0]):
        made = (
            _named_party(mark, sentence, reader, memory)
            if isinstance(mark, Named)
            else _meant(mark, sentence, reader, memory)
        )
        for party in made:
            # "Pasto e Ipiales … la ciudad": the first of a pair is meant sooner than its mate.
            party.joined = bool(found) and _beside(found[-1].end, party.start, sentence, reader.language)
        found += made
        memory.everyone += made
    return found


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
    return (
        named.begin < named.start
        and named.end in sentence.colons
        and any(other.begin >= named.end for other in sentence.named)
    )


def _meant(mark: tuple[int, int, str], sentence: Sentence, reader: Reader, memory: Memory) -> list[Party]:
    """The territories that a stand-in means: "la ciudad", "dicho departamento", "ambos gobiernos"."""
    start, end, kind = mark
    if kind == "both":
        parties = memory.parties if len(memory.parties) > 1 else memory.everyone[-2:]
    elif kind in _ORDINALS:
        named = memory.parties if len(memory.parties) > 1 else []
        parties = [named[_ORDINALS[kind]]] if len(named) > max(0, _ORDINALS[kind]) else []
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
            return role  # "del estado", "na cidade": one word holds both
    place = begin - 1
    while place >= 0 and sentence.words[place].folded in language.words("articles") and place not in sentence.breaks:
        place -= 1
    if place < 0 or place + 1 in sentence.breaks:
        return ""
    word = sentence.words[place].folded
    for role in ("with", "between", "by", "of", "at"):
        if word in language.words(role):
            return role
    return ""


def groups(parties: Sequence[Party], sentence: Sentence, language: Language) -> list[list[Party]]:
    """Parties that stand side by side under one word: "entre Pasto, Ipiales y Cúcuta"."""
    found: list[list[Party]] = []
    for party in parties:
        last = found[-1][-1] if found else None
        same = last and (
            party.start == last.start
            or (party.role == "of" and _once_more(last, party, sentence, language))
            or (party.role in ("", last.role) and _beside(last.end, party.start, sentence, language))
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


def _parted(group: list[Party], sentence: Sentence, language: Language) -> list[list[Party]]:
    """ "Tras la visita del alcalde de Lyon, Guayaquil firmó…": a comma alone does not join the last."""
    if len(group) < 2 or group[0].role == "" or group[-2].start == group[-1].start:
        return [group]
    joins = any(set(sentence.folded(one.end, other.start)) & language.words("and") for one, other in pairwise(group))
    if joins or not any(deed.start >= group[-1].end for deed in sentence.deeds):
        return [group]
    group[-1].role = ""
    return [group[:-1], group[-1:]]
