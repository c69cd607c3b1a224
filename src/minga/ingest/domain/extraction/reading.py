"""Reading a text: sentence by sentence, each verb with its object and its subject, as a proposed claim."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from minga.ingest.domain.extraction.choosing import Named
from minga.ingest.domain.extraction.dates import When, dates
from minga.ingest.domain.extraction.gazetteer import Gazetteer, Place
from minga.ingest.domain.extraction.lexicon import Language, Phrases, Verb
from minga.ingest.domain.extraction.objects import Thing, things
from minga.ingest.domain.extraction.sentences import Deed, Sentence, deeds

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

    enacted     the date of the norm whose title was read; `occasion` that of the news or the session that is told
    holders     what was said to hold the government that was named last: "Mérida, Yucatán"
    named_at    where in the text a government was named last
    """

    parties: list[Party] = field(default_factory=list)
    fragment: Sentence | None = None
    everyone: list[Party] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    year: int | None = None
    enacted: When | None = None
    occasion: When | None = None
    things: list[Thing] = field(default_factory=list)
    heads: dict[int, list[Party]] = field(default_factory=dict)
    named_at: int = 0
    holders: list[Place] = field(default_factory=list)

    def reach(self, sentence: Sentence) -> None:
        """Come to a sentence: forget what was spoken of too long before; keep where governments are named."""
        if sentence.stretch.start - self.named_at > _FORGOTTEN_AFTER:
            self.parties, self.everyone, self.acts, self.things = [], [], [], []
            self.fragment, self.year, self.enacted, self.occasion = None, None, None, None
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
        if run and not beside(run[-1].end, named.begin, sentence, language):
            run = []
        run.append(named)
        for mate in run:
            mate.mates = run


def beside(end: int, begin: int, sentence: Sentence, language: Language) -> bool:
    """Whether two names stand side by side: only "and", commas and years are between."""
    little = language.words("and") | language.words("articles") | language.words("joining") | language.words("since")
    # Years may stand between: "Madrid (1979), Luanda (1988)".
    said = [word for word in sentence.words[max(0, end) : begin] if not (word.text.isdecimal() and len(word.text) == 4)]
    between = [word.folded if word.low != "é" else "é" for word in said]  # "é" is a verb, "e" is none
    between = [word for word in between if word not in language.peoples]  # "and the Norwegian county of Rogaland"
    return (
        all(word in little for word in between)
        and (bool(between) or begin in sentence.breaks | sentence.dashes)
        and begin not in sentence.hard
    )


def complete(sentence: Sentence, text: str, reader: Reader, memory: Memory) -> None:
    """Mark dates, deeds, instruments and stand-ins, once it is known which words are names."""
    language = reader.language
    taken = {place for named in sentence.named for place in range(named.begin, named.end)}
    now = memory.occasion.first if memory.occasion else None
    told = dates(sentence.words, text, language, memory.year, now)
    sentence.dates = [one for one in told if one.start not in taken]
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
            or _as_which(deed, sentence, language)
            or _is_a_seat(deed, sentence, language)
            or _says_which_one(deed, sentence, language)
            or _says_what_for(deed, sentence, language)
        )
    ]
    starts = {deed.start for deed in sentence.deeds if deed.tense in ("part", "past")}
    starts |= {deed.start for deed in sentence.deeds if deed.event == "in_force" and language.code == "en"}
    sentence.deeds = [deed for deed in sentence.deeds if not (_may_help(deed) and {deed.end, deed.end + 1} & starts)]
    sentence.corefs = _corefs(sentence, language, taken)
    stops = taken | {place for deed in sentence.deeds for place in range(deed.start, deed.end)}
    stops |= {place for start, end, _kind in sentence.corefs for place in range(start, end)}
    sentence.things = things(sentence.words, language, stops, reader.areas, sentence.breaks)
    named = {thing.end for thing in sentence.things if thing.code in _WITH_YEARS and not thing.loose}
    sentence.dates = [
        replace(one, period=True) if one.start in named and _is_bare(one) else one for one in sentence.dates
    ]
    inside = {place for thing in sentence.things for place in range(thing.start, thing.end)}
    sentence.corefs = [one for one in sentence.corefs if one[0] not in inside]


# "Estrategia de Internacionalización 2020": the year is a part of the name of a plan.
_WITH_YEARS = frozenset({"cooperation_strategy", "ir_policy", "external_action_strategy", "programme"})


def _is_bare(one: When) -> bool:
    """Whether a date is a year alone, in no brackets."""
    return len(one.edtf) == 4 and not (one.bracketed or one.since or one.relative)


def _since_then(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Desde su fundación en 1982": a noun that only dates."""
    lead = sentence.folded(deed.start - 2, deed.start)
    alone = {*lead} & language.words("articles") and not {*sentence.folded(deed.end, deed.end + 1)} & language.words(
        "of"
    )
    dates = deed.tense == "noun" and {*lead} & language.words("since") and ({*lead} & language.words("poss") or alone)
    return bool(dates) and not (deed.event in ("created", "joined") and deed.start == 2)


def _in_passing(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "No fue renovado *a su vencimiento*": a noun that only says when."""
    lead = sentence.folded(deed.start - 2, deed.start)
    after = {*sentence.folded(deed.end, deed.end + 1)} & language.words("of")
    if deed.event in ("modal", "plan") and deed.tense == "part" and after and {*lead[-1:]} & language.words("at"):
        return True  # "*a propuesta de* la alcaldesa": by whom it was brought in
    ends = deed.tense == "noun" and deed.event == "discontinued" and len(lead) == 2
    return ends and lead[0] in language.words("at") and lead[1] in language.words("poss")


def _as_which(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Joined C40 *as a founding member*": in which quality another deed was done."""
    lead = {*sentence.folded(deed.start - 1, deed.start)}
    return deed.event == "member" and deed.tense == "state" and bool(lead & language.words("as_what"))


def _says_what_for(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Uma direção *voltada para* a diáspora", "encargada de…": a participle that says what an organ is for."""
    charged = deed.tense == "part" and sentence.words[deed.start].folded in language.words("charged")
    return charged and bool({*sentence.folded(deed.end, deed.end + 1)} & language.words("for"))


def _says_which_one(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Rhône-Alpes, a region *since merged* into a larger one": English, what became of a place in apposition."""
    place = deed.start - 1
    place -= bool({*sentence.folded(place, deed.start)} & language.words("adverbs"))
    if language.code != "en" or deed.tense != "past" or place < 1:
        return False
    return sentence.words[place - 1].folded in ("a", "an") and bool(language.levels.at(sentence.words, place)[1])


def _is_a_seat(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "La sede del foro": who is its seat is said in apposition alone, "San Juan, sede en 2010 de la cumbre"."""
    seat = deed.event == "held" and sentence.words[deed.start].folded in language.words("venue")
    seat = seat and not {*sentence.folded(deed.start - 1, deed.start)} & language.words("passive")
    return seat and deed.tense == "state" and deed.start not in sentence.breaks


def _names_a_norm(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Pela lei de *reforma* administrativa de 2005": a noun that is what a law is called."""
    if deed.tense != "noun" or deed.event != "reformed" or deed.start < 2:
        return False
    after = sentence.words[deed.end : deed.end + 2]
    if len(after) == 2 and after[0].folded in language.words("of") and after[1].text.isdecimal():
        # "Suprimida en la reforma de 2017", "extinta na reforma de 2013".
        return bool({*sentence.folded(deed.start - 2, deed.start)} & language.words("at"))
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
    first = sentence.words[deed.start]
    if deed.start and first.capital and first.folded in language.months:
        return None  # "on 28 May 2015"
    fitting = [one for one in deed.readings if _is_verb(one, sentence, language)]
    also = tuple(Verb(one.event, one.tense) for one in fitting[1:])
    return replace(fitting[0], also=also) if fitting else None


def _is_verb(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """Whether a form that is a noun as well stands as a verb: not after an article or "of"."""
    if deed.tense == "part" and deed.end - deed.start == 1 and _is_an_organ(deed, sentence, language):
        return False
    if deed.tense == "ger" and language.code == "en" and deed.end - deed.start == 1:
        led = {*sentence.folded(deed.start - 1, deed.start)}
        return not led & (language.words("articles") | language.words("definite"))  # "that *pioneering* link"
    if deed.tense not in ("pres", "inf") or deed.end - deed.start > 1:
        return True
    before = sentence.folded(deed.start - 1, deed.start)[-1:] if deed.start else []
    if language.code == "en" and any(
        language.is_of_twins(word) for word in sentence.folded(deed.start - 2, deed.start)
    ):
        return False  # "sister-city ties"
    if (
        language.code == "fr"
        and before == ["en"]
        and {*sentence.folded(deed.start - 2, deed.start - 1)} & language.words("whose_verb_follows")
    ):
        return True  # "il *en* conserve une"
    after = sentence.folded(deed.end, deed.end + 1)
    if language.code == "en" and deed.event == "plan" and deed.start and not {*after} & language.words("follows_plan"):
        return False  # "four action *plans* since 1989"
    if sentence.words[deed.start].folded in language.words("between") and not {*after} & language.words("at"):
        return False  # "entre associations"
    if language.code == "en" and deed.tense == "inf":
        lasting = deed.event in ("in_force", "member") and bool(before) and before != ["s"]  # "the city's *own* office"
        return before in (["to"], ["will"], ["would"], ["and"]) or (
            lasting and before[0] not in language.words("articles") | language.words("of") | language.words("poss")
        )
    little = language.words("articles") | language.words("of") | language.words("poss") | language.words("at")
    if deed.tense == "inf":
        return True
    return not before or before[0] not in little


def _is_an_organ(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """ "Existe un *negociado* de cooperación": a participle after an article that is the name of an organ as well."""
    led = {*sentence.folded(deed.start - 1, deed.start)} & language.words("articles")
    return bool(led) and bool(language.organs.at(sentence.words, deed.start)[1])


# "La primera ingresó en 1982": which of those who were named together.
ORDINALS = {"first_of": 0, "second_of": 1, "last_of": -1}


def _corefs(sentence: Sentence, language: Language, taken: set[int]) -> list[tuple[int, int, str]]:
    found, place, of = [], 0, language.words("of")
    ended = {named.end for named in sentence.named}
    while place < len(sentence.words):
        if sentence.words[place].folded not in language.begins_stand_in:
            place += 1
            continue
        end, kinds = (place, []) if place in taken else language.coref.at(sentence.words, place)
        end, kinds = (end, kinds) if kinds or place in taken else _of_whom_is_told(sentence, place, language)
        if not kinds and language.code == "en":
            end, kinds = _with_people(sentence, place, language, taken)
        if not kinds and place not in taken and _is_of_its_people(sentence, place, language):
            end, kinds = place + 2, ["people"]
        if not kinds:
            place += 1
            continue
        # "La asamblea de la Unión" is no stand-in: what follows says which.
        said = any(_is_of(spot, end, sentence, of) for spot in (end, end + 1))
        dated = any(0 <= one.start - end <= 1 and end in sentence.breaks for one in sentence.dates)
        if max(phrases.at(sentence.words, end - 1)[0] for phrases in (language.heads, language.organs)) > end:
            kinds = []  # "la asamblea anual de la red": an instrument
        dated = dated or bool(
            {*sentence.folded(end, end + 1)} & language.words("with")
        )  # "a primeira com Gifu, em 1982"
        if kinds and kinds[0] in ORDINALS and not dated and not any(0 <= d.start - end <= 2 for d in sentence.deeds):
            kinds = []  # "la primera oficina"
        if kinds and kinds[0] == "any" and _is_done_to(place, end, sentence, language):
            kinds = []  # "closed *it* in 1995", "let *it* lapse"
        if kinds and kinds[0] == "any" and {place, end} <= sentence.breaks and place in ended:
            kinds = []  # "La Ville de Genève, *elle*, a lancé": said for contrast alone
        if kinds and not said and not taken & set(range(place, end)):
            found.append((place, end, kinds[0]))
        place = max(end, place + 1)
    return found


def _of_whom_is_told(sentence: Sentence, place: int, language: Language) -> tuple[int, list[Any]]:
    """ "*Its mayor* travelled to Reims", "*su alcalde* firmó": who acts for a government stands for it."""
    if sentence.words[place].folded not in language.words("poss"):
        return place, []
    said = sentence.folded(place, place + 2)
    acting = len(said) == 2 and said[1] in language.words("actors")
    acting = acting and not language.heads.at(sentence.words, place + 1)[1]  # "su asamblea anual"
    return (place + 2, ["any"]) if acting else (place, [])


def _is_done_to(place: int, end: int, sentence: Sentence, language: Language) -> bool:
    """Whether a stand-in stands inside a deed or right behind one that is done to it: English, "closed it"."""
    if language.code != "en":
        return False
    return any(
        deed.start < place < deed.end or (deed.end == place and deed.event not in ("say", "plan", "modal"))
        for deed in sentence.deeds
    )


def _is_of_its_people(sentence: Sentence, place: int, language: Language) -> bool:
    """ "Valencia y Valencia… *la venezolana* creó": an article and the adjective of a country, right before a deed."""
    words = sentence.words
    if place + 2 >= len(words) or words[place].folded not in language.words("pronouns") or words[place + 1].capital:
        return False
    near = any(0 <= deed.start - place - 2 <= 1 for deed in sentence.deeds)
    return near and len(language.peoples.get(words[place + 1].folded, "")) == 2


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
    for after in (place + 2, place + 3):  # "the *South African* city"
        end, kinds = language.coref.at([words[place], words[after]], 0) if after < len(words) else (0, [])
        if end == 2 and after not in taken and not {*range(place + 1, after + 1)} & sentence.breaks:
            return after + 1, kinds
        if after >= len(words) or not words[after].capital:
            break
    return place, []
