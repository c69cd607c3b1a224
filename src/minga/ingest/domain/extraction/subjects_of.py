"""Who did it, or whose it is."""

from minga.ingest.domain.extraction.acting import (
    a_country_acts,
    antecedent,
    is_of_a_body,
    is_told_in_passing,
    stands_for_unknown,
)
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, ORDINALS, ORGANS, Act, Party
from minga.ingest.domain.extraction.scene import Scene, act_of, broken, is_dated_since, is_means, owners, pronoun_of
from minga.ingest.domain.extraction.sentences import Deed
from minga.ingest.domain.extraction.strangers import other_subject, stranger_acts
from minga.ingest.domain.extraction.titles import the_first
from minga.ingest.domain.extraction.tokens import tokens
from minga.ingest.domain.extraction.voice import is_fronted

# So many characters around a sentence are looked at for words of games.
_OF_A_GAME = 200


def subjects(
    deed: Deed, thing: Thing | None, past: Act | None, passive: bool, scene: Scene
) -> tuple[list[Party], list[str]]:
    if deed.event in ("bind", "given", "admitted"):
        return _reached(deed, thing, scene), []
    if a_country_acts(deed, scene) or is_of_a_body(deed, scene):
        return [], []
    if whom := antecedent(deed, scene):
        return whom, []
    if named := the_first(deed, scene):
        return named, []
    opening = scene.opening(deed.start)
    # "Declarou cidade-irmã a localidade de Schaffhausen": that is the other side.
    declared = deed.event == "named" and thing is not None and thing.code == "twinning"
    owned = [] if declared else owners(thing, scene)
    joint = [g for g in scene.groups if g[0].role == "between" and g[0].start >= opening]
    agent = [g for g in scene.groups if g[0].role == "by" and g[0].start >= deed.end and g[0].start - deed.end < 8]
    if thing and not agent and thing.start >= deed.end:
        # "The creation of an Office of International Affairs *by the City of Atlanta*".
        agent = [g for g in scene.groups if g[0].role == "by" and 0 <= g[0].start - thing.end <= 2]
    left = [g for g in scene.groups if g[0].role == "" and g[-1].end <= deed.start]
    left = [g for g in left if not _is_its_place(g, thing, scene)]
    left = [g for g in left if not _is_told_aside(g, deed, thing, scene)]
    left = [g for g in left if not is_told_in_passing(g, deed, scene)]
    near = [g for g in left if g[0].start >= opening]
    if near and scene.has("having", deed.start - 1, deed.start) and deed.start - 1 in scene.sentence.breaks:
        return near[0], []  # "Halifax is the sister city of Norfolk, *having twinned* with Hakodate in 1982"
    if deed.event == "twinned" and len(near) > 1 and scene.has("as_what", deed.start - 2, deed.start + 1):
        return near[-2], []  # "has counted Sheffield *as a sister city since* 2010"
    if past and near and _is_other_side(deed, past, near[-1], scene):
        return past.parties, ["subject_before"]
    if deed.event in ("twinned", "signed") and (both := _joined_over_an_aside(near, deed, scene)):
        return both, []
    if joint and (thing is None or thing.code in BONDS):
        return joint[0], []
    if passive:
        if that := _that_of(deed, past, scene):
            return that, []
        if owned and not (thing and thing.code == "award" and near):
            return owned, []
        if thing and thing.possessed and (by := _whose_it_is(thing, scene)):
            return by, []
        if agent:
            return agent[0], []
        if past and not near:
            return past.parties, ["subject_before"]
        if past and near and _is_done_to_it(deed, past, near[-1], scene):
            return near[-1], []
        if anew := _leaves(deed, thing, near):
            return anew, []
        if thing and thing.end <= deed.start and (act := act_of(thing, scene)):
            return act.parties, []
        front = [g for g in near if thing is None or g[-1].end <= thing.start or thing.start >= deed.end] or near
        if front:
            return front[-1], []
    else:
        if (that := _that_of(deed, past, scene)) and _opens(that[0], scene):
            return that, []
        if near and deed.tense != "noun":
            return near[-1], []
        if owned:
            return owned, []
        if near:
            return near[-1], []
        if agent:
            return agent[0], []
    return _elsewhere(deed, thing, past, left, scene, passive=passive)


def _joined_over_an_aside(near: list[list[Party]], deed: Deed, scene: Scene) -> list[Party]:
    """ "*Turku*, Finland's former capital, *and Gothenburg* were twinned": though the first is told more of."""
    if len(near) < 2 or deed.start - near[-1][-1].end > 2:
        return []
    first, last = near[-2], near[-1]
    breaks, start = scene.sentence.breaks, last[0].start
    led = scene.has("and", start - 1, start) and start - 1 in breaks and first[-1].end in breaks
    aside = not any(first[-1].end <= one.start < start for one in scene.sentence.deeds)
    return [*first, *last] if led and aside and start - first[-1].end < 9 else []


def _is_told_aside(group: list[Party], deed: Deed, thing: Thing | None, scene: Scene) -> bool:
    """ "Houston, whose first sister city was *Taipei*, hosted…": named in a clause that is over before the deed.

    So is Madrid in "when Madrid took over, its delegations were closed": what is "its" is of who was told of before.
    """
    breaks = scene.sentence.breaks
    opens = [place for place in breaks if place <= group[0].start]
    begin = max(opens, default=0)
    over = any(group[-1].end <= place for place in breaks if place <= deed.start)
    if thing is not None and thing.possessed and over and scene.has("when", begin, begin + 1):
        return bool(scene.memory.parties)
    led = any(scene.has(kind, begin, begin + 1) for kind in ("of", "at", "with"))
    relative = scene.has("relatives", begin, begin + 1 + led) and begin in breaks
    before = any(g[-1].end == begin and g[0].role == "" for g in scene.groups)
    return relative and before and over and deed.start - 1 <= max(p for p in breaks if p <= deed.start)


def _is_its_place(group: list[Party], thing: Thing | None, scene: Scene) -> bool:
    """ "The *London* office dates back to 1962": English, where a known office stands, of whoever was told of."""
    if scene.reader.language.code != "en":
        return False
    if scene.has("poss", group[0].start - 1, group[0].start) and any(
        one.organ and one.start <= group[-1].end < one.end + 1 for one in scene.sentence.things
    ):
        return True  # "reopened its *Shanghai* office and has since opened…"
    if thing is None or not (thing.loose and thing.organ):
        return False
    led = scene.has("the", group[0].start - 1, group[0].start)
    others = {party.place.code for party in group}
    return led and group[-1].end == thing.start and any(p.place.code not in others for p in scene.memory.parties)


def _is_done_to_it(deed: Deed, past: Act, group: list[Party], scene: Scene) -> bool:
    """ "Manizales prevé crear una dirección; *Armenia* ya la creó": who stands between the two, in one sentence."""
    clitic = deed.tense in ("past", "part") and scene.has("clitics", deed.start - 2, deed.start)
    opens = {group[0].start, group[0].start - 1} & scene.sentence.breaks and deed.start - group[-1].end <= 3
    here = past.sentence is scene.sentence and past.thing is not None and past.thing.end <= group[0].start
    counted = any(s == group[0].start and kind in ORDINALS for s, _end, kind in scene.sentence.corefs)  # "la seconde"
    return bool((past.event == "planned" or counted) and clitic and here and opens)


def _leaves(deed: Deed, thing: Thing | None, near: list[list[Party]]) -> list[Party]:
    """ "Ingresaron en Mercociudades en 2009, pero *Sucre* se retiró": who is named after the network does it."""
    if thing is None or thing.code != "network_membership" or deed.tense == "part":
        return []
    after = [g for g in near if thing.end <= g[0].start and g[-1].end <= deed.start]
    return after[-1] if after else []


def _whose_it_is(thing: Thing, scene: Scene) -> list[Party]:
    """ "Las sedes elegidas *por Baja California* para sus oficinas, cerradas en 1995": the agent named last."""
    before = [g for g in scene.groups if g[0].role in ("", "by") and g[-1].end <= thing.start]
    return before[-1] if before and before[-1][0].role == "by" else []


def _reached(deed: Deed, thing: Thing | None, scene: Scene) -> list[Party]:
    """Whom a bond binds ("une a Cali y Guayaquil") and who is given a prize ("otorgó a Quito", "se le concedió")."""
    roles = {"bind": ("", "at", "of"), "admitted": ("", "at")}.get(deed.event, ("at",))
    if deed.tense == "state":
        roles = ("", "at")  # "el premio fue para Rosario"
    opening = scene.opening(deed.start)
    if deed.event == "bind" and scene.has("them", deed.start - 1, deed.start):
        # "El convenio que los une": of whom was told already.
        told = [g for g in scene.groups if g[0].role == "" and g[-1].end <= deed.start]
        return told[-1] if told and is_dated_since(deed, scene) else []
    for group in scene.groups:
        if group[0].role in roles and (
            group[0].start >= deed.end or (deed.event == "given" and group[0].start >= opening)
        ):
            return group
    if deed.event == "given" and scene.reader.language.code == "en" and thing:
        # "Presented Suzhou with the prize": who is given it stands before it.
        here = [g for g in scene.groups if g[0].role == "" and deed.end <= g[0].start and g[-1].end < thing.start]
        if here:
            return here[0]
    dative = scene.has("dative", deed.start - 3, deed.start)
    here = [g for g in scene.groups if g[0].role == "" and g[-1].end <= deed.start]
    return (here[-1] if here else scene.memory.parties) if dative else []


def _elsewhere(
    deed: Deed, thing: Thing | None, past: Act | None, left: list[list[Party]], scene: Scene, *, passive: bool
) -> tuple[list[Party], list[str]]:
    if deed.event in ("named", "adopted") and thing and thing.code == "twinning" and scene.made:
        return scene.made[-1].parties, []  # "a lei … declarou cidade-irmã a localidade…": whose law it is
    if is_fronted(deed, scene) and (main := _after_the_front(deed, scene)):
        return main, []
    stranger = stranger_acts(deed, scene)
    limit = thing.start if thing and thing.start > deed.end else deed.end + 8
    right = [
        g
        for g in scene.groups
        if g[0].role == "" and deed.end <= g[0].start <= limit + 1 and not broken(deed.end, g[0].start, scene)
    ]
    right = [g for g in right if not _is_in_its_name(g, thing, scene)]
    if right:
        return right[0], []
    if behind := _behind_all(deed, left, scene):
        return behind, ["subject_far"]
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
    loose = [g for g in loose if not _is_host(g[0], scene) and (passive or not stranger)]  # "Mr Weber of Lima"
    loose = [g for g in loose if g[0].role != "at" or not (stranger or _is_travelled_to(deed, scene))]
    if _a_network_acts(deed, scene):
        loose = [g for g in loose if g[0].role != "at"]
    loose = [g for g in loose if g[0].role != "of" or not _is_of_a_name(g[0], scene)]
    if thing and thing.code in BONDS and scene.has("between", thing.end, thing.end + 1):
        # "Signé à Strasbourg, l'accord entre…": the two may be unknown to the gazetteer, but it is not the town.
        loose = [g for g in loose if g[0].role != "at"]
    if loose:
        return loose[0], ["subject_oblique"]
    if stranger and not passive:
        return [], []  # "*A Câmara de Comércio* organizou em Leiria um encontro"
    if thing and thing.start >= deed.end and (held := _between(deed, thing, scene)):
        return held, ["subject_oblique"]
    # What was done has its instrument as the subject: words before it say when, how, by which norm.
    stands = thing is not None and thing.organ and thing.code != "delegation_abroad" and thing.end <= deed.start
    founded = deed.event in ("created", "discontinued", "recreated") and passive and not scene.memory.parties
    stands = stands and (deed.event == "in_force" or (founded and not (thing and thing.loose)))
    if (deed.event == "held" or stands or _is_at_home(deed, thing, scene)) and (where := _where(deed, scene)):
        return where, ["subject_oblique"]
    if main := _of_the_main_clause(deed, thing, scene):
        return main, ["subject_far"]
    if deed.tense == "past" and _opens_with_when(deed, scene) and (main := _after_the_front(deed, scene)):
        return main, ["subject_far"]  # "Desde que entró en la red, en 2011, Loja ha recibido…"
    if thing and thing.code == "law_or_competence" and not scene.memory.parties:
        # "La Ordenanza 41, expedida en 2015, regula la cooperación en el Distrito de Quito".
        after = [g for g in scene.groups if g[0].role in ("of", "at") and g[0].start >= deed.end]
        if after:
            return after[0], ["subject_oblique"]
    if deed.tense in ("noun", "inf", "ger") and deed.start <= 3 and (main := _after_the_front(deed, scene)):
        return main, ["subject_far"]  # "Desde la apertura de su oficina, en 1987, el Gobierno de Canarias…"
    if thing and thing.code in BONDS and deed.tense == "part":
        later = [one for told in scene.sentence.deeds if told.start >= deed.end for one in told.readings]
        binds = next((one for one in later if one.event == "bind"), None)
        if binds and (bound := _reached(binds, thing, scene)):
            return bound, []  # "un convenio suscrito en 2005 une a Concepción con Guayaquil"
    if deed.tense == "noun" and scene.made:
        return scene.made[-1].parties, ["subject_far"]  # "…, a la que siguió la apertura de una oficina en Phoenix"
    unknown = stranger or stands_for_unknown(deed, scene)
    if scene.memory.parties and not unknown and (passive or not other_subject(deed, scene)):
        return scene.memory.parties, ["subject_before"]
    return [], []


def _is_other_side(deed: Deed, past: Act, group: list[Party], scene: Scene) -> bool:
    """ "Nampula has five sister cities; the oldest, *Sanford*, dates from 2002": between commas, before the deed."""
    breaks = scene.sentence.breaks
    apart = group[0].start in breaks and group[-1].end in breaks and 0 <= deed.start - group[-1].end <= 1
    first = scene.has("definite", scene.opening(deed.start), group[0].start)
    whose = {party.place.code for party in past.parties}
    return past.code == "twinning" and apart and first and not whose & {party.place.code for party in group}


def _is_in_its_name(group: list[Party], thing: Thing | None, scene: Scene) -> bool:
    """ "Picked up a *Dubai* award": English, a name that says which prize or organ it is."""
    english = scene.reader.language.code == "en"
    return english and thing is not None and group[-1].end == thing.start and (thing.organ or thing.code == "award")


def _after_the_front(deed: Deed, scene: Scene) -> list[Party]:
    """ "Hermanada con Oakland, *Ensenada* busca…": the subject that follows what is said of it first."""
    hard = min([place for place in scene.sentence.hard if place > deed.start], default=len(scene.words))
    breaks = scene.sentence.breaks
    dated = any(deed.end <= one.start < hard for one in scene.sentence.dates)
    if deed.tense == "noun" and not dated:
        return []
    return next((g for g in scene.groups if g[0].role == "" and deed.end <= g[0].start < hard
                 and {g[0].start, g[0].start - 1} & breaks), [])  # fmt: skip


def _opens_with_when(deed: Deed, scene: Scene) -> bool:
    """Whether a clause of time opens the sentence: "desde que", "cuando", "Since it joined C40, Toronto…"."""
    return deed.start <= 4 and any(scene.has(kind, 0, 1) for kind in ("since", "when", "upon"))


def _of_the_main_clause(deed: Deed, thing: Thing | None, scene: Scene) -> list[Party]:
    """ "Under a memorandum signed in 2010, X and Y agreed…": who acts in the clause that follows what is told first."""
    if thing is None or thing.start > 3 or thing.end > deed.start or not is_means(thing, scene):
        return []
    hard = min([place for place in scene.sentence.hard if place > deed.start], default=len(scene.words))
    return next((g for g in scene.groups if g[0].role == "" and deed.end <= g[0].start < hard), [])


def _a_network_acts(deed: Deed, scene: Scene) -> bool:
    """ "*La UCCI* se constituyó en Madrid y celebra una asamblea": not the city where it was made."""
    opening = scene.opening(deed.start)
    nets = [t for t in scene.sentence.things if opening <= t.start <= opening + 1 and t.end <= deed.start]
    return bool(nets) and nets[0].code == "network_membership" and deed.event in ("held", "published", "given")


def _is_of_a_name(party: Party, scene: Scene) -> bool:
    """ "Le *Standard* de Liège a signé": a capital that is no word of the field leads it in, as a club's does."""
    language, place = scene.reader.language, party.start - 1
    while place > 0 and scene.words[place] in language.words("of") | language.words("articles"):
        place -= 1
    if place < 1 or place == party.start - 1 or not scene.sentence.words[place].capital:
        return False
    known = (language.levels, language.organs, language.heads, language.coref, language.lists)
    used = any(one.start <= place < one.end for one in scene.sentence.things)
    used = used or any(one.start <= place < one.end for one in scene.sentence.deeds)
    said = any(phrases.ending(scene.sentence.words, place + 1)[1] for phrases in known)
    start = scene.sentence.stretch.start
    around = scene.text[max(0, start - _OF_A_GAME) : scene.sentence.stretch.end + _OF_A_GAME]
    games = {word.folded for word in tokens(around)} & (language.words("sports") | language.words("games"))
    return bool(games) and not used and not said


def _is_travelled_to(deed: Deed, scene: Scene) -> bool:
    """ "El obispo viajó *a Roma* para firmar": where somebody went to do it."""
    stems = tuple(scene.reader.language.words("travels"))
    return deed.tense == "inf" and any(word.startswith(stems) for word in scene.words[: deed.start])


def _behind_all(deed: Deed, left: list[list[Party]], scene: Scene) -> list[Party]:
    """ "Es miembro de la red desde 2013 *el municipio de Godoy Cruz*": the verb stands first, the subject last."""
    if deed.start > 1 or left or deed.tense in ("noun", "inf", "ger", "part") or scene.reader.language.code == "en":
        return []
    after = [g for g in scene.groups if g[0].role == "" and g[0].start >= deed.end]
    return after[0] if after and not broken(deed.end, after[0][0].start, scene) else []


def _is_at_home(deed: Deed, thing: Thing | None, scene: Scene) -> bool:
    """ "Se creó en Quito la Oficina de Cooperación": it is of where it stands."""
    organ = thing is not None and not thing.loose and thing.code in ORGANS - {"delegation_abroad", "agency"}
    begun = deed.event in ("created", "in_force", "discontinued", "recreated") and deed.tense in (
        "past",
        "pres",
        "impf",
    )
    return organ and begun and not scene.memory.parties


def _where(deed: Deed, scene: Scene) -> list[Party]:
    """ "El foro se celebró en Rosario": who is named as its place is its host; "a unit has existed within X"."""
    return next((g for g in scene.groups if g[0].role == "at" and 0 <= g[0].start - deed.end <= 3), [])


def _between(deed: Deed, thing: Thing, scene: Scene) -> list[Party]:
    """ "Créase, en el ámbito de la Municipalidad de Paraná, la Dirección…": who is named between deed and object."""
    # "Se firmó en La Habana el acuerdo": where a bond is signed is none of its parties.
    roles = ("of",) if thing.code in BONDS else ("of", "at")
    roles = ("of",) if stranger_acts(deed, scene) else roles
    inside = [g for g in scene.groups if g[0].role in roles and deed.end <= g[0].start < thing.start]
    return inside[0] if inside else []


def _is_host(party: Party, scene: Scene) -> bool:
    return any(party.role == "at" and 0 <= party.start - thing.end <= 2 for thing in scene.sentence.things)


def _opens(party: Party, scene: Scene) -> bool:
    """ "*Celui de l'Hérault* a conclu la sienne": nothing stands before it in its part of the sentence."""
    start = pronoun_of(party, scene)
    opening = scene.opening(party.start)  # "mientras que la de Mendoza contaba con una"
    return start == 0 or start in scene.sentence.breaks or (opening > 0 and start is not None and start - opening < 2)


def _is_where(group: list[Party], past: Act, scene: Scene) -> bool:
    """ "La de Santiago fue cerrada": of a delegation it is the place; of a twinning the other side."""
    alone = not any(other[0].role == "with" and other[0].start >= group[-1].end for other in scene.groups)
    return past.code == "delegation_abroad" or (past.code == "twinning" and alone and len(past.parties) == 1)


def _that_of(deed: Deed, past: Act | None, scene: Scene) -> list[Party]:
    """ "El de Campinas", "celle de Lille": whose instrument is meant where its word is not said again."""
    begin = max((one.end for one in scene.sentence.deeds if one.end <= deed.start), default=0)
    for group in scene.groups:
        named = group[0].role == "of" and begin <= group[0].start < deed.start
        if named and any(one.place == group[0].start for one in scene.sentence.peopled):
            return group  # "la neoleonesa": whose it is
        one = scene.has("one", group[-1].end, group[-1].end + 1) and scene.has(
            "the", group[0].start - 1, group[0].start
        )
        one = one and scene.opening(deed.start) < group[-1].end < deed.start  # "*the Paris one* was wound up"
        if one or (named and pronoun_of(group[0], scene) is not None):
            return past.parties if past and _is_where(group, past, scene) else group
    return []
