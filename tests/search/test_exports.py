"""A list of results taken home: no cell runs, no source is lost."""

import csv
import io
from dataclasses import replace

import openpyxl  # type: ignore[import-untyped]  # it comes without types
import pytest
import rispy

from minga.search import exports
from minga.search.answers import Result

RESULT = Result(
    kind="claim",
    ref="MG-F12",
    statement="Jalisco tiene una oficina en el despacho del gobernador.",
    status="accepted",
    claim_kind="claim",
    evidence="quoted",
    territory=None,
    organization=None,
    instrument="office",
    event="in_force",
    areas=("culture", "education"),
    when="1983",
    year_first=1983,
    quote='en el despacho\ndel gobernador, "aquí"',
    note="",
    source={
        "title": "Teoría",
        "authors": "Schiavon, J.; Velázquez, R.",
        "year": 2006,
        "url": "https://a.mx",
        "locator": "",
    },
    score=1.0,
    url="/afirmaciones/MG-F12/",
)


def rows_of(results: list[Result]) -> list[list[str]]:
    text = "".join(exports.as_csv(results))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_a_csv_holds_a_head_and_one_row_for_each_result() -> None:
    head, row = rows_of([RESULT])
    told = dict(zip(head, row, strict=True))
    assert told["ref"] == "MG-F12" and told["áreas"] == "culture; education"
    assert told["cita textual"] == RESULT.quote and told["autores"] == "Schiavon, J.; Velázquez, R."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_only_text(start: str) -> None:
    harmful = replace(RESULT, statement=f"{start}HYPERLINK(1)")
    assert exports.row(harmful)[4] == f"'{start}HYPERLINK(1)"


def test_a_workbook_holds_the_same_rows_and_no_formula() -> None:
    harmful = replace(RESULT, note="=1+1", quote="")
    sheet = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx([RESULT, harmful]))).active
    assert sheet is not None and sheet.max_row == 3
    assert [cell.value for cell in sheet[1]] == exports.columns()
    assert "'=1+1" in [cell.value for cell in sheet[3]]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_a_source_of_several_results_stands_once_in_ris() -> None:
    other = replace(RESULT, source={"title": "Otra", "authors": "", "year": None, "url": "", "locator": ""})
    first, second = rispy.loads(exports.as_ris([RESULT, replace(RESULT, ref="MG-F13"), other]))
    assert first["title"] == "Teoría" and first["authors"] == ["Schiavon, J.", "Velázquez, R."]
    assert first["year"] == "2006" and first["urls"] == ["https://a.mx"]
    assert second["title"] == "Otra" and "year" not in second
