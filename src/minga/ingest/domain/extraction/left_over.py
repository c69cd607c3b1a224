"""Instruments that no deed speaks of, but whose owner, date or order does; and what is left out because said before."""

from minga.ingest.domain.extraction.anniversaries import read_anniversaries
from minga.ingest.domain.extraction.codes_of import dated_event, event_of
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.done_again import again, read_added
from minga.ingest.domain.extraction.gapped import read_gapped
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, ORDINALS, ORGANS, Act, Party
from minga.ingest.domain.extraction.scene import Scene, is_means, owners, pronoun_of, stands_alone
from minga.ingest.domain.extraction.titles import copulas_of, read_title

_DATED_NOUNS = BONDS - {"project"} | {
    "law_or_competence", "cooperation_strategy", "ir_policy", "external_action_strategy"
}  # fmt: skip
# What each government has one of: of another it is another one.
_OWN = (ORGANS - {"delegation_abroad"}) | {"cooperation_strategy", "ir_policy", "external_action_strategy"}
# What "el de Manabí, un año más tarde" is told of: as much as that, or to have done what another did.
_EACH = _OWN | {"network_membership", "law_or_competence", "forum_or_event", "award"}
_NO_STATE = frozenset({"law_or_competence", "forum_or_event", "award", "publication", "network_membership"})


def read_left_over(scene: Scene) -> None:
    """ "La Municipalidad con su política de…", "el convenio de 1998", "su Oficina de Relaciones Internacionales"."""
    used = {act.thing.start for act in scene.made if act.thing}
    for thing in scene.sentence.things:
        if thing.start in used or thing.loose:
            continue
        if several := _with_each(thing, scene):
            scene.made += several
        elif act := (read_title(thing, scene) or _dated(thing, scene) or _standing(thing, scene)):
            scene.made.append(act)
    read_anniversaries(scene)
    _read_others(scene)
    _read_those_of(scene)
    read_added(scene)
    read_gapped(scene)
    _read_other_networks(scene)
    if not scene.made:
        _read_listed(scene)


def _with_each(thing: Thing, scene: Scene) -> list[Act]:
    """ "Los hermanamientos de Cádiz con Tánger (1987) y La Habana (1999)": one with each, of its own date."""
    whose = owners(thing, scene) if thing.code in BONDS else []
    after = [g for g in scene.groups if whose and g[0].start >= max(thing.end, whose[-1].end)]
    partners = next((g for g in after if g[0].role == "with" or _is_listed_of(thing, g, scene)), [])
    return [
        Act("signed", thing.code, whose, "dated_noun", scene.sentence, when, thing, counterparts=[party])
        for party, when in _dates_of_each(partners, scene)
    ]


def _is_listed_of(thing: Thing, group: list[Party], scene: Scene) -> bool:
    """ "Tacoma's sister cities *include* Kitakyushu (1959), Gunsan (1979)": what twins are told of by their names."""
    between = [word.low for word in scene.sentence.words[thing.end : group[0].start]]
    said = scene.words[thing.start : group[0].start]
    listed = any(word.startswith(tuple(scene.reader.language.words("listing")) or " ") for word in said)
    return thing.code == "twinning" and group[0].role == "" and (listed or bool({*between} & copulas_of(scene)))


def _standing(thing: Thing, scene: Scene) -> Act | None:
    if thing.code in _NO_STATE:
        return None
    parties = (
        _has_its(thing, scene)
        or _from_which(thing, scene)
        or _acting_organ(thing, scene)
        or _possessed(thing, scene)
        or _counted(thing, scene)
        or _as_subject(thing, scene)
        or _over_a_list(thing, scene)
        or _of_the_only_one(thing, scene)
    )
    return Act("in_force", thing.code, parties, "its_own", scene.sentence, None, thing) if parties else None


def _of_the_only_one(thing: Thing, scene: Scene) -> list[Party]:
    """ "The Council directs the Office of International Relations": of the one government that a text is about."""
    definite = thing.organ and thing.definite and not thing.possessed and thing.code != "delegation_abroad"
    if not definite or _is_doubtful(thing, scene) or scene.made:
        return []
    spoken = {party.place.code for party in scene.memory.everyone if party.role != "with"}
    here = [g for g in scene.groups if g[0].role in ("", "of") or (g[0].role == "at" and g[-1].end <= thing.start)]
    return (scene.memory.parties or (here[0] if here else [])) if len(spoken) == 1 else []


def _has_its(thing: Thing, scene: Scene) -> list[Party]:
    language = scene.reader.language
    lead = scene.sentence.folded(thing.start - 2, thing.start)
    links = language.words("with") | language.words("and")
    if len(lead) < 2 or lead[0] not in links or lead[1] not in language.words("poss"):
        return []
    left = [g for g in scene.groups if g[-1].end == thing.start - 2]
    return left[-1] if left else []


def _from_which(thing: Thing, scene: Scene) -> list[Party]:
    """ "Atiende su acción exterior *desde* una Secretaría de Relaciones Internacionales": the subject has it."""
    language, place = scene.reader.language, thing.start - 1
    while place > 0 and scene.words[place] in language.words("articles") | language.words("poss"):
        place -= 1
    led = place >= 0 and scene.words[place] in language.words("since") | language.words("means")
    if not thing.organ or not led or thing.code == "delegation_abroad" or _is_doubtful(thing, scene):
        return []
    left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= thing.start]
    return left[-1] if left else scene.memory.parties


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
    # "Corresponde a la Dirección de Relaciones Internacionales de Quito…": whose it is stands beside it.
    return owners(thing, scene) if thing.definite and not _is_doubtful(thing, scene) else []


def _possessed(thing: Thing, scene: Scene) -> list[Party]:
    """ "Su Dirección de Relaciones Internacionales acompaña…": whoever is the subject has one."""
    if not thing.organ or not thing.possessed or thing.code == "delegation_abroad" or _is_doubtful(thing, scene):
        return []
    left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= thing.start]
    return left[-1] if left else scene.memory.parties


def _counted(thing: Thing, scene: Scene) -> list[Party]:
    """ "Con 32 hermanamientos, Guadalajara es…": so many are had by who follows."""
    language, words = scene.reader.language, scene.words
    number = thing.start == 2 and (words[1].isdecimal() or words[1] in language.numbers)
    if not number or words[0] not in language.words("with") or thing.code not in BONDS | {"delegation_abroad"}:
        return []
    return next((g for g in scene.groups if g[0].role == "" and 0 <= g[0].start - thing.end <= 2), [])


def _as_subject(thing: Thing, scene: Scene) -> list[Party]:
    """ "La Dirección de Relaciones Internacionales de Quito trabaja…", "el convenio de Lyon con León prevé…"."""
    opens = thing.start < 2 or bool({thing.start, thing.start - 1} & scene.sentence.breaks)
    opens = opens or (
        thing.organ and thing.start < 5 and scene.words[thing.start - 1] == "s"
    )  # "Ontario's Trade Offices report to…"
    if not opens or any(act.deed for act in scene.made) or thing.code in ("programme", "project"):
        return []
    return owners(thing, scene) if thing.definite and not _is_doubtful(thing, scene) else []


def _over_a_list(thing: Thing, scene: Scene) -> list[Party]:
    """ "Cidades-irmãs de Fortaleza: Miami Beach, Praia e Sal": what a list in one line is of."""
    whose = owners(thing, scene) if thing.start < 2 and thing.code in BONDS and not scene.sentence.deeds else []
    return whose if whose and whose[-1].end in scene.sentence.colons else []


def _is_doubtful(thing: Thing, scene: Scene) -> bool:
    """Whether a wish, a plan or a denial stands before it in its part of the sentence."""
    opening = scene.opening(thing.start)
    before = [one for one in scene.sentence.deeds if opening <= one.start < thing.start]
    return scene.has("negations", opening, thing.start) or any(
        one.event in ("modal", "plan") or one.tense in ("fut", "cond", "inf") for one in before
    )


def _dated(thing: Thing, scene: Scene) -> Act | None:
    """ "El convenio de 1998 con Turín", "the Massachusetts act of 1996", "hermanamiento con Bonn (1996)"."""
    under = thing.code in BONDS and thing.start < 5 and any(g[0].role == "with" and 0 <= g[0].start - thing.end <= 2
                                                           for g in scene.groups)  # fmt: skip
    if thing.code not in _DATED_NOUNS or (is_means(thing, scene) and not under):
        return None
    when = _its_date(thing, scene)
    if when is None:
        return _whose_first(thing, scene)
    joint = [g for g in scene.groups if g[0].role == "between" and 0 <= g[0].start - thing.end <= 3]
    parties = joint[0] if joint and thing.code in BONDS else owners(thing, scene) or _before(thing, scene)
    if not parties and thing.code == "law_or_competence":
        here = [g for g in scene.groups if g[0].role in ("at", "", "of") and g[-1].end <= thing.start]
        parties = here[-1] if here else scene.memory.parties
    if not parties and thing.code in BONDS:
        left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= thing.start]
        main = [g for g in scene.groups if under and g[0].role == "" and thing.end <= g[0].start]
        parties = left[-1] if left else main[0] if main else _after_what_is_first(thing, scene) or scene.memory.parties
    if not parties:
        return None
    return Act(dated_event(thing.code), thing.code, parties, "dated_noun", scene.sentence, when, thing)


def _whose_first(thing: Thing, scene: Scene) -> Act | None:
    """ "Houston, *whose first sister city was Taipei (1961)*": the twinning that a copula tells of."""
    other = next((g for g in scene.groups if g[0].role == "" and g[0].start > thing.end), [])
    whose = owners(thing, scene)
    end = whose[-1].end if whose and whose[0].start >= thing.end else thing.end
    if thing.code not in BONDS or not other or not 0 < other[0].start - end <= 2:
        return None
    when = next((one for one in scene.sentence.dates if 0 <= one.start - other[-1].end <= 1), None)
    its = scene.has("poss", thing.start - 1, thing.start)
    left = [g for g in scene.groups if its and g[0].role == "" and g[-1].end <= thing.start]
    whose = whose or (left[-1] if left else scene.memory.parties if its else [])
    if when is None or not whose or scene.sentence.words[end].low not in copulas_of(scene):
        return None
    act = Act("signed", thing.code, whose, "dated_noun", scene.sentence, when, thing)
    act.counterparts = other
    return act


def _after_what_is_first(thing: Thing, scene: Scene) -> list[Party]:
    """ "Además del hermanamiento de 1987 con Bremen, *Maracaibo* conserva…": the subject follows a comma."""
    here = [g for g in scene.groups if thing.start < 5 and g[0].role == "" and g[0].start >= thing.end]
    return here[0] if here and {here[0][0].start, here[0][0].start - 1} & scene.sentence.breaks else []


def _before(thing: Thing, scene: Scene) -> list[Party]:
    """ "The *Massachusetts* act": the name stands before it without a word between."""
    if scene.reader.language.code != "en":
        return []
    return next((g for g in scene.groups if g[-1].end == thing.start and g[0].role in ("", "by")), [])


def _its_date(thing: Thing, scene: Scene) -> When | None:
    of = scene.reader.language.words("of")
    alone = len(scene.sentence.things) == 1 and len(scene.sentence.dates) == 1
    idle = alone and not copulas_of(scene) & {word.low for word in scene.sentence.words}
    if not scene.sentence.deeds and thing.start < 2 and idle:
        return scene.sentence.dates[0]  # a line without a verb: "Hermanamiento con Arkansas, 1983"
    for one in scene.sentence.dates:
        lead = scene.sentence.folded(one.start - 1, one.start)
        if thing.end <= one.start <= thing.end + 1 and {*lead} & of and not one.period:
            return one
        if thing.code == "law_or_competence" and one.start == thing.end and _reaches_out(thing, scene):
            return one  # "la Ley 14/2003, de Cooperación Internacional"
        if one.end == thing.start and scene.reader.language.code == "en":
            return one
    return None


def _reaches_out(thing: Thing, scene: Scene) -> bool:
    """Whether what a norm is about is told right after its number, and reaches abroad."""
    said = " ".join(scene.words[thing.end : thing.end + 7])
    numbered = scene.words[thing.end - 1].isdecimal()
    return numbered and any(f" {stem}" in f" {said}" for stem in scene.reader.language.international)


def _read_others(scene: Scene) -> None:
    """ "…una casa en Los Ángeles y dos años después otra en Chicago": the deed before, done once more."""
    sentence, language = scene.sentence, scene.reader.language
    for place, word in enumerate(scene.words if scene.made else ()):
        acts = [act for act in scene.made if act.deed and act.deed.end <= place and act.thing]
        among = set(scene.words[max(0, place - 1) : place]) & (language.words("between") | language.words("the"))
        if word not in language.words("another") or not acts or among or _is_likened(place, scene):
            continue  # "entre otros" is nobody
        last = acts[-1]
        if last.event == "reformed" or _has_its_date(place, acts) or not stands_alone(place, scene):
            continue
        if any(start <= place < end and kind in ORDINALS for start, end, kind in sentence.corefs):
            continue  # "a segunda com Kakogawa"
        deed = any(last.deed is not None and last.deed.end <= one.start <= place + 1 for one in sentence.deeds)
        if not deed:
            # "Pune signed an agreement with San José in 1992, and *Ahmedabad one* with Guangzhou in 2014"
            own = [g for g in scene.groups if g[0].role == "" and g[-1].end == place]
            own = [g for g in own if scene.has("and", g[0].start - 1, g[0].start) or g[0].start in sentence.breaks]
            again(last, own[0] if own else last.parties, _near(place, last, scene), scene)


def _is_likened(place: int, scene: Scene) -> bool:
    """ "Merged into a *larger one*": an adjective stands before it, no name."""
    language, before = scene.reader.language, scene.sentence.words[place - 1]
    named = any(party.start < place <= party.end for group in scene.groups for party in group)
    little = ("and", "with", "adverbs", "at", "later", "of", "firsts", "another")
    likened = (
        scene.words[place] in language.words("one") and language.code == "en" and place not in scene.sentence.breaks
    )
    return likened and not named and before.text.islower() and len(before.text) > 3 and not any(
        before.folded in language.words(kind) for kind in little
    )  # fmt: skip


def _has_its_date(place: int, acts: list[Act]) -> bool:
    """ "Un jumelage avec Rome en 1999 et, en 2005, *un autre avec* Lodz": each partner has its date already."""
    near = [{party.start for party in act.counterparts if place < party.start <= place + 3} for act in acts]
    return any(near) and not all(near)


def _near(place: int, last: Act, scene: Scene) -> When | None:
    """The date of what is told once more: the one right before it or after, not the first one's."""
    free = [one for one in scene.sentence.dates if one is not last.when]
    before = [one for one in free if place - 4 <= one.end <= place]
    after = [one for one in free if place < one.start <= place + 8]
    return next(iter(before[-1:] or after), None)


def _read_those_of(scene: Scene) -> None:
    """ "; la de Viseu con Oviedo, en 2005", "el de Miami (2003) y el de Guadalajara (2011)"."""
    for place, group in enumerate(scene.groups):
        if pronoun_of(group[0], scene) is None or _is_said(group, scene):
            continue
        last = _told_of(group, scene)
        after = scene.groups[place + 1] if place + 1 < len(scene.groups) else None
        other = after if after and after[0].role == "with" else None
        when = _date_of_that(other or group, after if other is None else None, scene)
        if last is not None and last.code in _OWN and (each := _dates_of_each(group, scene)):
            for party, its in each:
                again(last, [party], its, scene)
            continue
        if last is not None and when is not None and last.code in _EACH and other is None:
            again(last, group, when, scene)  # "y el de Manabí, un año más tarde"
            continue
        if last is None or when is None or last.code not in BONDS | {"delegation_abroad"}:
            continue
        again(last, group if other and last.code in BONDS else last.parties, when, scene)


def _told_of(group: list[Party], scene: Scene) -> Act | None:
    """Of which instrument "el de…" is one: the last that was told, or the one that its sentence begins with."""
    made = [act for act in scene.made if act.code in BONDS | {"delegation_abroad"} | _EACH]
    for thing in scene.sentence.things:
        if not made and thing.end < group[0].start and thing.code in BONDS and (whose := owners(thing, scene)):
            return Act("signed", thing.code, whose, "once_more", scene.sentence, None, thing)
    return next(reversed([*scene.memory.acts, *made]), None)


def _dates_of_each(group: list[Party], scene: Scene) -> list[tuple[Party, When]]:
    """ "Las de Santa Fe (1997) y Mendoza (2000)": a date in brackets right after each."""
    dated = {one.start: one for one in scene.sentence.dates if one.bracketed}
    each = [(party, dated[party.end]) for party in group if party.end in dated]
    return each if len(each) == len(group) else []


def _read_listed(scene: Scene) -> None:
    """ "Entre las ciudades que recibieron el premio figuran Quito (2002), Cali (2005)…", "members include Lagos"."""
    for deed in scene.sentence.deeds:
        kinds = scene.reader.compatible.get(deed.event, frozenset())
        thing = next((t for t in scene.sentence.things if deed.end <= t.start and t.code in kinds), None)
        group = next((g for g in scene.groups if thing and g[0].role == "" and g[0].start >= thing.end), None)
        if thing is None or group is None or not _lists(thing.start, group[0].start, scene):
            continue
        whens = {party.start: when for party, when in _dates_of_each(group, scene)}
        for party in group:
            when = whens.get(party.start)
            event = event_of(deed.event, deed, thing.code, when)
            scene.made.append(Act(event, thing.code, [party], "row", scene.sentence, when, thing, deed))
        return


def _lists(start: int, end: int, scene: Scene) -> bool:
    """Whether what stands before a list says that it is one: "figuran", "include", a colon."""
    said = any(word.startswith(tuple(scene.reader.language.words("listing"))) for word in scene.words[start:end])
    negated = scene.has("negations", 0, end)
    return (said or bool({*range(start, end + 1)} & scene.sentence.colons)) and not negated


def _read_other_networks(scene: Scene) -> None:
    """ "Member of Eurocities since 1988, *of ICLEI since 2009*": the same government, of another network."""
    used = {act.thing.start for act in scene.made if act.thing}
    for thing in scene.sentence.things:
        lead = range(max(0, thing.start - 2), thing.start)
        led = any(
            scene.has("of", place, place + 1) and (place in scene.sentence.breaks or scene.has("and", place - 1, place))
            for place in lead
        )
        told = [act for act in scene.made if act.code == "network_membership" and act.when and act.deed]
        when = next((one for one in scene.sentence.dates if 0 <= one.start - thing.end <= 1), None)
        if thing.named and led and told and when and thing.start not in used:
            last = told[-1]
            scene.made.append(
                Act(last.event, last.code, last.parties, "once_more", scene.sentence, when, thing, last.deed)
            )


def _is_said(group: list[Party], scene: Scene) -> bool:
    """Whether a deed speaks of it, or an instrument is named right before it."""
    start = group[0].start
    named = any(thing.end >= start - 2 and thing.start < start for thing in scene.sentence.things)
    spoken = any(act.deed and start <= act.deed.start < start + 6 for act in scene.made)
    return named or spoken


def _date_of_that(group: list[Party], after: list[Party] | None, scene: Scene) -> When | None:
    end = group[-1].end
    limit = min(after[0].start if after else end + 6, end + 6)
    found = [one for one in scene.sentence.dates if end <= one.start < limit]
    free = found and not any(end <= deed.start < found[0].start for deed in scene.sentence.deeds)
    return found[0] if free else None
