"""What one government did, done by another: "Extremadura lo hizo en 2003", "as Tandil did in 2016"."""

from collections.abc import Sequence
from dataclasses import replace

from minga.ingest.domain.extraction.codes_of import dated_event, event_of
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, Act, Party
from minga.ingest.domain.extraction.scene import Scene, next_deed, pronoun_of
from minga.ingest.domain.extraction.sentences import Deed
from minga.ingest.domain.extraction.times_of import times
from minga.ingest.domain.extraction.voice import is_led_in


def like_before(place: int, deed: Deed, scene: Scene) -> None:
    """ "Extremadura lo hizo en 2003": what the last act did, by another."""
    left = [
        g
        for g in scene.groups
        if g[-1].end <= deed.start and (g[0].role == "" or (g[0].role == "of" and pronoun_of(g[0], scene) is not None))
    ]
    here = [g for g in left if g[0].start >= scene.opening(deed.start)]
    behind = [g for g in scene.groups if 0 <= g[0].start - deed.end < 8 and g[0].role == "of"]
    behind = [g for g in behind if pronoun_of(g[0], scene) is not None]
    if not here and behind:
        left = behind[:1]  # "sí lo hizo, en 2015, *el de Piura*"
    if scene.has("such_as", deed.start - 2, deed.start):
        # "Como lo hicieron en 2016 las municipalidades de Tandil y Junín": who did it stands behind.
        left = [g for g in scene.groups if g[0].role == "" and deed.end <= g[0].start][:1]
    left = _right_behind(deed, scene) or left
    acts = scene.made or _only_thought_of(place, scene) or _denied_before(deed, scene) or scene.memory.acts
    if not left or not acts:
        return
    last = acts[-1]
    event = last.event
    if deed.tense in ("inf", "fut"):
        event = "planned"
    elif event == "planned":
        # "X prevé abrir una; Y ya lo hizo": what one plans, the other has done.
        done = last.deed is not None and last.deed.event not in ("plan", "same")
        event = event_of(last.deed.event, last.deed, last.code, None) if last.deed and done else dated_event(last.code)
    same = {party.place.code for party in last.parties} == {party.place.code for party in left[-1]}
    if deed.tense == "inf" and same:
        return  # "it was the first city to do so"
    other = _with_another(deed, scene)
    code, thing = (other.code, other) if other else (last.code, last.thing)
    partner = _is_the_first(last, scene)
    whose = last.parties if partner else _whose(left[-1], scene)
    for told, partners in times(place, deed, None, scene):
        when = _counted_from(last, told, scene)
        act = Act(event, code, whose, "did_the_same", scene.sentence, when, thing, deed)
        act.known_areas, act.counterparts = () if other else last.known_areas, left[-1] if partner else partners
        scene.made.append(act)


def _right_behind(deed: Deed, scene: Scene) -> list[list[Party]]:
    """ "Ni Salta ni Jujuy firmaron; *sí lo hizo Tucumán*, en 2011": a part of a sentence that the verb opens."""
    after = [g for g in scene.groups if g[0].start >= deed.end]
    named = [g for g in after if g[0].role == "" or (g[0].role == "of" and pronoun_of(g[0], scene) is not None)]
    opening = scene.opening(deed.start)
    before = any(opening <= g[0].start < deed.start for g in scene.groups)
    return named[:1] if opening and deed.start - opening < 2 and not before else []


def _is_the_first(last: Act, scene: Scene) -> bool:
    """ "Wellington's *first* sister city was Sydney; Xiamen followed in 1987": who follows is one more of its twins."""
    if last.code != "twinning" or last.thing is None or len(last.parties) != 1:
        return False
    said = {word.folded for word in last.sentence.words[max(0, last.thing.start - 1) : last.thing.end]}
    return bool(said & scene.reader.language.words("firsts"))


def _with_another(deed: Deed, scene: Scene) -> Thing | None:
    """ "Kitui followed a year later *with a liaison officer*": what the other did it with."""
    limit = next_deed(scene.sentence.deeds.index(deed), scene) if deed in scene.sentence.deeds else len(scene.words)
    return next(
        (
            t
            for t in scene.sentence.things
            if deed.end <= t.start < limit and not t.loose and is_led_in(t, scene, ("with",))
        ),
        None,
    )


def _whose(left: list[Party], scene: Scene) -> list[Party]:
    """ "*Its Paris delegation* followed in 1961": where an office stands is not whose it is."""
    held = any(
        t.possessed and t.organ and t.start <= left[-1].start and left[-1].end <= t.end for t in scene.sentence.things
    )
    beside = any(t.organ and t.start == left[-1].end for t in scene.sentence.things)
    its = scene.has("poss", left[0].start - 1, left[0].start)
    return scene.memory.parties if (held or (beside and its)) and scene.memory.parties else left


def _only_thought_of(place: int, scene: Scene) -> list[Act]:
    """ "Estudia adherir al Pacto, como lo hizo en 2016 Tandil": what one only thinks of, and the other has done."""
    for before in reversed(scene.sentence.deeds[:place]):
        kinds = scene.reader.compatible.get(before.event, frozenset())
        for thing in scene.sentence.things:
            if before.tense == "inf" and before.end <= thing.start and thing.code in kinds:
                return [
                    Act(
                        event_of(before.event, before, thing.code, None),
                        thing.code,
                        [],
                        "",
                        scene.sentence,
                        None,
                        thing,
                    )
                ]
    return []


def _denied_before(deed: Deed, scene: Scene) -> list[Act]:
    """ "Lahore never had an officer. Karachi *did so* in 2016": what was told of last, though nobody did it."""
    here = [thing for thing in scene.sentence.things if thing.end <= deed.start]
    told = [*(scene.memory.things if not here else []), *here][-1:]
    known = any(act.thing is told[0] for act in scene.memory.acts[-3:]) if told else True
    if known or told[0].loose:
        return []
    return [Act(dated_event(told[0].code), told[0].code, [], "", scene.sentence, None, told[0])]


def _counted_from(last: Act, when: When | None, scene: Scene) -> When | None:
    """ "Lo había hecho dos años antes": than the deed that is done again, whatever date was told since."""
    before = scene.memory.year
    if when is None or not when.relative or before is None or last.when is None or scene.made:
        return when
    year = when.first - before + last.when.last_said
    return replace(when, edtf=str(year), first=year, last=year)


def read_added(scene: Scene) -> None:
    """ "Rotterdam later *added* Havana (1983) and Dresden (1988)": one more twinning with each, of its own date."""
    stems = tuple(scene.reader.language.words("adding"))
    told = [act for act in [*scene.memory.acts[-3:], *scene.made] if act.code == "twinning"]
    for place, deed in enumerate(scene.sentence.deeds if told and stems else ()):
        limit = next_deed(place, scene)
        if deed.tense != "past" or not scene.words[deed.start].startswith(stems):
            continue
        added = [g for g in scene.groups if g[0].role == "" and deed.end <= g[0].start < limit][:1]
        left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= deed.start]
        whose = left[-1] if left else told[-1].parties
        if any(deed.end <= thing.start < limit for thing in scene.sentence.things):
            continue
        ends = [party.end for group in added for party in group]
        dates = [one for one in scene.sentence.dates if ends and one.start >= ends[0]]
        each = [one for one in dates if one.bracketed and one.start in ends]
        for when in each or [one for one in dates[:1] if one.start - ends[-1] <= 1]:
            scene.made.append(Act("signed", "twinning", whose, "once_more", scene.sentence, when, told[-1].thing, deed))


def again(last: Act, parties: list[Party], when: When | None, scene: Scene, others: Sequence[Party] = ()) -> None:
    event = "signed" if last.event in ("in_force", "signed", "adopted") and last.code in BONDS else last.event
    act = Act(event, last.code, parties, "once_more", scene.sentence, when, None, last.deed)
    act.known_areas, act.counterparts = last.known_areas, list(others)
    scene.made.append(act)
