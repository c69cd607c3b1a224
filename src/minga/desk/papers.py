"""What a desk takes away: its list as a workbook, its year as a page to print."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minga.desk import words
from minga.desk.domain.clock import Hours, days_between
from minga.desk.domain.steps import Channel, State, Urgency
from minga.desk.models import Consultation, ResearchRequest
from minga.desk.queries.desks import desk_of, hours_of
from minga.desk.queries.exchanges import ExchangeFigures
from minga.desk.queries.figures import Figure, Figures
from minga.exchange.models import Commitment, Exchange
from minga.frame.words import number
from minga.kit import tables
from minga.territories.models import Organization

_FORM = Path(__file__).parent / "data" / "report.typ"
_MOST_OPEN = 40
Named = Callable[[str, Figure], str]


def as_xlsx(rows: Iterable[Consultation], federation: Organization) -> bytes:
    """A workbook with one sheet; no cell is a formula or a link. Who asked is not in it."""
    hours = hours_of(desk_of(federation))
    return tables.as_xlsx([(_("Consultas"), (_columns(), *(_cells(row, hours) for row in rows)))])


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


def _cells(row: Consultation, hours: Hours) -> list[object]:
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
        days_between(row.asked_at, row.answered_at, hours) if row.answered_at else "",
    ]


def _day(moment: object) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""  # type: ignore[arg-type]


def exchanges_as_xlsx(rows: Iterable[Exchange], promises: Iterable[Commitment]) -> bytes:
    """A workbook with the exchanges that a federation brokers and what was promised in them, by their codes and days.

    None of the parties' words is in it: what they ask, answer and promise stays in the exchange.
    """
    heads = [
        _("intercambio"),
        _("pide"),
        _("a quien"),
        _("forma"),
        _("estado"),
        _("pedido"),
        _("con la federación"),
        _("último paso"),
    ]
    promised = [_("intercambio"), _("de quién"), _("para cuándo"), _("cumplido")]
    return tables.as_xlsx(
        [
            (_("Intercambios"), (heads, *map(_exchange_cells, rows))),
            (_("Compromisos"), (promised, *map(_promise_cells, promises))),
        ]
    )


def _exchange_cells(one: Exchange) -> list[str]:
    sides = [f"{place.name} ({place.code})" if place else "" for place in (one.asker, one.asked)]
    days = [_day(one.asked_at), _day(one.brokered_at), _day(one.moved_at)]
    return [one.ref, *sides, *words.exchange(one)[1:], *days]


def _promise_cells(one: Commitment) -> list[str]:
    return [one.exchange.ref, one.owner.name, one.due.isoformat(), _day(one.kept_at)]


@cache
def _form() -> bytes:
    return _FORM.read_bytes()


def as_pdf(
    federation: Organization,
    found: Figures,
    agenda: Sequence[ResearchRequest],
    named: Named,
    exchanges: ExchangeFigures,
) -> bytes:
    """The year on A4; the words go in as data and are never read as markup. No question but those to be researched."""
    data = {
        "title": _("Mesa de consultas, %(year)s") % {"year": found.year},
        "federation": federation.name,
        "foot": _("Hecho con Minga el %(day)s. Lo que consta aquí, no lo que existe.")
        % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
        "facts": [[label, value] for label, value in _facts(found)],
        "tables": [
            {
                "title": _("Intercambios que la federación media"),
                "rows": [
                    [str(label), number(getattr(exchanges, name).count)] for name, label in words.EXCHANGES.items()
                ],
            },
            *(
                {"title": title, "rows": [[named(what, one), number(one.count)] for one in rows]}
                for what, title, rows in _tables(found)
                if rows
            ),
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
