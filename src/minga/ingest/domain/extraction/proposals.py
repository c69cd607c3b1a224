"""Proposed claims: what an act says, with its words, the rule that found it, its alternatives and a confidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from minga.ingest.domain.extraction.cites import Cited, cited
from minga.ingest.domain.extraction.gazetteer import Place
from minga.ingest.domain.extraction.objects import areas_in
from minga.ingest.domain.extraction.reading import Act, Party, Reader
from minga.ingest.domain.extraction.sentences import stretches
from minga.ingest.domain.extraction.texts import read
from minga.ingest.domain.extraction.tokens import tokens


@dataclass(frozen=True)
class Proposal:
    """A claim that a text seems to make. `quote` is `text[start:end]`; a person judges it before it counts.

    when          EDTF, "" where none is said; `year_first` and `year_last` bound it
    counterparts  names of the other side, with the code where they are of the gazetteer
    why           codes of the rule and of what speaks for or against
    confidence    the share of such proposals that were right among passages kept out of the tuning
    alternatives  other territories the name may mean
    """

    place: Place
    instrument: str
    event: str
    areas: tuple[str, ...]
    when: str
    year_first: int | None
    year_last: int | None
    actor: str
    counterparts: tuple[Place, ...]
    hosted_in: str
    quote: str
    start: int
    end: int
    cites: tuple[Cited, ...]
    confidence: float
    why: tuple[str, ...]
    alternatives: tuple[Place, ...] = field(default=())

    @property
    def rule(self) -> str:
        """The rule that found it."""
        return self.why[0]


# Every government has laws, programmes and members of something: these are told of only where what is said around them
# reaches abroad. So many characters before and after are looked at.
_AT_HOME_TOO = frozenset(
    {"law_or_competence", "programme", "project", "resources", "evaluation", "publication", "award",
     "network_membership", "network_foundation", "forum_or_event", "agency"}
)  # fmt: skip
_AROUND = 300


def propose(text: str, reader: Reader, chances: dict[str, float]) -> list[Proposal]:
    """Every claim that a text seems to make, in order, none twice. `chances` is the measured confidence by class."""
    found: dict[tuple[object, ...], Proposal] = {}
    relied = _relied_on(text)
    for act in read(text, reader):
        if not _reaches_abroad(act, text, reader):
            continue
        for party in act.parties:
            one = _proposal(act, party, text, reader, relied, chances)
            key = (one.place.code, one.instrument, one.event, one.when, one.areas)
            if key not in found or found[key].confidence < one.confidence:
                found[key] = one
    return sorted(_without_echoes(list(found.values())), key=lambda one: (one.start, one.end))


def _reaches_abroad(act: Act, text: str, reader: Reader) -> bool:
    """Whether an act is one with the world outside, as far as its words and those around tell."""
    if act.code not in _AT_HOME_TOO or act.counterparts or act.when or (act.thing and act.thing.named):
        return True
    if act.code == "network_membership" and "subject_before" not in act.doubts:
        return True  # networks have names of their own, which no list holds
    stretch = act.sentence.stretch
    said = " ".join(
        word.folded for word in tokens(text, max(0, stretch.start - _AROUND), min(len(text), stretch.end + _AROUND))
    )
    if any(f" {stem}" in f" {said}" for stem in reader.language.international):
        return True
    if act.code == "forum_or_event":
        return False  # a fair to which neighbours come
    countries = {named.chosen.country for named in act.sentence.named if named.chosen}
    return len(countries) > 1


def _without_echoes(found: list[Proposal]) -> list[Proposal]:
    """Without those that only say again, less exactly, that an instrument exists whose beginning is told nearby."""
    told = {(one.place.code, one.instrument) for one in found if one.event != "in_force"}

    def echo(one: Proposal) -> bool:
        return one.rule == "its_own" and (one.place.code, one.instrument) in told

    return [one for one in found if not echo(one)]


def _proposal(
    act: Act,
    party: Party,
    text: str,
    reader: Reader,
    relied: Sequence[tuple[int, int, list[Cited]]],
    chances: dict[str, float],
) -> Proposal:
    start, end = _span(act, text)
    why = (act.rule, *act.doubts, *_doubts(act, party))
    cites = next((tuple(found) for begin, stop, found in relied if begin <= start < stop), ())
    others = [mate.place for mate in act.counterparts if mate.place.code != party.place.code]
    return Proposal(
        place=party.place,
        instrument=act.code,
        event=act.event,
        areas=_areas(act, reader),
        when=act.when.edtf if act.when else "",
        year_first=act.when.first if act.when else None,
        year_last=act.when.last if act.when else None,
        actor=_actor(party, act, text),
        counterparts=tuple(dict.fromkeys(others)),
        hosted_in=_hosted(act, text, reader),
        quote=text[start:end],
        start=start,
        end=end,
        cites=cites,
        confidence=confidence(why, chances),
        why=why,
        alternatives=party.others,
    )


def confidence(why: Sequence[str], chances: dict[str, float]) -> float:
    """How likely a proposal of this rule with so many doubts is right; of any rule, where that is not known."""
    doubts = sum(code != why[0] for code in why)
    for key in (f"{why[0]} {min(doubts, 2)}", f"* {min(doubts, 2)}"):
        if key in chances:
            return chances[key]
    return 0.5


def _doubts(act: Act, party: Party) -> list[str]:
    doubts = ["ambiguous_name"] if party.others else []
    doubts += ["stand_in"] if party.said_before else []
    doubts += ["counted_date"] if act.when and act.when.relative else []
    doubts += ["present_tense"] if act.deed and act.deed.tense in ("pres", "impf") else []
    return doubts


def _span(act: Act, text: str) -> tuple[int, int]:
    stretch = act.sentence.stretch
    start = act.from_sentence.stretch.start if act.from_sentence else stretch.start
    raw = text[start : stretch.end]
    return start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())


def _actor(party: Party, act: Act, text: str) -> str:
    if not party.actor or party.said_before:
        return party.actor
    words = act.sentence.words[party.start : party.end]
    return next((word.text for word in words if word.folded == party.actor), party.actor)


def _areas(act: Act, reader: Reader) -> tuple[str, ...]:
    sentence = act.sentence
    if act.thing is None or act.known_areas or act.rule == "deed_of_what_was_named":
        begin = act.deed.start if act.deed else 0
        return act.known_areas if act.thing else areas_in(sentence.words[begin : _reach(act, begin + 1)], reader.areas)
    if act.rule == "row":
        return areas_in(sentence.words, reader.areas)
    return areas_in(sentence.words[act.thing.start : _reach(act, act.thing.end)], reader.areas)


def _reach(act: Act, start: int) -> int:
    """Where what is said of an instrument ends: the next one, the next deed with an object, or the semicolon."""
    sentence = act.sentence
    ends = [thing.start for thing in sentence.things if thing.start >= start]
    ends += [hard for hard in sentence.hard if hard >= start]
    for deed in sentence.deeds:
        hard = min([one for one in sentence.hard if one >= deed.start], default=len(sentence.words))
        if deed.start >= start and any(deed.end <= thing.start < hard for thing in sentence.things):
            ends.append(deed.start)
    return min([*ends, len(sentence.words)])


def _hosted(act: Act, text: str, reader: Reader) -> str:
    """Where an organ stands: "en el despacho del Gobernador", "adscrita a la Secretaría General"."""
    if not act.thing or not act.thing.organ:
        return ""
    words, hosts = act.sentence.words, reader.language.words("hosts")
    for place in range(act.thing.end, min(len(words), act.thing.end + 8)):
        if words[place].folded in hosts:
            end = place + 1
            while end < len(words) and end - place < 6 and end not in act.sentence.breaks:
                if words[end].folded in reader.language.words("and") | reader.language.words("relatives"):
                    break
                end += 1
            return re.sub(r"\s+", " ", text[words[place].start : words[end - 1].end])
    return ""


def _relied_on(text: str) -> list[tuple[int, int, list[Cited]]]:
    """For each block of a text the sources it cites: they stand behind what it tells."""
    found = []
    for block in stretches(text):
        start, end = block[0].start, block[-1].end
        found.append((start, end, cited(text, start, end)))
    return found
