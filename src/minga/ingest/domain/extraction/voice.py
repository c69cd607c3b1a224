"""How a deed and what it is done to stand in their clause: passive, before the subject, behind a preposition."""

from itertools import pairwise

from minga.ingest.domain.extraction.lexicon import Language
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed


def helpers(language: Language) -> frozenset[str]:
    """The forms of "to be" and "to have" that only help another verb."""
    return language.words("passive") | language.words("have")


def is_passive(deed: Deed, scene: Scene) -> bool:
    before = scene.sentence.folded(deed.start - 3, deed.start)
    if deed.start in scene.sentence.breaks:
        before = []
    language, words = scene.reader.language.code, scene.reader.language.words
    if language == "pt" and scene.words[deed.end : deed.end + 1] == ["se"] and deed.tense in ("past", "pres", "impf"):
        return True
    if words("itself_done") & {*before[-1:]}:
        return True
    if language == "en" and deed.tense == "past":
        first = (
            deed.start - (scene.words[deed.start - 1] in scene.reader.language.words("adverbs")) if deed.start else 0
        )
        behind = first in scene.sentence.breaks and any(t.end <= deed.start for t in scene.sentence.things)
        # "Liverpool, European Capital of Culture in 2008, *won the Eurocities prize*": what was won stands right after.
        behind = behind and not any(0 <= t.start - deed.end <= 1 for t in scene.sentence.things)
        fronted = is_fronted(deed, scene) and (
            deed.end in scene.sentence.breaks
            or any(scene.has(kind, deed.end, deed.end + 1) for kind in ("at", "by", "since", "and", "as_what"))
        )
        behind = behind or _follows_whose_it_is(deed, scene)
        return bool(words("passive") & {*before}) or behind or fronted or _follows_a_thing(deed, scene)
    if deed.tense != "part":
        return deed.event == "data"
    if before[-1:] and before[-1] in scene.reader.language.words("and"):
        # "Había destinado una partida y designado un enlace": the helper is said once.
        earlier = [one for one in scene.sentence.deeds if one.end < deed.start and one.tense == "part"]
        return is_passive(earlier[-1], scene) if earlier else True
    return not (words("have") & {*before} and not words("passive") & {*before})


def _follows_a_thing(deed: Deed, scene: Scene) -> bool:
    """English: "the agreement signed in 1998", ", opened in 1979": a form that may be active or passive."""
    things = scene.sentence.things
    return any(thing.end == deed.start for thing in things) and not any(
        deed.end <= thing.start < deed.end + 4 for thing in things
    )


def _follows_whose_it_is(deed: Deed, scene: Scene) -> bool:
    """English: "the agreement *between Leeds and Lille* signed in 1998", "Twinning *of X and Y* formalised"."""
    whose = [g for g in scene.groups if g[-1].end == deed.start and g[0].role in ("of", "between", "with")]
    things = [t for t in scene.sentence.things if whose and 0 <= whose[-1][0].start - t.end <= 2]
    after = any(deed.end <= thing.start for thing in scene.sentence.things)
    return bool(things) and not after and not {*range(things[-1].end, deed.start)} & scene.sentence.breaks


def is_fronted(deed: Deed, scene: Scene) -> bool:
    """ "Creada en 2008 y suprimida en 2011, la Oficina…": a participle before its subject."""
    if deed.tense not in ("part", "past", "state") or not any(p > deed.start for p in scene.sentence.breaks):
        return False
    opening = scene.opening(deed.start)
    if any(opening <= thing.start < deed.start for thing in scene.sentence.things):
        return False
    if any(opening <= group[0].start < deed.start for group in scene.groups):
        return False
    if any(start < deed.start for start, _end, _kind in scene.sentence.corefs):
        return False
    first = next((one for one in scene.sentence.deeds if one.start >= opening), deed)
    leads = (
        first.start == opening or scene.has("adverbs", opening, first.start) or scene.has("and", opening, first.start)
    )
    return first.start - opening <= 1 and leads and (first.start == deed.start or first.tense in ("part", "past"))


def has_its_own_subject(deed: Deed, scene: Scene) -> bool:
    """ "Se pusieron en marcha programas de formación": what was done follows, and is none of the field."""
    language, words, place = scene.reader.language, scene.words, deed.end
    if language.code == "en" or place >= len(words) or place in scene.sentence.breaks:
        return False
    if any(one.start <= place < one.end for one in scene.sentence.dates):
        return False
    if any(one.start <= place < one.end for one in scene.sentence.deeds):
        return False
    if words[place] in language.words("articles"):
        return True
    little = ("at", "of", "by", "with", "and", "since", "until", "relatives", "adverbs", "function_words", "breaks",
              "upon", "under", "means", "before", "between", "openers", "negations", "joining", "poss")  # fmt: skip
    return len(words[place]) > 3 and not any(words[place] in language.words(name) for name in little)


def said_of_a_noun(deed: Deed, scene: Scene) -> bool:
    """ "Fracción reformada": a participle without a verb before it is said of the noun beside it, whatever that is."""
    if deed.tense != "part" or deed.start != 1 or scene.sentence.breaks & {deed.start}:
        return False
    before = scene.sentence.words[0]
    helps = scene.reader.language.verbs.at(scene.sentence.words, 0)[1] or before.folded in scene.reader.language.words(
        "passive"
    )
    return before.capital and not helps and not scene.has("function_words", 0, 1) and not scene.has("adverbs", 0, 1)


def is_within(thing: Thing, deed: Deed, scene: Scene) -> bool:
    """ "Se creó, *dentro de la Secretaría*, una Dirección": where a new organ stands."""
    language, place = scene.reader.language, thing.start - 1
    while place >= deed.end and scene.words[place] in language.words("articles") | language.words("poss"):
        place -= 1
    led = place >= deed.end and scene.words[place] in language.words("of") | language.words("at")
    return thing.organ and (led or scene.words[thing.start] in language.words("at")) and deed.event == "created"


def is_led_in(thing: Thing, scene: Scene, roles: tuple[str, ...] = ("by", "with", "of")) -> bool:
    """ "Fue absorbida *por la Secretaría* y dejó de existir": what a preposition leads in is no subject."""
    language, place = scene.reader.language, thing.start - 1
    while place > 0 and scene.words[place] in language.words("articles") | language.words("poss"):
        place -= 1
    return place >= 0 and any(scene.words[place] in language.words(role) for role in roles)


def leaves_off(deed: Deed, scene: Scene) -> bool:
    """ "Deixou em 2013 *de pagar* quotas à rede": what was left off is another deed, and no membership."""
    language = scene.reader.language
    if language.code != "pt" or not scene.words[deed.start].startswith("deix") or deed.end - deed.start > 1:
        return False
    near = scene.words[deed.end : deed.end + 4]
    return any(of == "de" and verb.endswith(("ar", "er", "ir")) for of, verb in pairwise(near))


def is_supposed(deed: Deed, scene: Scene) -> bool:
    """ "Caso o protocolo seja aprovado, Aveiro passará a ter…": what would follow is no plan."""
    return scene.has("if", 0, 1) and deed.start > 0 and not any(p <= deed.start for p in scene.sentence.hard)
