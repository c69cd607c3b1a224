"""What only looks like the name of a territory: a street, a person, a chamber of commerce, a part of a longer name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minga.ingest.domain.extraction.gazetteer import Called
from minga.ingest.domain.extraction.lexicon import OF_ANOTHER, Language
from minga.ingest.domain.extraction.tokens import Token


@dataclass(frozen=True)
class Hit:
    """Words of a text that are somebody's name: from `start` to before `end`, and whose."""

    start: int
    end: int
    called: tuple[Called, ...]


def is_common(words: Sequence[Token], place: int, language: Language) -> bool:
    word = words[place]
    lists = (
        "function_words",
        "articles",
        "cites",
        "streets",
        "titles",
        "poss",
        "definite",
        "relatives",
        "breaks",
        "negations",
        "and",
        "with",
        "another",
        "no_places",
        "openers",
        "pronouns",
    )
    if any(language.says(name, word) for name in lists) or word.folded in language.months:
        return True
    if language.says("also_places", word) and _stands_alone(words, place, language):
        return False  # "Misiones creó…" is the province
    if word.folded in language.numbers or (language.code == "en" and word.folded in language.peoples):
        return True  # elsewhere adjectives have no capital: "Navarra" is the region
    known = (language.levels, language.organs, language.heads, language.lists, language.verbs)
    begins = not place or not _glued_by_words(words, place)
    return any(phrases.at(words, place)[0] > place for phrases in known[: 5 if begins else 4])


def _stands_alone(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a capital noun has neither an adjective nor "of" after it: no trade mission."""
    longest = max(phrases.at(words, place)[0] for phrases in (language.heads, language.organs, language.lists))
    after = words[place + 1 : place + 2]
    return longest <= place + 1 and not any(word.folded in language.words("of") for word in after)


def is_an_office(hit: Hit, words: Sequence[Token], language: Language) -> bool:
    """ "Alcaldía Mayor", "Gobierno Regional": a name somewhere, but here the words of a level."""
    alone = language.says("also_places", words[hit.start]) and _stands_alone(words, hit.start, language)
    offices = range(max(0, hit.start - 2), hit.start + (not alone))
    if any(language.levels.at(words, place)[0] >= hit.end for place in offices):
        return True
    if any(language.bodies.at(words, place)[0] > hit.end for place in range(hit.start, hit.end)):
        return True  # "La Chambre de commerce": no town called La Chambre
    if hit.start and any(
        phrases.at(words, hit.start - 1)[0] >= hit.end for phrases in (language.heads, language.organs)
    ):
        return True  # "Capital Americana de la Cultura"
    # "El Plan", "La Agencia": an article and the head of an instrument.
    if words[hit.start].folded not in language.words("articles") or hit.end - hit.start != 2:
        return False
    if language.says("also_places", words[hit.start + 1]) and _stands_alone(words, hit.start + 1, language):
        return False  # "La Réunion a ouvert…"
    return any(phrases.at(words, hit.start + 1)[1] for phrases in (language.organs, language.heads, language.levels))


def _glued_by_words(words: Sequence[Token], place: int) -> bool:
    return words[place].start - words[place - 1].end == 1


def led_by_other(hit: Hit, text: str, words: Sequence[Token], language: Language) -> bool:
    """Whether what stands before makes it a street, a person, a firm or a part of a longer name."""
    if _is_in_a_body(hit, words, language):
        return True
    if not hit.start:
        return False
    before = words[hit.start - 1]
    gap = text[before.end : words[hit.start].start]
    if gap in ("-", "–") or (gap == "." and len(before.text) == 1):
        return True
    joins = language.words("of") | language.words("articles") | language.words("at")
    place = hit.start - 1
    while place >= max(0, hit.start - 3) and words[place].folded in joins:
        place -= 1
    if (
        place >= 0
        and words[hit.start].start - words[place].end < 12
        and "," not in text[words[place].end : words[hit.start].start]
    ):
        lead = words[place].folded
        if lead in language.words("streets") | language.words("titles") | language.words("firms"):
            return True
        if language.bodies.ending(words, place + 1)[1] or _is_one_more(hit, words, language):
            return True  # "la Cámara de Comercio de Cali", "con la de Coimbra"
        if _of_a_body(words, place, joins, language):
            return True  # "el sindicato de maestros de Oaxaca"
        # "El Protocolo de Kioto", "l'Accord de Paris": of the world; "el convenio de Medellín" is of Medellín.
        named = words[place].capital or lead in ("tratado", "traite") or _is_known_by(hit, words, language)
        if named and place < hit.start - 1 and lead in language.words("treaties"):
            return True
    if not before.capital or gap.strip() or "\n" in gap.strip(" "):
        return False
    if language.code == "en" and before.folded in OF_ANOTHER:
        return True
    start, _meanings = language.levels.ending(words, hit.start)
    begins = hit.start == 1 or not re.fullmatch(r"[\s]+", text[words[hit.start - 2].end : before.start])
    little = before.folded in joins | language.words("function_words") | language.words("with") | language.words("and")
    return start == hit.start and not little and not (begins and is_common(words, hit.start - 1, language))


def _is_known_by(hit: Hit, words: Sequence[Token], language: Language) -> bool:
    """ "La convention de *Lomé*", "el acuerdo de *Escazú*": treaties of states that go by the name of a town."""
    return hit.end - hit.start == 1 and words[hit.start].folded in language.words("towns_of_treaties")


def _of_a_body(words: Sequence[Token], place: int, joins: frozenset[str], language: Language) -> bool:
    """Whether one noun more to the left is that of a body that is no government."""
    if words[place].capital or any(phrases.at(words, place)[1] for phrases in (language.levels, language.coref)):
        return False
    before = place - 1
    while before >= 0 and place - before < 3 and words[before].folded in joins:
        before -= 1
    return 0 <= before < place - 1 and bool(language.bodies.ending(words, before + 1)[1])


def _is_one_more(hit: Hit, words: Sequence[Token], language: Language) -> bool:
    """ "La Universidad de Salamanca firmó un convenio con *la de Coimbra*": one more of its kind."""
    lead = [word.folded for word in words[max(0, hit.start - 3) : hit.start]]
    joins = language.words("with") | language.words("and") | language.words("between")
    if len(lead) < 3 or lead[0] not in joins or lead[1] not in language.words("pronouns"):
        return False
    known = (language.heads, language.organs, language.levels)
    for place, word in enumerate(words[: hit.start - 3]):
        if word.folded in language.words("streets"):
            return True
        if any(phrases.at(words, place)[1] for phrases in known):
            return False
    return False


def is_cited(hit: Hit, text: str, words: Sequence[Token], language: Language) -> bool:
    """ "Según Zapata (2007)", "ver Lima, 2004": an author."""
    lead = hit.start - 1
    year = re.match(r",?\s*\(?(?:1[89]|20)\d\d[a-z]?\)?", text[words[hit.end - 1].end :])
    while lead > 0 and year and _is_an_author(words, lead, language):
        lead -= 1  # "De acuerdo con Zubelzú e *Iglesias* (2005)"
    agreed = lead > 0 and words[lead].folded in language.words("with")
    agreed = agreed and words[lead - 1].folded in language.words("of_accord")
    return lead >= 0 and (words[lead].folded in language.words("cites") or agreed) and bool(year)


def _is_an_author(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a word may stand among the names of authors: a capital, or "and" before one."""
    joins = words[place].folded in language.words("and") and words[place - 1].capital
    return (words[place].capital and words[place].folded not in language.words("cites")) or joins


def is_in_a_title(hit: Hit, text: str, words: Sequence[Token]) -> bool:
    """ "El proyecto «*Ríos* vivos»": the first word of a short title, which goes on in small letters."""
    first, last = words[hit.start], words[hit.end - 1]
    if text[max(0, first.start - 1) : first.start] not in ("«", "“", '"'):
        return False
    return bool(re.match(r"\s[a-zà-ÿ][^«»“”\".;]{1,40}[»”\"]", text[last.end :]))


def goes_on(hit: Hit, text: str, words: Sequence[Token], language: Language) -> bool:
    """Whether another capital follows, so that it is a part of a longer name: "Rosario Central", "Paris Hilton"."""
    if hit.end >= len(words):
        return False
    after = words[hit.end]
    gap = text[words[hit.end - 1].end : after.start]
    if gap == "+":
        return True  # "Rio+20"
    if _has_a_body(hit, words, language):
        return True
    if gap in ("-", "–"):
        return after.capital and not language.levels.at(words, hit.end)[1]  # "Bruxelles-Ville" is Brussels
    if not after.capital or gap != " ":
        return False
    if language.code == "en" and after.folded in language.words("treaties"):
        return True  # "the Paris Agreement"
    # "Queensland Parliament" names Queensland; "Globe Award", where the words are not English, is a name of its own.
    known = (language.levels, language.organs, language.heads) if language.code == "en" else (language.levels,)
    return not any(phrases.at(words, hit.end)[1] for phrases in known) and not after.text.isupper()


def _is_in_a_body(hit: Hit, words: Sequence[Token], language: Language) -> bool:
    """ "The Chamber of Commerce and *Industry*", "the *White House*": inside the words of a body."""
    spans = [(place, language.bodies.at(words, place)[0]) for place in range(max(0, hit.start - 4), hit.start + 1)]
    return any(end >= hit.end and (place < hit.start or end > hit.end or end - place > 1) for place, end in spans)


def _has_a_body(hit: Hit, words: Sequence[Token], language: Language) -> bool:
    """ "Vancouver's *port authority*", "Toronto's film festival": English, a body of the town that is no government."""
    if language.code != "en" or words[hit.end].text != "s" or words[hit.end].start - words[hit.end - 1].end != 1:
        return False
    for place in range(hit.end + 1, min(hit.end + 4, len(words))):
        if words[place].start - words[place - 1].end > 1:
            return False
        if language.bodies.at(words, place)[1]:
            return True
    return False
