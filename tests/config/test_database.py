"""A server's own PostgreSQL: taken where it can hold Minga, refused in one sentence where it cannot."""

import os
from pathlib import Path

import pytest

from minga.config import database
from minga.config.faults import Fault


def test_the_server_named_by_the_environment_is_used_as_it_is(own_home: Path) -> None:
    with database.held(own_home) as held:
        assert held.url == os.environ["DATABASE_URL"]
        assert not held.is_ours
        held.repair()
    assert not list(own_home.iterdir())


@pytest.mark.parametrize("url", ["postgresql://nadie@127.0.0.1:1/nada", "postgresql:///nada?host=/no/existe"])
def test_a_server_that_is_not_there_is_told_in_one_sentence(url: str) -> None:
    with pytest.raises(Fault, match=r"^No se pudo conectar con la base de datos de DATABASE_URL: .+$"):
        database.check_server(url)


def test_an_address_that_is_none_is_told_in_one_sentence() -> None:
    with pytest.raises(Fault, match="no es una dirección"):
        database.check_server("mysql://x?y=&=")


def test_an_old_server_and_an_old_pgvector_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    url = os.environ["DATABASE_URL"]
    monkeypatch.setattr(database, "OLDEST_POSTGRESQL", 99)
    with pytest.raises(Fault, match="necesita PostgreSQL 99"):
        database.check_server(url)
    monkeypatch.setattr(database, "OLDEST_POSTGRESQL", 17)
    monkeypatch.setattr(database, "OLDEST_PGVECTOR", (99, 0))
    with pytest.raises(Fault, match="pgvector"):
        database.check_server(url)
    monkeypatch.setattr(database, "_NEEDED", ("no_such_extension",))
    with pytest.raises(Fault, match="falta la extensión no_such_extension"):
        database.check_server(url)
