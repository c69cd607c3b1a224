"""What an office takes away: its own offers as a workbook."""

import io
from collections.abc import Iterable, Mapping

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minga.kit.tables import escaped
from minga.notices.adapters import absolute
from minga.offers import words
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import Direction, State
from minga.offers.models import Offer


def as_xlsx(rows: Iterable[Offer], room: Mapping[int, int | None]) -> bytes:
    """A workbook with one sheet; no cell is a formula or a link. `room` as `queries.offers.room` says it."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("Ofertas"))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _columns())
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [escaped(cell) for cell in _cells(row, room[row.pk])])
    return buffer.getvalue()


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
