"""What an office takes away: its own offers as a workbook."""

from collections.abc import Iterable, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minga.kit import tables
from minga.notices.adapters import absolute
from minga.offers import words
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import Direction, State
from minga.offers.models import Offer


def as_xlsx(rows: Iterable[Offer], room: Mapping[int, int | None]) -> bytes:
    """A workbook with one sheet; no cell is a formula or a link. `room` as `queries.offers.room` says it."""
    return tables.as_xlsx([(_("Ofertas"), (_columns(), *(_cells(row, room[row.pk]) for row in rows)))])


def _columns() -> list[str]:
    return [
        _("oferta"),
        _("estado"),
        _("dirección"),
        _("tema"),
        _("forma"),
        _("idiomas"),
        _("por año"),
        _("queda este año"),
        _("lo muestran"),
        _("en sus palabras"),
        _("renovada"),
        _("se duerme"),
        _("dirección de la página"),
    ]


def _cells(row: Offer, left: int | None) -> list[str]:
    return [
        row.ref,
        str(words.STATES[State(row.state)]),
        str(words.DIRECTIONS[Direction(row.direction)]),
        words.of(row),
        str(words.MODALITIES[Modality(row.modality)]),
        words.tongues(row.languages),
        str(row.per_year or ""),
        "" if left is None else str(left),
        ", ".join(row.claims),
        row.words,
        date_format(row.renewed_at, "Y-m-d") if row.renewed_at else "",
        date_format(row.sleeps_on, "Y-m-d") if row.sleeps_on else "",
        absolute(row.get_absolute_url()),
    ]
