"""The installation's own folder: its secret is made once, whole or not at all."""

import errno
from pathlib import Path

import pytest

from minga.config import home
from minga.config.faults import Fault


def test_the_secret_is_made_once_and_is_of_its_owner_alone(tmp_path: Path) -> None:
    first = home.secret(tmp_path / "casa", lambda size: "s" * size)
    assert home.secret(tmp_path / "casa", lambda size: "otro") == first == "s" * 50
    assert (tmp_path / "casa" / "secret").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_could_not_be_written_is_not_there(tmp_path: Path) -> None:
    def full(size: int) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        home.secret(tmp_path / "casa", full)
    assert list((tmp_path / "casa").iterdir()) == []
    assert home.secret(tmp_path / "casa", lambda size: "s" * size)


def test_an_address_that_is_none_is_told_without_repeating_its_password() -> None:
    with pytest.raises(Fault, match="postgresql://usuario:clave@servidor/base") as told:
        home.database("mysql://alba:secreto@servidor/base")
    assert "secreto" not in str(told.value)
    assert home.database("postgresql://alba@servidor/base")["NAME"] == "base"


@pytest.mark.parametrize("name", ["Bogota", "../etc/passwd", "America", "x\0"])
def test_a_time_zone_that_is_none_is_told_in_one_sentence(name: str) -> None:
    with pytest.raises(Fault, match="America/Bogota"):
        home.time_zone(name)
    assert home.time_zone("Europe/Madrid") == "Europe/Madrid"


@pytest.mark.parametrize("text", ["", "0", "121", "doce", "-1", "1.5", "²"])
def test_a_number_of_months_that_is_none_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(Fault, match="MINGA_OFFER_MONTHS no es un número de meses"):
        home.months(text)
    assert home.months("6") == 6
