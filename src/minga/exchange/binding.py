"""The PDFs that both sides brought, bound into the dossier: one that cannot be is named in it, and breaks nothing.

They come from anywhere: each is looked at in a limited process of its own, and all are bound in another.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.exchange import adapters
from minga.exchange.child import framed
from minga.exchange.models import Attachment, Exchange
from minga.ingest import sandbox
from minga.ingest.domain.states import State

# Of one dossier; what is beyond stays a link in it.
MOST_FILES, MOST_PAGES, MOST_BYTES = 12, 400, 40 << 20
# Seconds on the clock: of one file, of all that is looked at for one dossier, of the binding.
_LOOK, _LOOK_AT_ALL, _BIND = 6.0, 18.0, 20.0
_CHILD = "minga.exchange.child"
_PDF = b"%PDF-"


@dataclass(frozen=True)
class Bound:
    """A file of an exchange in its dossier: how many pages of it are bound, or as a code why none is.

    refused  "" where it is bound; "other" where it is no PDF; "password", "damaged", "too_big", "too_many" or
             "unreadable" where it did not end well
    """

    file: Attachment
    pages: int = 0
    refused: str = ""


def looked_at(exchange: Exchange) -> list[Bound]:
    """What can be bound of an exchange's files, in their order."""
    until, pages, size, found = time.monotonic() + _LOOK_AT_ALL, 0, 0, list[Bound]()
    for one in exchange.attachments.select_related("organization", "exchange"):
        taken = sum(not each.refused for each in found)
        made = _look(one, until) if taken < MOST_FILES else Bound(one, refused="too_many")
        if not made.refused and (pages + made.pages > MOST_PAGES or size + one.size > MOST_BYTES):
            made = Bound(one, refused="too_big")
        if not made.refused:
            pages, size = pages + made.pages, size + one.size
        found.append(made)
    return found


def _look(one: Attachment, until: float) -> Bound:
    path = adapters.path_of(one.sha256)
    if not path.is_file():
        return Bound(one, refused="unreadable")
    with path.open("rb") as file:
        if _PDF not in file.read(1024):
            return Bound(one, refused="other")
    if one.size > MOST_BYTES:
        return Bound(one, refused="too_big")
    if time.monotonic() > until:
        return Bound(one, refused="too_many")
    told = _told(one.sha256)
    return Bound(one, pages=told) if isinstance(told, int) else Bound(one, refused=told)


class _NotTold(Exception):
    """The look came to no end: on a busy machine another one may."""


def _told(sha256: str) -> int | str:
    """The pages of a file, or why it cannot be bound."""
    try:
        return _read(sha256)
    except _NotTold:
        return "unreadable"


@lru_cache(maxsize=512)
def _read(sha256: str) -> int | str:
    """The same, of bytes that a process looks at once. Raises _NotTold, which is not kept."""
    said = sandbox.call(_CHILD, framed([adapters.path_of(sha256).read_bytes()]), _LOOK)
    if isinstance(said, State):
        raise _NotTold
    answer = json.loads(said)
    return str(answer["refused"]) if "refused" in answer else int(answer["pages"])


def bind(dossier: Callable[[Sequence[Bound]], bytes], covers: Callable[[Sequence[Bound]], bytes],
         files: Sequence[Bound]) -> bytes:  # fmt: skip
    """The dossier with its files behind it. Where the binding itself fails, the dossier alone, which says so.

    dossier, covers  make their PDF for what is bound and what is not; a cover is one page, in the order of the files
    """
    taken = [one for one in files if not one.refused]
    if not taken:
        return dossier(files)
    parts = [dossier(files), covers(taken), *(adapters.path_of(one.file.sha256).read_bytes() for one in taken)]
    said = sandbox.call(_CHILD, framed(parts), _BIND)
    if isinstance(said, State) or not said.startswith(_PDF):
        return dossier([Bound(one.file, refused=one.refused or "unreadable") for one in files])
    return said


def pages_in_words(one: Bound) -> str:
    """How long it is."""
    return ngettext("%(n)s página", "%(n)s páginas", one.pages) % {"n": one.pages}


def in_words(one: Bound) -> str:
    """What the dossier says of a file beside its name."""
    return {
        "": _("va al final de este expediente, %(pages)s") % {"pages": pages_in_words(one)},
        "other": _("no es un PDF: está en el intercambio"),
        "password": _("tiene clave y no se pudo unir: está en el intercambio"),
        "damaged": _("está dañado y no se pudo unir: está en el intercambio"),
        "too_big": _("es demasiado largo para unirlo: está en el intercambio"),
        "too_many": _("no se unió, son demasiados: está en el intercambio"),
        "unreadable": _("no se pudo unir: está en el intercambio"),
    }[one.refused]
