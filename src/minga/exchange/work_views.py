"""Pages: messages, files, promises, sessions and their invitations, the dossier, and who leaves."""

from zoneinfo import ZoneInfo

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import Actor
from minga.exchange import adapters, calendars, dossier
from minga.exchange.actions.agreeing import end_participation
from minga.exchange.actions.meeting import LinkRefused, OverTheLimits, cancel, reschedule, write_log
from minga.exchange.actions.talking import drop, hand_over, keep, promise, say
from minga.exchange.adapters import FileRefused
from minga.exchange.domain.steps import NotPossible
from minga.exchange.forms import EvidenceForm, FileForm, LogForm, MessageForm, PromiseForm, SessionForm
from minga.exchange.invitations import invitation_of
from minga.exchange.models import Attachment, Exchange, Session
from minga.exchange.queries import participants
from minga.exchange.steps import local, owners, zones
from minga.exchange.views import found_for, not_possible, page, said, when_of
from minga.exchange.words import BROKEN
from minga.territories.models import Organization


@never_cache
@require_POST
def message(request: HttpRequest, ref: str) -> HttpResponse:
    """Write to the others."""
    actor, found = found_for(request, ref)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            say(exchange=found, text=form.cleaned_data["mensaje"], by=actor)
            return redirect(f"{found.get_absolute_url()}#mensajes")
        except NotPossible as error:
            form.add_error(None, not_possible(error))
    return page(request, actor, found, status=422, message_form=form)


@never_cache
@require_POST
def new_file(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand a file over."""
    actor, found = found_for(request, ref)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["archivo"]
        try:
            if sent.size > adapters.MOST_BYTES:
                raise FileRefused(sent.size)
            kind = Attachment.Kind(form.cleaned_data["tipo"])
            hand_over(exchange=found, data=sent.read(), name=sent.name, kind=kind, by=actor)
            return redirect(f"{found.get_absolute_url()}#archivos")
        except FileRefused:
            form.add_error("archivo", _("Un archivo tiene entre 1 byte y 20 MB."))
        except NotPossible as error:
            form.add_error(None, not_possible(error))
    return page(request, actor, found, status=422, file_form=form)


@never_cache
@require_safe
def file(request: HttpRequest, ref: str, short: str) -> HttpResponseBase:
    """A file, to be saved: a browser never shows it, whatever it says of itself."""
    _actor, found = found_for(request, ref)
    row = get_object_or_404(found.attachments, sha256__startswith=short)
    path = adapters.path_of(row.sha256)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_POST
def new_promise(request: HttpRequest, ref: str) -> HttpResponse:
    """Write a promise down."""
    actor, found = found_for(request, ref)
    form = PromiseForm(request.POST, owners=owners(participants(found)))
    if form.is_valid():
        data = form.cleaned_data
        owner = Organization.objects.get(slug=data["quien"])
        try:
            promise(exchange=found, owner=owner, what=data["que"], due=data["cuando"], by=actor)
            return redirect(f"{found.get_absolute_url()}#compromisos")
        except NotPossible as error:
            form.add_error(None, not_possible(error))
    return page(request, actor, found, status=422, promise_form=form)


@never_cache
@require_POST
def commitment(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Say that a promise was kept, or let it go."""
    actor, found = found_for(request, ref)
    row = get_object_or_404(found.commitments.select_related("exchange"), number=number)
    form = EvidenceForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["prueba"]
        try:
            if "dejar" in request.POST:
                drop(commitment=row, because=text, by=actor)
            else:
                keep(commitment=row, evidence=text, by=actor)
            return redirect(f"{found.get_absolute_url()}#compromisos")
        except NotPossible as error:
            form.add_error(None, not_possible(error))
    return page(request, actor, found, status=422, evidence_form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A session: to move it, to call it off, to say what came of it."""
    actor, found = found_for(request, ref)
    row = get_object_or_404(found.sessions.select_related("exchange"), number=number)
    log, moving = _log_form(row), _session_form(row, found, actor)
    if request.method == "POST":
        if request.POST.get("hacer") == "cancelar":
            form: LogForm | SessionForm = log
        elif request.POST.get("hacer") == "bitacora":
            log = form = LogForm(request.POST)
        else:
            moving = form = SessionForm(request.POST, **zones(found, actor))
        if _done(request, row, form, actor):
            return redirect(f"{found.get_absolute_url()}#sesiones")
    context = {
        "exchange": found, "said": said(found), "session": row, "told": dossier.when_told(row),
        "log_form": log, "session_form": moving,
    }  # fmt: skip
    return render(request, "exchange/session.html", context, status=422 if request.method == "POST" else 200)


def _log_form(row: Session) -> LogForm:
    return LogForm(initial={"asistieron": row.attended, "bitacora": row.log})


def _session_form(row: Session, found: Exchange, actor: Actor) -> SessionForm:
    zone = ZoneInfo(row.zone)
    initial = {
        "empieza": local(row.starts.astimezone(zone)), "termina": local(row.ends.astimezone(zone)), "zona": row.zone,
        "enlace": row.link, "lugar": row.place, "personas": row.people or None,
    }  # fmt: skip
    return SessionForm(initial=initial, **zones(found, actor))


def _done(request: HttpRequest, row: Session, form: LogForm | SessionForm, by: Actor) -> bool:
    """Whether what was asked for was done; else the form says why."""
    try:
        if request.POST.get("hacer") == "cancelar":
            cancel(session=row, by=by)
        elif not form.is_valid():
            return False
        elif isinstance(form, LogForm):
            write_log(session=row, attended=form.cleaned_data["asistieron"], log=form.cleaned_data["bitacora"], by=by)
        else:
            reschedule(session=row, when=when_of(form.cleaned_data), by=by)
    except NotPossible as error:
        _tell(form, not_possible(error))
    except OverTheLimits as error:
        _tell(form, " ".join(str(BROKEN[one]) for one in error.broken))
    except LinkRefused:
        _tell(form, _("El enlace empieza por https://."))
    else:
        return True
    return False


def _tell(form: LogForm | SessionForm, why: str) -> None:
    if form.is_bound:
        form.add_error(None, why)


@never_cache
@require_safe
def invitation(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A session for a calendar, addressed to whoever takes it."""
    actor, found = found_for(request, ref)
    row = get_object_or_404(found.sessions, number=number)
    response = HttpResponse(
        calendars.written(invitation_of(found, row, actor.user.email if actor.user else "")),
        content_type="text/calendar; charset=utf-8",
    )
    method = "CANCEL" if row.cancelled_at else "REQUEST"
    response.headers["Content-Type"] = f"text/calendar; charset=utf-8; method={method}"
    response.headers["Content-Disposition"] = f'attachment; filename="sesion-{found.ref.lower()}-{row.number}.ics"'
    return response


@never_cache
@require_safe
def whole_dossier(request: HttpRequest, ref: str) -> HttpResponse:
    """The dossier as one PDF."""
    _actor, found = found_for(request, ref)
    response = HttpResponse(dossier.whole(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="expediente-{found.ref.lower()}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_POST
def part(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody who was invited leaves, or is thanked."""
    actor, found = found_for(request, ref)
    organization = get_object_or_404(Organization, slug=request.POST.get("organizacion", ""))
    try:
        end_participation(exchange=found, organization=organization, by=actor)
    except NotPossible:
        return page(request, actor, found, status=409)
    return redirect("exchanges" if organization == actor.organization else found)
