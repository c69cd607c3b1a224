"""Who did the same, or with whom, where only a name and a year are said: "Recife joined in 1996; Curitiba, in 1994"."""

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.done_again import again
from minga.ingest.domain.extraction.reading import BONDS, ORDINALS, Act, Party
from minga.ingest.domain.extraction.scene import Scene

# "Accra was welcomed into C40 in 2006 and Freetown in 2019": what a second name is no counterpart of.
_TOLD_BY_YEAR = frozenset({"network_membership", "forum_or_event", "award"})


def read_gapped(scene: Scene) -> None:
    """ "Recife aderiu ao ICLEI em 1996; Curitiba, em 1994": who did the same, where only the year is said."""
    taken = {act.when.start for act in scene.made if act.when and act.sentence is scene.sentence}
    for group in scene.groups:
        start, end = group[0].start, group[-1].end
        one_of = any(at == start and kind in ORDINALS for at, _end, kind in scene.sentence.corefs)
        acts = [act for act in scene.made if act.deed and act.deed.end <= start and (act.when or one_of)]
        followed = scene.has("following", start - 3, start) or _is_counted_from(group, taken, scene)
        other = group[0].role == "with" and bool(acts) and acts[-1].code in BONDS and _opens_a_part(start, scene)
        # "É cidade-irmã de Langenhagen desde 1980, *de Chesapeake desde 2005*"
        other = other or _is_another_twin(group, acts, scene)
        # "The award went to Nantes in 2013 and *to Bristol in 2015*"
        given = (
            bool(acts)
            and acts[-1].deed is not None
            and acts[-1].deed.event in ("given", "admitted")
            and group[0].role == "at"
        )
        if not acts or (group[0].role != "" and not followed and not other and not given):
            continue
        told_so = acts[-1].code in _TOLD_BY_YEAR and any(end <= one.start <= end + 1 for one in scene.sentence.dates)
        first = start - scene.has("articles", start - 1, start)
        and_then = not acts[-1].counterparts and scene.has("and", first - 1, first)
        and_then = and_then and (told_so or end in scene.sentence.breaks)
        parallel = _is_told_alike(group, acts[-1], scene)
        other = other or (parallel and bool(acts[-1].counterparts))
        parallel = parallel or (given and scene.has("and", start - 2, start))
        if not (_opens_a_part(start, scene) or and_then or followed or other or parallel):
            continue
        reach = end + (4 if end not in scene.sentence.breaks else 7)  # "e Oeiras, como membro efetivo, só em 2014"
        when = next((one for one in scene.sentence.dates if end <= one.start <= reach), None)
        when = when if not followed else _is_counted_from(group, taken, scene) or when
        if when is None or when.start in taken or not _stands_for_a_clause(end, when, scene):
            continue
        if one_of and acts[0].when is None and len(acts[0].parties) > 1:
            scene.made.remove(acts[0])  # "…: a primeira com Gifu, em 1982; a segunda com Kakogawa, em 1973"
        # "Com Compostela em 1994; com Kaiserslautern, em 2000": the same government, with another.
        again(acts[-1], acts[-1].parties if other else group, when, scene, group if other else ())


def _is_counted_from(group: list[Party], taken: set[int], scene: Scene) -> When | None:
    """ "Cali joined in 1996, two years after *Rosario*": the date that counts from what the other did."""
    start, end = group[0].start, group[-1].end
    when = next((one for one in scene.sentence.dates if one.relative and 0 <= start - one.end <= 1), None)
    alone = end >= len(scene.words) or end in scene.sentence.breaks or scene.has("and", end, end + 1)
    return when if when and alone and when.start not in taken and group[0].role in ("", "of") else None


def _is_told_alike(group: list[Party], last: Act, scene: Scene) -> bool:
    """ "Hesse joined in 1989, *Saxony in 1991*": a name and a year after a comma, as a name and a year stood before."""
    start, end, breaks = group[0].start, group[-1].end, scene.sentence.breaks
    when = next((one for one in scene.sentence.dates if end <= one.start <= end + 1), None)
    if last.when is None or when is None or not 0 <= start - last.when.end < 2:
        return False
    if start not in breaks and not (last.counterparts and scene.has("and", start - 1, start)):
        return False  # "twinned with Dortmund in 1949, *Siegen in 1966 and Hangzhou in 1988*"
    placed = any(last.deed and g[0].role == "at" and last.deed.end <= g[0].start < start for g in scene.groups)
    closed = when.end >= len(scene.words) or when.end in breaks or scene.has("and", when.end, when.end + 1)
    return closed and not placed


def _is_another_twin(group: list[Party], acts: list[Act], scene: Scene) -> bool:
    twinned = bool(acts) and acts[-1].deed is not None and acts[-1].deed.event == "twinned"
    start = group[0].start
    return twinned and group[0].role == "of" and bool({start, start - 1} & scene.sentence.breaks)


def _opens_a_part(start: int, scene: Scene) -> bool:
    """Whether a name stands where a part of its sentence begins: after a semicolon, or after "while"."""
    lead = {*scene.sentence.folded(start - 2, start)} & scene.reader.language.words("breaks")
    return bool({start, start - 1} & (scene.sentence.hard | scene.sentence.colons)) or bool(lead)


def _stands_for_a_clause(end: int, when: When, scene: Scene) -> bool:
    """Whether nothing but a name and a date fills a part of a sentence: no verb, no instrument."""
    stop = min([hard for hard in scene.sentence.hard if hard >= when.end], default=len(scene.words))
    deeds = any(end <= deed.start < stop for deed in scene.sentence.deeds)
    return not deeds and not any(end <= thing.start < stop for thing in scene.sentence.things)
