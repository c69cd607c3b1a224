"""Who acts where a pronoun or no government does: what "who" stands for, an embassy, a country."""

from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, Party
from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed
from minga.ingest.domain.extraction.voice import helpers

# Words that may stand between a pronoun and its verb, by list of the lexicon.
_LITTLE = ("adverbs", "negations", "at", "of", "articles", "since", "means", "before", "later")
# So many words a noun may stand before what is said of it: "la Universidad Nacional de Cuyo, que…".
_FAR = 6


def who_before(deed: Deed, scene: Scene) -> int | None:
    """Where the "who" or "which" stands whose verb a deed is, with dates and small words between; or None."""
    language, place = scene.reader.language, deed.start - 1
    dated = {spot for one in scene.sentence.dates for spot in range(one.start - 1, one.end)}
    months = language.words("months")
    while place >= 0 and deed.start - place < 10:
        word = scene.words[place]
        if word in language.words("who"):
            return place
        small = (
            word in helpers(scene.reader.language)
            or word in months
            or any(word in language.words(name) for name in _LITTLE)
        )
        if not (small or place in dated or word in ("se", "s", "l", "le", "les", "lo", "la")):
            return None
        place -= 1
    return None


def antecedent(deed: Deed, scene: Scene) -> list[Party]:
    """ "…con la región de Kédougou, *que* creó en 2010 una agencia": whom "who" stands for, where it is named."""
    who = who_before(deed, scene)
    if who is None or deed.tense in ("noun", "inf", "ger"):
        return []
    near = [group for group in scene.groups if group[-1].end == who]
    if not near or not any(deed.end <= thing.start for thing in scene.sentence.things):
        return []  # "el hermanamiento con Vigo, que firmó en 1990": that is what was signed
    group = near[-1]
    bonds = [t for t in scene.sentence.things if 0 <= group[0].start - t.end <= 2]
    if group[0].role == "at" or (group[0].role == "of" and bonds):
        return []  # "la oficina de Madrid, que…", "el foro de Quito, que…": where it is
    if group[0].role == "with" and bonds and deed.event == "signed" and bonds[-1].code in BONDS:
        return []
    return group[-1:] if group[0].role in ("with", "of", "by") else group


def is_of_a_body(deed: Deed, scene: Scene) -> bool:
    """ "La embajada, *que* desde 2010 financia un programa": what "who" stands for is no government."""
    who = who_before(deed, scene)
    if who is None:
        return False
    bodies, little = scene.reader.language.bodies, ("of", "articles")
    for place in range(who - 1, max(-1, who - 1 - _FAR), -1):
        firm = scene.has("firms", place, place + 1) and not scene.sentence.words[place].capital
        end = bodies.at(scene.sentence.words, place)[0] if not firm else place + 1
        if end > place:
            between = scene.sentence.words[end + 1 : who]  # one adjective may follow: "la embajada francesa"
            return all(
                word.capital or any(word.folded in scene.reader.language.words(name) for name in little)
                for word in between
            )
    return False


def is_told_in_passing(group: list[Party], deed: Deed, scene: Scene) -> bool:
    """ "Encarnación, *a la que solo el Paraná separa de Posadas*, se hermanó": a clause between commas, of another."""
    language, breaks = scene.reader.language, scene.sentence.breaks
    opened = max([place for place in breaks if place <= group[0].start], default=0)
    closed = min([place for place in breaks if place >= group[-1].end], default=len(scene.words))
    if not opened or closed > deed.start or {*range(opened, deed.start + 1)} & scene.sentence.hard:
        return False
    leads = scene.words[opened : min(opened + 4, group[0].start)]
    before = any(g[0].role == "" and g[-1].end <= opened for g in scene.groups)
    return before and any(word in language.words("relatives") for word in leads) and _has_a_verb(opened, closed, scene)


def _has_a_verb(start: int, end: int, scene: Scene) -> bool:
    """Whether a clause holds a word that may be its verb: no name, date, adjective of a country or little word."""
    language = scene.reader.language
    known = {p for g in scene.groups for party in g for p in range(party.start, party.end)}
    known |= {p for one in scene.sentence.dates for p in range(one.start - 1, one.end)}
    little = (*_LITTLE, "of", "relatives", "function_words", "poss", "and")
    return any(
        place not in known
        and word not in language.peoples
        and (len(word) > 3 or word in helpers(scene.reader.language))
        and not any(word in language.words(name) for name in little)
        for place, word in enumerate(scene.words[start:end], start)
    )


def is_of_a_noun(deed: Deed, scene: Scene) -> bool:
    """ "Donó plantas *que se instalaron* en Muisne": what "who" stands for is named, and is none of the field."""
    who = who_before(deed, scene)
    if who is None or who < 1 or scene.reader.language.code == "en":
        return False
    word, language = scene.sentence.words[who - 1], scene.reader.language
    told = any(thing.start < who <= thing.end for thing in scene.sentence.things)
    told = told or any(party.start < who <= party.end for group in scene.groups for party in group)
    told = told or any(start < who <= end for start, end, _kind in scene.sentence.corefs)
    told = told or any(one.start < who <= one.end for one in scene.sentence.dates)
    told = told or any(one.start < who <= one.end for one in scene.sentence.deeds)
    small = (
        "that",
        "articles",
        "and",
        "at",
        "of",
        "definite",
        "function_words",
        "adverbs",
        "later",
        "before",
        "is_that",
    )
    return (
        not told
        and who not in scene.sentence.breaks
        and word.text.islower()
        and len(word.text) > 3
        and not any(word.folded in language.words(name) for name in small)
    )


def is_told_of_who(deed: Deed, thing: Thing, scene: Scene) -> bool:
    """ "Mendoza, sede de la embajada, *que* financia un programa": another verb has that for its object."""
    language, breaks = scene.reader.language, scene.sentence.breaks
    spots = [p for p in range(deed.end, thing.start) if scene.words[p] in language.words("who") and p in breaks]
    return bool(spots) and thing.start - spots[-1] < 12 and not breaks & {*range(spots[-1] + 1, thing.start + 1)}


def a_country_acts(deed: Deed, scene: Scene) -> bool:
    """ "*La France* a ratifié la convention", "fue ratificado *por México*": no government of ours."""
    if _a_constitution_acts(deed, scene):
        return True
    for named in scene.sentence.named:
        if named.chosen is None or not named.chosen.is_country:
            continue
        lead = scene.sentence.folded(named.begin - 2, named.begin)
        if named.begin >= deed.end:
            led = {*lead} & scene.reader.language.words("by")
            near = named.begin - deed.end < 4 and not {*range(deed.end, named.begin + 1)} & scene.sentence.breaks
            if led and near:
                return True
        elif _is_subject(named.begin, named.end, deed, scene):
            return True
    return False


def _a_constitution_acts(deed: Deed, scene: Scene) -> bool:
    """ "Una vez que *la Constitución ecuatoriana* reconoció esa competencia": what the State itself did."""
    language = scene.reader.language
    for place in range(max(0, deed.start - 3), deed.start):
        word = scene.words[place]
        if word in language.words("constitutions") and place + 1 < deed.start:
            beside = scene.words[place + 1]
            return language.peoples.get(beside, "-").isalpha() or beside in language.words("of_the_state")
    return False


def _is_subject(begin: int, end: int, deed: Deed, scene: Scene) -> bool:
    """Whether a name opens its part of the sentence, and only small words stand between it and the deed."""
    language, place = scene.reader.language, begin
    while place > 0 and place not in scene.sentence.breaks and scene.words[place - 1] in language.words("articles"):
        place -= 1
    opens = place == 0 or place in scene.sentence.breaks or scene.has("and", place - 1, place)
    dated = {spot for one in scene.sentence.dates for spot in range(one.start - 1, one.end)}
    small = all(
        spot in dated
        or scene.words[spot] in helpers(scene.reader.language)
        or any(scene.words[spot] in language.words(name) for name in _LITTLE)
        for spot in range(end, deed.start)
    )
    return opens and small and deed.start - end < 8 and not {*range(end, deed.start + 1)} & scene.sentence.breaks


def stands_for_unknown(deed: Deed, scene: Scene) -> bool:
    """ "*La capital tolimense* se hermanó": a stand-in right before a deed for whom the text has not named."""
    known = {party.start for group in scene.groups for party in group}
    return any(
        kind in ("seat", "municipality", "first") and start not in known and 0 <= deed.start - end <= 3
        for start, end, kind in scene.sentence.corefs
        if start >= scene.opening(deed.start) and not scene.has("of", start - 1, start)
    )
