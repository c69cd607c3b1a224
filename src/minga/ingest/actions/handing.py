"""Files that are handed in: kept first, read later, and never lost on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from minga.accounts.actors import Actor
from minga.evidence.actions import note_bringing
from minga.evidence.adapters import path_of as archived
from minga.evidence.domain.statuses import Access
from minga.ingest import adapters, queries, sandbox, spool
from minga.ingest.actions import bringing
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.states import READ, WORTH_ANOTHER_TRY, State
from minga.ingest.models import Ingestion
from minga.jobs.actions import enqueue
from minga.jobs.domain import Reason


@dataclass(frozen=True)
class Handed:
    """A file that was handed in, and the job that reads it; None where there is nothing more to read in it."""

    sha256: str
    job: int | None


def hand_in(
    *,
    data: bytes,
    name: str,
    access: Access = Access.QUOTES,
    language: str | None = None,
    csl: dict[str, Any] | None = None,
    url: str = "",
    by: Actor | None = None,
) -> Handed:
    """Keep a file's bytes, and have it read later: once this returns, no crash loses it.

    language  None where it is to be recognised; `csl` and `url` as in `bringing.bring_in`
    by        who brings it, for an organization whose people may then see it; None: the installation itself
    """
    sha256 = adapters.hash_of(data)
    given = _Given(sha256, len(data), name, lambda: spool.keep(sha256, data))
    return _hand_in(given, {"access": access.value, "language": language, "csl": csl, "url": url}, by)


def hand_in_file(*, path: Path, sha256: str, name: str, access: Access = Access.QUOTES, by: Actor) -> Handed:
    """The same of a file on the disk, whose bytes have this hash; it stays where it is."""
    given = _Given(sha256, path.stat().st_size, name, lambda: spool.keep_file(sha256, path))
    return _hand_in(given, {"access": access.value, "language": None, "csl": None, "url": ""}, by)


@dataclass(frozen=True)
class _Given:
    """A file as it comes; `keep` puts its bytes into the spool."""

    sha256: str
    size: int
    name: str
    keep: Callable[[], None]


def _hand_in(given: _Given, arguments: dict[str, Any], by: Actor | None) -> Handed:
    known = queries.ingestion_of(given.sha256)
    if known is not None and not is_worth_reading(known):
        if by is not None:
            note_bringing(sha256=given.sha256, by=by)
        return Handed(given.sha256, None)
    if known is None or known.document is None:
        given.keep()
    return _put_in(given, {"sha256": given.sha256, "name": given.name, **arguments}, by)


@transaction.atomic
def _put_in(given: _Given, arguments: dict[str, Any], by: Actor | None) -> Handed:
    sha256 = given.sha256
    waits = {"state": State.WAITING, "name": given.name[-255:], "size": given.size, "version": bringing.VERSION}
    if by is not None:
        note_bringing(sha256=sha256, by=by)
    Ingestion.objects.get_or_create(sha256=sha256, defaults=waits)
    row = Ingestion.objects.select_for_update().get(sha256=sha256)
    if row.document_id is None:
        row.state, row.detail = State.WAITING, ""
        row.save(update_fields=["state", "detail"])
        if not spool.waiting(sha256):  # another process ended it between our keeping the bytes and this line
            given.keep()
    return Handed(sha256, enqueue(task=READ, key=sha256, arguments=arguments))


def is_worth_reading(known: Ingestion) -> bool:
    """Whether reading a known file may give more: it waits, under newer rules, or with a program that was missing."""
    if known.state == State.WAITING or known.version != bringing.VERSION:
        return True
    missing = {State.SCAN: sandbox.ocr, State.NEEDS_OFFICE: sandbox.office}
    present = missing.get(State(known.state))
    return known.state in WORTH_ANOTHER_TRY and (present is None or present() is not None)


def data_of(sha256: str) -> bytes | None:
    """The bytes of a file that was handed in, be it archived already; None where they are lost."""
    data = spool.data_of(sha256)
    if data is None and archived(sha256).is_file():
        data = archived(sha256).read_bytes()
    return data


@transaction.atomic
def leave(
    *, reason: Reason, detail: str, sha256: str, name: str, access: str, csl: dict[str, Any] | None, url: str = ""
) -> None:
    """End a file that was not read: nothing of one that somebody cancelled is kept, the original of any other is."""
    row = Ingestion.objects.select_for_update().filter(sha256=sha256).first()
    if row is not None and row.state == State.WAITING:
        data = data_of(sha256)
        if data is None:
            _close(row, State.UNREADABLE, "lost")
        elif reason == Reason.CANCELLED:
            _close(row, State.CANCELLED, "")
        else:
            reading = Reading(State.CRASHED, detail=detail or reason.value)
            bringing.bring_in(
                data=data, name=name, reading=reading, language="es", access=Access(access), csl=csl, url=url
            )
    transaction.on_commit(lambda: clear(sha256=sha256))


def _close(row: Ingestion, state: State, detail: str) -> None:
    row.state, row.detail = state, detail
    row.save(update_fields=["state", "detail"])


@transaction.atomic
def clear(*, sha256: str) -> None:
    """Take a file out of the spool, unless it waits: who hands it in again now holds its row, or finds it gone"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [spool.COPYING])
        if cursor.fetchone() == (False,):  # a backup is being made; an hour later it goes as one left behind
            return
    row = Ingestion.objects.select_for_update(of=("self",)).filter(sha256=sha256).first()
    if row is None or row.state != State.WAITING:
        spool.remove(sha256)


def clear_left_behind() -> None:
    """Take out of the spool what nobody waits for: somebody was killed while handing it in, or while taking it out."""
    for path in spool.left_behind():
        if path.name.startswith("."):
            path.unlink(missing_ok=True)
        else:
            clear(sha256=path.name)
