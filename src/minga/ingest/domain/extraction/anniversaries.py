""" "Cumplió en 2021 cuarenta años", "thirty years of twinning in 2015": a bond was signed so many years before."""

import re

from minga.ingest.domain.extraction.codes_of import dated_event
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, Act, Party
from minga.ingest.domain.extraction.scene import Scene, owners

_ORDINAL = re.compile(r"(\d\d?)(?:th|st|nd|rd|e|eme|o|a)")
# No bond of today is older; and fewer years are no anniversary.
_LONGEST, _SHORTEST = 90, 2


def read_anniversaries(scene: Scene) -> None:
    """Read the bonds whose age is told in a year that is told as well."""
    bonds = [thing for thing in scene.sentence.things if thing.code in BONDS - {"project"}]
    dates = [one for one in scene.sentence.dates if not (one.since or one.period or one.relative)]
    told = _age(scene) if bonds and len(dates) == 1 else None
    if told is None:
        return
    parties = _whose(bonds[0], scene)
    if not parties:
        return
    year = dates[0].last_said - told
    when = When(dates[0].start, dates[0].end, str(year), year, year, relative=True)
    kept = [act for act in scene.made if act.thing is not bonds[0] or act.when is not dates[0]]
    act = Act(dated_event(bonds[0].code), bonds[0].code, parties, "dated_noun", scene.sentence, when, bonds[0])
    scene.made[:] = [*(one for one in kept if one.thing is not bonds[0]), act]


def _age(scene: Scene) -> int | None:
    """How many years are told, where words of feasts or "of" a bond stand beside them."""
    language, words = scene.reader.language, scene.words
    feasts = tuple(language.words("feasts"))
    if not any(word.startswith(feasts) for word in words):
        return None
    for place, word in enumerate(words[:-1]):
        number = language.numbers.get(word) or (int(word) if word.isdecimal() and len(word) < 3 else 0)
        ordinal = _ORDINAL.fullmatch(word)
        number = number or (int(ordinal[1]) if ordinal else 0)
        after = words[place + 1 : place + 3]
        if _SHORTEST < number < _LONGEST and {*after} & (language.words("years") | language.words("jubilees")):
            return number
    return None


def _whose(thing: Thing, scene: Scene) -> list[Party]:
    joint = [group for group in scene.groups if group[0].role == "between"]
    subject = [group for group in scene.groups if group[0].role == "" and group[-1].end <= thing.start]
    others = [group for group in scene.groups if group[0].role != "with"]
    if joint:
        return joint[0]
    return owners(thing, scene) or (subject or others or [scene.memory.parties])[-1]
