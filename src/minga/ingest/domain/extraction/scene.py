"""A sentence as it is being read: its parties in groups, what was read before, and small questions about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import Act, Memory, Party, Reader
from minga.ingest.domain.extraction.sentences import Deed, Sentence


@dataclass
class Scene:
    """A sentence being read: its groups of parties, and what was read before."""

    sentence: Sentence
    text: str
    reader: Reader
    memory: Memory
    groups: list[list[Party]]
    made: list[Act]

    words: Sequence[str] = field(init=False)  # of the sentence, folded

    def __post_init__(self) -> None:
        self.words = self.sentence.folded(0, len(self.sentence.words))

    def has(self, kind: str, start: int, end: int) -> bool:
        """Whether a word of a list of the lexicon stands in a range."""
        return bool(set(self.sentence.folded(start, end)) & self.reader.language.words(kind))

    def has_s(self, place: int) -> bool:
        """Whether an English "'s" stands at a word: "Quebec's office"."""
        return self.reader.language.code == "en" and self.words[place : place + 1] == ["s"]

    def opening(self, place: int) -> int:
        """Where the part of the sentence begins that holds a word: after a semicolon, or a word such as "but"."""
        begins = {0, *self.sentence.hard}
        breaks = self.reader.language.words("breaks")
        begins |= {i + 1 for i, word in enumerate(self.words) if word in breaks and not self.is_thrown_in(i)}
        return max(begin for begin in begins if begin <= place)

    def is_thrown_in(self, place: int) -> bool:
        """Whether a word stands between commas: "possui, porém, doze cidades-irmãs" is one clause."""
        return {place, place + 1} <= self.sentence.breaks


def broken(start: int, end: int, scene: Scene) -> bool:
    return any(place in scene.sentence.breaks for place in range(start, end + 1))


def next_deed(place: int, scene: Scene) -> int:
    """Where what a deed may be done to ends: the next deed, the semicolon, or a word such as "but"."""
    end = scene.sentence.deeds[place].end
    breaks = scene.reader.language.words("breaks")
    ends = [hard for hard in scene.sentence.hard if hard >= end]
    ends += [
        spot for spot, word in enumerate(scene.words) if spot >= end and word in breaks and not scene.is_thrown_in(spot)
    ]
    ends += [deed.start for deed in scene.sentence.deeds[place + 1 :] if deed.event not in ("data", "other")][:1]
    return min([*ends, len(scene.sentence.words)])


def is_means(thing: Thing, scene: Scene) -> bool:
    """ "Por decreto", "mediante la Ordenanza 40": by what it was done, not what was done."""
    lead = set(scene.sentence.folded(thing.start - 2, thing.start))
    language = scene.reader.language
    means = language.words("by") | language.words("means") | language.words("since")
    if thing.code == "agreement":
        means |= language.words("under")
    return thing.code in ("law_or_competence", "agreement") and bool(lead & means)


def owners(thing: Thing | None, scene: Scene) -> list[Party]:
    """Whose an instrument is: "la Secretaría de la provincia de Mendoza", "Ontario's trade office"."""
    if thing is None or thing.possessed:
        # "Son bureau de Boston" is where it stands, not whose it is.
        return []
    for group in scene.groups:
        if _is_told_abroad(thing, scene):
            return []  # "El bureau de Atlanta": one of those abroad that were told of
        if (
            group[0].role == "of"
            and _starts_after(group[0], thing, scene)
            and not broken(thing.end, group[0].start, scene)
        ):
            return group
        if len(group) > 1 and thing.end == group[0].start and group[1].start in scene.sentence.dashes:
            return group  # "la Comisión Sonora-Arizona"
        if len(group) > 1 and group[-1].end == thing.start and group[1].start in scene.sentence.dashes:
            return group  # "the Cardiff–Lyon accord"
        if scene.sentence.folded(thing.start - 1, thing.start) == ["s"] and group[-1].end == thing.start - 1:
            return group
        if thing.organ and _stands_between(group, thing, scene):
            return group
    return _called_by_adjective(thing, scene) or _of_its_host(thing, scene)


def _stands_between(group: list[Party], thing: Thing, scene: Scene) -> bool:
    """ "*Quebec's* London agency": English, where a place stands between whose it is and what it is."""
    where = [other[0] for other in scene.groups if other[-1].end == thing.start and other is not group]
    place = where[0].start - 1 if where else -1
    return group[-1].end == place and scene.words[place] == "s" and place not in scene.sentence.breaks


def _called_by_adjective(thing: Thing, scene: Scene) -> list[Party]:
    """ "La Agencia Andaluza de Cooperación", "Flemish foreign policy": whose it is, by an adjective in its words."""
    begin = thing.start - (scene.reader.language.code == "en")
    for one in scene.sentence.peopled if thing.code != "law_or_competence" else ():
        place = one.called.place
        if begin <= one.place <= thing.end and not {thing.end} & scene.sentence.breaks - {one.place + 1}:
            return [Party(one.place, one.place + 1, "of", place)]
    return []


def _starts_after(party: Party, thing: Thing, scene: Scene) -> bool:
    """Whether a party stands right after an instrument; "do governo" holds its preposition itself."""
    joined = scene.words[party.start] in scene.reader.language.words("of")
    return (0 if joined else 1) <= party.start - thing.end <= 3


def _of_its_host(thing: Thing, scene: Scene) -> list[Party]:
    """ "Asesoría Internacional, adscrita al despacho del gobernador de Jalisco": whose it is where it stands."""
    spots = [
        place
        for place in range(thing.end, min(thing.end + 2, len(scene.words)))
        if scene.has("hosts", place, place + 1)
    ]
    if not thing.organ or not spots:
        return []
    return next((g for g in scene.groups if g[0].role == "of" and spots[0] < g[0].start <= spots[0] + 7), [])


def _is_told_abroad(thing: Thing, scene: Scene) -> bool:
    """Whether an office that is known already is one of those abroad of whom the text has just told."""
    told = [act.code for act in [*scene.memory.acts[-3:], *scene.made] if act.thing is None or act.thing.organ]
    return thing.organ and thing.loose and thing.definite and told[-1:] == ["delegation_abroad"]


def stands_alone(place: int, scene: Scene) -> bool:
    """Whether a word stands for a noun that does not follow it: "abrió otra en Chicago", "contaba con uno"."""
    sentence, language = scene.sentence, scene.reader.language
    after = place + 1
    if any(one.start <= place < one.end for one in sentence.dates):
        return False
    if after >= len(sentence.words) or after in sentence.breaks:
        return True
    little = language.words("at") | language.words("since") | language.words("with") | language.words("and")
    return scene.words[after] in little or any(
        one.start <= spot < one.end for one in sentence.dates for spot in (after, after + 1)
    )


def pronoun_of(party: Party, scene: Scene) -> int | None:
    """Where the pronoun of "el de Campinas", "celui de l'Hérault" stands, which an instrument is meant by; or None."""
    language, words = scene.reader.language, scene.words
    if any(one.place == party.start for one in scene.sentence.peopled):
        return party.start - 1 if words[party.start - 1] in language.words("pronouns") else None  # "la neoleonesa"
    place = party.start - (words[party.start] not in language.words("of"))
    while place > 0 and place < party.start and words[place] in language.words("articles"):
        place -= 1
    leads = language.words("of") | (language.words("at") if party.role == "at" else set())
    if place < 1 or words[place] not in leads or place in scene.sentence.breaks:
        return None
    return place - 1 if words[place - 1] in language.words("pronouns") else None


def is_title(thing: Thing, scene: Scene) -> bool:
    """ "UNESCO City of Literature", "Cidade Educadora": a network by what it calls each of its members."""
    return thing.named and scene.has("a_city", thing.start, thing.end)


def act_of(thing: Thing, scene: Scene) -> Act | None:
    """The act of this sentence that is about the same words already."""
    return next((act for act in scene.made if act.thing is thing), None)


def is_dated_since(deed: Deed, scene: Scene) -> bool:
    """ "Que la unía a Cúcuta *desde 1993*": a date near behind a deed since when it has lasted."""
    return any(one.since and 0 <= one.start - deed.end < 9 for one in scene.sentence.dates)
