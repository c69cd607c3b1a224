"""Correcting a proposal at the terminal: each part is asked for, and what was typed stays until it is right."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import vocabulary
from minga.ingest.actions.judging import Corrected
from minga.ingest.asking import ask
from minga.ingest.models import Proposal
from minga.kit.dates import NotEdtf, parse_when
from minga.kit.terminal import say
from minga.territories.models import Territory
from minga.territories.queries.resolving import resolve

# What empties a part that may be empty.
_NOTHING = "-"


class NotUnderstood(ValueError):
    """What was typed names nothing; the message says what to type instead."""


def ask_for(row: Proposal) -> Corrected:
    """What the words say in the reader's judgement; an empty answer keeps a part as it was proposed. Raises GaveUp."""
    say(_("Vacío: se queda como está. «-»: nada. «?»: qué se puede decir."))
    return Corrected(
        territory=_until_right(_territory_prompt(row), lambda typed: _territory(typed, row), row.territory.code),
        instrument=_until_right(
            _("Instrumento [{now}]: ").format(now=row.instrument), _coded("instrument"), row.instrument
        ),
        event=_until_right(_("Hecho [{now}]: ").format(now=row.event), _coded("event"), row.event),
        when=_until_right(_("Cuándo [{now}]: ").format(now=row.when or _NOTHING), _when, row.when),
        areas=tuple(
            _until_right(
                _("Ámbitos [{now}]: ").format(now=", ".join(row.areas) or _NOTHING), _areas, " ".join(row.areas)
            ).split()
        ),
    )


def _until_right(prompt: str, read: Callable[[str], str], now: str) -> str:
    typed = ""
    while True:
        typed = ask(prompt, typed).strip()
        if not typed:
            return now
        try:
            return read(typed)
        except NotUnderstood as error:
            say(str(error))


def _territory_prompt(row: Proposal) -> str:
    others = Territory.objects.in_bulk(row.alternatives, field_name="code")
    for number, code in enumerate(row.alternatives, 1):
        say(f"  {number}  {others.get(code, code)}")
    return _("Territorio, por número, código o nombre [{now}]: ").format(now=row.territory)


def _territory(typed: str, row: Proposal) -> str:
    if typed.isdigit() and 0 < int(typed) <= len(row.alternatives):
        return row.alternatives[int(typed) - 1]
    found = resolve(typed)
    if found.territory is not None:
        say(f"  {found.territory}")
        return found.territory.code
    if not found.candidates:
        raise NotUnderstood(_("No hay ningún territorio «{typed}».").format(typed=typed))
    some = "; ".join(str(one.territory) for one in found.candidates[:5])
    raise NotUnderstood(_("«{typed}» puede ser: {some}. Dé el código.").format(typed=typed, some=some))


def _coded(scheme: str) -> Callable[[str], str]:
    def read(typed: str) -> str:
        codes = vocabulary().claimable(scheme)
        if typed not in codes:
            raise NotUnderstood(_("«{typed}» no está entre: {codes}.").format(typed=typed, codes=", ".join(codes)))
        return typed

    return read


def _when(typed: str) -> str:
    if typed == _NOTHING:
        return ""
    try:
        parse_when(typed)
    except NotEdtf as error:
        raise NotUnderstood(
            _("«{typed}» no es una fecha EDTF: 1983, 1995/1996, 198X, 2001~.").format(typed=typed)
        ) from error
    return typed


def _areas(typed: str) -> str:
    if typed == _NOTHING:
        return ""
    words = typed.replace(",", " ").split()
    return " ".join(_coded("area")(word) for word in words)
