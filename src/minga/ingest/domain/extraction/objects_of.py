"""What a deed was done to: instruments after it, before it where it is passive, or of an act told before."""

from dataclasses import replace

from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, ORGANS, Act
from minga.ingest.domain.extraction.scene import Scene, is_means, next_deed
from minga.ingest.domain.extraction.sentences import Deed

_CLITICS = frozenset({"la", "lo", "los", "las", "se", "l", "le", "les", "o", "a", "it", "them"})
_PASSIVE = frozenset(
    {
        "fue",
        "fueron",
        "ser",
        "sido",
        "es",
        "son",
        "era",
        "eran",
        "siendo",
        "foi",
        "foram",
        "é",
        "sao",
        "sendo",
        "was",
        "were",
        "been",
        "be",
        "is",
        "are",
        "being",
        "ete",
        "est",
        "sont",
        "fut",
        "furent",
        "etait",
        "etaient",
    }
)
_HAVE = frozenset(
    {
        "ha",
        "han",
        "habia",
        "habian",
        "haber",
        "hubo",
        "hayan",
        "haya",
        "tem",
        "havia",
        "haviam",
        "tinha",
        "have",
        "has",
        "had",
        "having",
        "a",
        "ont",
        "avait",
        "avaient",
        "ai",
    }
)
_REFLEXIVE = frozenset(("se", "s"))


def _fits(event: str, thing: Thing, scene: Scene, deed: Deed) -> bool:
    if event == "data":
        return thing.code in BONDS | ORGANS | {
            "network_membership",
            "law_or_competence",
            "cooperation_strategy",
            "ir_policy",
        }
    code = thing.code
    if code == "network_membership" and deed.event == "created":
        return True
    kinds = scene.reader.compatible
    if event == "planned" and deed.event != "plan":
        return code in kinds.get(deed.event, frozenset())
    return code in kinds.get("plan" if event == "planned" else event, frozenset())


def _is_passive(deed: Deed, scene: Scene) -> bool:
    before = scene.sentence.folded(deed.start - 3, deed.start)
    if deed.start in scene.sentence.breaks:
        before = []
    language = scene.reader.language.code
    if _REFLEXIVE & {*before[-1:]} and language != "en":
        return True
    if language == "en" and deed.tense == "past":
        behind = deed.start in scene.sentence.breaks and any(t.end <= deed.start for t in scene.sentence.things)
        return bool(_PASSIVE & {*before}) or behind or _follows_a_thing(deed, scene)
    if deed.tense != "part":
        return deed.event == "data"
    return not (_HAVE & {*before} and not _PASSIVE & {*before})


def _follows_a_thing(deed: Deed, scene: Scene) -> bool:
    """English: "the agreement signed in 1998", ", opened in 1979": a form that may be active or passive."""
    things = scene.sentence.things
    return any(thing.end == deed.start for thing in things) and not any(
        deed.end <= thing.start < deed.end + 4 for thing in things
    )


def objects(place: int, deed: Deed, event: str, scene: Scene) -> tuple[list[tuple[Thing | None, Act | None]], bool]:
    """What a deed was done to: instruments of this sentence, or of an act told before; and whether it stands behind."""
    sentence = scene.sentence
    if deed.event == "twinned":
        return [(None, None)], False
    if own := _its_own(deed, event, scene):
        return own, False
    limit = next_deed(place, scene)
    after = [thing for thing in sentence.things if deed.end <= thing.start < limit and _fits(event, thing, scene, deed)]
    after = [thing for thing in after if not is_means(thing, scene)]
    before = [thing for thing in sentence.things if thing.end <= deed.start and _fits(event, thing, scene, deed)]
    before = [thing for thing in before if not is_means(thing, scene)]
    before = [thing for thing in before if not set(range(thing.end, deed.start)) & sentence.hard]
    passive = _is_passive(deed, scene)
    elevated = _elevated(deed, event, scene, limit)
    if elevated:
        return [(elevated, None)], False
    if passive and deed.event == "awarded" and deed.tense == "part" and not before:
        return [(Thing(deed.start, deed.end, "award"), None)], True
    if passive and deed.event not in ("joined", "member"):
        if sentence.folded(deed.start - 1, deed.start) in (["se"], ["s"]) and after and deed.start not in range(1):
            close = [
                thing for thing in before if thing.start >= scene.opening(deed.start) and thing.end >= deed.start - 6
            ]
            before = close
        if before:
            return [(before[-1], None)], True
        if after:
            return [(after[0], None)], True
        return _recalled(deed, event, scene), True
    return _of_an_active(deed, event, after, before, limit, scene)


def _of_an_active(
    deed: Deed, event: str, after: list[Thing], before: list[Thing], limit: int, scene: Scene
) -> tuple[list[tuple[Thing | None, Act | None]], bool]:
    """What stands after an active deed; else a network, a law that did it, or what a pronoun stands for."""
    if after:
        return [(thing, None) for thing in _side_by_side(after, scene)], False
    if deed.event in ("joined", "member", "recreated", "discontinued") and (network := _network(deed, limit, scene)):
        return [(network, None)], False
    if deed.event in ("joined", "member", "in_force", "plan", "awarded", "held", "published", "signed"):
        return [], False
    if deed.event == "adopted":
        things = scene.sentence.things
        laws = [thing for thing in things if thing.end <= deed.start and thing.code == "law_or_competence"]
        return ([(laws[-1], None)] if laws else []), True
    if deed.tense == "noun" and deed.event == "created":
        return [], False
    clitic = bool(
        _CLITICS & {*scene.sentence.folded(deed.start - 1, deed.start), *scene.sentence.folded(deed.end, deed.end + 1)}
    )
    told = [thing for thing in before if thing.start >= scene.opening(deed.start)]
    if told and (clitic or deed.event in ("discontinued", "recreated", "reformed", "created")):
        between = any(g[0].role == "" and told[-1].end <= g[0].start < deed.start for g in scene.groups)
        return [(told[-1], None)], not between
    if clitic or deed.event in ("recreated", "discontinued"):
        return _recalled(deed, event, scene), True
    return [], False


def _its_own(deed: Deed, event: str, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """ "Sogamoso estrenó la suya": one of what was spoken of last, whoever had it or had none."""
    if not scene.has("own", deed.end, deed.end + 3):
        return []
    if recalled := _recalled(deed, event, scene):
        return recalled
    known = [thing for thing in scene.memory.things if _fits(event, thing, scene, deed)]
    return [(replace(known[-1], start=deed.end, end=deed.end + 2), None)] if known else []


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
        if joined and not set(scene.sentence.folded(start - 1, start)) & (language.words("of") | language.words("by")):
            kept.append(thing)
    return kept


def _elevated(deed: Deed, event: str, scene: Scene, limit: int) -> Thing | None:
    """ "Elevada a Dirección", "transformada em secretaria": the organ it became."""
    if event != "reformed":
        return None
    for thing in scene.sentence.things:
        lead = scene.sentence.folded(max(deed.end, thing.start - 2), thing.start)
        direct = thing.start - deed.end < 2 and deed.end - deed.start > 1
        if (
            deed.end <= thing.start < limit
            and thing.organ
            and (direct or set(lead) & {"a", "en", "em", "into", "to", "in"})
        ):
            return replace(thing, loose=False)
    return None


def _recalled(deed: Deed, event: str, scene: Scene) -> list[tuple[Thing | None, Act | None]]:
    """The instrument of the last act that this deed could be done to."""
    kinds = scene.reader.compatible.get(event if event != "planned" else deed.event, frozenset())
    for act in [*reversed(scene.made), *reversed(scene.memory.acts[-6:])]:
        if act.code in kinds and act.code != "law_or_competence":
            return [(act.thing, act)]
    return []


def _network(deed: Deed, limit: int, scene: Scene) -> Thing | None:
    """The network that is joined or left, by its word or by a capital: "ingresó a la Alianza…"."""
    words = scene.sentence.words
    named = {place for group in scene.groups for party in group for place in range(party.start, party.end)}
    for place in range(deed.end, min(limit, deed.end + 6, len(words))):
        word = words[place]
        if word.folded in scene.reader.language.words("network_words"):
            return Thing(place, place + 1, "network_membership")
        if word.capital and place not in named and deed.event in ("joined", "member"):
            return Thing(place, place + 1, "network_membership", named=True)
    return None
