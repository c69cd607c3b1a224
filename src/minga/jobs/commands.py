"""`minga work` does what waits; `minga jobs` shows it, cancels it, tries it again."""

import argparse
import time
from collections.abc import Callable
from gettext import gettext as _
from typing import Any

from django.utils import timezone

from minga.jobs import actions, queries
from minga.jobs.domain import Reason, State
from minga.jobs.worker import Worker
from minga.kit.terminal import say, tell

_LOOK_EVERY_SECONDS = 0.5


def register(subparsers: Any) -> None:
    """Add the room's commands."""
    work = subparsers.add_parser("work", help=_("hacer los trabajos que esperan, hasta que se cierre"))
    work.add_argument("--once", action="store_true", help=_("y terminar cuando no quede ninguno"))
    work.set_defaults(run=run_work, prepares=True)
    jobs = subparsers.add_parser("jobs", help=_("los trabajos que esperan, están en curso o terminaron"))
    which = jobs.add_mutually_exclusive_group()
    which.add_argument("--cancel", metavar="N|all", type=_one_or_all, help=_("cancelar uno, o todos"))
    which.add_argument("--retry", metavar="N|all", type=_one_or_all, help=_("intentar de nuevo uno que falló, o todos"))
    jobs.set_defaults(run=run_jobs, prepares=True)


def _one_or_all(text: str) -> str:
    text = text.strip().lower()
    if text != "all" and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise argparse.ArgumentTypeError(_("«{text}» no es un número de trabajo ni «all»").format(text=text))
    return text


def run_work(args: argparse.Namespace) -> int:
    """Do what waits, one after the other, for as long as nobody ends it, or until nothing waits."""
    with Worker() as worker:
        while True:
            if worker.turn():
                continue
            if args.once and not queries.waiting():
                return 0
            time.sleep(_LOOK_EVERY_SECONDS)


def run_jobs(args: argparse.Namespace) -> int:
    """Show the jobs, or cancel or retry; exit code 1 where there was none to cancel or retry."""
    if args.cancel:
        cancelled = _each(args.cancel, {State.WAITING, State.WORKING}, actions.cancel)
        return _told(cancelled, _("Trabajos cancelados: {n}. Los que están en curso se dejan en un momento."))
    if args.retry:
        return _told(_each(args.retry, {State.FAILED}, actions.retry), _("Trabajos que se intentan de nuevo: {n}."))
    _show(queries.listing())
    return 0


def _each(which: str, states: set[State], change: Callable[..., bool]) -> int:
    numbers = queries.numbers_in(states) if which == "all" else [int(which)]
    return sum(change(number=number) for number in numbers)


def _told(changed: int, sentence: str) -> int:
    if not changed:
        tell(_("No hay ningún trabajo así: vea «minga jobs»."))
        return 1
    say(sentence.format(n=changed))
    return 0


def _show(jobs: list[queries.Listed]) -> None:
    for job in jobs:
        say("  ".join([f"{job.pk:>5}", f"{state_in_words(job.state):<10}", f"{_age(job):>6}", _so_far(job), job.about]))
        if job.progress and job.progress.reason:
            say(f"       {reason_in_words(job.progress.reason)}")
    waiting = sum(job.state == State.WAITING for job in jobs)
    say(_("Esperan: {waiting}; en curso: {working}.").format(waiting=waiting, working=_working(jobs)))
    if waiting and not queries.somebody_works():
        say(_("Nadie trabaja ahora: con el sitio abierto se hacen solos, o con «minga work»."))


def _working(jobs: list[queries.Listed]) -> int:
    return sum(job.state == State.WORKING for job in jobs)


def _so_far(job: queries.Listed) -> str:
    told = job.progress
    return f"{told.done}/{told.total}".rjust(9) if told and told.total else " " * 9


def _age(job: queries.Listed) -> str:
    """Since it was put in, in the largest unit that counts."""
    seconds = int((timezone.now() - job.since).total_seconds())
    for size, unit in ((86400, _("d")), (3600, _("h")), (60, _("min"))):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def state_in_words(state: State) -> str:
    """Where a job is."""
    return {
        State.WAITING: _("en espera"),
        State.WORKING: _("en curso"),
        State.DONE: _("hecho"),
        State.FAILED: _("falló"),
        State.CANCELLED: _("cancelado"),
    }[state]


def reason_in_words(reason: str) -> str:
    """Why it was not done."""
    return {
        Reason.KILLED: _("el proceso que lo hacía se cerró tres veces, y se dejó"),
        Reason.ERROR: _("un error del programa lo impidió: el detalle está en su registro (log)"),
        Reason.CANCELLED: _("alguien lo canceló"),
    }[Reason(reason)]
