"""What no rule of grammar told whose it is: an instrument with a date beside it, of the government nearest.

A proposal raises F1 where it is right more often than half of F1 is: so what is likely, not certain, is proposed too,
with the doubt `by_nearness`.
"""

from minga.ingest.domain.extraction.codes_of import dated_event, event_of
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, ORGANS, Act, Party
from minga.ingest.domain.extraction.scene import Scene, is_means, owners
from minga.ingest.domain.extraction.sentences import Deed
from minga.ingest.domain.extraction.subjects_of import other_subject
from minga.ingest.domain.extraction.voice import is_led_in

# What a government has or does itself; of the rest a sentence may speak for many reasons.
_SOLID = (
    (BONDS - {"project"})
    | ORGANS
    | {"cooperation_strategy", "ir_policy", "external_action_strategy", "network_membership"}
)
_TOLD = frozenset({"past", "part", "law", "noun", "state", "pres", "data"})


def read_nearby(scene: Scene) -> None:
    """Read the instruments that no act is about, where a date stands in their part of a sentence."""
    used = {place for act in scene.made if act.thing for place in range(act.thing.start, act.thing.end)}
    codes = {act.code for act in scene.made}
    for thing in scene.sentence.things:
        if thing.code not in _SOLID or thing.loose or thing.code in codes or {*range(thing.start, thing.end)} & used:
            continue
        if is_means(thing, scene) or _only_named(thing, scene):
            continue
        if act := _nearest(thing, scene):
            scene.made.append(act)
            codes.add(act.code)


def _nearest(thing: Thing, scene: Scene) -> Act | None:
    start, end = _part_of(thing, scene)
    deeds = [deed for deed in scene.sentence.deeds if start <= deed.start < end]
    if scene.has("negations", start, end) or any(_is_unreal(deed) for deed in deeds):
        return None
    if any(one.code == "law_or_competence" and start <= one.start < end for one in scene.sentence.things):
        return None  # "la ordenanza que regula los hermanamientos", "competencia para celebrar convenios"
    when = _its_when(thing, start, end, scene)
    firms = scene.reader.language.words("firms") | scene.reader.language.words("streets")
    if {*scene.words[start : thing.start]} & firms:
        return None  # "la empresa X firmó un convenio"
    kinds = scene.reader.compatible
    fitting = [one for one in deeds if one.tense in _TOLD and thing.code in kinds.get(one.event, frozenset())]
    if when is None:
        return None
    parties = _who(thing, start, end, scene)
    if not parties:
        return None
    deed = min(fitting, key=lambda one: abs(one.start - thing.start), default=None)
    event = event_of(deed.event, deed, thing.code, when) if deed else dated_event(thing.code)
    act = Act(event, thing.code, parties, "beside", scene.sentence, when, thing, deed)
    act.doubts = ["by_nearness"]
    return act


def _only_named(thing: Thing, scene: Scene) -> bool:
    """Whether it is spoken of for another's sake: a part of a name, "thirty years of twinning", "its twinning"."""
    if thing.code == "network_membership" and (not thing.named or is_led_in(thing, scene, ("of",))):
        return True  # "le siège régional de CGLU"
    if scene.has("years", thing.start - 3, thing.start) or scene.has("poss", thing.start - 1, thing.start):
        return True
    if scene.has("cites", thing.start - 2, thing.start) or scene.has("under", thing.start - 2, thing.start):
        return True  # "según el convenio"
    named = any(group[-1].end == thing.start for group in scene.groups)
    return named and scene.sentence.words[thing.start].capital  # "Phoenix Sister Cities"


def _part_of(thing: Thing, scene: Scene) -> tuple[int, int]:
    """The part of a sentence between semicolons that holds an instrument."""
    end = min([hard for hard in scene.sentence.hard if hard >= thing.end], default=len(scene.words))
    return max([hard for hard in scene.sentence.hard if hard <= thing.start], default=0), end


def _is_unreal(deed: Deed) -> bool:
    """Whether a deed is wished for, planned or supposed: what stands with it may never be."""
    return deed.event in ("modal", "plan") or deed.tense in ("cond", "fut", "inf")


def _its_when(thing: Thing, start: int, end: int, scene: Scene) -> When | None:
    """The date nearest to an instrument in its part of the sentence, of those that no act has."""
    taken = {act.when.start for act in scene.made if act.when and act.sentence is scene.sentence}
    free = [one for one in scene.sentence.dates if start <= one.start < end and not one.period]
    free = [one for one in free if one.start not in taken]
    return min(free, key=lambda one: min(abs(one.start - thing.end), abs(thing.start - one.end)), default=None)


def _who(thing: Thing, start: int, end: int, scene: Scene) -> list[Party]:
    """Whose it is, who stands before it as a subject, who else is named there, who was spoken of."""
    if whose := owners(thing, scene):
        return whose
    here = [group for group in scene.groups if start <= group[0].start < end]
    before = [group for group in here if group[0].role in ("", "between") and group[-1].end <= thing.start]
    anyone = [group for group in here if group[0].role in ("", "between", "by", "of")]
    found = before[-1:] or anyone[:1]
    if found:
        return found[0]
    deed = next((one for one in scene.sentence.deeds if one.start >= start), None)
    return [] if deed and other_subject(deed, scene) else scene.memory.parties
