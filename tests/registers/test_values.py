"""Cells are read as their column asks, mended where that is sure, and the column is named where they are not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.registers.domain import values
from minga.registers.domain.values import ValueAtFault


@given(st.text(alphabet="áéíóúñÁaelos ", max_size=40))
def test_a_text_that_lost_its_accents_is_mended_from_its_good_twin(good: str) -> None:
    broken = "".join("?" if ord(char) > 127 else char for char in good)
    assert values.mended(broken, good) == good


@pytest.mark.parametrize(("broken", "good"), [("protecci?n", "protección ya"), ("abc", "abd"), ("", "a")])
def test_two_texts_that_are_not_the_same_mend_nothing(broken: str, good: str) -> None:
    assert values.mended(broken, good) is None


@pytest.mark.parametrize(
    ("written", "sum_"),
    [("1.460.674,00", "1460674.00"), ("703,00", "703.00"), ("0", "0"), ("", "0"), ("1500,5", "1500.5")],
)
def test_sums_are_read_as_spanish_writes_them(written: str, sum_: str) -> None:
    assert values.amount({"APORTE": written}, "APORTE") == Decimal(sum_)


@pytest.mark.parametrize("written", ["1,460,674.00", "mil", "12.34.567,00", "-5"])
def test_a_sum_written_otherwise_names_its_column(written: str) -> None:
    with pytest.raises(ValueAtFault, match="APORTE") as error:
        values.amount({"APORTE": written}, "APORTE")
    assert (error.value.column, error.value.value) == ("APORTE", written)


def test_a_cell_that_holds_a_list_gives_each_value_once() -> None:
    assert values.listed({"donors": "Porticus | RIMISP||Porticus"}, "donors") == ["Porticus", "RIMISP"]


def test_characters_of_windows_and_stray_spaces_are_put_right() -> None:
    assert values.text({"t": " \x93NUEVA\x94  GENERACIÓN \x96 I\x00 "}, "t") == "“NUEVA” GENERACIÓN – I"


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (lambda row: values.degrees(row, "c", 90), "91"),
        (lambda row: values.degrees(row, "c", 90), "norte"),
        (lambda row: values.whole(row, "c"), "12a"),
        (lambda row: values.day(row, "c"), "2013-02-30"),
        (lambda row: values.required(row, "c"), " "),
        (lambda row: values.text(row, "c"), "x" * 301),
        (lambda row: values.matching(row, "c", "[A-Z]{2}"), "co"),
    ],
)
def test_what_a_column_cannot_hold_names_the_column(read: object, cell: str) -> None:
    with pytest.raises(ValueAtFault) as error:
        read({"c": cell})  # type: ignore[operator]  # one of the functions above
    assert error.value.column == "c"


def test_empty_cells_are_no_value() -> None:
    row = {"c": ""}
    assert values.degrees(row, "c", 90) is None
    assert values.whole(row, "c") is None
    assert values.day(row, "c") == ""
    assert values.degrees({"c": "-75.59"}, "c", 180) == -75.59
    assert values.day({"c": "2013-02-28"}, "c") == "2013-02-28"
