"""The documentation of the vocabulary says what the vocabulary file says."""

from pathlib import Path

from minga.evidence.domain.reference import as_markdown
from minga.evidence.domain.vocabulary import vocabulary

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "vocabulary.md"


def test_the_page_of_the_vocabulary_is_the_one_written_from_the_file() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(vocabulary())


def test_an_instrument_is_shown_with_its_broader_concept_its_cell_and_four_languages() -> None:
    part = as_markdown(vocabulary()).split("### `twinning`")[1].split("###")[0]
    assert "Broader: `bond`." in part and "Cell of the profile: `twinnings`." in part
    assert all(word in part for word in ("**es** hermanamiento", "**pt** irmanamento", "**fr** jumelage"))


def test_a_near_code_of_the_oecd_is_shown_as_near() -> None:
    assert "Close to: `oecd-crs:33110`." in as_markdown(vocabulary())
