"""A town to measure in: the whole world, offices with their people, a long law, exchanges under way, a desk.

One base for all the benches of visitors. `--keep` leaves it under a name of its own, and each run begins with a copy.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.test import override_settings

from bench.scratch import scratch

OFFICES, PAGES, PASSAGES, WORDS_SAID, TO_JUDGE = 10, 200, 400, 12, 50
_KEPT, _TOLD = "minga_bench_town", "town.json"


@dataclass
class Town:
    """What a visitor is given.

    sessions    keys of people who signed in; those of one office are OFFICES apart
    quotes      words of the law, by the passage in which they stand once
    exchanges   addresses of exchanges, by the place of a session among `sessions`, modulo OFFICES
    judge       the session of a reviewer; `to_judge` the document that waits for her
    """

    law: str = ""
    to_judge: str = ""
    judge: str = ""
    quotes: list[tuple[int, str]] = field(default_factory=list)
    territories: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    exchanges: list[str] = field(default_factory=list)


@contextmanager
def town(people: int = 200, *, keep: bool = False) -> Iterator[tuple[Path, Town]]:
    """The base and the folder of a town of so many people, and what a visitor needs to know of it."""
    home = Path(tempfile.gettempdir(), _KEPT) if keep else Path(tempfile.mkdtemp(prefix="minga-town-"))
    try:
        if keep:
            with scratch(_KEPT) as stood, override_settings(MINGA_HOME=home):
                _ = stood or _fill(home, people)
        with scratch(_KEPT if keep else "", copied=True), override_settings(MINGA_HOME=home):
            yield home, Town(**json.loads((home / _TOLD).read_text())) if keep else _fill(home, people)
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


def _fill(home: Path, people: int) -> Town:
    home.mkdir(exist_ok=True)
    made = _found(people)
    (home / _TOLD).write_text(json.dumps(asdict(made)))
    return made


def _found(people: int) -> Town:
    from minga.cli import build_parser
    from minga.search.actions import embed_missing, refresh
    from minga.territories.models import Territory

    load = build_parser().parse_args(["load"])
    load.run(load)
    governments = Territory.objects.filter(country="CO").governments()
    made = Town(territories=list(governments.values_list("code", flat=True)[:500]))
    made.law, made.quotes = _law()
    actors = _people(made, people)
    made.exchanges = _exchanges(actors)
    made.to_judge = _to_judge()
    # As on any morning: what was brought in before is found.
    refresh()
    embed_missing()
    return made


def _law() -> tuple[str, list[tuple[int, str]]]:
    """A long open document, and words that stand in it once, by the passage in which they are."""
    from minga.evidence.domain.passages import Cut

    text, cuts, quotes = "", [], []
    for n in range(1, PASSAGES + 1):
        words = f"Artículo {n}. En su sesión número {n} el concejo creó la oficina de asuntos internacionales. " * 2
        cuts.append(Cut("paragraph", "", len(text), len(text) + len(words), (n - 1) * PAGES // PASSAGES + 1))
        quotes.append((n, f"{words.strip()}"))
        text += f"{words}\n\n"
    return stored("bench-ley", "Una ley larga", text, cuts, PAGES).document.short, quotes


def stored(slug: str, title: str, text: str, cuts: Any, pages: int) -> Any:
    """The text of an open document, cut so; under a source of this slug."""
    from minga.evidence.actions import archive, save_source, store_text
    from minga.evidence.domain.statuses import Access

    source, _ = save_source(slug=slug, csl={"id": slug, "type": "book", "title": title})
    document = archive(
        data=text.encode(),
        source=source,
        media_type="application/pdf",
        language="es",
        access=Access.OPEN,
        pages=pages,
    )
    return store_text(document=document, extractor="bench", version="1", text=text, cuts=cuts)


def _people(made: Town, people: int) -> list[Any]:
    """Everybody signed in, for one of the offices; one actor of each office. A reviewer, and a federation's adviser."""
    from minga.accounts.actions import create_user, enrol, grant
    from minga.accounts.actors import as_member, installation
    from minga.accounts.domain.permissions import Role
    from minga.territories.actions import add_demo_organization

    by = installation()
    federation = add_demo_organization(slug="bench-mesa", name="Federación", kind="federation", code="")
    enrol(organization=federation, by=by)
    grant(user=create_user(email="mesa@bench.example"), organization=federation, role=Role.ADVISER, by=by)
    offices = []
    for n, code in enumerate(made.territories[:OFFICES]):
        office = add_demo_organization(slug=f"bench-{n}", name=f"Oficina {n}", kind="office", code=code)
        enrol(organization=office, federation=federation, by=by)
        offices.append(office)
    actors = []
    for n in range(max(people, OFFICES)):
        user = create_user(email=f"persona{n}@bench.example")
        member = grant(user=user, organization=offices[n % OFFICES], role=Role.CONTRIBUTOR, by=by)
        actors.append(as_member(member))
        made.sessions.append(_signed_in(user))
    judge = create_user(email="revisa@bench.example")
    grant(user=judge, organization=offices[0], role=Role.REVIEWER, by=by)
    made.judge = _signed_in(judge)
    return actors[:OFFICES]


def _signed_in(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _exchanges(actors: list[Any]) -> list[str]:
    """Each office asks the next one for a call, which accepts; then they talk."""
    from minga.exchange.actions.asking import accept, ask
    from minga.exchange.actions.talking import say
    from minga.offers.domain.modalities import Modality

    there = []
    for n, one in enumerate(actors):
        other = actors[(n + 1) % len(actors)]
        made = ask(
            asked=other.organization.territory,
            office=other.organization,
            modality=Modality.CALL,
            topic="organ",
            question="¿Cómo crearon su oficina?",
            by=one,
        )
        accept(exchange=made, by=other)
        for turn in range(WORDS_SAID):
            say(exchange=made, text=f"Lo que recordamos, parte {turn + 1}.", by=(one, other)[turn % 2])
        there.append(made.get_absolute_url())
    return there


def _to_judge() -> str:
    """A document from which rules propose fifty claims."""
    from minga.evidence.domain.passages import paragraphs
    from minga.ingest.actions.proposing import propose_from
    from minga.ingest.extracting import extract
    from minga.territories.models import Territory

    acts = ("creó una oficina de asuntos internacionales", "firmó un hermanamiento con Bilbao")
    names = Territory.objects.filter(country="MX", level="state").order_by("code").values_list("name", flat=True)
    said = [f"En {1971 + n} el gobierno de {name} {act}." for act in acts for n, name in enumerate(names)]
    read = [words for words in said if len(extract(words, language="es")) == 1][:TO_JUDGE]
    text = "\n\n".join(read)
    made = stored("bench-informe", "Un informe", text, paragraphs(text), 5)
    proposed = propose_from(made)
    if proposed.open != TO_JUDGE:
        raise SystemExit(f"The rules propose {proposed.open} claims, not {TO_JUDGE}")
    return str(made.document.short)
