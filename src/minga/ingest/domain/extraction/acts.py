"""The acts of one sentence: each deed with what it was done to, by whom and when."""

from minga.ingest.domain.extraction.codes_of import code_of, event_of
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.objects_of import objects
from minga.ingest.domain.extraction.reading import Act, Memory, Party, Reader, groups, parties_of, strip_doubles
from minga.ingest.domain.extraction.scene import Scene, owners
from minga.ingest.domain.extraction.sentences import Deed, Sentence
from minga.ingest.domain.extraction.subjects_of import subjects
from minga.ingest.domain.extraction.times_of import limit_of, times, when_of

# How many parties and acts back a stand-in may reach.
_REMEMBERED = 40


def acts_of(sentence: Sentence, text: str, reader: Reader, memory: Memory) -> list[Act]:
    """What a sentence says was done. Remembers its subjects, its acts and its last year."""
    language = reader.language
    spoken = parties_of(sentence, reader, memory)
    scene = Scene(sentence, text, reader, memory, groups(spoken, sentence, language), [])
    if not _is_set_aside(scene):
        for place, deed in enumerate(sentence.deeds):
            _read_deed(place, deed, scene)
        _read_left_over(scene)
    made = strip_doubles(scene.made)
    _remember(scene, made)
    return made


def _is_set_aside(scene: Scene) -> bool:
    """Questions, and sentences about games."""
    body = scene.text[scene.sentence.stretch.start : scene.sentence.stretch.end].strip()
    return "¿" in body or body.endswith("?") or scene.has("sports", 0, len(scene.sentence.words))


def _remember(scene: Scene, made: list[Act]) -> None:
    memory, sentence = scene.memory, scene.sentence
    memory.acts = [*memory.acts, *made][-_REMEMBERED:]
    memory.everyone = memory.everyone[-_REMEMBERED:]
    memory.things = sentence.things or memory.things
    subjects = [group for group in scene.groups if group[0].role == ""]
    memory.fragment = None
    if made:
        memory.parties = made[0].parties
    elif subjects:
        fragment = not sentence.deeds
        memory.parties = [party for group in subjects for party in group] if fragment else subjects[0]
        memory.fragment = sentence if fragment else None
    if sentence.dates:
        memory.year = sentence.dates[-1].last_said


def _read_deed(place: int, deed: Deed, scene: Scene) -> None:
    event = _event(place, deed, scene)
    if not event:
        return
    if deed.event == "same":
        _like_before(deed, scene)
        return
    pairs, passive = objects(place, deed, event, scene)
    for thing, act in pairs:
        _make(place, deed, event, thing, act, passive, scene)


def _event(place: int, deed: Deed, scene: Scene) -> str:
    """The event that a deed is: its own, "planned", or none where it is denied, advised or only wished for."""
    opening = scene.opening(deed.start)
    before = [one for one in scene.sentence.deeds[:place] if one.start >= opening]
    if deed.event == "modal" or deed.tense in ("cond", "ger") or any(one.event == "modal" for one in before):
        return ""
    if _denied(deed, scene, opening):
        return ""
    plan = next((one for one in reversed(before) if one.event == "plan" or one.tense == "fut"), None)
    if deed.event == "plan":
        return "" if deed.tense in ("part", "inf") or _plans_a_deed(place, deed, scene) else "planned"
    if deed.tense == "fut" or (deed.tense == "inf" and plan):
        return "planned"
    if deed.tense == "noun" and plan and deed.start - plan.end < 4:
        return "planned"
    return "" if deed.tense == "inf" else deed.event


def _plans_a_deed(place: int, deed: Deed, scene: Scene) -> bool:
    after = scene.sentence.deeds[place + 1 : place + 2]
    return (
        bool(after)
        and after[0].tense in ("inf", "fut", "noun")
        and after[0].start - deed.end < 8
        and not any(deed.end <= thing.start < after[0].start for thing in scene.sentence.things)
    )


def _denied(deed: Deed, scene: Scene, opening: int) -> bool:
    language = scene.reader.language
    start = max(opening, deed.start - 4)
    for place in range(deed.start - 1, start - 1, -1):
        if scene.words[place] in language.words("negations"):
            return True
        if place in scene.sentence.breaks or any(one.start <= place < one.end for one in scene.sentence.deeds):
            break
    after = scene.sentence.folded(deed.end, deed.end + 2)
    return bool(
        set(after)
        & (
            {"not", "no", "never", "jamais", "ningun", "ninguna", "aucun", "aucune", "nenhum", "nenhuma"}
            - ({"no"} if language.code in ("pt",) else set())
        )
    )


def _make(
    place: int, deed: Deed, event: str, thing: Thing | None, past: Act | None, passive: bool, scene: Scene
) -> None:
    parties, doubts = subjects(deed, thing, past, passive, scene)
    if not parties:
        return
    code, known = code_of(deed, thing, past, parties, scene)
    if not code:
        return
    for when, others in times(place, deed, thing, scene):
        act = Act(
            event_of(event, deed, code, when),
            code,
            parties,
            _rule(deed, passive, past),
            scene.sentence,
            when,
            thing,
            deed,
        )
        act.counterparts, act.doubts = others, [*doubts, *(["recalled"] if past else [])]
        act.known_areas = known
        if scene.memory.fragment and parties is scene.memory.parties:
            act.from_sentence = scene.memory.fragment
        scene.made.append(act)


def _rule(deed: Deed, passive: bool, past: Act | None) -> str:
    if past:
        return "deed_of_what_was_named"
    if deed.tense == "noun":
        return "noun_of_a_deed"
    if deed.event in ("in_force", "member"):
        return "it_has_one"
    return "done_to" if passive else "who_did_what"


def _like_before(deed: Deed, scene: Scene) -> None:
    """ "Extremadura lo hizo en 2003": what the last act did, by another."""
    left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= deed.start]
    acts = scene.made or scene.memory.acts
    if not left or not acts:
        return
    last = acts[-1]
    place = scene.sentence.deeds.index(deed)
    when = when_of(place, deed, None, limit_of(place, scene), scene)
    act = Act(last.event, last.code, left[-1], "did_the_same", scene.sentence, when, last.thing, deed)
    act.known_areas = last.known_areas
    scene.made.append(act)


def _read_left_over(scene: Scene) -> None:
    """Instruments that no deed speaks of, but whose owner does: "la Municipalidad con su política de…"."""
    used = {act.thing.start for act in scene.made if act.thing}
    for thing in scene.sentence.things:
        if (
            thing.start in used
            or thing.loose
            or thing.code in ("law_or_competence", "forum_or_event", "award", "publication")
        ):
            continue
        parties = _has_its(thing, scene) or _acting_organ(thing, scene)
        if parties:
            scene.made.append(Act("in_force", thing.code, parties, "its_own", scene.sentence, None, thing))


def _has_its(thing: Thing, scene: Scene) -> list[Party]:
    language = scene.reader.language
    lead = scene.sentence.folded(thing.start - 2, thing.start)
    links = language.words("with") | language.words("and")
    if (
        len(lead) < 2
        or lead[0] not in links
        or lead[1] not in language.words("poss")
        or thing.code == "network_membership"
    ):
        return []
    left = [g for g in scene.groups if g[-1].end == thing.start - 2]
    return left[-1] if left else []


def _acting_organ(thing: Thing, scene: Scene) -> list[Party]:
    """An organ that acts: "elaborada por la Unidad…", "la Secretaría de Relaciones Internacionales de X coordina"."""
    if not thing.organ or thing.code == "delegation_abroad":
        return []
    language = scene.reader.language
    lead = scene.sentence.folded(thing.start - 2, thing.start)
    near = [one for one in scene.sentence.deeds if abs(one.start - thing.end) < 4 or abs(thing.start - one.end) < 3]
    if set(lead) & language.words("by") and near:
        whose = owners(thing, scene)
        left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= thing.start]
        return whose or (left[-1] if left else [])
    return []
