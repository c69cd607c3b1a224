"""When a deed was done, and with whom."""

from dataclasses import replace

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, ORDINALS, Party
from minga.ingest.domain.extraction.scene import Scene, broken, is_means, next_deed
from minga.ingest.domain.extraction.sentences import Deed


def times(place: int, deed: Deed, thing: Thing | None, scene: Scene) -> list[tuple[When | None, list[Party]]]:
    """When it was done, with whom: more than once where each counterpart has its own date."""
    limit = max(limit_of(place, scene), _end_with_its_years(thing, scene) if thing in scene.sentence.things else 0)
    partners = [g for g in scene.groups if g[0].role == "with" and deed.end <= g[0].start < limit]
    dated = _dates_after(deed, limit, scene)
    if len(partners) == 0 and deed.event in ("twinned", "signed", "in_force"):
        partners = _listed_behind(deed, scene)
    if len(partners) == 1 and 1 < len(dated) == len(partners[0]):
        # "Con Madrid (1979), Río (1980) y Luanda (1988)".
        partners = [[party] for party in partners[0]]
    if len(partners) > 1 and len(dated) > 1 and (thing is None or thing.code in BONDS):
        return [(when, partner) for when, partner in zip(dated, partners, strict=False)]
    everyone = [party for group in partners for party in group]
    if len(places := _dated_places(thing, deed, scene)) > 1:
        return [(when, []) for when in places]
    end = thing.end if thing in scene.sentence.things and thing else deed.end if deed.event == "twinned" else None
    if end is not None and (several := _in_a_row(end, scene)):
        return [(when, everyone) for when in several]
    when = when_of(place, deed, thing, limit, scene)
    return [(one, everyone) for one in _and_more(when, deed, scene)]


def _dated_places(thing: Thing | None, deed: Deed, scene: Scene) -> list[When]:
    """ "Delegaciones en Bruselas (2004), Berlín (2008) y Washington (2009)": each of its own date."""
    if thing is None or thing.code != "delegation_abroad" or thing.start < deed.end:
        return []
    listed = next((g for g in scene.groups if g[0].role == "at" and 0 < g[0].start - thing.end <= 2), [])
    opened = {one.start: one for one in scene.sentence.dates if one.bracketed}
    each = [opened[party.end] for party in listed if party.end in opened]
    return each if len(each) == len(listed) else []


def _and_more(when: When | None, deed: Deed, scene: Scene) -> list[When | None]:
    """ "Renovado en 1999, 2005 y en 2012": the dates that follow one of a deed with nothing but "and" between."""
    in_turn = scene.has("in_turn", deed.end, len(scene.words))  # "since 1981 and 1980 respectively"
    if when is None or when.start < deed.end or when.relative or (when.since and not in_turn):
        return [when]
    joins = scene.reader.language.words("and") | scene.reader.language.words("at")
    opened = [
        one
        for one in scene.sentence.dates
        if one.bracketed and deed.end <= one.start and 0 <= when.start - one.end < 2
        if set(scene.sentence.folded(one.end, when.start)) <= joins
    ]
    found = [*opened[-1:], when]  # "en dos ocasiones (2010 y 2014)"
    for one in scene.sentence.dates:
        lead = scene.sentence.folded(found[-1].end, one.start)
        near = one.start > found[-1].end or one.start in scene.sentence.breaks
        near = near and not _opens_a_clause(one, scene)
        if one.start >= found[-1].end and near and set(lead) <= joins and len(lead) < 3 and not one.relative:
            found.append(one)
    return list(found)


def _opens_a_clause(one: When, scene: Scene) -> bool:
    """ "Joined in the 2000s, and in 2018 *it was awarded*": whether who did something else follows a date."""
    after = range(one.end, one.end + 2 - scene.has("and", one.end, one.end + 1))
    subject = any(group[0].role == "" and group[0].start in after for group in scene.groups)
    return subject or any(
        deed.start in after and deed.tense in ("past", "pres", "state") for deed in scene.sentence.deeds
    )


def _listed_behind(deed: Deed, scene: Scene) -> list[list[Party]]:
    """ "Geminada com treze cidades, entre as quais Salamanca (1981), Santa Clara (1992)": each with its own date."""
    before = any(g[0].role in ("", "of") and g[-1].end <= deed.start for g in scene.groups)
    opened = {one.start for one in scene.sentence.dates if one.bracketed}
    after = [g for g in scene.groups if g[0].start >= deed.end and g[0].role in ("", "between")]
    listed = [g for g in after if all(party.end in opened for party in g) and len(g) > 1]
    return listed[:1] if before else []


def _in_a_row(end: int, scene: Scene) -> list[When]:
    """ "Planes directores (2007, 2011 y 2021)": dates side by side right after an instrument, each of one of them."""
    found: list[When] = []
    for one in scene.sentence.dates:
        lead = scene.sentence.folded(found[-1].end if found else end, one.start)
        joins = scene.reader.language.words("and") | (set() if found else scene.reader.language.words("at"))
        apart = bool(lead) or not found or one.start in scene.sentence.breaks
        if apart and one.start >= end and set(lead) <= joins and not one.period and not one.relative and len(lead) < 2:
            found.append(one)
        elif found:
            break
    return found if len(found) > 1 else []


def _end_with_its_years(thing: Thing | None, scene: Scene) -> int:
    """Where an instrument ends, the years that belong to its name included: "Plan Director 2009-2012"."""
    end = thing.end if thing else 0
    return next((one.end for one in scene.sentence.dates if one.period and one.start == end), end)


def limit_of(place: int, scene: Scene) -> int:
    """Where the reach of a deed ends: the next deed, or the date before it that opens its part of the sentence."""
    limit = next_deed(place, scene)
    here = scene.sentence.deeds[place]
    hard = [h for h in scene.sentence.hard if here.end <= h <= limit]
    hard += [g[0].start for g in scene.groups if here.end <= g[0].start < limit and _has_one_too(g, scene)]
    hard += [
        start for start, _end, kind in scene.sentence.corefs if kind in ORDINALS and start in scene.sentence.colons
    ]
    limit = min([limit, *(place for place in hard if place >= here.end)])
    if limit == len(scene.sentence.words) or limit in hard:
        return limit
    language = scene.reader.language
    subject = [
        g[0].start
        for g in scene.groups
        if g[0].role == "" and here.end <= g[0].start < limit and not scene.has("and", g[0].start - 1, g[0].start)
    ]
    for one in scene.sentence.dates:
        if here.end < one.start < limit and not one.bracketed:
            begin = max(here.end, _of_its_day(one, scene))
            lead = scene.sentence.folded(begin - 2, begin)
            if set(lead[:1]) & language.words("relatives"):
                lead = scene.sentence.folded(begin - 3, begin)  # "y que desde 1995…"
            opens = set(lead) & language.words("and") or broken(max(here.end, begin - 2), begin, scene)
            closes = (one.since and one.end in scene.sentence.breaks) or (
                limit - one.end > 1
                and (
                    one.end in scene.sentence.breaks
                    or limit - one.end > 3
                    or bool(
                        set(scene.sentence.folded(one.end, limit))
                        & (language.words("and") | language.words("relatives"))
                    )
                )
            )
            closes = closes or scene.has("who", one.end, one.end + 1)  # "a Lei 3, de 27 de julho de 2012, *que* cria…"
            if opens and (not closes or any(start >= one.end for start in subject[:1])):
                told = max([other.end for other in scene.sentence.dates if other.end <= one.start], default=0)
                return max(here.end, begin - 2, told)
    return limit


def _has_one_too(group: list[Party], scene: Scene) -> bool:
    """ "Pune signed an agreement with San José, and *Ahmedabad one* with Guangzhou": another has one of its own."""
    begin, end = group[0].start, group[-1].end
    opens = begin in scene.sentence.breaks or scene.has("and", begin - 1, begin)
    return group[0].role == "" and opens and scene.has("another", end, end + 1)


def _of_its_day(one: When, scene: Scene) -> int:
    """Where the words of a date begin, its month and its day included: "and in *October* 2018 it hosted"."""
    language, begin = scene.reader.language, one.start
    while begin > max(0, one.start - 4):
        word = scene.words[begin - 1]
        if not (word in language.months or word in language.words("of") or (word.isdecimal() and len(word) < 3)):
            break
        begin -= 1
    while begin < one.start and scene.words[begin] in language.words("of"):
        begin += 1
    return begin


def _dates_after(deed: Deed, limit: int, scene: Scene) -> list[When]:
    return [one for one in scene.sentence.dates if deed.end <= one.start < limit]


def when_of(place: int, deed: Deed, thing: Thing | None, limit: int, scene: Scene) -> When | None:
    inside = [one for one in scene.sentence.dates if deed.start < one.start and one.end <= deed.end]
    if inside:
        return inside[0]  # "fue en 2016 la sede de la cumbre"
    after = [one for one in _dates_after(deed, limit, scene) if not _of_another(one, thing, scene)]
    if deed.event == "discontinued":
        # "Eliminó la unidad que funcionaba desde 2009": since then it stood, not then it ended.
        after = [one for one in after if not one.since]
    counted = _counted_from_it(deed, scene)
    plain = [one for one in after if not one.period]
    if thing and thing.start >= deed.end and len(plain) > 1:
        # "Firmaron en 1993 una carta y en 2019 un memorando": each has the date that leads to it.
        beside = [one for one in plain if 0 <= one.start - thing.end <= 2]
        beside = [one for one in beside if not scene.has("and", thing.end, one.start)]
        if any(0 <= one.start - deed.end <= 1 for one in plain):
            # "Reforçaram em 2016 o acordo *de 1998*": which one it was.
            beside = [one for one in beside if not scene.has("of", one.start - 1, one.start)]
        lead = beside[:1] or [one for one in plain if one.end <= thing.start]
        return lead[-1] if lead else plain[0]
    if plain:
        return plain[0]
    for one in scene.sentence.dates:
        if 0 < deed.start - one.end <= 9 and scene.has("when", one.end, one.end + 1) and _is_next(one, deed, scene):
            return replace(one, since=False)  # "desde 2021, cuando se creó la Asesoría"
    begin = _begin(place, scene)
    before = [one for one in scene.sentence.dates if begin <= one.start < deed.start and not one.period]
    before = [one for one in before if not _of_another(one, thing, scene) and one is not counted]
    if before:
        return before[-1]
    if after or thing is None or deed.event not in ("adopted", "created"):
        return after[0] if after else None
    # "La política 2018-2032 se adoptó mediante ordenanza": at least the years it is made for.
    return next((one for one in scene.sentence.dates if one.period and one.start == thing.end), None)


def _is_next(one: When, deed: Deed, scene: Scene) -> bool:
    """Whether no other deed stands between a date and this one."""
    return not any(one.end <= other.start < deed.start for other in scene.sentence.deeds)


def _of_another(one: When, thing: Thing | None, scene: Scene) -> bool:
    """ "El decreto de 2007": a date that says which instrument is meant dates that one alone."""
    if one.start < 2 or scene.words[one.start - 1] not in scene.reader.language.words("of"):
        return False
    return any(
        t is not thing
        and t.start < one.start - 1 <= t.end + 1
        and t.code == "law_or_competence"
        and not is_means(t, scene)
        for t in scene.sentence.things
    )


def _begin(place: int, scene: Scene) -> int:
    """From where a date before a deed may be its own: the end of the deed before, its date left to it."""
    deed = scene.sentence.deeds[place]
    opening = scene.opening(deed.start)
    for one in range(place - 1, -1, -1):
        before = scene.sentence.deeds[one]
        if before.start < opening:
            break
        decided = any(reading.event == "decide" for reading in before.readings)
        first = deed.tense == "inf" and one == place - 1 and scene.has("firsts", before.end, deed.start)
        if _counted_from_it(before, scene):
            continue
        if first or (deed.tense == "noun" and _only_carries(before, deed, scene)):
            continue  # "formalizó en 2016 su adhesión": the verb has no other object
        if before.event not in ("data", "other", "modal", "plan") and not decided:
            return max(
                opening,
                limit_of(one, scene)
                if limit_of(one, scene) < deed.start
                else before.end
                if not _dates_after(before, deed.start, scene)
                else _last_of_several(before, deed, scene),
            )
    return opening


def _has_since(deed: Deed, scene: Scene) -> bool:
    """ "And *has since* opened another", "e *desde então* abriu outra": later than what is told before."""
    return scene.has("since", deed.start - 2, deed.end - (deed.end - deed.start < 2))


def _counted_from_it(deed: Deed, scene: Scene) -> When | None:
    """ "*Three years after* joining, it hosted…": the date that opens a sentence and counts from a deed told before."""
    opening = scene.sentence.dates[0] if scene.sentence.dates else None
    if opening is None or not opening.relative or deed.tense not in ("ger", "inf") or opening.start > 1:
        return None
    of = scene.words[opening.end : deed.start]
    return opening if len(of) < 2 and {*of} <= scene.reader.language.words("of") and opening.end <= deed.start else None


def _only_carries(before: Deed, deed: Deed, scene: Scene) -> bool:
    """Whether a verb has a noun of a deed for its object, and nothing else."""
    if before.tense not in ("past", "pres") or any(
        one.start in range(before.end, deed.start) for one in scene.sentence.things
    ):
        return False
    said = {place for one in scene.sentence.dates for place in range(one.start, one.end)}
    between = [place for place in range(before.end, deed.start) if place not in said]
    little = all(any(scene.has(kind, p, p + 1) for kind in ("at", "articles", "poss", "of")) for p in between)
    return little and not {*between} & scene.sentence.hard


def _last_of_several(before: Deed, deed: Deed, scene: Scene) -> int:
    """ "Lanzado en 2004, … hasta 2010, cuando fue cancelado": of two dates the one right before a deed is its own."""
    dated = _dates_after(before, deed.start, scene)
    apart = len(dated) > 1 and broken(dated[-2].end, dated[-1].start, scene)
    near = len(dated) > 1 and (apart or deed.start - dated[-1].end <= 3)
    return dated[-1].start if near else deed.start


def _is_the_first_told(opening: When, place: int, scene: Scene) -> bool:
    """ "En agosto de 2016 rubricaron el acta que hermana a los dos": the verb before said nothing of the field."""
    deeds = scene.sentence.deeds
    near = deeds[place].start - deeds[place - 1].end <= 4
    early = opening.end <= deeds[0].start and not opening.since and not scene.made
    return near and early and place == 1 and deeds[0].tense == "past"


def _reaches_over_all(opening: When, place: int, scene: Scene) -> bool:
    """ "Entre 2001 y 2006 Michoacán acogió…, instaló… y elevó…": the one date before all that one subject did."""
    deeds, here = scene.sentence.deeds, scene.sentence.deeds[place]
    if opening.end > deeds[0].start or opening.since or {*range(opening.end, here.start)} & scene.sentence.hard:
        return False
    if {*scene.words[deeds[0].end : here.end]} & scene.reader.language.words("later"):
        return False  # "in the 1980s it founded an office, later folded into…"
    anew = any(g[0].role == "" and deeds[0].end <= g[0].start < here.start for g in scene.groups)
    if here.tense == "noun":
        return not anew
    alike = all(one.tense == here.tense for one in deeds[: place + 1])
    return alike and here.tense in ("past", "pres") and not anew


def inherited(place: int, scene: Scene) -> When | None:
    """ "En 2003 constituyó su unidad y se afilió a la red": the date that opens a sentence reaches over "and"."""
    deeds = scene.sentence.deeds
    if not place or _has_since(deeds[place], scene):
        return None
    opening = scene.sentence.dates[0] if len(scene.sentence.dates) == 1 else None
    if opening and (_reaches_over_all(opening, place, scene) or _is_the_first_told(opening, place, scene)):
        return opening
    here, before = deeds[place], deeds[place - 1]
    between = scene.sentence.folded(before.end, here.start)
    joined = (
        set(between[-3:]) & scene.reader.language.words("and")
        and not set(range(before.end, here.start + 1)) & scene.sentence.hard
    )
    told = [act for act in scene.made if act.deed and act.deed.start == before.start and act.when]
    opens = told and told[-1].when and told[-1].when.end <= before.start and not told[-1].when.since
    return told[-1].when if joined and opens and not _dates_after(before, here.start, scene) else None
