"""Uploading documents: several at once in one form, or part by part with a script, which goes on where it broke off."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minga.accounts.actors import Actor, actor_of
from minga.contributions import queries
from minga.contributions.actions.uploading import (
    Full,
    NobodyToShowItTo,
    NotSending,
    OtherOffset,
    add_part,
    begin_upload,
    cancel_upload,
)
from minga.contributions.domain import uploading
from minga.contributions.domain.uploading import HEAD, PART, Stage
from minga.contributions.models import Upload
from minga.contributions.words import full_in_words
from minga.evidence.domain.statuses import Access
from minga.frame.middleware import takes

# What a form holds beside its files.
_FIELDS = 1 << 20


class Bounded(FileUploadHandler):
    """Counts what comes; where it is too much the rest is let pass unread, so that the browser hears why."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most, self.came, self.is_over = most, 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The bytes, for the next handler."""
        self.came += len(raw_data)
        if self.came > self.most:
            self.is_over = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler keeps it."""


@takes(None)
@csrf_exempt  # what is sent must not be read before its size is known; `_uploads` asks for the form's mark
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """What one uploads and what became of it; sent as a form, several files at once."""
    bound = Bounded(request, uploading.LARGEST_FORM)
    if request.method == "POST":
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > 2 * uploading.LARGEST_FORM + _FIELDS:
            return _page(request, [_too_large()], status=413)
        request.upload_handlers = [bound, TemporaryFileUploadHandler(request)]
    return _uploads(request, bound)


@csrf_protect
def _uploads(request: HttpRequest, bound: Bounded) -> HttpResponse:
    if request.method != "POST":
        if request.GET.get("parte") == "lista":
            return _list(request)
        return _page(request, [])
    files = request.FILES.getlist("archivos")
    if bound.is_over:
        return _page(request, [_too_large()], status=413)
    faults = [fault for file in files if (fault := _take(file, request, actor_of(request)))]
    if not files:
        faults = [_("No llegó ningún archivo: elija uno o varios.")]
    return _page(request, faults, status=422) if faults else redirect("uploads")


def _too_large() -> str:
    megabytes = uploading.LARGEST_FORM >> 20
    return ngettext(
        "Lo enviado pasa de %(n)s MB y no se guardó nada de ello. Envíe los archivos de a pocos.",
        "Lo enviado pasa de %(n)s MB y no se guardó nada de ello. Envíe los archivos de a pocos.",
        megabytes,
    ) % {"n": megabytes}


def _access(request: HttpRequest) -> Access:
    said = request.POST.get("acceso", "")
    return Access(said) if said in [*Access] else Access.QUOTES


def _take(file: "UploadedFile[bytes]", request: HttpRequest, actor: Actor) -> str:
    """Why a file of a form was not taken; "" where it was."""
    try:
        upload = begin_upload(name=file.name or "", size=file.size or 0, head="", access=_access(request), by=actor)
        for chunk in file.chunks(PART):
            upload = add_part(upload=upload, offset=upload.offset, data=chunk, by=actor)
    except (Full, NobodyToShowItTo) as error:
        return full_in_words(file.name or "", error)
    return ""


def _page(request: HttpRequest, faults: Sequence[str], *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    context = {
        **_moving(actor),
        "faults": faults,
        "access": request.POST.get("acceso", Access.QUOTES) if status != 413 else Access.QUOTES,
        "part": PART,
        "head": HEAD,
        "most": uploading.LARGEST >> 20,
    }
    return render(request, "contributions/uploads.html", context, status=status)


def _moving(actor: Actor) -> dict[str, Any]:
    found = queries.uploads_of(actor)
    return {"uploads": found, "is_moving": any(one.is_moving and one.upload.stage == Stage.HANDED for one in found)}


def _list(request: HttpRequest) -> HttpResponse:
    return render(request, "contributions/_uploads.html", _moving(actor_of(request)))


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a file that comes part by part: its key, and the offset at which it goes on, as JSON."""
    size, head = request.POST.get("bytes", ""), request.POST.get("comienzo", "")
    if not (size.isascii() and size.isdigit() and len(size) < 16) or len(head) not in (0, 64):
        return JsonResponse({"why": _("Falta algo en lo enviado.")}, status=400)
    name = request.POST.get("nombre", "")
    try:
        upload = begin_upload(name=name, size=int(size), head=head, access=_access(request), by=actor_of(request))
    except (Full, NobodyToShowItTo) as error:
        return JsonResponse({"why": full_in_words(name, error)}, status=413)
    return _where(upload)


@takes(2 * PART)  # a little too long is told as the script understands it
@require_POST
def part(request: HttpRequest, key: str) -> HttpResponse:
    """The next bytes of a file, at `desde`; 409 tells the offset at which it goes on."""
    actor = actor_of(request)
    upload = _mine(actor, key)
    said = request.GET.get("desde", "")
    offset = int(said) if said.isascii() and said.isdigit() and len(said) < 16 else -1
    try:
        return _where(add_part(upload=upload, offset=offset, data=request.read(PART + 1), by=actor))
    except OtherOffset as error:
        return JsonResponse({"offset": error.offset}, status=409)
    except Full:
        return JsonResponse({"why": _("La parte es demasiado larga.")}, status=413)
    except NotSending:
        return JsonResponse({"why": _("Esta subida ya terminó o se canceló.")}, status=410)


def _where(upload: Upload) -> HttpResponse:
    return JsonResponse({"key": upload.key, "offset": upload.offset, "stage": upload.stage})


def _mine(actor: Actor, key: str) -> Upload:
    found = queries.upload_of(actor, key)
    if found is None:
        raise Http404
    return found


@require_safe
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """One file: where it is, and what can be done with it."""
    actor = actor_of(request)
    found = queries.seen(actor, [_mine(actor, key)])[0]
    return render(request, "contributions/upload.html", {"seen": found, "is_moving": found.is_moving})


@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Leave a file that comes, or that waits to be read."""
    actor = actor_of(request)
    cancel_upload(upload=_mine(actor, key), by=actor)
    return redirect("uploads")
