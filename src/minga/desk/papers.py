"""What a desk takes away: its list as a workbook, its year as a page to print."""

import io
import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import typst
import xlsxwriter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minga.desk import words
from minga.desk.domain.clock import days_between
from minga.desk.domain.steps import Channel, State, Urgency
from minga.desk.models import Consultation, ResearchRequest
from minga.desk.queries.desks import desk_of, hours_of
from minga.desk.queries.figures import Figure, Figures
from minga.frame.words import number
from minga.kit.tables import escaped
from minga.territories.models import Organization

_FORM = Path(__file__).parent / "data" / "report.typ"
_MOST_OPEN = 40
Named = Callable[[str, Figure], str]


def as_xlsx(rows: Iterable[Consultation], federation: Organization) -> bytes:
    """A workbook with one sheet; no cell is a formula or a link. Who asked is not in it."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    hours = hours_of(desk_of(federation))
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("Consultas"))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _columns())
        for number_, row in enumerate(rows, 1):
            days = days_between(row.asked_at, row.answered_at, hours) if row.answered_at else ""
            sheet.write_row(number_, 0, [escaped(str(cell)) for cell in (*_cells(row), days)])
    return buffer.getvalue()


def _columns() -> list[str]:
    return [
        _("consulta"),
        _("preguntada"),
        _("canal"),
        _("idioma"),
        _("estado"),
        _("tema"),
        _("código del territorio"),
        _("territorio"),
        _("urgencia"),
        _("pregunta"),
        _("plazo"),
        _("primera respuesta"),
        _("sirvió"),
        _("sin evidencia"),
        _("días hábiles hasta la respuesta"),
    ]


def _cells(row: Consultation) -> list[str]:
    place = row.territory
    return [
        row.code,
        _day(row.asked_at),
        str(words.CHANNELS[Channel(row.channel)]),
        row.language,
        str(words.STATES[State(row.state)]),
        words.topic(row.topic) if row.topic else "",
        place.code if place else "",
        place.name if place else "",
        str(words.URGENCIES[Urgency(row.urgency)]),
        row.text,
        _day(row.due_at),
        _day(row.answered_at),
        _day(row.helped_at),
        _("sí") if getattr(row, "research", None) else "",
    ]


def _day(moment: object) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""  # type: ignore[arg-type]


@cache
def _form() -> bytes:
    return _FORM.read_bytes()


def as_pdf(federation: Organization, found: Figures, agenda: Sequence[ResearchRequest], named: Named) -> bytes:
    """The year on A4; the words go in as data and are never read as markup. No question but those to be researched."""
    data = {
        "title": _("Mesa de consultas, %(year)s") % {"year": found.year},
        "federation": federation.name,
        "foot": _("Hecho con Minga el %(day)s. Lo que consta aquí, no lo que existe.")
        % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
        "facts": [[label, value] for label, value in _facts(found)],
        "tables": [
            {"title": title, "rows": [[named(what, one), number(one.count)] for one in rows]}
            for what, title, rows in _tables(found)
            if rows
        ],
        "agenda_title": _("Lo que nadie pudo responder"),
        "agenda": [one.question for one in agenda[:_MOST_OPEN]],
        "none": _("Nada espera que se investigue."),
    }
    said = json.dumps(data, ensure_ascii=True)
    return bytes(typst.compile(_form(), sys_inputs={"report": said}, ignore_system_fonts=True))


def _facts(found: Figures) -> list[tuple[str, str]]:
    said = found.answered.count
    return [
        (_("Consultas"), number(found.total.count)),
        (_("Con respuesta"), number(said)),
        (_("De ellas, dentro del plazo"), _("%(n)s de %(all)s") % {"n": number(found.in_time), "all": number(said)}),
        (_("Mediana de días hábiles hasta la respuesta"), number(found.days) if found.days is not None else "–"),
        (_("Quien preguntó dijo que sirvió"), number(found.helped)),
        (_("Publicadas como preguntas"), number(found.published)),
        (_("Por responder"), number(found.waiting.count)),
        (_("De ellas, con el plazo vencido"), number(found.late.count)),
        (_("Sin evidencia que las responda"), number(found.unanswerable.count)),
    ]


def _tables(found: Figures) -> list[tuple[str, str, tuple[Figure, ...]]]:
    return [
        ("topics", _("Por tema"), found.topics),
        ("regions", _("Por región"), found.regions),
        ("sizes", _("Por tamaño del territorio"), found.sizes),
        ("channels", _("Por canal"), found.channels),
    ]
