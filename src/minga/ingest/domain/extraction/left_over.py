"""Instruments that no deed speaks of, but whose owner, date or order does; and what is left out because said before."""

from minga.ingest.domain.extraction.anniversaries import read_anniversaries
from minga.ingest.domain.extraction.codes_of import dated_event, event_of
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, ORGANS, Act, Party
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
# "Accra was welcomed into C40 in 2006 and Freetown in 2019": what a second name is no counterpart of.
_TOLD_BY_YEAR = frozenset({"network_membership", "forum_or_event", "award"})


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
    _read_gapped(scene)
    _read_other_networks(scene)
    if not scene.made:
        _read_listed(scene)


def _with_each(thing: Thing, scene: Scene) -> list[Act]:
    """ "Los hermanamientos de Cádiz con Tánger (1987) y La Habana (1999)": one with each, of its own date."""
    whose = owners(thing, scene) if thing.code in BONDS else []
    partners = next((g for g in scene.groups if whose and g[0].role == "with" and g[0].start >= whose[-1].end), [])
    return [
        Act("signed", thing.code, whose, "dated_noun", scene.sentence, when, thing, counterparts=[party])
        for party, when in _dates_of_each(partners, scene)
    ]


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
    here = [group for group in scene.groups if group[0].role in ("", "at", "of")]
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
    if thing.code not in _DATED_NOUNS or is_means(thing, scene):
        return None
    when = _its_date(thing, scene)
    if when is None:
        return None
    joint = [g for g in scene.groups if g[0].role == "between" and 0 <= g[0].start - thing.end <= 3]
    parties = joint[0] if joint and thing.code in BONDS else owners(thing, scene) or _before(thing, scene)
    if not parties and thing.code == "law_or_competence":
        here = [g for g in scene.groups if g[0].role in ("at", "", "of") and g[-1].end <= thing.start]
        parties = here[-1] if here else scene.memory.parties
    if not parties and thing.code in BONDS:
        left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= thing.start]
        parties = left[-1] if left else _after_what_is_first(thing, scene) or scene.memory.parties
    if not parties:
        return None
    return Act(dated_event(thing.code), thing.code, parties, "dated_noun", scene.sentence, when, thing)


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
        among = set(scene.words[max(0, place - 1) : place]) & language.words("between")
        if word not in language.words("another") or not acts or among:
            continue  # "entre otros" is nobody
        last = acts[-1]
        if last.event == "reformed" or _has_its_date(place, acts) or not stands_alone(place, scene):
            continue
        deed = any(last.deed is not None and last.deed.end <= one.start <= place + 1 for one in sentence.deeds)
        if not deed:
            _again(last, last.parties, _near(place, last, scene), scene)


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
        if group[0].role != "of" or pronoun_of(group[0], scene) is None or _is_said(group, scene):
            continue
        last = _told_of(group, scene)
        after = scene.groups[place + 1] if place + 1 < len(scene.groups) else None
        other = after if after and after[0].role == "with" else None
        when = _date_of_that(other or group, after if other is None else None, scene)
        if last is not None and last.code in _OWN and (each := _dates_of_each(group, scene)):
            for party, its in each:
                _again(last, [party], its, scene)
            continue
        if last is not None and when is not None and last.code in _EACH and other is None:
            _again(last, group, when, scene)  # "y el de Manabí, un año más tarde"
            continue
        if last is None or when is None or last.code not in BONDS | {"delegation_abroad"}:
            continue
        _again(last, group if other and last.code in BONDS else last.parties, when, scene)


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


def _read_gapped(scene: Scene) -> None:
    """ "Recife aderiu ao ICLEI em 1996; Curitiba, em 1994": who did the same, where only the year is said."""
    taken = {act.when.start for act in scene.made if act.when and act.sentence is scene.sentence}
    for group in scene.groups:
        start, end = group[0].start, group[-1].end
        acts = [act for act in scene.made if act.deed and act.deed.end <= start and act.when]
        followed = scene.has("following", start - 3, start)
        other = group[0].role == "with" and bool(acts) and acts[-1].code in BONDS and _opens_a_part(start, scene)
        # "É cidade-irmã de Langenhagen desde 1980, *de Chesapeake desde 2005*"
        other = other or _is_another_twin(group, acts, scene)
        if not acts or (group[0].role != "" and not followed and not other):
            continue
        told_so = acts[-1].code in _TOLD_BY_YEAR and any(end <= one.start <= end + 1 for one in scene.sentence.dates)
        and_then = not acts[-1].counterparts and scene.has("and", start - 1, start)
        and_then = and_then and (told_so or end in scene.sentence.breaks)
        if not (_opens_a_part(start, scene) or and_then or followed or other):
            continue
        when = next((one for one in scene.sentence.dates if end <= one.start <= end + 4), None)
        if when is None or when.start in taken or not _stands_for_a_clause(end, when, scene):
            continue
        # "Com Compostela em 1994; com Kaiserslautern, em 2000": the same government, with another.
        _again(acts[-1], acts[-1].parties if other else group, when, scene)


def _is_another_twin(group: list[Party], acts: list[Act], scene: Scene) -> bool:
    twinned = bool(acts) and acts[-1].deed is not None and acts[-1].deed.event == "twinned"
    start = group[0].start
    return twinned and group[0].role == "of" and bool({start, start - 1} & scene.sentence.breaks)


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


def _opens_a_part(start: int, scene: Scene) -> bool:
    """Whether a name stands where a part of its sentence begins: after a semicolon, or after "while"."""
    lead = {*scene.sentence.folded(start - 2, start)} & scene.reader.language.words("breaks")
    return bool({start, start - 1} & scene.sentence.hard) or bool(lead)


def _stands_for_a_clause(end: int, when: When, scene: Scene) -> bool:
    """Whether nothing but a name and a date fills a part of a sentence: no verb, no instrument."""
    stop = min([hard for hard in scene.sentence.hard if hard >= when.end], default=len(scene.words))
    deeds = any(end <= deed.start < stop for deed in scene.sentence.deeds)
    return not deeds and not any(end <= thing.start < stop for thing in scene.sentence.things)


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


def _again(last: Act, parties: list[Party], when: When | None, scene: Scene) -> None:
    event = "signed" if last.event in ("in_force", "signed", "adopted") and last.code in BONDS else last.event
    act = Act(event, last.code, parties, "once_more", scene.sentence, when, None, last.deed)
    act.known_areas = last.known_areas
    scene.made.append(act)
