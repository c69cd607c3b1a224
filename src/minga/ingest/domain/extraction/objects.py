"""Instruments in a sentence: the head of a phrase, what its words say of it, and its areas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minga.ingest.domain.extraction.lexicon import Language, Phrases, Rule
from minga.ingest.domain.extraction.tokens import Token

# "ProCórdoba", "ProChile": what such an agency is called says that it promotes abroad.
_PROMOTES = re.compile("Pro[A-ZÁÉÍÓÚ]")


@dataclass(frozen=True)
class Thing:
    """An instrument by its words: `code` of the vocabulary.

    loose     a head without a word that says it is international: "la oficina", "su agencia"
    possessed  "its" stands before it
    definite  something known already is meant: "la oficina", "its office"
    organ     it is a part of a government; `level` is the level of the organ where `code` was changed
    many      a bare plural: "delegaciones"
    named     what it is called where that is a network's name
    """

    start: int
    end: int
    code: str
    loose: bool = False
    definite: bool = False
    organ: bool = False
    named: bool = False
    possessed: bool = False
    many: bool = False


def things(
    words: Sequence[Token], language: Language, stops: set[int], areas: Phrases, breaks: set[int]
) -> list[Thing]:
    """All instruments among some words. `stops` are words of names and dates; `breaks` end a phrase before them."""
    found: list[Thing] = []
    place = 0
    while place < len(words):
        word = words[place].folded
        if word not in language.begins_thing and word not in areas.known:
            place += 1
            continue
        none, _known = language.no_instruments.at(words, place)
        if none > place:
            place = none
            continue
        weekday = place > 0 and words[place - 1].folded in language.words("weekdays")  # "sexta-feira" is no fair
        weekday = weekday or _is_only_how(words, place, language)
        thing = None if place in stops or weekday else _thing(words, place, language, stops, areas, breaks)
        field, _codes = areas.at(words, place)
        if thing and not (thing.code == "project" and field > place + 1):
            found.append(thing)
            place = thing.end
        else:
            # "Seguimiento a proyectos de inversión" is an area, and the projects in it no instrument.
            place = max(field if field > place + 1 else place + 1, place + 1)
    return found


def _is_only_how(words: Sequence[Token], place: int, language: Language) -> bool:
    """ "Sanciona con *fuerza de ordenanza*": how it is passed, not what."""
    led = place > 1 and words[place - 1].folded in language.words("of")
    return led and words[place - 2].folded in language.words("force")


def _thing(
    words: Sequence[Token], place: int, language: Language, stops: set[int], areas: Phrases, breaks: set[int]
) -> Thing | None:
    end, _known = language.networks.at(words, place)
    if (
        end > place
        and (words[place].capital or words[place].text.isdecimal())
        and not _names_more(words, end, language)
    ):
        return Thing(place, end, "network_membership", named=True)
    if words[place].folded in language.chairs and (end := _network_after(words, place, language)):
        return Thing(place, end, "network_membership", named=True)
    head, meanings = language.organs.at(words, place)
    rule_head, rules = language.heads.at(words, place)
    if max(head, rule_head) == place or (
        language.code == "en" and _goes_on(words, max(head, rule_head), language, breaks)
    ):
        return None
    definite = bool(place) and words[place - 1].folded in language.words("definite") | language.words("poss")
    phrase = _phrase(words, place, max(head, rule_head), language, stops, breaks)
    first = _modifiers(words, place, language, stops, breaks)
    definite = definite or (
        bool(first) and words[first - 1].folded in language.words("definite") | language.words("poss")
    )
    definite = definite or (
        language.code == "en" and bool(first) and words[first - 1].text == "s"
    )  # "Seattle's Office"
    possessed = bool(first) and words[first - 1].folded in language.words("poss")
    said = " ".join(word.folded for word in words[first:phrase])
    if place not in breaks and _is_a_way(words, place, max(head, rule_head), language):
        return None
    if language.says("bare_none", words[place]) and not definite and not _is_determined(words, first, language):
        return None  # "which handles protocol"
    if rules and rule_head >= head:
        code = _by_rule(rules, f" {said}", words, areas)
        if (
            code == "network_membership"
            and not words[place].capital
            and words[place].folded in language.words("only_named")
        ):
            return None
        if (
            code == "network_membership"
            and not words[place].capital
            and _holds_an_organ(words, place + 1, phrase, language)
        ):
            return None
        if code:
            return Thing(first, phrase, code, definite=definite)
    if meanings and meanings[0] == "office" and words[place].folded.startswith("comit") and _of_twins(said, language):
        # "Le comité de jumelage" is an association of citizens.
        return Thing(first, phrase, "office", loose=True, organ=True)
    if meanings:
        code = meanings[0]
        named = place if head - place > 1 else place + 1  # "international committee"
        tail = " ".join(word.folded for word in (*words[first:place], *words[named:phrase]))
        international = any(f" {stem}" in f" {tail}" for stem in language.international)
        international = international or any(_PROMOTES.match(word.text) for word in words[place + 1 : phrase])
        loose = not international and code != "focal_point" and not _compound(code, head - place, language)
        loose = loose and not _is_charged(words, phrase, language, stops, breaks)
        loose = loose and not _is_for_others(words, phrase, language)
        many = words[place].folded.endswith("s") and phrase == place + 1
        return Thing(first, phrase, code, loose=loose, definite=definite, organ=True, possessed=possessed, many=many)
    return None


def _is_determined(words: Sequence[Token], first: int, language: Language) -> bool:
    """Whether an article, a number or a name stands before an English phrase: "*a* protocol", "the Kyoto protocol"."""
    before = words[first - 1] if first else None
    return words[first].capital or (before is not None and (
        before.folded in language.words("articles") or before.folded in language.numbers or before.capital
    ))  # fmt: skip


def _of_twins(said: str, language: Language) -> bool:
    return any(f" {stem}" in f" {said}" for stem in language.words("twin_stems"))


def _names_more(words: Sequence[Token], end: int, language: Language) -> bool:
    """ "Sister Cities International *Program*": English, where the last noun is the head, and no network."""
    if language.code != "en" or end >= len(words) or not words[end].capital:
        return False
    rules = language.heads.at(words, end)[1]
    return bool(rules) and all(rule.code != "network_membership" for rule in rules)


def _network_after(words: Sequence[Token], place: int, language: Language) -> int:
    """Where the network ends whose presidency is spoken of; 0 where it is of something else."""
    spot = place + 1
    if spot + 1 < len(words) and words[spot + 1].folded in language.words("of") and not words[spot].capital:
        spot += words[spot].folded not in language.words("of")  # "la secretaría *técnica* de Mercociudades"
    while spot < len(words) and words[spot].folded in language.words("of") | language.words("articles"):
        spot += 1
    if spot == place + 1 or spot >= len(words):
        return 0
    end, _known = language.networks.at(words, spot)
    rules = language.heads.at(words, spot)[1]
    network = any(rule.code == "network_membership" for rule in rules) and words[spot].capital
    return end if end > spot else spot + 1 if network or words[spot].text.isupper() else 0


def _is_a_way(words: Sequence[Token], place: int, end: int, language: Language) -> bool:
    """ "En alianza con", "em parceria com", "de acuerdo con": a way of doing, no instrument."""
    if not place or end >= len(words) or words[end].folded not in language.words("with") | {"a", "al", "to"}:
        return False
    bare = language.words("of") if words[place].folded in language.words("of_accord") else language.words("bare_in")
    return words[place].folded in language.words("ways") and words[place - 1].folded in bare


def _holds_an_organ(words: Sequence[Token], place: int, end: int, language: Language) -> bool:
    """ "A network of delegations", "una red de oficinas": many of what it holds, no network."""
    return any(language.organs.at(words, inside)[1] for inside in range(place, end))


def _goes_on(words: Sequence[Token], place: int, language: Language, breaks: set[int]) -> bool:
    """In English the last noun is the head: an "Alliance Program" is a programme."""
    if place >= len(words) or place in breaks:
        return False
    if words[place].folded in language.words("and") and _is_of_an_organ(words, place + 1, language, breaks):
        return True
    if words[place].text == "s" and words[place].start - words[place - 1].end == 1:
        return True  # "the network's conference"
    return any(
        meanings for phrases in (language.heads, language.organs) for _end, meanings in [phrases.at(words, place)]
    )


def _is_of_an_organ(words: Sequence[Token], place: int, language: Language, breaks: set[int]) -> bool:
    """ "A protocol and *international relations office*": two nouns say what the organ after them is for."""
    international = False
    while place < len(words) and place not in breaks:
        if language.organs.at(words, place)[1]:
            return international
        if words[place].folded in language.words("function_words") | language.words("articles"):
            return False
        international = international or words[place].folded.startswith(language.international)
        place += 1
    return False


def _modifiers(words: Sequence[Token], place: int, language: Language, stops: set[int], breaks: set[int]) -> int:
    """Where the words before an English head begin that say which it is: "its *international* strategy"."""
    if language.code != "en":
        return place
    little = (
        language.words("articles") | language.words("poss") | language.words("definite") | language.words("at")
        | language.words("of") | language.words("with") | language.words("by") | language.words("and") | {"s"}
        | language.words("function_words")
    )  # fmt: skip
    first = place
    while first and place - first < 4 and first not in breaks:
        sister = (
            first > 1 and words[first - 1].folded in ("city", "town") and language.is_of_twins(words[first - 2].folded)
        )
        if first - 1 in stops or (words[first - 1].folded in little and not sister):
            break
        first -= 1
    return first


def _is_charged(words: Sequence[Token], end: int, language: Language, stops: set[int], breaks: set[int]) -> bool:
    """ "Una dependencia especializada en asuntos internacionales": what an organ is for is told after it."""
    charged = {word.folded for word in words[max(0, end - 1) : end + 2]} & language.words("charged")
    if not charged:
        return False
    said, place = "", end
    while place < len(words) and place < end + 9 and (place not in breaks or place == end) and place not in stops:
        said += f" {words[place].folded}"
        place += 1
    return any(f" {stem}" in said for stem in language.international)


def _is_for_others(words: Sequence[Token], end: int, language: Language) -> bool:
    """ "An agency *for its emigrants*", "uma agência para os seus emigrantes": whom an organ is for, abroad."""
    little = language.words("poss") | language.words("articles") | language.words("for")
    said = [word.folded for word in words[max(0, end - 1) : end + 4]]
    led = [place for place, word in enumerate(said[:2]) if word in language.words("for")]
    after = [word for word in said[led[0] :] if word not in little][:1] if led else []
    return any(f" {stem}" in f" {word}" for stem in language.international for word in after)


def _compound(code: str, length: int, language: Language) -> bool:
    """ "Trade office", "oficina de representación": two words or more say by themselves that it stands abroad."""
    return code == "delegation_abroad" and length > 1


def _by_rule(rules: Sequence[Rule], said: str, words: Sequence[Token], areas: Phrases) -> str:
    """The rule whose words come first in the phrase; a rule that asks for none only where no other speaks."""
    found: list[tuple[int, int, str]] = []
    for order, rule in enumerate(rules):
        places = [said.find(f" {stem}") for stem in rule.stems if stem != "*area"]
        places += [len(said)] if "*area" in rule.stems and areas_in(words, areas) else []
        places += [] if rule.stems else [2 * len(said)]
        found += [(place, order, rule.code) for place in places if place >= 0]
    return min(found)[2] if found else ""


def _phrase(
    words: Sequence[Token], start: int, place: int, language: Language, stops: set[int], breaks: set[int]
) -> int:
    """Where the phrase of a head ends: before a name, a date, a verb, a stop, or a new article after "and"."""
    little = language.words("at") - language.words("of")
    ends = (little | language.words("with") | language.words("by") | language.words("relatives")) - {"a", "para", "for"}
    ends |= (
        language.words("as_what") - language.words("by")
        | language.words("passive")
        | language.words("have")
        | language.words("will_be")
        | language.words("poss")
        | ({"se"} if language.code != "en" else set())
        | language.words("until")
        | language.words("since")
    )
    while place < len(words) and place - start < 14:
        word = words[place]
        ended = word.folded in ends and not _is_for_development(words, place, language, stops)
        if place in stops or place in breaks or ended or word.folded in language.words("between"):
            break
        anew = word.folded in language.words("and") and _begins_anew(words, place + 1, language, stops)
        if anew and not _is_charged_with_both(words, start, place, language):
            break
        if word.low == "a" and place + 1 < len(words) and language.organs.at(words, place + 1)[1]:
            break  # "elevó la oficina *a* Dirección"
        if word.folded in language.words("articles") and _is_determined_anew(words, place, start, language):
            break
        place += 1
    small = (
        language.words("of")
        | language.words("articles")
        | language.words("and")
        | {"para", "for", "pour", "a", "sobre"}
    )
    while place > start + 1 and words[place - 1].folded in small:
        place -= 1
    return place


def _is_for_development(words: Sequence[Token], place: int, language: Language, stops: set[int]) -> bool:
    """ "Cooperación *al* Desarrollo", "Apoio *ao* Investimento": a title goes on over its preposition."""
    named = words[place - 1].capital and place + 1 < len(words) and words[place + 1].capital
    return named and place + 1 not in stops and words[place].folded in ("al", "ao", "au", "aux")


def _is_charged_with_both(words: Sequence[Token], start: int, place: int, language: Language) -> bool:
    """ "Negociado de cooperación *y hermanamientos*": bare plurals are what an organ is for as well."""
    if place - start < 3 or place + 1 >= len(words) or language.code == "en":
        return False
    bare = words[place + 1].folded[-1] in "sx" and bool(language.heads.at(words, place + 1)[1])
    other = place + 2 < len(words) and words[place + 2].folded in language.words("with")
    return bare and not other and bool(language.organs.at(words, start)[1])


def _is_determined_anew(words: Sequence[Token], place: int, start: int, language: Language) -> bool:
    """ "Con el grupo CCIC *un* convenio": an article that no little word leads in begins something else."""
    before = words[place - 1]
    led = (
        len(before.text) < 4
        or words[place].folded in language.words("of")
        or any(before.folded in language.words(name) for name in ("of", "at", "and", "function_words"))
    )
    return place > start and not led


def _begins_anew(words: Sequence[Token], place: int, language: Language, stops: set[int]) -> bool:
    if place >= len(words) or place in stops or words[place].folded == "se":
        return True
    known = language.words("articles") | language.words("with") | language.words("poss") | language.words("at")
    return words[place].folded in known or any(
        phrases.at(words, place)[1] and not words[place].capital for phrases in (language.heads, language.organs)
    )


def areas_in(words: Sequence[Token], areas: Phrases) -> tuple[str, ...]:
    """The areas that some words name, in order, each once."""
    found: dict[str, None] = {}
    place = 0
    while place < len(words):
        end, codes = areas.at(words, place)
        found.update(dict.fromkeys(codes))
        place = max(end, place + 1)
    return tuple(found)
