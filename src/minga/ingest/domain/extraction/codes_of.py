"""Which instrument and which event of the vocabulary an act is."""

from collections.abc import Sequence

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing, areas_in
from minga.ingest.domain.extraction.reading import BONDS, ORGANS, Act, Party
from minga.ingest.domain.extraction.scene import Scene, act_of, broken, owners
from minga.ingest.domain.extraction.sentences import Deed


def dated_event(code: str) -> str:
    """What "data de 1968" says of an instrument: a bond was signed, an organ created, a network joined."""
    if code in BONDS:
        return "signed"
    if code in ORGANS:
        return "created"
    return "joined" if code == "network_membership" else "adopted"


def code_of(
    deed: Deed, thing: Thing | None, past: Act | None, parties: Sequence[Party], scene: Scene
) -> tuple[str, tuple[str, ...]]:
    """The instrument meant, and the areas that are known of it already; "" where it is none of the field."""
    if deed.event == "twinned":
        return "twinning", ()
    if deed.event == "evaluated":
        return "evaluation", ()
    if past or thing is None:
        return (past.code, past.known_areas) if past else ("", ())
    if deed.event == "signed" and thing.code == "network_membership" and not thing.named and thing.end > deed.end:
        return "agreement", ()  # "firmó una alianza"
    if thing.code == "network_membership":
        # "Conforman desde 2014 la red": who forms it now is a member.
        founded = deed.event == "created" and (deed.tense not in ("pres", "impf") or deed.end - deed.start > 1)
        founder = scene.has("founding", deed.start, deed.end + 1) and deed.event == "member"
        dated = any(0 <= one.start - thing.end <= 2 and not one.since for one in scene.sentence.dates)
        return ("network_foundation" if founded or (founder and dated) else thing.code), ()
    if thing.code == "agreement" and (_is_the_twinning(thing, scene) or _is_to_twin(thing, scene)):
        return "twinning", ()
    if not thing.organ:
        return thing.code, ()
    if thing.loose and (told := act_of(thing, scene)):
        return told.code, told.known_areas
    return _organ(thing, deed, parties, scene)


def _is_to_twin(thing: Thing, scene: Scene) -> bool:
    """ "Un protocolo para declararse ciudades hermanas": what an agreement is for."""
    language = scene.reader.language
    after = range(thing.end, min(thing.end + 4, len(scene.words)))
    bare = not {*after} & scene.sentence.breaks and not scene.has("with", thing.end, thing.end + 1)
    return bare and any(language.is_of_twins(scene.words[place]) for place in after)


def _is_the_twinning(thing: Thing, scene: Scene) -> bool:
    """ "Son ciudades hermanas. El convenio, suscrito en 1999…": a bare noun for the twinning that was told of."""
    told = [act for act in [*scene.memory.acts[-3:], *scene.made] if act.code in BONDS]
    other = scene.has("with", thing.end, thing.end + 1) or scene.has("between", thing.end, thing.end + 1)
    dated = next((one for one in scene.sentence.dates if 0 <= one.start - thing.end <= 1), None)
    if dated and told and told[-1].when and told[-1].when.first != dated.first:
        return False  # "el convenio de 2004 con Piura": another one
    bare = thing.definite and thing.end - thing.start == 1 and not other
    bare = bare or scene.has("alike", thing.start, thing.end + 1)  # "similar arrangements with Gangwon"
    return bare and bool(told) and told[-1].code == "twinning"


def _organ(thing: Thing, deed: Deed, parties: Sequence[Party], scene: Scene) -> tuple[str, tuple[str, ...]]:
    roles = ("at", "of") if thing.possessed else ("at",)
    abroad = [g[0] for g in scene.groups if g[0].role in roles and _right_after(thing, deed, g[0], scene)]
    abroad += [g[0] for g in scene.groups if _stands_in(thing, g[0], scene)]
    abroad += [g[0] for g in scene.groups if _is_called_by_its_town(thing, g[0], parties, scene)]
    abroad += [g[0] for g in scene.groups if g[0].role == "at" and deed.end <= g[0].start and g[-1].end <= thing.start]
    own = {party.place.code for party in parties}
    stands_apart = bool(abroad) and not own & {abroad[0].place.code, *abroad[0].place.ancestors}
    if stands_apart and thing.code in ("office", "delegation_abroad", "agency"):
        return "delegation_abroad", ()
    if _abroad_country(thing, scene) or _is_abroad(thing, scene) or _are_many(thing, deed):
        return "delegation_abroad", ()
    if thing.code in ("delegation_abroad", "office") and _stands_elsewhere(thing, scene):
        return "delegation_abroad", ()
    if thing.code == "agency" and areas_in(
        scene.sentence.words[scene.opening(thing.start) : thing.end + 8], scene.reader.areas
    ):
        return "agency", ()
    if not thing.loose:
        return thing.code, ()
    anyone = scene.has("any_organ", thing.start, thing.start + 1)
    for act in [*reversed(scene.made), *reversed(scene.memory.acts[-8:])]:
        if (
            act.thing
            and act.thing.organ
            and (anyone or act.thing.code == thing.code or act.code == thing.code)
            and (thing.definite or _is_apposed(thing, scene))
        ):
            return act.code, act.known_areas
    return "", ()


def _is_apposed(thing: Thing, scene: Scene) -> bool:
    """ "…, *dependencia* que fue eliminada en 2017": a bare noun after a comma, of which a clause tells."""
    after = scene.has("relatives", thing.end, thing.end + 1) or any(d.start == thing.end for d in scene.sentence.deeds)
    return thing.start in scene.sentence.breaks and after


def _is_called_by_its_town(thing: Thing, party: Party, parties: Sequence[Party], scene: Scene) -> bool:
    """ "Paraná reabriu o escritório *de Xangai*": a known office is called by where it stands, in another country."""
    known = thing.definite and thing.loose and thing.code in ("office", "delegation_abroad")
    known = known and not scene.sentence.words[thing.start].capital
    elsewhere = all(party.place.country != own.place.country for own in parties)
    return known and party.role == "of" and 0 <= party.start - thing.end <= 2 and elsewhere and party.place.is_local


def _right_after(thing: Thing, deed: Deed, party: Party, scene: Scene) -> bool:
    """ "Una oficina en Miami", "un bureau a été ouvert à Casablanca"."""
    behind = thing.end <= deed.start and 0 <= party.start - deed.end <= 2
    relative = (
        party.role == "at"
        and scene.words[thing.end : thing.end + 1]
        and scene.has("relatives", thing.end, thing.end + 1)
    )
    if relative and not broken(thing.end, party.start, scene) and 0 < party.start - thing.end <= 5:
        return True  # "la oficina que mantenía en Buenos Aires"
    apart = {*range(thing.end, party.start + 1)} & scene.sentence.hard
    return behind or (0 <= party.start - thing.end <= 2 and not apart)


def _is_abroad(thing: Thing, scene: Scene) -> bool:
    """ "Oficinas en el exterior", "offices abroad", "bureaux à l'étranger"."""
    after = scene.sentence.folded(thing.end, thing.end + 3)
    inside = scene.sentence.folded(thing.end - 1, thing.end)
    office = thing.code in ("office", "delegation_abroad")
    return office and (bool({*after, *inside} & scene.reader.language.words("abroad")) or _in_a_town(thing, scene))


def _in_a_town(thing: Thing, scene: Scene) -> bool:
    """ "Um escritório em Pequim": a capital after "in" is a place, also where the gazetteer does not know it so."""
    language, sentence = scene.reader.language, scene.sentence
    place = thing.end + 1
    if (
        place >= len(sentence.words)
        or thing.end in sentence.breaks
        or scene.words[thing.end] not in language.words("at")
        or scene.has("towards", thing.end, thing.end + 1)  # "Cooperación al Desarrollo": what it is for
    ):
        return False
    known = (language.levels, language.organs, language.heads)
    taken = any(party.start <= place < party.end for group in scene.groups for party in group)
    common = any(phrases.at(sentence.words, place)[1] for phrases in known)
    return sentence.words[place].capital and not taken and not common


def _are_many(thing: Thing, deed: Deed) -> bool:
    """ "Restableció siete delegaciones": of a government in the plural, they stand abroad."""
    lasting = deed.event in ("created", "recreated", "discontinued", "in_force")
    return thing.many and thing.code == "delegation_abroad" and lasting


def _stands_in(thing: Thing, party: Party, scene: Scene) -> bool:
    """ "Casas en varias ciudades de Texas", "its London office": where it stands is not right after it."""
    language = scene.reader.language
    lead = scene.sentence.folded(thing.end, thing.end + 1)
    before = language.code == "en" and party.end == thing.start and party.role in ("", "with") and thing.loose
    if before and not thing.possessed:
        return True  # "opened a Brussels office"
    near = bool({*lead} & language.words("at")) and 0 < party.start - thing.end <= 4 and party.role == "of"
    return (near and not party.said_before) or (
        language.code == "en" and thing.possessed and thing.start <= party.start < thing.end
    )


def _stands_elsewhere(thing: Thing, scene: Scene) -> bool:
    """ "La délégation du Québec à Caracas": whose it is, then where it is."""
    whose = owners(thing, scene)
    inside = {party.place.code for party in whose}
    return bool(whose) and any(
        g[0].role == "at"
        and 0 <= g[0].start - whose[-1].end <= 2
        and not inside & {g[0].place.code, *g[0].place.ancestors}
        for g in scene.groups
    )


def _abroad_country(thing: Thing, scene: Scene) -> bool:
    """ "Un bureau en Chine": a country stands right after it, as the place where it is."""
    language = scene.reader.language
    places = language.words("at") | (language.words("of") if thing.possessed else set())
    if language.code == "en" and any(
        n.chosen and n.chosen.is_country and n.end == thing.start for n in scene.sentence.named
    ):
        return thing.code in ("office", "delegation_abroad")  # "its Hong Kong office"
    return thing.code in ("office", "delegation_abroad") and any(
        named.chosen is not None
        and named.chosen.is_country
        and 0 < named.begin - thing.end <= 2
        and set(scene.sentence.folded(thing.end, named.begin)) & places
        for named in scene.sentence.named
    )


def event_of(event: str, deed: Deed, code: str, when: When | None) -> str:
    since = when is not None and when.since
    if when is not None and when.until and event == "in_force":
        return "discontinued"
    if event == "data":
        return dated_event(code)
    if event == "created" and code == "network_membership":
        return "joined" if when else "in_force"
    if event == "awarded" and code == "forum_or_event":
        return "held"
    if event in ("named", "awarded", "given") and code == "network_membership":
        return "in_force"
    if event in ("given", "awarded") and code == "law_or_competence":
        return "adopted"
    if event in ("given", "named"):
        return "signed" if code == "twinning" else "awarded"
    if event == "signed" and code == "network_membership":
        return "joined"
    if event == "bind":
        return "signed" if when else "in_force"
    if event == "held" and since and code in ("programme", "project"):
        return "in_force"
    if event == "discontinued" and code == "evaluation":
        return "held"  # what is concluded is done
    if event in ("evaluated", "admitted"):
        return "held" if event == "evaluated" else "joined"
    if event == "replaced":
        event = "created"
    if event == "created" and code in ("agreement", "twinning"):
        return "signed"
    if event == "created" and code in ("resources", "evaluation"):
        return "in_force"
    if event == "created" and code in (
        "cooperation_strategy",
        "ir_policy",
        "external_action_strategy",
        "law_or_competence",
    ):
        return "adopted"
    if deed.event == "twinned" and event != "planned":
        stands = deed.tense == "part" and when is None
        return "in_force" if stands else "signed"
    if code == "network_foundation" and event != "planned":
        return "created"
    if event in ("in_force", "member"):
        if since and code == "network_membership":
            return "joined"
        dated = when is not None and when.bracketed
        if dated and code == "delegation_abroad":
            return "created"  # "delegaciones en Bruselas (2004) y Berlín (2008)"
        return "signed" if (since or dated) and code in BONDS - {"project"} else "in_force"
    return event
