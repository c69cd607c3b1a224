"""What this room does later: reading the files that were handed in, and proposing what their texts tell.

The rules of both are loaded where work is done: every process of the site registers these tasks.
"""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from minga.ingest.domain.states import PROPOSE, READ
from minga.jobs import registry
from minga.jobs.domain import Reason

_STEPS = 2


def _about_reading(arguments: Mapping[str, Any]) -> str:
    return _("leer «{name}»").format(name=arguments["name"])


def _given_up(reason: Reason, detail: str, *, language: str | None, **arguments: Any) -> None:
    from minga.ingest.actions import handing

    handing.leave(reason=reason, detail=detail, **arguments)


@registry.task(READ, about=_about_reading, given_up=_given_up)
def read(
    work: registry.Work,
    *,
    sha256: str,
    name: str,
    access: str,
    language: str | None,
    csl: dict[str, Any] | None,
    url: str = "",
) -> None:
    """Read a file in its limited process, keep what it says, and take it out of the spool."""
    from minga.ingest.actions import handing

    if work.result is None:  # else an earlier try came so far, and died before it could say so
        data = handing.data_of(sha256)
        if data is None:
            _given_up(Reason.ERROR, "", sha256=sha256, name=name, access=access, language=language, csl=csl, url=url)
            return
        _read(work, data, name, access, language, {"csl": csl, "url": url})
    handing.clear(sha256=sha256)


def _read(
    work: registry.Work, data: bytes, name: str, access: str, language: str | None, record: dict[str, Any]
) -> None:
    from django.db import transaction

    from minga.evidence.domain.statuses import Access
    from minga.ingest import adapters, heavy
    from minga.ingest.actions import bringing

    work.reach(0, _STEPS)
    reading = heavy.read_one(data, name, languages=(language,) if language else adapters.LANGUAGES)
    work.reach(1, _STEPS)
    spoken = language or adapters.language_of(reading.text.text)
    with transaction.atomic():
        brought = bringing.bring_in(
            data=data, name=name, reading=reading, language=spoken, access=Access(access), **record
        )
        work.note({"outcome": brought.outcome.value})
        work.reach(_STEPS, _STEPS)


def _about_proposing(arguments: Mapping[str, Any]) -> str:
    return _("proponer lo que cuenta «{name}»").format(name=arguments["name"])


@registry.task(PROPOSE, about=_about_proposing)
def propose(work: registry.Work, *, sha256: str, name: str) -> None:
    """Keep what the newest text of a document proposes; a second time changes nothing."""
    from minga.ingest import queries
    from minga.ingest.actions.proposing import propose_from

    text = queries.newest_text(sha256)
    if text is not None:
        proposed = propose_from(text)
        work.note({"open": proposed.open, "repeats": proposed.repeats, "contradicts": proposed.contradicts})


@registry.chore
def clear_left_behind() -> None:
    """Take out of the spool what nobody waits for."""
    from minga.ingest.actions import handing

    handing.clear_left_behind()
