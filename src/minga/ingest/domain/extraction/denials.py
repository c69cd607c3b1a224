"""What is denied: that something was done, or is so any longer."""

from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed


def stood_until(deed: Deed, scene: Scene) -> bool:
    """ "No forma parte de la red desde 2019": what is so no longer since a year ended then."""
    since = [one for one in scene.sentence.dates if one.since and one.start >= deed.end]
    between = [one for one in scene.sentence.deeds if since and deed.end <= one.start < since[0].start]
    lasts = deed.event in ("in_force", "member") and deed.tense in ("state", "pres")
    return lasts and bool(since) and not between and not {*range(deed.end, since[0].start)} & scene.sentence.hard


def _not_until(deed: Deed, scene: Scene) -> bool:
    """Whether the next date is what bounds a denial: "no abrió oficina *hasta* 2003"."""
    after = [one for one in scene.sentence.dates if deed.end <= one.start <= deed.end + 9]
    return bool(after) and scene.has("except", after[0].start - 2, after[0].start)


def denied(deed: Deed, scene: Scene, opening: int) -> bool:
    """Whether a word of denial reaches a deed; `opening` is where its part of the sentence begins."""
    language = scene.reader.language
    if {*scene.sentence.folded(deed.end, deed.end + 3)} & language.words("except"):
        return False  # "ne l'a fait que huit ans plus tard", "no lo hizo hasta 2012"
    if deed.event in ("created", "joined", "signed", "adopted", "twinned") and _not_until(deed, scene):
        return False  # "n'a ouvert de service qu'en 2003"
    if deed.tense == "part" and {*scene.sentence.folded(deed.start - 2, deed.start)} & language.words("perhaps"):
        return True  # "no consta que haya firmado"
    if scene.words[opening : deed.start] in (["de", "haberse"], ["de", "haber"]):
        return True  # "de haberse firmado, habría durado…"
    start = max(opening, deed.start - 4)
    for place in range(deed.start - 1, start - 1, -1):
        if scene.words[place] in language.words("negations") and not scene.has("no_denial", place + 1, place + 2):
            return True  # "sin embargo" denies nothing
        if place in scene.sentence.breaks or any(one.start <= place < one.end for one in scene.sentence.deeds):
            break
    after = scene.sentence.folded(deed.end, deed.end + 2)
    return bool({*after} & language.words("denying"))
