"""What tests stand on: a PostgreSQL started once per run, and databases cloned from templates (see `databases.py`).

`db`         an empty base, as pytest-django has it
`gazetteer`  with the territories and organizations of the world
`world`      with everything `minga load` brings
`small_world` with the gazetteer, and every kind of claim, source and document once
`world_site` the address of the site itself, serving a world, for a real browser
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from minga.accounts.domain.permissions import Role
from minga.config import database
from minga.config.schema import use_database
from minga.peers import bonds, ground, landscape
from tests import databases, servers
from tests import world as small
from tests.ingest.papers import pdf
from tests.measured import unmeasured
from tests.people import exchanging, session_of, somebody

# Of people who have signed in to the site of the world, by role: the keys of their sessions.
SESSIONS: dict[Role, str] = {}
# Of people who exchange with each other on that site, by name; and the name of its base.
EXCHANGING: dict[str, str] = {}
SITE_BASE: list[str] = []
SHARED = databases.ROOT.parent / "shared"
# Tests may lose their base in a power cut.
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}
_open = ExitStack()
# That a machine is busy, so that an example takes long to make or to try, is no fault of what is tried.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Start the base once, in the process that leads the workers; they find its address in their environment."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # The browser's driver keeps an event loop in this thread, beside which Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if not hasattr(config, "workerinput"):
        os.environ["MINGA_TEST_RUN"] = str(os.getpid())
        os.environ["DATABASE_URL"] = _open.enter_context(database.running(databases.HOME, options=_FAST, grace=300))
        databases.drop_left_behind()
    use_database(os.environ["DATABASE_URL"])
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        # Pages under test need no `collectstatic` first.
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    _open.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Walks in a browser, which are long and often wait, begin at once: what ends last is short."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)


# Walks through the whole, whose every step is tried in its own room: what they run through is not counted.
_WALKS = {"config", "frame", "golden", "house", "journeys", "site", "tools"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count the branches of a test where that proves something; see `measured.py`."""
    if item.get_closest_marker("unmeasured") or item.path.relative_to(databases.ROOT / "tests").parts[0] in _WALKS:
        with unmeasured():
            return (yield)
    return (yield)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this worker: "gw0", or "alone"."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[None]:
    """The empty base of this worker, a clone of the tables made once."""
    with django_db_blocker.unblock(), databases.clone("schema", worker) as name:
        before = django_settings.DATABASES["default"]["NAME"]
        databases.close()
        django_settings.DATABASES["default"]["NAME"] = name
        yield
        databases.close()
        django_settings.DATABASES["default"]["NAME"] = before


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: Any) -> Path:
    """Each test has a MINGA_HOME of its own: no test writes in the archive of an installation."""
    settings.MINGA_HOME = tmp_path / "home"
    settings.MINGA_HOME.mkdir()
    home: Path = settings.MINGA_HOME
    return home


@pytest.fixture(scope="session")
def gazetteer_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[str]:
    """This worker's clone of the base with the gazetteer."""
    with django_db_blocker.unblock(), databases.clone("gazetteer", worker) as name:
        yield name


@pytest.fixture(scope="session")
def world_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[str]:
    """This worker's clone of the base with everything."""
    with django_db_blocker.unblock(), databases.clone("world", worker) as name:
        yield name


@pytest.fixture(scope="session")
def small_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[str]:
    """This worker's clone of the base with the small world."""
    with django_db_blocker.unblock(), databases.clone("small", worker) as name:
        yield name


@pytest.fixture
def gazetteer(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A base with all territories and organizations; what the test changes is undone."""
    name = request.getfixturevalue("small_database" if "small_world" in request.fixturenames else "gazetteer_database")
    with django_db_blocker.unblock(), _undone(name):
        yield


@pytest.fixture
def small_world(gazetteer: None, own_home: Path) -> small.World:
    """Every kind of claim, source and document once, over the whole gazetteer."""
    shutil.copytree(databases.archive_of("small"), own_home, dirs_exist_ok=True)
    return small.found()


@pytest.fixture
def world(world_database: str, own_home: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A base with everything `minga load` brings, and its archive; what the test changes is undone."""
    shutil.copytree(databases.archive_of("world"), own_home, dirs_exist_ok=True)
    with django_db_blocker.unblock(), _undone(world_database):
        yield


# Every base of a run has the same gazetteer, key by key.
_read_once = cache(ground.read)


@pytest.fixture
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """No act of a test before, which was undone without a word; of the ground, which no test changes, what was read."""
    monkeypatch.setattr(ground, "read", _read_once)
    landscape.forget()
    bonds.forget()


@contextmanager
def _undone(name: str) -> Iterator[None]:
    with databases.connected_to(name), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data that lies beside the project on the machines where it is made."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not beside this copy of the project")
    return SHARED


@pytest.fixture(scope="session")
def world_site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the site, as `minga serve` serves it, over a world of this worker's own."""
    home = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), databases.clone("world", f"{worker}_site") as name:
        shutil.copytree(databases.archive_of("world"), home, dirs_exist_ok=True)
        before, _, parameters = os.environ["DATABASE_URL"].partition("?")
        url = f"{before.rpartition('/')[0]}/{name}?{parameters}"
        _bring_in_papers(home, url)
        with databases.connected_to(name):
            SESSIONS.update({role: session_of(somebody(role)) for role in (Role.CONTRIBUTOR, Role.REVIEWER)})
            SESSIONS[Role.ADVISER] = session_of(somebody(Role.ADVISER, of="federacion-de-prueba"))
            EXCHANGING.update({who: session_of(actor) for who, actor in exchanging().items()})
            SITE_BASE[:] = [name]
        # The same secret, so that a session made here is one there.
        with servers.serving(home, DATABASE_URL=url, MINGA_SECRET_KEY=django_settings.SECRET_KEY) as site:
            yield site.address


def _bring_in_papers(home: Path, url: str) -> None:
    """A PDF that is read in parts, one of which only quotes may be shown, and one without words."""
    papers = home.parent / f"{home.name}-papeles"
    papers.mkdir()
    long = "\n#pagebreak()\n".join(
        f"= Parte {n}\nRosario creó su oficina.#footnote[Folio {n}.] #lorem(300)" for n in range(12)
    )
    (papers / "largo.pdf").write_bytes(pdf(f'#set document(title: "Actas de Rosario")\n{long}', papers))
    (papers / "vacio.pdf").write_bytes(pdf('#set document(title: "Hojas en blanco")\n#v(1cm)', papers))
    (papers / "ajeno.txt").write_text("Rosario creó su oficina en 1995.\n\nLo demás es de sus autores.\n")
    for names, access in ((("largo.pdf", "vacio.pdf"), "open"), (("ajeno.txt",), "quotes")):
        subprocess.run(
            [sys.executable, "-m", "minga", "ingest", "--access", access, *(str(papers / name) for name in names)],
            env={**os.environ, "DATABASE_URL": url, "MINGA_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            check=False,  # the one without words counts as a failure
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, driven; journeys skip where there is none."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs the chromium browser, which `make test` installs on Debian when it may")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"]
    silent = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=quiet + silent)
        yield found
        found.close()
