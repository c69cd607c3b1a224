"""How the desk is doing: figures that open their lists, what nobody could answer, the year as sheet and paper."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minga.accounts.actors import Actor, actor_of
from minga.desk import papers, words
from minga.desk.desk_views import asked_of
from minga.desk.domain.steps import Channel
from minga.desk.queries import consultations as reads
from minga.desk.queries import exchanges as brokered
from minga.desk.queries.desks import desk_actor_federation
from minga.desk.queries.exchanges import ExchangeFigures, exchange_figures
from minga.desk.queries.figures import Figure, of_year
from minga.desk.views import PER_PAGE
from minga.exchange.models import Exchange
from minga.frame.forms import int_param, text_param
from minga.kit.tables import XLSX
from minga.territories.models import Organization

_FIRST_YEAR = 2000


def _mine(actor: Actor) -> Organization:
    federation = desk_actor_federation(actor)
    if federation is None:
        raise Http404
    return federation


def _year(request: HttpRequest) -> int:
    now = timezone.localdate().year
    return int_param(request, "ano", least=_FIRST_YEAR, most=now, default=now)


@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Who asks what, how long it waits, what nobody could answer."""
    actor = actor_of(request)
    federation = _mine(actor)
    year = _year(request)
    found = of_year(actor, federation, year)
    context = {
        "federation": federation,
        "figures": found,
        "topics": [(one, words.topic(one.name)) for one in found.topics],
        "regions": [(one, one.name if one.name != "-" else words.SIZES["unknown"]) for one in found.regions],
        "sizes": [(one, words.SIZES[one.name]) for one in found.sizes],
        "channels": [(one, words.CHANNELS[Channel(one.name)]) for one in found.channels],
        "agenda": reads.agenda(actor).count(),
        "exchanges": _named_exchanges(exchange_figures(actor, year)),
        "before": year - 1 if year > _FIRST_YEAR else None,
        "after": year + 1 if year < timezone.localdate().year else None,
    }
    return render(request, "desk/board.html", context)


@never_cache
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """What nobody could answer: the agenda of research."""
    actor = actor_of(request)
    _mine(actor)
    rows = [(one, words.topic(one.topic)) for one in reads.agenda(actor)]
    return render(request, "desk/agenda.html", {"rows": rows})


def _named_exchanges(found: ExchangeFigures) -> list[tuple[Figure, str]]:
    return [(getattr(found, name), str(label)) for name, label in words.EXCHANGES.items()]


@never_cache
@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """A list of what the federation brokers, or of what was promised in it; each line leads to the exchange."""
    actor = actor_of(request)
    federation, year = _mine(actor), _year(request)
    which = text_param(request, "lista", limit=10)
    which = which if which in words.EXCHANGES else "waiting"
    rows = brokered.promises if which in brokered.PROMISES else brokered.exchanges
    page = Paginator(rows(actor, which, year), PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    context = {
        "federation": federation,
        "page": page,
        "which": which,
        "year": year,
        "lists": words.EXCHANGES.items(),
        "title": words.EXCHANGES[which],
        "promises": page.object_list if which in brokered.PROMISES else (),
        "exchanges": [(one, *words.exchange(one)) for one in page if isinstance(one, Exchange)],
    }
    return render(request, "desk/exchanges.html", context)


@never_cache
@require_safe
def exchange_sheet(request: HttpRequest) -> HttpResponse:
    """The same year as a workbook: one sheet of exchanges, one of what was promised; none of the parties' words."""
    actor = actor_of(request)
    _mine(actor)
    year = _year(request)
    rows = brokered.of_year(actor, year)
    response = HttpResponse(papers.exchanges_as_xlsx(rows, brokered.promises_of_year(actor, year)), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="minga-intercambios-{year}.xlsx"'
    return response


@never_cache
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """A list of the desk as a workbook: no cell is run, nobody's contact is in it."""
    actor = actor_of(request)
    federation = _mine(actor)
    rows = reads.listing(actor, asked_of(request)).select_related("research")
    response = HttpResponse(papers.as_xlsx(rows, federation), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="minga-consultas.xlsx"'
    return response


@never_cache
@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The year of a desk on paper."""
    actor = actor_of(request)
    federation = _mine(actor)
    if not _FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    found = of_year(actor, federation, year)
    data = papers.as_pdf(federation, found, list(reads.agenda(actor)), _named, exchange_figures(actor, year))
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="minga-mesa-{year}.pdf"'
    return response


def _named(what: str, one: Figure) -> str:
    """A figure's name in words."""
    if what == "topics":
        return words.topic(one.name)
    if what == "channels":
        return str(words.CHANNELS[Channel(one.name)])
    if what == "sizes":
        return str(words.SIZES[one.name])
    return one.name if one.name != "-" else str(words.SIZES["unknown"])
