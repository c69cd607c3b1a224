"""Files that were handed in are followed to their end, each with a line that says what became of it.

Where nobody works, whoever follows does.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from gettext import gettext as _
from gettext import ngettext
from time import monotonic, sleep

from django.db import InterfaceError, OperationalError

from minga.ingest import queries
from minga.ingest.actions.bringing import Outcome
from minga.ingest.domain.states import WITH_TEXT, State
from minga.ingest.models import Ingestion
from minga.ingest.reasons import kept_in_words, note_in_words, refusal_in_words, state_in_words
from minga.jobs import queries as jobs
from minga.jobs.domain import State as JobState
from minga.jobs.worker import Worker, let_go
from minga.kit.terminal import say

_LOOK_EVERY_SECONDS = 0.3
_PATIENCE_SECONDS = 60.0
_OPEN = (JobState.WAITING, JobState.WORKING)


@dataclass(frozen=True)
class Entry:
    """A file of a batch. `refusal`: why it was not taken; `job`: what reads it, None where nothing has to."""

    name: str
    sha256: str = ""
    job: int | None = None
    refusal: str = ""


@dataclass
class Batch:
    """The files that were handed in together, and what was said of them."""

    entries: list[Entry] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    _said: int = 0
    _told: set[int] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        """One file more."""
        self.entries.append(entry)

    def waiting(self) -> list[Entry]:
        """Those of whom nothing was said yet, and that somebody has to read."""
        return [entry for n, entry in enumerate(self.entries) if n not in self._told and entry.job is not None]

    def keys(self) -> set[str]:
        """What their jobs are about."""
        return {entry.sha256 for entry in self.entries if entry.job is not None}

    def tell_ended(self) -> bool:
        """Say what became of those that ended since the last look; whether any is still to come.

        Of a file that needed no reading it is said when all before it are through: the order is that of the command.
        """
        at = jobs.states(entry.job for entry in self.waiting() if entry.job is not None)
        all_before = True
        for n, entry in enumerate(self.entries):
            if n in self._told:
                continue
            if all_before if entry.job is None else at[entry.job] not in _OPEN:
                self.tell(entry)
                self._told.add(n)
            else:
                all_before = False
        return len(self._told) < len(self.entries)

    def tell(self, entry: Entry) -> None:
        """The line of a file that ended."""
        if entry.refusal:
            say(f"{entry.name}: {refusal_in_words(entry.refusal)}; {kept_in_words(State.UNREADABLE)}")
            self.states.append(State.UNREADABLE)
            return
        ingestion = queries.ingestion_of(entry.sha256)
        if ingestion is None:  # the base was put back to an earlier day meanwhile
            return
        said = {
            Outcome.READ_AGAIN.value: _("leído de nuevo"),
            Outcome.UNCHANGED.value: _("ya estaba"),
        }
        outcome = str(jobs.result(entry.job).get("outcome")) if entry.job is not None else ""
        known = entry.job is None or entry.sha256 in self._known
        parts = [_("ya estaba") if known else said.get(outcome, ""), line(ingestion)]
        self._known.add(entry.sha256)
        say(f"{entry.name}: {'; '.join(filter(None, parts))}")
        self.states.append(State(ingestion.state))


def follow(batch: Batch) -> None:
    """Say what becomes of each file as it ends. Where nobody works we do, until what our files ask for is done."""
    with ExitStack() as stack:
        worker: Worker | None = None
        for somebody_works in _while_any_is_open(batch):
            if worker is None and not somebody_works:
                worker = stack.enter_context(Worker())
            if worker is None or not worker.turn():
                sleep(_LOOK_EVERY_SECONDS)
        while worker is not None and jobs.unfinished(batch.keys()):  # what follows reading, such as proposals
            if not worker.turn():
                sleep(_LOOK_EVERY_SECONDS)


def _while_any_is_open(batch: Batch) -> Iterator[bool]:
    """Look again and again, and whether anybody works; a database that is started again is waited for."""
    answered = monotonic()
    while True:
        try:
            if not batch.tell_ended():
                return
            works = jobs.somebody_works()
            answered = monotonic()
        except (OperationalError, InterfaceError):
            if monotonic() - answered > _PATIENCE_SECONDS:
                raise
            let_go()
            sleep(1)
            continue
        yield works


def line(ingestion: Ingestion) -> str:
    """What became of a file, in a line."""
    parts = [state_in_words(ingestion.state)]
    if ingestion.document is None or ingestion.state not in WITH_TEXT:
        parts.append(kept_in_words(ingestion.state))
    if document := ingestion.document:
        if document.pages is not None:
            parts.append(ngettext("{n} página", "{n} páginas", document.pages).format(n=document.pages))
        passages = queries.passages_in(document)
        parts.append(ngettext("{n} pasaje", "{n} pasajes", passages).format(n=passages))
        parts.append(_("documento {short}, fuente {slug}").format(short=document.short, slug=document.source.slug))
        parts.append({"open": _("abierto"), "quotes": _("solo citas"), "private": _("privado")}[document.access])
    if ingestion.earlier:
        parts.append(_("versión posterior a {short}").format(short=ingestion.earlier.short))
    return "; ".join([*parts, *(note_in_words(note, number) for note, number in ingestion.notes.items())])
