"""Which network is joined, left or belonged to, by its name, its word or a capital."""

from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed
from minga.ingest.domain.extraction.voice import helpers


def is_any_network(deed: Deed, after: list[Thing]) -> bool:
    """ "Año de la fundación de la red": of a network known already; who founded it is not told."""
    founded = deed.tense == "noun" and deed.event == "created" and after and after[0].code == "network_membership"
    return bool(founded) and not after[0].named and after[0].end - after[0].start == 1


def opens_the_sentence(network: Thing, deed: Deed, scene: Scene) -> bool:
    """ "*A ICLEI* pertenece Quito desde 2002": the network stands first."""
    led = scene.has("at", network.start - 2, network.start)
    return network.named and network.start < 3 and led and deed.start - network.end < 3


def before_a_relative(deed: Deed, scene: Scene) -> Thing | None:
    """ "C40, red a la que se adhirió en 2016", "da Rede Mercocidades, da qual faz parte desde 2001"."""
    language, sentence = scene.reader.language, scene.sentence
    whom = [place for place in range(max(0, deed.start - 8), deed.start)
            if scene.words[place] in language.words("relatives")]  # fmt: skip
    if not whom:
        return None
    for place in range(deed.start - 1, max(scene.opening(deed.start), whom[0] - 13) - 1, -1):
        end, _known = language.networks.at(sentence.words, place)
        heads = [rule for rule in language.heads.at(sentence.words, place)[1] if rule.code == "network_membership"]
        if (end > place and sentence.words[place].capital) or heads:
            return Thing(place, max(end, place + 1), "network_membership", named=True)
    return None


def network_joined(deed: Deed, limit: int, scene: Scene) -> Thing | None:
    """The network that is joined or left, by its word or by a capital: "ingresó a la Alianza…"."""
    words = scene.sentence.words
    named = {place for group in scene.groups for party in group for place in range(party.start, party.end)}
    for place in range(deed.end, min(limit, deed.end + 6, len(words))):
        word = words[place]
        if word.folded in scene.reader.language.words("of"):
            break  # "accedieron a fondos *de* la Unión Europea"
        if word.folded in scene.reader.language.words("network_words"):
            return Thing(place, place + 1, "network_membership")
        body = scene.has("streets", place, place + 1)  # "held in Eldoret, and the University of Nairobi…"
        if word.capital and place not in named and not body and deed.event in ("joined", "member"):
            return Thing(place, place + 1, "network_membership", named=True)
    return None


def is_of_a_network(deed: Deed, before: list[Thing], scene: Scene) -> bool:
    """ "A adesão à rede Zicosur, formalizada…": right after a network a participle is said of who joined it."""
    near = [thing for thing in scene.sentence.things if deed.start - 1 <= thing.end <= deed.start]
    ends = deed.event == "discontinued" and scene.words[deed.start - 1] in helpers(
        scene.reader.language
    )  # "a filiação à rede foi cancelada"
    network = bool(near) and near[-1].code == "network_membership" and near[-1] not in before
    return deed.tense == "part" and network and not ends
