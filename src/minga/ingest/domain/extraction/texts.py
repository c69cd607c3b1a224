"""Reading a whole text: names are chosen over all of it, then it is read sentence by sentence, row by row."""

from minga.ingest.domain.extraction.acts import acts_of
from minga.ingest.domain.extraction.choosing import choose
from minga.ingest.domain.extraction.cites import begins_with_a_citation
from minga.ingest.domain.extraction.reading import Act, Memory, Reader, complete, join_mates
from minga.ingest.domain.extraction.rows import acts_of_row
from minga.ingest.domain.extraction.sentences import Sentence, marked, stretches


def read(text: str, reader: Reader) -> list[Act]:
    """Every act of a text, in order of its sentences."""
    blocks = [[marked(part, text, reader.gazetteer, reader.language) for part in block] for block in stretches(text)]
    sentences = [sentence for block in blocks for sentence in block]
    for sentence in sentences:
        join_mates(sentence, reader.language)
    choose([named for sentence in sentences for named in sentence.named], reader.country, reader.language.home)
    memory = Memory()
    return [act for block in blocks for act in _read_block(block, text, reader, memory)]


def _read_block(block: list[Sentence], text: str, reader: Reader, memory: Memory) -> list[Act]:
    head: Sentence | None = None
    found: list[Act] = []
    for sentence in block:
        complete(sentence, text, reader, memory.year)
        if begins_with_a_citation(text[sentence.stretch.start : sentence.stretch.end]):
            continue
        if sentence.stretch.kind == "head":
            head = sentence
        made = acts_of_row(head, sentence, reader, memory) if head and sentence.stretch.kind == "item" else None
        found += acts_of(sentence, text, reader, memory) if made is None else made
    return found
