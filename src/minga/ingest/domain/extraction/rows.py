"""Enumerations and rows of tables: a line of the head says what they are, each row who and when."""

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import BONDS, Act, Memory, Party, Reader, groups, parties_of
from minga.ingest.domain.extraction.sentences import Deed, Sentence


def acts_of_row(head: Sentence, row: Sentence, reader: Reader, memory: Memory) -> list[Act] | None:
    """What a row says under its head; None where the head says nothing, so that the row is read as a sentence."""
    code = _instrument(row, reader) or _instrument(head, reader)
    if not code:
        return None
    owners = _owners(head, reader, memory)
    parties = parties_of(row, reader, memory)
    if not owners and not parties:
        return []
    when = next((one for one in row.dates if not one.period), None) or next(iter(row.dates), None)
    if owners and not when and not parties:
        return []
    subject = owners or parties[:1]
    others = parties if owners else parties[1:]
    deed = _deed(row) or _deed(head)
    act = Act(_event(deed, code, when), code, subject, "row", row, when, _thing(row, reader))
    act.counterparts = others
    if not owners:
        memory.parties = subject
    return [act]


def _thing(row: Sentence, reader: Reader) -> Thing | None:
    return next(iter(row.things), None)


def _instrument(sentence: Sentence, reader: Reader) -> str:
    for place in range(len(sentence.words)):
        _end, codes = reader.language.lists.at(sentence.words, place)
        if codes:
            return str(codes[0])
    return next((thing.code for thing in sentence.things if not thing.loose), "")


def _owners(head: Sentence, reader: Reader, memory: Memory) -> list[Party]:
    if head.stretch.start in _seen(memory):
        return _seen(memory)[head.stretch.start]
    found = groups(parties_of(head, reader, memory), head, reader.language)
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
    return next((deed for deed in sentence.deeds if deed.event in plain), None)


def _event(deed: Deed | None, code: str, when: When | None) -> str:
    if deed and code != "network_membership":
        return deed.event
    if code == "network_membership":
        return "joined" if when or deed else "in_force"
    return "signed" if code in BONDS and when else "in_force"
