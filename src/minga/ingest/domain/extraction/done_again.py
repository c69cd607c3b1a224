"""What one government did, done by another: "Extremadura lo hizo en 2003", "as Tandil did in 2016"."""

from dataclasses import replace

from minga.ingest.domain.extraction.codes_of import dated_event, event_of
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.reading import Act
from minga.ingest.domain.extraction.scene import Scene, pronoun_of
from minga.ingest.domain.extraction.sentences import Deed
from minga.ingest.domain.extraction.times_of import limit_of, when_of


def like_before(place: int, deed: Deed, scene: Scene) -> None:
    """ "Extremadura lo hizo en 2003": what the last act did, by another."""
    left = [
        g
        for g in scene.groups
        if g[-1].end <= deed.start and (g[0].role == "" or (g[0].role == "of" and pronoun_of(g[0], scene) is not None))
    ]
    if scene.has("such_as", deed.start - 2, deed.start):
        # "Como lo hicieron en 2016 las municipalidades de Tandil y Junín": who did it stands behind.
        left = [g for g in scene.groups if g[0].role == "" and deed.end <= g[0].start][:1]
    acts = scene.made or _only_thought_of(place, scene) or scene.memory.acts
    if not left or not acts:
        return
    last = acts[-1]
    event = last.event
    if deed.tense == "inf":
        event = "planned"
    elif event == "planned":
        # "X prevé abrir una; Y ya lo hizo": what one plans, the other has done.
        done = last.deed is not None and last.deed.event not in ("plan", "same")
        event = event_of(last.deed.event, last.deed, last.code, None) if last.deed and done else dated_event(last.code)
    when = _counted_from(last, when_of(place, deed, None, limit_of(place, scene), scene), scene)
    act = Act(event, last.code, left[-1], "did_the_same", scene.sentence, when, last.thing, deed)
    act.known_areas = last.known_areas
    act.counterparts = [p for g in scene.groups if g[0].role == "with" and g[0].start >= deed.end for p in g]
    scene.made.append(act)


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


def _counted_from(last: Act, when: When | None, scene: Scene) -> When | None:
    """ "Lo había hecho dos años antes": than the deed that is done again, whatever date was told since."""
    before = scene.memory.year
    if when is None or not when.relative or before is None or last.when is None or scene.made:
        return when
    year = when.first - before + last.when.last_said
    return replace(when, edtf=str(year), first=year, last=year)
