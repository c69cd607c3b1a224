"""Who did it, or whose it is."""

from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, Act, Party
from minga.ingest.domain.extraction.scene import Scene, act_of, broken, owners
from minga.ingest.domain.extraction.sentences import Deed


def subjects(
    deed: Deed, thing: Thing | None, past: Act | None, passive: bool, scene: Scene
) -> tuple[list[Party], list[str]]:
    opening = scene.opening(deed.start)
    owned = owners(thing, scene)
    joint = [g for g in scene.groups if g[0].role == "between" and g[0].start >= opening]
    agent = [g for g in scene.groups if g[0].role == "by" and g[0].start >= deed.end and g[0].start - deed.end < 8]
    left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= deed.start]
    near = [g for g in left if g[0].start >= opening]
    if joint and (thing is None or thing.code in BONDS):
        return joint[0], []
    if passive:
        if that := _that_of(deed, scene):
            return that, []
        if owned:
            return owned, []
        if agent:
            return agent[0], []
        if past and not near:
            return past.parties, ["subject_before"]
        if thing and thing.end <= deed.start and (act := act_of(thing, scene)):
            return act.parties, []
        front = [g for g in near if thing is None or g[-1].end <= thing.start or thing.start >= deed.end] or near
        if front:
            return front[-1], []
    else:
        if near and deed.tense != "noun":
            return near[-1], []
        if owned:
            return owned, []
        if near:
            return near[-1], []
        if agent:
            return agent[0], []
    return _elsewhere(deed, thing, past, left, scene)


def _elsewhere(
    deed: Deed, thing: Thing | None, past: Act | None, left: list[list[Party]], scene: Scene
) -> tuple[list[Party], list[str]]:
    limit = thing.start if thing and thing.start > deed.end else deed.end + 8
    right = [
        g
        for g in scene.groups
        if g[0].role == "" and deed.end <= g[0].start <= limit + 1 and not broken(deed.end, g[0].start, scene)
    ]
    if right:
        return right[0], []
    listed = [
        g for g in scene.groups if g[0].role == "" and g[0].start >= deed.end and g[0].start in scene.sentence.colons
    ]
    if listed and not left:
        return listed[0], []
    if past:
        return past.parties, ["subject_before"]
    if thing and thing.definite and (same := [act for act in scene.made if act.code == thing.code]):
        return same[-1].parties, ["subject_before"]
    if left:
        return left[-1], ["subject_far"]
    loose = [g for g in scene.groups if g[0].role in ("of", "at") and g[-1].end <= deed.start]
    loose = [g for g in loose if not _is_host(g[0], scene)]
    if loose:
        return loose[0], ["subject_oblique"]
    if scene.memory.parties and not _other_subject(deed, scene):
        return scene.memory.parties, ["subject_before"]
    return [], []


def _is_host(party: Party, scene: Scene) -> bool:
    return any(party.role == "at" and 0 <= party.start - thing.end <= 2 for thing in scene.sentence.things)


def _that_of(deed: Deed, scene: Scene) -> list[Party]:
    """ "El de Campinas", "celle de Lille": whose instrument is meant where its word is not said again."""
    begin = max((one.end for one in scene.sentence.deeds if one.end <= deed.start), default=0)
    for group in scene.groups:
        lead = scene.sentence.folded(group[0].start - 2, group[0].start)
        pronouns = scene.reader.language.words("articles") | {"celui", "celle", "that", "ceux"}
        if group[0].role == "of" and begin <= group[0].start < deed.start and len(lead) == 2 and lead[0] in pronouns:
            return group
    return []


def _other_subject(deed: Deed, scene: Scene) -> bool:
    """Whether somebody else is the subject: words that are no date, no stand-in and no instrument stand before."""
    language, sentence = scene.reader.language, scene.sentence
    known = {p for t in sentence.things for p in range(t.start, t.end)} | {
        p for d in sentence.deeds for p in range(d.start, d.end)
    }
    known |= {p for w in sentence.dates for p in range(w.start - 1, w.end)}
    known |= {p for s, e, _k in sentence.corefs for p in range(s, e)}
    little = (
        language.words("function_words")
        | language.words("articles")
        | language.words("of")
        | language.words("at")
        | language.words("poss")
    )
    unknown = 0
    for place in range(scene.opening(deed.start), deed.start):
        word = sentence.words[place]
        if (
            place in known
            or word.folded in little
            or language.levels.at(sentence.words, place)[1]
            or len(word.text) < 4
        ):
            continue
        unknown += 1 + (word.capital and place > 0)
    return unknown > 2
