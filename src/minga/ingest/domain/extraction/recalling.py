"""What a deed is done to where that is not named: what was told of a moment ago."""

from dataclasses import replace

from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, ORGANS, Act
from minga.ingest.domain.extraction.scene import Scene, is_title
from minga.ingest.domain.extraction.sentences import Deed

# What is meant without being named was told so many characters before, at most.
_A_MOMENT = 400

# What may be said to date from a year.
_DATED = (
    BONDS
    | ORGANS
    | {"network_membership", "law_or_competence", "cooperation_strategy", "ir_policy", "external_action_strategy"}
)


def fits_deed(event: str, thing: Thing, scene: Scene, deed: Deed) -> bool:
    if event == "data":
        return thing.code in _DATED
    code = thing.code
    begins = scene.words[deed.start].startswith(tuple(scene.reader.language.words("beginning")))
    if code == "twinning" and deed.event == "created" and begins:
        return True  # "su acción exterior comenzó con un hermanamiento"
    if code == "network_membership" and deed.event == "created" and begins:
        return False  # "su participación en la red comenzó en 1999"
    if code == "network_membership" and deed.event == "signed" and not thing.named:
        between = any(deed.end <= other.start < thing.start for other in scene.sentence.deeds)
        way = scene.words[thing.start] in scene.reader.language.words("ways")
        return way and not between and not scene.sentence.words[thing.start].capital  # "firmó una alianza"
    if code == "twinning" and event == "created":
        # "Sister-city relations were inaugurated": not "which has six sister cities, set up…".
        begun = not scene.words[deed.start].startswith("found")  # "Phoenix Sister Cities was founded" is a society
        return begun and thing.end <= deed.start and scene.has("passive", deed.start - 1, deed.start)
    if code == "network_membership" and deed.event in ("created", "signed"):
        return thing.named or deed.event == "created"  # "firmó el Pacto de los Alcaldes"
    if code == "forum_or_event" and deed.event == "awarded":
        return deed.tense != "part" and scene.has(
            "venue", thing.start - 4, thing.start
        )  # "obtuvo la sede de la cumbre"
    if code == "network_membership" and deed.event in ("named", "awarded"):
        return scene.words[thing.start] in scene.reader.language.chairs or is_title(
            thing, scene
        )  # "élue à la présidence de l'AIMF", "named a UNESCO City of Literature"
    if code == "law_or_competence" and deed.event in ("awarded", "given"):
        return scene.has("powers", thing.start, thing.end)  # "obtuvo la facultad de celebrar acuerdos"
    kinds = scene.reader.compatible
    if event == "planned" and deed.event != "plan":
        return code in kinds.get(deed.event, frozenset())
    return code in kinds.get("plan" if event == "planned" else event, frozenset())


def recalled(deed: Deed, event: str, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """The instrument of the last act that this deed could be done to, where that was told of a moment ago."""
    kinds = scene.reader.compatible.get(event if event != "planned" else deed.event, frozenset())
    if event == "data":
        kinds = _DATED
    if any(g[0].role == "with" and g[-1].end <= deed.start for g in scene.groups) and kinds & BONDS:
        kinds = kinds & BONDS  # "the oldest, *with Kobe*, goes back to 1957"
    here = scene.sentence.stretch.start
    told = [act for act in scene.memory.acts[-6:] if here - act.sentence.stretch.end < _A_MOMENT]
    called = _called(deed, scene)
    for act in [*reversed(scene.made), *reversed(told)]:
        if called and act.code not in called:
            continue
        if act.code == "network_foundation" and "network_membership" in kinds:
            act = replace(act, code="network_membership")  # whoever founded a network is of it
        if act.code in kinds and (act.code != "law_or_competence" or event == "reformed"):
            return [(act.thing, act)]
    return []


def _called(deed: Deed, scene: Scene) -> set[str]:
    """ "*La estrategia* fue derogada": which instruments the bare noun before a deed may be; none where none stands."""
    language, opening = scene.reader.language, scene.opening(deed.start)
    for place in range(deed.start - 1, opening, -1):
        if scene.words[place - 1] in language.words("definite"):
            return {rule.code for rule in language.heads.at(scene.sentence.words, place)[1]}
    return set()


def told_before(deed: Deed, event: str, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """ "El plan de Murcia abarca cuatro años. *Fue aprobado* en 2011": what the sentence before is about."""
    known = [thing for thing in scene.memory.things[:1] if fits_deed(event, thing, scene, deed) and not thing.loose]
    alone = deed.start < 3 and not scene.groups and not scene.memory.acts[-1:]
    return [(replace(known[0], start=deed.start, end=deed.start), None)] if known and alone else []


def thing_meant(deed: Deed, event: str, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """ "Ninguna tenía un área internacional. Alajuela *la* creó en 2013": what was told of, though nobody had it."""
    led = {*scene.sentence.folded(deed.start - 1, deed.start)} & scene.reader.language.words(
        "object_pronouns"
    ) and deed.tense == "past"
    told = [*scene.memory.things, *(one for one in scene.sentence.things if one.end <= scene.opening(deed.start))]
    known = [thing for thing in told if fits_deed(event, thing, scene, deed) and not thing.loose]
    return [(replace(known[-1], start=deed.start, end=deed.start), None)] if led and known else []


def network_told(deed: Deed, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """ "Getxo, en cambio, es miembro desde 2012": of the network that was spoken of."""
    leads = scene.words[deed.start].startswith(tuple(scene.reader.language.words("leading")))
    if (
        not leads
        and not scene.has("member_words", deed.start, deed.end)
        and not scene.has("chairs", deed.end - 1, deed.end)
    ):
        return []
    known = [*scene.memory.things, *(one for one in scene.sentence.things if one.end <= deed.start)]
    networks = [thing for thing in known if thing.code == "network_membership"]
    return [(replace(networks[-1], start=deed.start, end=deed.end), None)] if networks else []


def network_meant(deed: Deed, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """ "San José entró en ella en 1986", "Bergen, which joined in 1998": of the network that was spoken of."""
    dated = any(deed.end <= one.start <= deed.end + 1 for one in scene.sentence.dates)
    clitic = bool({*scene.sentence.folded(deed.start - 2, deed.start)} & {"l", "la", "lo"})
    # "L'avait rejoint *dès les années 1990*"
    dated = dated or (clitic and any(deed.end <= one.start <= deed.end + 3 for one in scene.sentence.dates))
    pronoun = scene.has("it", deed.end, deed.end + 1) and deed.end not in scene.sentence.breaks
    known = [*scene.memory.things, *(one for one in scene.sentence.things if one.end <= deed.start)]
    networks = [thing for thing in known[-1:] if thing.code == "network_membership"]
    if not networks or not (dated or pronoun):
        return []
    return [(replace(networks[-1], start=deed.start, end=deed.end), None)]
