"""What is still to come: what a plan leads in, what will be, what is announced, what was travelled for."""

from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed


def is_told_ahead(modal: Deed, scene: Scene) -> bool:
    """ "The governor told reporters that an office would be opened": English, what will be as it was told."""
    if scene.words[modal.start] != "would":
        return False
    said = [one for one in scene.sentence.deeds if one.end <= modal.start and one.tense == "past"]
    return any(one.event in ("say", "plan") for one in said)


def is_announced(plan: Deed, deed: Deed, scene: Scene) -> bool:
    """ "Anunció en Los Ángeles la apertura de…": nothing but a place or a date stands between; not "tras la firma"."""
    upon = scene.has("upon", max(plan.end, deed.start - 2), deed.start)
    between = any(plan.end <= thing.start < deed.start for thing in scene.sentence.things)
    return deed.start - plan.end < 10 and not upon and not between


def plans_a_deed(place: int, deed: Deed, scene: Scene) -> bool:
    after = scene.sentence.deeds[place + 1 : place + 2]
    return (
        bool(after)
        and after[0].tense in ("inf", "fut", "noun")
        and after[0].start - deed.end < 8
        and not any(deed.end <= thing.start < after[0].start for thing in scene.sentence.things)
    )


def is_a_goal(place: int, deed: Deed, scene: Scene) -> bool:
    """ "Meta: crear la oficina y suscribir cinco convenios": bare infinitives, as plans list what is to be done."""
    deeds = scene.sentence.deeds
    if place and deeds[place - 1].tense == "inf" and scene.has("and", deed.start - 1, deed.start):
        return is_a_goal(place - 1, deeds[place - 1], scene)
    lead = deed.start if scene.reader.language.code != "en" else deed.start - 1
    labelled = lead in scene.sentence.colons and lead <= 4
    bare = lead == 0 and scene.sentence.stretch.kind == "item"
    return place == 0 and (labelled or bare) and (lead == deed.start or scene.words[lead] == "to")


def will_be(deed: Deed, scene: Scene) -> bool:
    """ "Será firmado en septiembre", "will be opened", "sera signé"."""
    if deed.tense not in ("part", "past"):
        return False
    before = scene.sentence.folded(deed.start - 3, deed.start)
    if before[-2:] == ["would", "be"]:
        return any(is_told_ahead(one, scene) for one in scene.sentence.deeds if one.end <= deed.start)
    return bool(scene.reader.language.words("will_be") & {*before}) or any(
        pair in (["will", "be"], ["to", "be"]) for pair in (before[-2:], before[-3:-1])
    )


def is_travelled_for(deed: Deed, scene: Scene) -> bool:
    """ "The mayor travelled to Xiamen *to sign* the agreement": what one went for was done."""
    opening = scene.opening(deed.start)
    before = deed.start - (scene.words[deed.start - 1] == "y")  # "pour y signer"
    lead = {*scene.sentence.folded(before - 1, before)} & {"to", "para", "pour"}
    stems = tuple(scene.reader.language.words("travels"))
    gone = any(word.startswith(stems) for word in scene.words[max(opening, deed.start - 12) : deed.start])
    return bool(lead) and gone and deed.event in ("signed", "created", "joined") and not scene.has(
        "negations", opening, deed.start
    )  # fmt: skip
