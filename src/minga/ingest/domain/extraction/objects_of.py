"""What a deed was done to: instruments after it, before it where it is passive, or of an act told before."""

from dataclasses import replace

from minga.ingest.domain.extraction.acting import is_of_a_noun, is_told_of_who
from minga.ingest.domain.extraction.networks_of import (
    before_a_relative,
    is_any_network,
    is_of_a_network,
    network_joined,
    opens_the_sentence,
)
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, Act
from minga.ingest.domain.extraction.recalling import (
    fits_deed,
    network_meant,
    network_told,
    recalled,
    thing_meant,
    told_before,
)
from minga.ingest.domain.extraction.scene import (
    Scene,
    act_of,
    is_dated_since,
    is_means,
    next_deed,
    pronoun_of,
    stands_alone,
)
from minga.ingest.domain.extraction.sentences import Deed
from minga.ingest.domain.extraction.voice import (
    has_its_own_subject,
    helpers,
    is_fronted,
    is_led_in,
    is_passive,
    is_within,
    said_of_a_noun,
)


def objects(place: int, deed: Deed, event: str, scene: Scene) -> tuple[list[tuple[Thing | None, Act | None]], bool]:
    """What a deed was done to: instruments of this sentence, or of an act told before; and whether it stands behind."""
    sentence = scene.sentence
    if deed.event == "twinned":
        return [(None, None)], False
    if deed.event != "data" and (own := _its_own(deed, event, scene)):
        return own, False
    limit = next_deed(place, scene)
    if deed.event == "replaced":
        # "Reemplazada en 2016 por una secretaría": what came in its place.
        new = [t for t in sentence.things if deed.end <= t.start < limit and fits_deed(event, t, scene, deed)]
        came = [replace(thing, loose=False) for thing in new if is_led_in(thing, scene, ("by", "with"))]
        return [(thing, None) for thing in came[:1]], False
    if deed.event == "admitted":
        # "La UCCI admitió a Andorra la Vella": the network takes it in.
        networks = [t for t in sentence.things if t.end <= deed.start and t.code == "network_membership"]
        return [(thing, None) for thing in networks[-1:] if deed.tense == "past"], False
    if deed.event == "given" and deed.tense == "state":
        prizes = [t for t in sentence.things if t.end <= deed.start and t.code == "award"]
        return [(thing, None) for thing in prizes[-1:]], False
    if deed.event == "bind":
        bonds = [t for t in sentence.things if t.end <= deed.start and fits_deed(event, t, scene, deed)]
        # "Suscrito en 2005": that is when they were bound; "que la unía a Cúcuta *desde 1993*" says when it began.
        bonds = [t for t in bonds if not act_of(t, scene) or is_dated_since(deed, scene)]
        return [(thing, None) for thing in bonds[-1:]], False
    after = [
        thing for thing in sentence.things if deed.end <= thing.start < limit and fits_deed(event, thing, scene, deed)
    ]
    led_in = [thing for thing in after if is_means(thing, scene) and thing.code in BONDS]
    after = [thing for thing in after if not is_means(thing, scene) and not is_told_of_who(deed, thing, scene)]
    after = [thing for thing in after if not is_within(thing, deed, scene)] or after
    # "Destina 200.000 euros a proyectos": what money goes to is not begun.
    after = [t for t in after if not (t.code == "project" and event == "created" and is_led_in(t, scene, ("at",)))]
    before = [thing for thing in sentence.things if thing.end <= deed.start and fits_deed(event, thing, scene, deed)]
    before = [t for t in before if not scene.has("negations", t.start - 1, t.start + 1)]  # "has *no officer*"
    # "Por un acuerdo concluido en 2001": by what it was done, and then of that itself.
    before = [thing for thing in before if thing.end == deed.start or not is_means(thing, scene)]
    before = [thing for thing in before if not set(range(thing.end, deed.start)) & sentence.hard]
    before = _without_asides(before, deed, scene)
    passive = is_passive(deed, scene)
    elevated = _elevated(deed, event, scene, limit)
    if elevated:
        return [(elevated, None)], False
    if passive and deed.event == "awarded" and deed.tense == "part" and not before:
        return [(Thing(deed.start, deed.end, "award"), None)], True
    chaired = deed.event == "member" and bool(before) and scene.has("chairs", before[-1].start, before[-1].start + 1)
    if passive and (deed.event not in ("joined", "member") or chaired):
        if sentence.folded(deed.start - 1, deed.start) in (["se"], ["s"]) and after and deed.start not in range(1):
            close = [
                thing for thing in before if thing.start >= scene.opening(deed.start) and thing.end >= deed.start - 6
            ]
            before = close
        before = [thing for thing in before if _agrees(deed, thing, scene)] or before
        # "Creada en 2003, elevada a subsecretaría y eliminada en 2012": not what it was raised to.
        before = [t for t in before if not (t.organ and t.loose and is_led_in(t, scene, ("at",)))] or before
        if is_of_a_network(deed, before, scene) or is_of_a_noun(deed, scene):
            return [], True
        if before:
            return [(before[-1], None)], True
        if _is_of_it(deed, scene) and (again := recalled(deed, event, scene)):
            return again, True
        if main := _of_the_subject(deed, event, scene):
            return [(main, None)], True
        if after:
            return [(after[0], None)], True
        if has_its_own_subject(deed, scene):
            return [], True
        if led_in and deed.event == "signed" and deed.tense in ("past", "part"):
            return [(led_in[0], None)], True  # "la cooperación se formalizó mediante un convenio"
        # "Adhesión a la red, formalizada en 1999": a participle is said of what stands in its own clause.
        here = [t for t in sentence.things if t.end <= deed.start and not set(range(t.end, deed.start)) & sentence.hard]
        if (here and deed.tense == "part" and not any(t.loose for t in here)) or said_of_a_noun(deed, scene):
            return [], True
        if _is_attribute(deed, scene):
            return [], True
        return recalled(deed, event, scene) or told_before(deed, event, scene), True
    begun = scene.words[deed.start].startswith(tuple(scene.reader.language.words("beginning")))
    if led_in and not after and (deed.event == "signed" or begun) and deed.tense in ("past", "part") and scene.groups:
        return [(led_in[0], None)], False  # "se ligaron mediante un convenio"
    return _of_an_active(deed, event, after, before, limit, scene)


def _without_asides(before: list[Thing], deed: Deed, scene: Scene) -> list[Thing]:
    """ "The Office, *housed in the mayor's office*, was set up": what stands between commas right before a deed."""
    breaks = scene.sentence.breaks
    opened = max([place for place in breaks if place < deed.start], default=0)
    if deed.start not in breaks or not opened or scene.has("and", opened, opened + 1):
        return before
    return [thing for thing in before if thing.end <= opened] or before


def _of_the_subject(deed: Deed, event: str, scene: Scene) -> Thing | None:
    """The instrument that is the subject of the sentence which a participle opens."""
    if not is_fronted(deed, scene):
        return None
    breaks = scene.sentence.breaks
    main = [t for t in scene.sentence.things if t.start >= deed.end and {t.start, t.start - 1} & breaks]
    begun = {g[-1].end + 1 for g in scene.groups if g[0].start in breaks and scene.has_s(g[-1].end)}
    main += [t for t in scene.sentence.things if t.start >= deed.end and t.start in begun]  # ", *Barcelona's* office"
    return next((thing for thing in main if fits_deed(event, thing, scene, deed)), None)


def _agrees(deed: Deed, thing: Thing, scene: Scene) -> bool:
    """ "El programa financió proyectos hasta 2010, cuando fue cancelado": one, so not the projects."""
    if deed.tense != "part" or scene.reader.language.code == "en":
        return True
    return (scene.words[deed.end - 1][-1] == "s") == (scene.words[thing.start][-1] in "sx")


def _of_an_active(
    deed: Deed, event: str, after: list[Thing], before: list[Thing], limit: int, scene: Scene
) -> tuple[list[tuple[Thing | None, Act | None]], bool]:
    """What stands after an active deed; else a network, a law that did it, or what a pronoun stands for."""
    if deed.event == "adopted" and after and after[0].code in BONDS and _of_a_norm(deed, scene):
        laws = [t for t in scene.sentence.things if t.code == "law_or_competence" and t.end <= deed.start]
        ruled = not scene.has("relatives", deed.start - 1, deed.start)
        return [(law, None) for law in laws[:1] if ruled], False  # "por ordenanza reguló los hermanamientos"
    if deed.event == "joined" and scene.words[deed.start].startswith(
        tuple(scene.reader.language.words("admitting")) or " "
    ):
        # "C40 welcomed Nairobi as a member": the network that does it stands before.
        return [(thing, None) for thing in before[-1:] if scene.sentence.dates], False
    if is_any_network(deed, after):
        return [], False
    if not after and _of_one_named(deed, scene) and (again := recalled(deed, event, scene)):
        return again, True
    acting = bool(before) and before[-1].organ and not before[-1].loose and before[-1].end == deed.start
    if deed.event == "in_force" and acting and _exists(deed, scene):
        return [(before[-1], None)], True  # "em Curitiba, *a Assessoria* funciona junto ao gabinete"
    if after:
        return [(thing, None) for thing in _side_by_side(after, scene)], False
    if deed.event in ("joined", "member", "recreated", "discontinued") and (
        network := network_joined(deed, limit, scene)
    ):
        return [(network, None)], False
    if deed.event in ("joined", "member") and (network := before_a_relative(deed, scene)):
        return [(network, None)], False
    revised = deed.event in ("adopted", "reformed") and scene.has("versions", deed.end, deed.end + 4)
    revised = revised or (scene.has("definite", deed.end, deed.end + 1) and _is_any_organ(deed.end + 1, scene))
    clitic = revised or bool(
        scene.reader.language.words("clitics")
        & {*scene.sentence.folded(deed.start - 1, deed.start), *scene.sentence.folded(deed.end, deed.end + 1)}
        or (scene.reader.language.code == "en" and scene.has("clitics", deed.start + 1, deed.end))
    )
    pronoun = scene.has("it", deed.end, deed.end + 2) and scene.has("at", deed.end, deed.end + 1)
    if deed.event == "member" and (clitic or pronoun or _of_it(deed, scene)):
        return recalled(deed, event, scene), False
    if before and (thing := _relative_object(before[-1], deed, scene)):
        return [(thing, None)], False
    if deed.event in ("member", "joined") and before and opens_the_sentence(before[-1], deed, scene):
        return [(before[-1], None)], False
    if deed.event == "member" and (spoken_of := network_told(deed, scene)):
        return spoken_of, False
    if deed.event == "held" and before and _takes_place(deed, scene):
        return [(before[-1], None)], True
    if deed.event == "in_force" and before and before[-1].organ and _exists(deed, scene):
        sure = [thing for thing in before if thing.organ and not thing.loose]
        return [((sure or before)[-1], None)], True  # "its *International Unit*, a team of four, has existed since…"
    if deed.event == "in_force" and before and scene.has("in_force", deed.start, deed.end):
        return [(before[-1], None)], True  # "el convenio sigue vigente"
    if clitic and (deed.event == "signed" or (deed.event == "awarded" and scene.reader.language.code == "en")):
        return recalled(deed, event, scene), False
    if deed.event == "joined" and (known := network_meant(deed, scene)):
        return known, False
    led = {*scene.sentence.folded(deed.start - 1, deed.start)} & scene.reader.language.words("object_pronouns")
    if led and before and deed.tense == "past" and deed.event in ("awarded", "held", "signed", "published"):
        return [(before[-1], None)], False  # "Premio a la mejor práctica: Belén lo recibió en 2014"
    if deed.event in ("joined", "member", "in_force", "plan", "awarded", "held", "published", "signed"):
        return [], False
    if deed.event == "adopted":
        things = scene.sentence.things
        laws = [thing for thing in things if thing.end <= deed.start and thing.code == "law_or_competence"]
        return ([(laws[-1], None)] if laws else []), True
    if deed.tense == "noun" and deed.event == "created":
        return [], False
    told = [thing for thing in before if thing.start >= scene.opening(deed.start)]
    told = [thing for thing in told if not is_led_in(thing, scene)] or told
    if deed.event == "created" and not clitic:
        told = [thing for thing in told if thing.code != "network_membership"]  # "joined the network and appointed…"
    if told and (clitic or deed.event in ("discontinued", "recreated", "reformed", "created")):
        between = any(g[0].role == "" and told[-1].end <= g[0].start < deed.start for g in scene.groups)
        if between and not clitic and has_its_own_subject(deed, scene):
            return [], False
        return [(told[-1], None)], not between
    if deed.tense == "noun" and _is_of_something(deed, scene):
        return [], False
    if clitic or (deed.event in ("recreated", "discontinued") and not has_its_own_subject(deed, scene)):
        return recalled(deed, event, scene) or thing_meant(deed, event, scene), True
    return [], False


def _is_any_organ(place: int, scene: Scene) -> bool:
    """ "Abolished *the post*": a word for any organ, which is no instrument here itself."""
    return scene.has("any_organ", place, place + 1) and not any(t.start <= place < t.end for t in scene.sentence.things)


def _is_of_something(deed: Deed, scene: Scene) -> bool:
    """ "Hasta el cierre de la frontera": what the noun is of is said, and is no instrument."""
    language, place = scene.reader.language, deed.end
    if place >= len(scene.words) or scene.words[place] not in language.words("of"):
        return False
    while place < len(scene.words) and scene.words[place] in language.words("of") | language.words("articles"):
        place += 1
    named = any(party.start <= place < party.end for group in scene.groups for party in group)
    stands_in = any(start <= place < end for start, end, _kind in scene.sentence.corefs)
    return place < len(scene.words) and not named and not stands_in and not scene.sentence.words[place].capital


def _is_attribute(deed: Deed, scene: Scene) -> bool:
    """ "Dont le jardin de Chine *inauguré* en 1991": a participle right behind a noun of its own."""
    language, place = scene.reader.language, deed.start - 1
    if deed.tense != "part" or place < 1 or deed.start in scene.sentence.breaks or language.code == "en":
        return False
    if any(one.end == deed.start for one in scene.sentence.deeds) or any(g[-1].end == deed.start for g in scene.groups):
        return False
    word = scene.sentence.words[place]
    little = ("and", "adverbs", "negations", "function_words", "relatives", "upon", "articles", "at", "of", "poss",
              "later", "openers")  # fmt: skip
    return len(word.text) > 3 and not any(word.folded in language.words(name) for name in little) and not (
        word.folded in helpers(scene.reader.language) or word.folded.endswith(("mente", "ment"))
    )  # fmt: skip


def _is_of_it(deed: Deed, scene: Scene) -> bool:
    """ "*It* was shut in 1993 as part of a round of cuts": a pronoun alone is the subject."""
    colons = [place for place in scene.sentence.colons if place <= deed.start]
    lead = scene.words[max(0, scene.opening(deed.start), *colons) : deed.start]
    return 0 < len(lead) < 4 and lead[0] in scene.reader.language.words("itself")


def _of_one_named(deed: Deed, scene: Scene) -> bool:
    """ "*La de Dallas* abrió sus puertas en 2013": a pronoun and whose or where it is, right before a deed."""
    near = [g for g in scene.groups if g[0].role == "of" and 0 <= deed.start - g[-1].end <= 2]
    return bool(near) and pronoun_of(near[-1][0], scene) is not None


def _of_it(deed: Deed, scene: Scene) -> bool:
    """ "Elle *en* assure la présidence"."""
    return scene.reader.language.code == "fr" and "en" in scene.sentence.folded(deed.start - 2, deed.start)


def _relative_object(thing: Thing, deed: Deed, scene: Scene) -> Thing | None:
    """ "El hermanamiento que habían sellado en 1998": the pronoun right after an instrument stands for it."""
    language, words = scene.reader.language, scene.words
    partner = next((g for g in scene.groups if g[0].role == "with" and 0 < g[0].start - thing.end <= 2), None)
    end = partner[-1].end if partner else thing.end  # "el hermanamiento *con Vigo*, que firmó…"
    pronoun = any(end <= spot < len(words) and words[spot] in language.words("relatives") for spot in {thing.end, end})
    named = sum(p.end - p.start for g in scene.groups for p in g if thing.end <= p.start and p.end <= deed.start)
    near = thing.end < deed.start <= end + 6 + named and not {*range(thing.end, deed.start)} & scene.sentence.hard
    return thing if pronoun and near else None


def _takes_place(deed: Deed, scene: Scene) -> bool:
    """ "La misión tuvo lugar", "the forum took place": what is held is the subject."""
    return scene.words[deed.end - 1] in scene.reader.language.words("taking_place")


def _exists(deed: Deed, scene: Scene) -> bool:
    """ "Una oficina funcionaba ya en Bruselas", "the office still exists": what is there is the subject."""
    stems = tuple(scene.reader.language.words("existing"))
    return any(word.startswith(stems) for word in scene.words[deed.start : deed.end])


def _of_a_norm(deed: Deed, scene: Scene) -> bool:
    """ "La ordenanza que regula los hermanamientos": what a norm is about is not adopted by it."""
    if scene.has("regulating", deed.start, deed.start + 1):
        return True  # "por ordenanza, Rosario reguló los hermanamientos"
    relative = {*scene.sentence.folded(deed.start - 1, deed.start)} & scene.reader.language.words("relatives")
    laws = [thing.end for thing in scene.sentence.things if thing.code == "law_or_competence"]
    return bool(relative) and deed.start - 1 in laws


def _its_own(deed: Deed, event: str, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """ "Sogamoso estrenó la suya", "abrió otra": one of what was spoken of last, whoever had it or had none."""
    owned = [p for p in range(deed.end, min(deed.end + 3, len(scene.words))) if scene.has("own", p, p + 1)]
    if scene.reader.language.code == "en":
        owned = [place for place in owned if stands_alone(place, scene)]  # not "its own delegation"
    if not owned and not _another(deed, scene):
        return []
    if again := recalled(deed, event, scene):
        return again
    apart = scene.opening(deed.start)  # "Nem Viseu tem gabinete; Aveiro criou o seu em 2014"
    told = [*scene.memory.things, *(one for one in scene.sentence.things if one.end <= apart)]
    known = [thing for thing in told if fits_deed(event, thing, scene, deed)]
    return [(replace(known[-1], start=deed.end, end=deed.end + 2), None)] if known else []


def _another(deed: Deed, scene: Scene) -> bool:
    """ "Abrió otra en Chicago": the word stands for what it would say of, which does not follow."""
    language = scene.reader.language
    for place in range(deed.end, min(deed.end + 4, len(scene.words))):
        counted = scene.words[place] in language.numbers and place == deed.end
        if counted or scene.words[place] in language.words("another") | language.words("one"):
            return stands_alone(place, scene)
    return False


def _side_by_side(after: list[Thing], scene: Scene) -> list[Thing]:
    """The first thing and those joined to it by "and", a comma or a date; what a preposition brings in is none."""
    kept = after[:1]
    for thing in after[1:]:
        start = thing.start
        lead = scene.sentence.folded(max(kept[-1].end, start - 4), start)
        language = scene.reader.language
        joined = set(lead) & language.words("and") or any(
            p in scene.sentence.breaks for p in range(kept[-1].end, start + 1)
        )
        if any(g[0].role == "" and kept[-1].end < g[0].start < start for g in scene.groups):
            break  # a new subject stands between
        place = start - 1
        while place > kept[-1].end and scene.words[place] in language.words("articles"):
            place -= 1
        if joined and scene.words[place] not in language.words("of") | language.words("by"):
            kept.append(thing)
    return kept


def _elevated(deed: Deed, event: str, scene: Scene, limit: int) -> Thing | None:
    """ "Elevada a Dirección", "transformada em secretaria": the organ it became."""
    if event != "reformed":
        return None
    for thing in scene.sentence.things:
        lead = scene.sentence.folded(max(deed.end, thing.start - 2), thing.start)
        if scene.has("rank", thing.start - 2, thing.start):
            lead = scene.sentence.folded(max(deed.end, thing.start - 4), thing.start)  # "a rango de secretaría"
        direct = thing.start - deed.end < 2 and (
            deed.end - deed.start > 1 or scene.has("turning", deed.start, deed.start + 1)
        )
        if (
            deed.end <= thing.start < limit
            and thing.organ
            and (direct or set(lead) & scene.reader.language.words("becoming"))
        ):
            return replace(thing, loose=False)
    return None
