"""A page of footnotes is cut into its notes; other texts into paragraphs."""

from minga.evidence.actions.loading import DATA
from minga.evidence.domain.passages import footnotes, paragraphs


def test_the_founding_document_has_seven_notes() -> None:
    text = (DATA / "founding_document.txt").read_text(encoding="utf-8")
    notes = footnotes(text)
    assert [note.label for note in notes] == ["1", "2", "3", "4", "5", "6", "7"]
    assert text[notes[2].start : notes[2].end].startswith("La Municipalidad del Rosario")
    assert text[notes[4].start : notes[4].end].endswith("electrónico.")


def test_a_year_or_an_amount_at_the_beginning_of_a_line_starts_no_note() -> None:
    text = "1 En el año\n1983 se creó\n15 personas\n2 Otra nota"
    notes = ["En el año\n1983 se creó\n15 personas", "Otra nota"]
    assert [text[note.start : note.end] for note in footnotes(text)] == notes


def test_paragraphs_stand_between_empty_lines() -> None:
    text = "Uno\nsigue\n\n  \nDos"
    assert [text[cut.start : cut.end] for cut in paragraphs(text)] == ["Uno\nsigue", "Dos"]


def test_an_empty_text_has_no_passages() -> None:
    assert footnotes("") == []
    assert paragraphs("\n \n") == []
