"""What judges type, as it came: kept for the form where something was wrong, and made into what an action takes."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from minga.ingest.actions.judging import Corrected
from minga.kit.dates import NotEdtf, parse_when
from minga.kit.text import nfc, printable
from minga.review.domain import REASONS
from minga.territories.models import Territory
from minga.territories.queries import resolve

_LONGEST = 2000


class NotUnderstood(ValueError):
    """What was typed cannot be used; the message says why, to the one who typed it."""


def typed(data: QueryDict, name: str, *, limit: int = _LONGEST) -> str:
    """A text of a form in NFC, without control characters or outer spaces."""
    return nfc(printable(data.get(name, "")[:limit])).strip()


@dataclass(frozen=True)
class Typed:
    """A form as it came. `verb` is what was asked for; the rest is kept to be shown again."""

    verb: str = ""
    reason: str = ""
    claim: str = ""
    territory: str = ""
    instrument: str = ""
    event: str = ""
    when: str = ""
    areas: tuple[str, ...] = ()
    statement: str = ""
    is_checked: bool = True
    may_publish: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "Typed":
        """What a request brings. A ready reason is chosen by its key, or one is written."""
        data = request.POST
        return cls(
            verb=typed(data, "verbo", limit=20),
            reason=REASONS.get(typed(data, "razon", limit=2), "") or typed(data, "por_que"),
            claim=(typed(data, "afirmacion", limit=40) or typed(data, "otra", limit=40)).upper(),
            territory=typed(data, "territorio", limit=200),
            instrument=typed(data, "instrumento", limit=40),
            event=typed(data, "hecho", limit=40),
            when=typed(data, "cuando", limit=60),
            areas=tuple(nfc(printable(area[:40])) for area in data.getlist("ambito")[:40]),
            statement=typed(data, "enunciado"),
            is_checked=data.get("leida") == "1",
            may_publish=data.get("publicar") == "1",
        )

    def corrected(self) -> Corrected:
        """What the words say in the judge's reading. Raises NotUnderstood."""
        try:
            parse_when(self.when)
        except NotEdtf as error:
            raise NotUnderstood(
                _("«%(when)s» no es una fecha EDTF: 1983, 1995/1996, 198X, 2001~.") % {"when": self.when}
            ) from error
        return Corrected(
            territory_of(self.territory).code, self.instrument, self.event, self.when, tuple(sorted(set(self.areas)))
        )


def territory_of(name: str) -> Territory:
    """The one territory that a code or a name means. Raises NotUnderstood with those it may be."""
    found = resolve(name)
    if found.territory is not None:
        return found.territory
    if not found.candidates:
        raise NotUnderstood(_("No hay ningún territorio «%(name)s».") % {"name": name})
    some = "; ".join(f"{one.territory.name} ({one.territory.code})" for one in found.candidates[:5])
    raise NotUnderstood(_("«%(name)s» puede ser: %(some)s. Dé el código.") % {"name": name, "some": some})
