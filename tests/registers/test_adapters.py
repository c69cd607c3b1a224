"""Whatever file is given, what is wrong with it is said in a sentence that names the column."""

import csv
import json
import os
from pathlib import Path

import pytest

from minga.registers import adapters
from minga.registers.adapters import FileAtFault
from minga.registers.domain.plans import Outcome
from minga.registers.domain.twinnings import COLUMNS
from minga.registers.reasons import fault_in_words, outcome_in_words
from tests.registers.samples import BARCELONA, MEDELLIN, pair, project, table


def fault(path: Path, columns: tuple[str, ...] = COLUMNS) -> tuple[str, str]:
    with pytest.raises(FileAtFault) as error:
        adapters.table(path, columns)
    assert fault_in_words(error.value.code).format(file=path, detail=error.value.detail)
    return error.value.code, error.value.detail


def test_a_table_is_read_with_its_rows_counted_from_the_head(tmp_path: Path) -> None:
    records = adapters.table(table(tmp_path / "a.csv", [pair(MEDELLIN, BARCELONA)] * 2), COLUMNS)
    assert [(record.line, record.cells["city_b"], record.whole) for record in records] == [
        (2, "Barcelona", True),
        (3, "Barcelona", True),
    ]


def test_another_register_lacks_columns_and_they_are_named(tmp_path: Path) -> None:
    code, detail = fault(table(tmp_path / "a.csv", [project()]))
    assert code == "columns"
    assert detail.startswith("city_a, country_a")


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        (b"", "empty", ""),
        (b" \n ", "empty", ""),
        ("city_a\nMedell\u00edn".encode("latin-1"), "encoding", "2"),
        ("city_a\nMedell\u00edn".encode("utf-16"), "binary", ""),
        (b"%PDF-1.4\x00\x01", "binary", ""),
        (b"city_a,city_a\nx,y\n", "twice", "city_a"),
        (b"city_a\n", "no_rows", ""),
    ],
)
def test_a_file_that_is_no_table_says_why(tmp_path: Path, content: bytes, code: str, detail: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert fault(path, ("city_a",)) == (code, detail)


def test_a_table_that_breaks_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"city_a\r\nx\ry\r\n")
    code = "table"
    try:
        adapters.table(path, ("city_a",))
    except FileAtFault as error:
        assert error.code == code


def test_a_row_with_cells_too_many_or_too_few_is_known_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\ufeffcity_a,city_b\nx\nx,y,z\n\nx,y\n", encoding="utf-8")
    records = adapters.table(path, ("city_a",))
    assert [record.whole for record in records] == [False, False, True]
    assert records[0].cells == {"city_a": "x", "city_b": ""}


def test_a_file_that_is_not_there_is_a_folder_or_is_huge_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fault(tmp_path / "nada.csv")[0] == "missing"
    assert fault(tmp_path)[0] == "missing"
    monkeypatch.setattr(adapters, "LARGEST", 10)
    assert fault(table(tmp_path / "a.csv", [project()])) == ("large", "0")


def test_a_file_one_may_not_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert fault(table(tmp_path / "a.csv", [project()]))[0] == "forbidden"


@pytest.mark.parametrize("content", ["{", "[" * 100_000])
def test_a_document_that_is_no_json_names_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(FileAtFault) as error:
        adapters.document(path)
    assert (error.value.code, error.value.detail) == ("json", "1")


@pytest.mark.parametrize(
    ("name", "code"), [("r.pdf", "report_form"), ("nada/r.csv", "report_place"), ("a.csv", "report_is_input")]
)
def test_a_report_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(FileAtFault) as error:
        adapters.check_writable(tmp_path / name, [tmp_path / "a.csv"])
    assert error.value.code == code


def test_a_report_is_a_table_safe_to_open_or_lines_of_json(tmp_path: Path) -> None:
    rows = [{"key": "=1+1", "says": "a, b"}]
    adapters.check_writable(tmp_path / "r.csv", [])
    adapters.write_report(tmp_path / "r.csv", ("key", "says"), rows)
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["key", "says"], ["'=1+1", "a, b"]]
    adapters.write_report(tmp_path / "r.jsonl", ("key", "says"), rows)
    assert json.loads((tmp_path / "r.jsonl").read_text()) == rows[0]


def test_the_edition_is_of_the_files_and_of_what_else_is_given(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [project()])
    one = adapters.fingerprint([path], "gazetteer")
    assert adapters.fingerprint([path], "gazetteer") == one
    assert adapters.fingerprint([path], "another") != one
    table(path, [project("COL2")])
    assert adapters.fingerprint([path], "gazetteer") != one


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_words(outcome: Outcome) -> None:
    assert outcome_in_words(outcome)
