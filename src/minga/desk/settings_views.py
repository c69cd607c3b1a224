"""How one's own desk works, and who is a member of its federation."""

from datetime import date, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.accounts.models import User
from minga.desk import adapters, words
from minga.desk.actions.bringing import bring_list
from minga.desk.actions.keeping import TextRefused
from minga.desk.actions.settings import (
    SettingRefused,
    Settings,
    add_template,
    drop_template,
    end_absence,
    note_absence,
    set_desk,
)
from minga.desk.domain.asking import LONGEST_ANSWER
from minga.desk.queries.desks import absences, at_desk, desk_actor_federation, desk_of, federations, today_at
from minga.frame import words as names
from minga.territories.domain.members import FAULTS, MemberRow, NotAList, Outcome, read_members
from minga.territories.models import Organization
from minga.territories.queries import members_of

_LARGEST = 2_000_000
_MOST_TOLD = 500


def _mine(actor: Actor) -> Organization:
    federation = desk_actor_federation(actor)
    if federation is None:
        raise Http404
    return federation


@never_cache
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Everything that a desk may set."""
    return _page(request)


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    federation = _mine(actor_of(request))
    desk, today = desk_of(federation), today_at(federation)
    known = adapters.holiday_countries()
    countries = sorted(((code, names.country(code)) for code in known), key=lambda row: row[1])
    context = {
        "federation": federation,
        "desk": desk,
        "languages": words.LANGUAGES.items(),
        "spoken": [(code, words.LANGUAGES[code]) for code in desk.languages],
        "weekdays": words.WEEKDAYS.items(),
        "zones": sorted(zone for zone in adapters.zones() if "/" in zone and not zone.startswith(("Etc/", "posix/"))),
        "countries": [row for row in countries if len(row[0]) == 2],
        "subdivisions": known.get(desk.holidays_country, []),
        "others": federations().exclude(pk=federation.pk),
        "templates": [(one, words.LANGUAGES.get(one.language, "")) for one in desk.templates.all()] if desk.pk else (),
        "people": at_desk(federation),
        "absences": absences(federation, today),
        "today": today,
        "error": error,
        "longest": LONGEST_ANSWER,
    }
    return render(request, "desk/settings.html", context, status=422 if error else 200)


@require_POST
def change(request: HttpRequest, act: str) -> HttpResponse:
    """Set one part of it."""
    actor = actor_of(request)
    _mine(actor)
    if act not in _ACTS:
        raise Http404
    try:
        said = _ACTS[act](request, actor)
    except (SettingRefused, TextRefused, ValueError) as error:
        return _page(request, _why(error))
    messages.success(request, said)
    return redirect("desk-settings")


def _why(error: ValueError) -> str:
    fields = {
        "languages": _("Elija al menos un idioma."),
        "closes": _("La hora de cierre va después de la de apertura."),
        "weekdays": _("Elija al menos un día de la semana."),
        "time_zone": _("No conocemos esa zona horaria."),
        "holidays_country": _("No conocemos los festivos de ese país."),
        "holidays_subdivision": _("Ese país no tiene festivos propios de esa subdivisión."),
        "answers_in": _("El plazo va de 1 a 60 días hábiles."),
        "above": _("Esa federación no participa, o pasa a la suya lo que no puede responder."),
        "user": _("Elija a alguien de la mesa, y a otra persona para suplirla."),
        "ends": _("La ausencia termina antes de empezar."),
        "language": _("La mesa no responde en ese idioma."),
        "templates": _("Hay demasiadas plantillas: borre alguna."),
    }
    if isinstance(error, SettingRefused):
        return fields[str(error)]
    return _("Falta algo, o no está escrito como fecha, hora o número.")


def _set(request: HttpRequest, by: Actor) -> str:
    said = request.POST
    above = Organization.objects.filter(slug=said.get("superior", "")).first()
    country, _sep, part = said.get("festivos", "").partition(" ")
    set_desk(
        settings=Settings(
            languages=tuple(dict.fromkeys(said.getlist("idioma"))),
            opens=time.fromisoformat(said.get("abre", "")),
            closes=time.fromisoformat(said.get("cierra", "")),
            weekdays=tuple(sorted({int(day) for day in said.getlist("dia")})),
            time_zone=said.get("zona", ""),
            holidays_country=country,
            holidays_subdivision=part or said.get("subdivision", "").strip().upper(),
            answers_in=int(said.get("plazo", "")),
            above=above,
        ),
        by=by,
    )
    return _("Guardado. Los plazos que ya se prometieron no cambian.")


def _template(request: HttpRequest, by: Actor) -> str:
    add_template(
        name=request.POST.get("nombre", ""),
        text=request.POST.get("texto", ""),
        language=request.POST.get("en", ""),
        by=by,
    )
    return _("Plantilla guardada.")


def _drop_template(request: HttpRequest, by: Actor) -> str:
    drop_template(template=int(request.POST.get("plantilla", "")), by=by)
    return _("Plantilla borrada.")


def _absence(request: HttpRequest, by: Actor) -> str:
    users = {str(one.pk): one for one in at_desk(_mine(by))}
    away = users.get(request.POST.get("quien", ""))
    if away is None:
        raise SettingRefused("user")
    stand_in: User | None = users.get(request.POST.get("suple", ""))
    moved = note_absence(
        user=away,
        begins=date.fromisoformat(request.POST.get("desde", "")),
        ends=date.fromisoformat(request.POST.get("hasta", "")),
        stand_in=stand_in,
        by=by,
    )
    return _("Anotada. Pasaron a quien suple: %(n)s.") % {"n": moved}


def _end_absence(request: HttpRequest, by: Actor) -> str:
    end_absence(absence=int(request.POST.get("ausencia", "")), by=by)
    return _("La ausencia terminó.")


_ACTS = {
    "mesa": _set,
    "plantilla": _template,
    "borrar-plantilla": _drop_template,
    "ausencia": _absence,
    "fin-de-ausencia": _end_absence,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """Who is a member, and bringing a list in: every row is accounted for, bad ones are named."""
    actor = actor_of(request)
    federation = _mine(actor)
    context: dict[str, object] = {"federation": federation, "members": members_of(federation)}
    if request.method != "POST":
        return render(request, "desk/members.html", context)
    file = request.FILES.get("lista")
    data = file.read(_LARGEST + 1) if file else b""
    try:
        told = bring_list(rows=_rows(data), by=actor)
    except NotAList:
        wrong = _("Eso no es una lista: hace falta una columna «codigo» y una fila por miembro, en CSV.")
        return render(request, "desk/members.html", {**context, "error": wrong}, status=422)
    counts = {one: sum(each.outcome == one for each in told) for one in Outcome}
    context |= {
        "members": members_of(federation),
        "counts": [(label, counts[one]) for one, label in words.outcomes().items() if counts[one]],
        "faults": [(one.row, words.outcomes()[one.outcome]) for one in told if one.outcome in FAULTS][:_MOST_TOLD],
        "told": len(told),
    }
    return render(request, "desk/members.html", context)


def _rows(data: bytes) -> list[MemberRow]:
    if not 0 < len(data) <= _LARGEST:
        raise NotAList("nothing, or too much")
    return read_members(adapters.text_of(data))
