"""A server's own PostgreSQL: taken where it can hold Minga, refused in one sentence where it cannot."""

import os
import pwd
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

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


@pytest.fixture
def server(worker: str) -> Iterator[str]:
    """A server of somebody's own, where we are an ordinary account that owns one empty base; its address."""
    name = f"test_{os.environ['MINGA_TEST_RUN']}_own_{worker}"
    role, base = sql.Identifier(f"{name}_role"), sql.Identifier(name)
    orders = [
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(base),
        sql.SQL("DROP ROLE IF EXISTS {}").format(role),
        sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role),
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'").format(base, role),
    ]
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname="postgres"), autocommit=True) as master:
        for order in orders:
            master.execute(order)
        yield make_conninfo(os.environ["DATABASE_URL"], dbname=name, user=f"{name}_role")
        for order in orders[:2]:
            master.execute(order)


def test_an_ordinary_account_is_told_what_its_administrator_must_do_and_then_serves(
    server: str, own_home: Path
) -> None:
    with pytest.raises(Fault, match=r"debe ejecutar en esa base: CREATE EXTENSION vector;$"):
        database.check_server(server)
    base = conninfo_to_dict(server)["dbname"]
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname=base), autocommit=True) as master:
        master.execute("CREATE EXTENSION vector")
    database.check_server(server)
    environment = {**os.environ, "DATABASE_URL": server, "MINGA_HOME": str(own_home)}
    for words in (["migrate"], ["backup", str(own_home / "copia.minga")], ["restore", str(own_home / "copia.minga")]):
        done = subprocess.run([sys.executable, "-m", "minga", *words], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_debians_postgresql_15_is_refused_in_one_sentence(tmp_path: Path) -> None:
    programs = Path("/usr/lib/postgresql/15/bin")
    if not programs.is_dir():
        pytest.skip("needs Debian's package postgresql-15")
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with tempfile.TemporaryDirectory(prefix="minga-15-") as folder:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner: dict[str, Any] = {"user": owner.pw_uid, "cwd": folder, "stdout": subprocess.DEVNULL}
        command = [str(programs / "initdb"), "-D", f"{folder}/data", "-U", "minga", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run([*command, "--locale=C"], check=True, **as_owner)
        settings = ["-c", f"unix_socket_directories={folder}", "-c", "listen_addresses="]
        process = subprocess.Popen(
            [programs / "postgres", "-D", f"{folder}/data", *settings], stderr=subprocess.DEVNULL, **as_owner
        )
        url = f"postgresql://minga@/postgres?host={folder}"
        try:
            assert until_it_answers(url)
            with pytest.raises(
                Fault, match=r"^Minga necesita PostgreSQL 17 o posterior, y el de DATABASE_URL es 15\.$"
            ):
                database.check_server(url)
        finally:
            process.terminate()
            process.wait(30)


def until_it_answers(url: str) -> bool:
    """Wait for a server to come up."""
    for _ in range(200):
        with suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return True
        time.sleep(0.1)
    return False
