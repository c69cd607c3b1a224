"""Enumerations and rows of tables: a line of the head says what they are, each row who and when."""

from collections.abc import Sequence
from dataclasses import replace

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.parties_of import groups, parties_of
from minga.ingest.domain.extraction.reading import BONDS, ORGANS, Act, Memory, Party, Reader
from minga.ingest.domain.extraction.sentences import Deed, Sentence

# What is no state, but happens.
_HAPPENS = {"award": "awarded", "forum_or_event": "held", "publication": "published", "law_or_competence": "adopted"}


def acts_of_row(heads: Sequence[Sentence], row: Sentence, reader: Reader, memory: Memory) -> list[Act] | None:
    """What a row says under its heads, the nearest first; None where it tells itself, as a sentence does."""
    owners = next((whose for head in heads if (whose := _owners(head, reader, memory))), [])
    if owners and owners[0].role == "at" and any(named.chosen for named in row.named):
        owners = []  # "Offices opened in Tokyo by US states:": each row names whose it is
    if _tells(row):
        memory.parties = owners or memory.parties
        return None
    code = next((said for one in (row, *heads) if (said := _instrument(one, reader))), "")
    if not code:
        return None
    spoken = parties_of(row, reader, memory)
    own = [party for party in spoken if party.role not in ("with", "at")]
    partners = code == "twinning" and any(_names_partners(head, reader) for head in heads)
    subject = owners or (memory.parties if partners else own[:1]) or (memory.parties if spoken or row.things else [])
    when = next((one for one in row.dates if not one.period), None) or next(iter(row.dates), None)
    if not subject or (owners and not when and not spoken):
        return []
    deed = _deed(row) or next((found for head in heads if (found := _deed(head))), None)
    ended = _its_end(row, when)
    deed = None if ended and deed is ended[0] else deed
    act = Act(_event(deed, code, when), code, subject, "row", row, when, _thing(row))
    act.counterparts = [party for party in spoken if party not in subject]
    acts = [act, *([replace(act, event=ended[0].event, when=ended[1])] if ended else [])]
    memory.acts = [*memory.acts, *acts]
    if not owners:
        memory.parties = subject
    return acts


def _names_partners(head: Sentence, reader: Reader) -> bool:
    """ "Sister city | Since": the first column names the other side."""
    columns = head.stretch.kind == "columns"
    return columns and any(reader.language.lists.at(head.words, place)[1] == ["twinning"] for place in range(2))


def _its_end(row: Sentence, when: When | None) -> tuple[Deed, When] | None:
    """ "Oficina en Chicago | 2003 | cerrada en 2012": how it ended, in a second date of the row."""
    for deed in row.deeds:
        after = [one for one in row.dates if deed.end <= one.start <= deed.end + 1 and one is not when]
        if deed.event == "discontinued" and when and when.end <= deed.start and after:
            return deed, after[0]
    return None


def _tells(row: Sentence) -> bool:
    """Whether a row has a verb of its own: "1995: la Intendencia participa en…"."""
    return any(deed.tense in ("past", "pres", "state", "law", "fut") for deed in row.deeds)


def _thing(row: Sentence) -> Thing | None:
    return next(iter(row.things), None)


def _instrument(sentence: Sentence, reader: Reader) -> str:
    for place in range(len(sentence.words)):
        _end, codes = reader.language.lists.at(sentence.words, place)
        if codes:
            # "Convenios de hermanamiento": the whole phrase says more than its head.
            phrase = [thing.code for thing in sentence.things if thing.start <= place < thing.end and not thing.loose]
            return next((code for code in phrase if code == "twinning"), str(codes[0]))
    abroad = {word.folded for word in sentence.words} & reader.language.words("abroad")
    if abroad and any(thing.code in ("office", "delegation_abroad") for thing in sentence.things):
        return "delegation_abroad"  # "Oficinas de los estados en el exterior"
    said = next((thing.code for thing in sentence.things if not thing.loose), "")
    return said or next(
        ("delegation_abroad" for thing in sentence.things if _is_elsewhere(thing, sentence, reader)), ""
    )


def _is_elsewhere(thing: Thing, sentence: Sentence, reader: Reader) -> bool:
    """ "3. Oficina en Bruselas (2001)": a row says no more of it."""
    lead = {*sentence.folded(thing.end, thing.end + 1)} & reader.language.words("at")
    return bool(lead) and thing.code in ("office", "delegation_abroad") and bool(sentence.dates)


def _owners(head: Sentence, reader: Reader, memory: Memory) -> list[Party]:
    if head.stretch.start in _seen(memory):
        return _seen(memory)[head.stretch.start]
    columns = head.stretch.kind == "columns"
    found = [] if columns else groups(parties_of(head, reader, memory), head, reader.language)
    owners = found[0] if found else []
    _seen(memory)[head.stretch.start] = owners
    return owners


def _seen(memory: Memory) -> dict[int, list[Party]]:
    return memory.heads


def _deed(sentence: Sentence) -> Deed | None:
    plain = (
        "created",
        "adopted",
        "signed",
        "joined",
        "reformed",
        "recreated",
        "discontinued",
        "awarded",
        "held",
        "published",
    )
    return next((deed for deed in sentence.deeds if deed.event in plain and deed.tense != "inf"), None)


def _event(deed: Deed | None, code: str, when: When | None) -> str:
    if deed and code != "network_membership":
        return deed.event
    if code == "network_membership":
        return "joined" if when or deed else "in_force"
    if code in ORGANS and when and not when.since:
        return "created"
    if code in _HAPPENS:
        return _HAPPENS[code]
    return "signed" if code in BONDS and when else "in_force"
