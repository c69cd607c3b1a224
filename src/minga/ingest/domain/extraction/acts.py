"""The acts of one sentence: each deed with what it was done to, by whom and when."""

from dataclasses import replace

from minga.ingest.domain.extraction.codes_of import code_of, event_of
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.denials import denied, stood_until
from minga.ingest.domain.extraction.done_again import like_before
from minga.ingest.domain.extraction.doubles import strip_doubles
from minga.ingest.domain.extraction.left_over import read_left_over
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.objects_of import objects
from minga.ingest.domain.extraction.occasions import closes, is_a_title, of_the_occasion, tells_the_occasion
from minga.ingest.domain.extraction.parties_of import groups, parties_of
from minga.ingest.domain.extraction.plans import (
    is_a_goal,
    is_announced,
    is_told_ahead,
    is_travelled_for,
    plans_a_deed,
    will_be,
)
from minga.ingest.domain.extraction.reading import BONDS, Act, Memory, Reader
from minga.ingest.domain.extraction.recalling import fits_deed
from minga.ingest.domain.extraction.scene import Scene, is_title, next_deed
from minga.ingest.domain.extraction.sentences import Deed, Sentence
from minga.ingest.domain.extraction.subjects_of import subjects
from minga.ingest.domain.extraction.times_of import inherited, limit_of, times, when_of
from minga.ingest.domain.extraction.titles import the_first
from minga.ingest.domain.extraction.voice import is_supposed, leaves_off

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
        _lend_dates(scene)
        read_left_over(scene)
    made = [] if closes(scene) else strip_doubles(scene.made, language.several)
    _remember(scene, made)
    return made


def _lend_dates(scene: Scene) -> None:
    """ "Adhesión a la red, formalizada en 1999": the date of a participle that says nothing more is its noun's."""
    for act in scene.made:
        if act.when is None and act.deed and act.deed.tense == "noun":
            after = [deed for deed in scene.sentence.deeds if deed.start >= act.deed.end][:1]
            idle = after and after[0].tense in ("part", "past") and not any(one.deed == after[0] for one in scene.made)
            if idle and not set(range(act.deed.end, after[0].start)) & scene.sentence.hard:
                act.when = when_of(
                    scene.sentence.deeds.index(after[0]),
                    after[0],
                    None,
                    limit_of(scene.sentence.deeds.index(after[0]), scene),
                    scene,
                )
                if act.when and act.event == "in_force" and act.code == "network_membership":
                    act.event = "joined"  # "su pertenencia a la red comenzó en 1999"


def _is_set_aside(scene: Scene) -> bool:
    """Questions, and sentences about games."""
    body = scene.text[scene.sentence.stretch.start : scene.sentence.stretch.end].strip()
    inside = {place for thing in scene.sentence.things for place in range(thing.start, thing.end)}
    games = scene.reader.language.words("sports")
    return (
        "¿" in body
        or body.endswith("?")
        or any(
            word in games and place not in inside
            for place, word in enumerate(scene.words)  # no "Ligue des villes"
        )
    )


def _remember(scene: Scene, made: list[Act]) -> None:
    memory, sentence = scene.memory, scene.sentence
    memory.acts = [*memory.acts, *made][-_REMEMBERED:]
    memory.everyone = memory.everyone[-_REMEMBERED:]
    memory.things = sentence.things or memory.things
    if sentence.dates and is_a_title(scene):
        memory.enacted = sentence.dates[0]
    if tells_the_occasion(scene):
        memory.occasion = sentence.dates[0]
    subjects = [group for group in scene.groups if group[0].role == ""]
    # "En Friburgo…", "La internacionalización de Rosario arrancó…": who is spoken of is no subject yet, but will be.
    subjects = subjects or [group for group in scene.groups[:1] if group[0].role in ("of", "at") and group[0].start < 8]
    memory.fragment = None
    if made:
        memory.parties = made[0].parties
    elif subjects:
        fragment = not sentence.deeds
        spoken_of = [group for group in subjects[1:] if not _is_visited(group[0].start, scene)]
        memory.parties = [p for group in (subjects[0], *spoken_of) for p in group] if fragment else subjects[0]
        memory.fragment = sentence if fragment else None
    if sentence.dates:
        memory.year = sentence.dates[-1].last_said


def _is_visited(start: int, scene: Scene) -> bool:
    """ "The mayor of Lima visited *Turin*": right behind a word that is no little one a name is no subject."""
    before = scene.sentence.words[start - 1]
    little = ("function_words", "at", "of", "and", "with", "by", "between", "articles", "adverbs", "openers", "means")
    return start > 1 and start not in scene.sentence.breaks and before.text.islower() and not any(
        before.folded in scene.reader.language.words(kind) for kind in little
    )  # fmt: skip


def _read_deed(place: int, deed: Deed, scene: Scene) -> None:
    """Read a deed as the first of its meanings that makes an act: "celebró un convenio", "celebró una cumbre"."""
    before = len(scene.made)
    for one in _readings(place, deed, scene):
        _read_as(place, one, scene)
        if len(scene.made) > before:
            return


def _readings(place: int, deed: Deed, scene: Scene) -> list[Deed]:
    """What a form may say, first what may be done to the instrument right behind it: "editou um caderno sobre…"."""
    limit = next_deed(place, scene)
    near = next((thing for thing in scene.sentence.things if deed.end <= thing.start < limit), None)
    if near is None and deed.tense == "part" and deed.start in scene.sentence.breaks:
        # "Abriu um escritório, *fechado* em 2014": said of what stands before.
        near = next((thing for thing in reversed(scene.sentence.things) if thing.end <= deed.start), None)
    known = list(deed.readings)
    if any(one.event == "in_force" for one in known) and not any(one.start == deed.end for one in scene.sentence.deeds):
        known = [one for one in known if one.event != "plan"]  # "compte parmi les fondatrices" plans nothing
    if near is None or not deed.also:
        return known
    return sorted(known, key=lambda one: not fits_deed(one.event, near, scene, one))


def _read_as(place: int, deed: Deed, scene: Scene) -> None:
    event = _event(place, deed, scene)
    if not event or (event == "planned" and is_supposed(deed, scene)):
        return
    if deed.event == "data" and not any(
        deed.end <= one.start <= deed.end + 2 or one.end == deed.start for one in scene.sentence.dates
    ):
        return
    if deed.event == "same":
        like_before(place, deed, scene)
        return
    pairs, passive = objects(place, deed, event, scene)
    if deed.tense == "noun" and deed.start == 2 and scene.has("since", 0, 1) and scene.has("poss", 1, 2):
        # No network, whoever founded it; but "since its accession to CITYNET in 1993".
        pairs = [(thing, past) for thing, past in pairs if thing and (thing.organ or deed.event == "joined")]
    for thing, act in pairs:
        _make(place, deed, event, thing, act, passive, scene)


def _event(place: int, deed: Deed, scene: Scene) -> str:
    """The event that a deed is: its own, "planned", or none where it is denied, advised or only wished for."""
    opening = scene.opening(deed.start)
    before = [one for one in scene.sentence.deeds[:place] if one.start >= opening]
    if deed.event == "discontinued" and scene.has("that", deed.end, deed.end + 1):
        return ""  # "concluye que": a finding, no end
    if deed.event == "discontinued" and leaves_off(deed, scene):
        return ""
    if deed.tense in ("inf", "noun") and scene.has("refused", deed.end, _hard_after(deed, scene)):
        return ""  # "la propuesta de hermanar X con Y fue desestimada"
    if deed.event == "evaluated" and deed.tense not in ("past", "part"):
        return ""  # "evalúa abrir una oficina"
    if deed.tense == "noun" and scene.has("regulating", deed.start - 3, deed.start):
        return ""  # "la ley que regula la firma de convenios"
    if deed.tense in ("fut", "cond", "impf") and scene.has("whether", opening, deed.start):
        return ""  # "no está claro si firmará", "si Genève adhérait"
    if deed.event in ("modal", "decide") or any(_governs(one, deed, scene) for one in before):
        return ""
    if deed.tense == "cond":
        # "Anunció que abriría una oficina": what will be, as it was told.
        return (
            "planned"
            if any(one.event in ("plan", "say") for one in before) and not denied(deed, scene, opening)
            else ""
        )
    if deed.tense in ("ger", "inf") and _is_done_besides(deed, scene):
        return "" if deed.event == "plan" or denied(deed, scene, opening) else deed.event
    if deed.tense == "ger" and deed.event != "bind" and not _is_going_on(deed, scene):
        return ""
    if denied(deed, scene, opening):
        return "discontinued" if stood_until(deed, scene) else ""
    plan = next((one for one in reversed(before) if _is_ahead(one, scene)), None)
    if plan and deed.tense == "inf" and denied(plan, scene, opening):
        return ""
    if deed.event == "plan":
        return "" if deed.tense in ("part", "inf") or plans_a_deed(place, deed, scene) else "planned"
    if deed.tense == "fut" or (deed.tense == "inf" and plan) or will_be(deed, scene):
        return "planned"
    if deed.tense == "noun" and plan and is_announced(plan, deed, scene):
        return "planned"
    if deed.tense == "inf" and is_travelled_for(deed, scene):
        return deed.event
    came = before[-1] if before and before[-1].event == "decide" and deed.start - before[-1].end < 2 else None
    if came and denied(came, scene, opening):
        return ""  # "nunca chegou a ser recriada"
    if deed.tense == "inf" and the_first(deed, scene):
        return deed.event
    if deed.tense == "inf" and not _is_decided(before, deed, scene):
        return "planned" if is_a_goal(place, deed, scene) else ""
    return deed.event


def _is_going_on(deed: Deed, scene: Scene) -> bool:
    """ "Lleva diez años funcionando", "sigue formando parte"."""
    return deed.event in ("in_force", "member") and scene.has("going", deed.start - 4, deed.start)


def _hard_after(deed: Deed, scene: Scene) -> int:
    """Where the part of the sentence ends that holds a deed."""
    return min([hard for hard in scene.sentence.hard if hard >= deed.end], default=len(scene.words))


def _is_ahead(deed: Deed, scene: Scene) -> bool:
    """Whether what a deed leads in is still to come: a plan, what will be, what a council lets its mayor do."""
    if deed.event == "plan" or deed.tense == "fut":
        return True
    laws = any(t.code == "law_or_competence" and t.end <= deed.start for t in scene.sentence.things)
    return scene.words[deed.start].startswith(tuple(scene.reader.language.words("permitting"))) and not laws


def _governs(modal: Deed, deed: Deed, scene: Scene) -> bool:
    """Whether a wish or a refusal reaches a deed: not one that is told of another, after a comma."""
    if modal.event != "modal" or is_told_ahead(modal, scene):
        return False
    if deed.tense in ("part", "past") and deed.start in scene.sentence.breaks and modal.end < deed.start - 2:
        return False  # "rejected a proposal to end the partnership, signed in 2010"
    told = deed.tense in ("past", "state", "pres", "impf")
    if deed.tense in ("past", "state") and modal.tense in ("past", "state") and _goes_on(modal, deed, scene):
        return False  # "solicitó su ingreso y fue admitida"
    other = any(modal.end <= group[0].start < deed.start and group[0].role == "" for group in scene.groups)
    return not (told and other and set(range(modal.end, deed.start)) & scene.sentence.breaks)


def _goes_on(modal: Deed, deed: Deed, scene: Scene) -> bool:
    """Whether what follows a wish is told beside it: "and" leads it in, and no "that" stands between."""
    lead = scene.has("and", deed.start - 3, deed.start)
    return lead and not scene.has("that", modal.end, deed.start) and not scene.has("perhaps", modal.end, deed.start)


def _is_done_besides(deed: Deed, scene: Scene) -> bool:
    """ "Al renovar su hermandad", "tras firmar", "having signed", "en renouvelant": done, told beside another deed."""
    start = deed.start - (
        deed.tense == "inf" and scene.has("clitics", deed.start - 1, deed.start)
    )  # "avant de *le* réintégrer"
    lead = scene.sentence.folded(start - 1, start)
    words = scene.reader.language.words("upon")
    if any(
        deed.end <= one.start < _hard_after(deed, scene) and one.start - deed.end < 9 for one in scene.sentence.dates
    ):
        words = words | scene.reader.language.words("before_it")  # "avant de créer *en 1994* un bureau"
    return bool({*lead} & words) or (
        deed.tense == "inf" and lead == ["de"] and bool({*scene.sentence.folded(start - 2, start - 1)} & words)
    )


def _is_decided(before: list[Deed], deed: Deed, scene: Scene) -> bool:
    """ "Acordó en sesión de 2015 disolver": what was decided was done."""
    if not before or any(one.event == "decide" for one in before[-1].readings):
        return bool(before)
    if " ".join(scene.words[max(0, deed.start - 2) : deed.start]) in scene.reader.language.words("only_to"):
        return True
    # "Se convirtió en la primera comuna en presidir…", "was the first city to join".
    became = before[-1].event in ("reformed", "signed") or before[-1].tense in ("past", "state")
    return became and scene.has("firsts", before[-1].end, deed.start) and deed.start - before[-1].end < 9


def _make(
    place: int, deed: Deed, event: str, thing: Thing | None, past: Act | None, passive: bool, scene: Scene
) -> None:
    if _closes_a_deal(deed, thing, passive, scene):
        deed, event = replace(deed, event="signed"), event.replace("discontinued", "signed")
    parties, doubts = subjects(deed, thing, past, passive, scene)
    if not parties or _is_a_feast(deed, thing, scene) or _is_read_out(thing, scene):
        return
    code, known = code_of(deed, thing, past, parties, scene)
    if not code:
        return
    told = times(place, deed, thing, scene)
    each = len(told) == len(parties) > 1 and scene.has("in_turn", deed.end, len(scene.words))
    for order, (when, others) in enumerate(told):
        when = (
            when
            or inherited(place, scene)
            or _of_its_norm(deed, scene)
            or (_enacted_at(scene) if _is_enacted(deed, scene) else None)
            or of_the_occasion(deed, event, past, scene)
        )
        titled = thing is not None and when is not None and is_title(thing, scene) and event in ("named", "awarded")
        act = Act(
            "joined" if titled else event_of(event, deed, code, when),
            code,
            parties[order : order + 1] if each else parties,
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


def _closes_a_deal(deed: Deed, thing: Thing | None, passive: bool, scene: Scene) -> bool:
    """ "Cerraron *un* acuerdo": who closes a bond that is not known yet signs it."""
    closes = scene.words[deed.start].startswith(tuple(scene.reader.language.words("closing"))) and not passive
    indefinite = thing is not None and thing.code in BONDS and not thing.definite and thing.start >= deed.end
    return closes and deed.event == "discontinued" and indefinite


def _of_its_norm(deed: Deed, scene: Scene) -> When | None:
    """ "Aprobó en 2020 la ordenanza que adopta la política": what a norm does is done when it is passed."""
    laws = [act for act in scene.made if act.code == "law_or_competence" and act.thing and act.when]
    passed = next((act.when for act in laws if act.thing and 0 <= deed.start - act.thing.end <= 2), None)
    norms = [t for t in scene.sentence.things if t.code == "law_or_competence" and t.end <= deed.start]
    if passed or not norms or deed.tense not in ("past", "pres"):
        return passed
    # "El Decreto 1.089 de 2016 creó…": the year in the name of the norm that does it.
    dated = [one for one in scene.sentence.dates if norms[-1].end <= one.start < deed.start]
    return (
        dated[-1]
        if dated
        and deed.start - dated[-1].end <= 1
        and not any(g[0].role == "" and norms[-1].end <= g[0].start < deed.start for g in scene.groups)
        else None
    )


def _enacted_at(scene: Scene) -> When | None:
    """The date of a norm: of its title in this sentence ("Resolución núm. 12-2017: se aprueba…"), or before it."""
    return scene.sentence.dates[0] if scene.sentence.dates and is_a_title(scene) else scene.memory.enacted


def _is_enacted(deed: Deed, scene: Scene) -> bool:
    """ "Créase", "fica instituída": the words of a norm, whose title has the date."""
    lead = scene.sentence.folded(deed.start - 2, deed.start)
    if deed.tense == "pres" and deed.start == 0:
        return True  # "Declara ciudad hermana a…": the heading of a norm
    if deed.tense in ("inf", "pres") and scene.sentence.dates and is_a_title(scene):
        return True
    return deed.tense == "law" or (
        deed.tense in ("part", "past") and bool({*lead} & scene.reader.language.words("enacting"))
    )


def _is_read_out(thing: Thing | None, scene: Scene) -> bool:
    """ "A Câmara aprovou e ele sanciona a seguinte lei": the words that lead in what a norm enacts."""
    law = thing is not None and thing.code == "law_or_competence"
    return law and thing is not None and scene.has("next", thing.start - 1, thing.end + 1)


def _is_a_feast(deed: Deed, thing: Thing | None, scene: Scene) -> bool:
    """ "Celebran su hermandad": what is theirs already is feasted, not signed."""
    own = thing is not None and scene.has("poss", max(0, thing.start - 1), thing.start)
    return own and scene.words[deed.start].startswith("celebr")


def _rule(deed: Deed, passive: bool, past: Act | None) -> str:
    if past:
        return "deed_of_what_was_named"
    if deed.tense == "noun":
        return "noun_of_a_deed"
    if deed.event in ("in_force", "member"):
        return "it_has_one"
    return "done_to" if passive else "who_did_what"
