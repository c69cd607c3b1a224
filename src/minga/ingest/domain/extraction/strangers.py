"""Whether somebody else acts: a person, a firm, a university, a name that the gazetteer does not know."""

from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed

# More unknown words than these before a verb are its subject.
_FEW = 2
# A date that opens a sentence ends within so many words.
_OPENING = 5


def stranger_acts(deed: Deed, scene: Scene) -> bool:
    """ "*La embajada* de Suecia en Bogotá organizó…", "*She* chairs the network": who acts is no government."""
    language, place = scene.reader.language, _after_a_date(_clause(deed, scene), scene)
    if place >= deed.start:
        return False
    if scene.has("persons", place, place + 1):
        return not any(party.actor for party in scene.memory.parties)  # "the mayor… he signed"
    if scene.has("titles", place, place + 1) and not scene.has("of", place + 1, place + 2):
        return True
    place += scene.has("articles", place, place + 1)
    if place >= deed.start:
        return False
    body = bool(language.bodies.at(scene.sentence.words, place)[1])
    body = body or any(scene.has(kind, place, place + 1) for kind in ("firms", "streets", "titles"))
    return body or begins_with_a_name(deed, scene)


def _clause(deed: Deed, scene: Scene) -> int:
    """Where the clause of a deed begins: behind the last ", and" that another deed stands before, or its part."""
    opening = scene.opening(deed.start)
    joined = [p for p in scene.sentence.breaks if opening < p < deed.start and scene.has("and", p, p + 1)]
    told = any(opening <= one.start < max(joined, default=0) for one in scene.sentence.deeds)
    return max(joined) + 1 if told else opening


def _after_a_date(place: int, scene: Scene) -> int:
    """Where a part of a sentence begins after the date that leads it in: "In 2010 the firm…"."""
    dated = [one for one in scene.sentence.dates if place <= one.start < place + _OPENING]
    clear = dated and not any(place <= one.start < dated[0].end for one in scene.sentence.deeds)
    return dated[0].end if clear else place


def begins_with_a_name(deed: Deed, scene: Scene) -> bool:
    """ "Edimburgo, miembro desde 1991, acogió…": a name that the gazetteer does not know stands first."""
    language, sentence = scene.reader.language, scene.sentence
    first = sentence.words[0]
    lists = (language.levels, language.organs, language.heads, language.verbs, language.lists, language.coref)
    known = first.folded in language.words("openers") | language.words("function_words") | language.words("articles")
    known = known or first.folded.endswith(("mente", "ment", "ly")) or any(one.start == 0 for one in sentence.dates)
    known = known or any(phrases.at(sentence.words, 0)[1] for phrases in lists) or not first.capital
    if known or deed.start == 0:
        return False
    end = 1
    while end < deed.start and sentence.words[end].capital and end not in sentence.breaks:
        end += 1
    return len(first.text) > 3 and (end in sentence.breaks - sentence.colons or deed.start == end)


def other_subject(deed: Deed, scene: Scene) -> bool:
    """Whether somebody else is the subject: words that are no date, no stand-in, no instrument stand before."""
    language, sentence = scene.reader.language, scene.sentence
    known = {p for t in sentence.things for p in range(t.start, t.end)} | {
        p for d in sentence.deeds for p in range(d.start, d.end)
    }
    known |= {p for w in sentence.dates for p in range(w.start - 1, w.end)}
    known |= {p for s, e, _k in sentence.corefs for p in range(s, e)}
    little = (
        language.words("function_words")
        | language.words("articles")
        | language.words("of")
        | language.words("at")
        | language.words("poss")
    )
    unknown = 0
    for place in range(scene.opening(deed.start), deed.start):
        word = sentence.words[place]
        if (
            place in known
            or word.folded in little
            or language.levels.at(sentence.words, place)[1]
            or len(word.text) < 4
        ):
            continue
        unknown += 1 + (word.capital and place > 0)
    return unknown > _FEW
