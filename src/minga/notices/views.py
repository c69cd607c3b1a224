"""Pages: one's own notices, how one wants them, and a feed for those who want no mail."""

from datetime import datetime
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minga.accounts.actors import actor_of
from minga.accounts.models import User
from minga.frame.feeds import Feed, answer
from minga.frame.forms import text_param
from minga.notices import queries
from minga.notices.actions import choose_mail, mark_all_read, mark_read, renew_feed, revoke_feed
from minga.notices.domain import Mail
from minga.notices.models import Notice, Preference
from minga.notices.registry import in_words

PER_PAGE, IN_FEED = 25, 50
MAILS = {
    Mail.AT_ONCE: gettext_lazy("cada aviso en cuanto llega"),
    Mail.DAILY: gettext_lazy("un resumen por día, por la mañana"),
    Mail.WEEKLY: gettext_lazy("un resumen por semana, los lunes"),
    Mail.NONE: gettext_lazy("ninguno: los leo aquí o por el canal"),
}


@never_cache
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What somebody was told, the newest first, and how she wants it."""
    user = cast(User, request.user)
    page = Paginator(Notice.objects.filter(user=user), PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    preference = Preference.objects.filter(user=user).first()
    context = {
        "page": page,
        "rows": [(one, in_words(one.kind, one.params)) for one in page],
        "shown_at": timezone.now().isoformat(),
        "mail": queries.mail_of(user),
        "mails": [(mail.value, label) for mail, label in MAILS.items()],
        "feed": _feed_addresses(request, preference.feed if preference else None),
        "saved": text_param(request, "guardado", limit=10),
    }
    return render(request, "notices/notices.html", context)


def _feed_addresses(request: HttpRequest, secret: str | None) -> list[tuple[str, str]]:
    forms = ("Atom", "atom"), ("RSS", "rss")
    return [
        (name, request.build_absolute_uri(reverse("notices-feed", args=[secret, form])))
        for name, form in forms
        if secret
    ]


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Put one notice aside, or all that the page showed."""
    by, number = actor_of(request), request.POST.get("aviso", "")
    if number:
        key = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        if not mark_read(number=key, by=by) and not Notice.objects.filter(pk=key, user=by.user).exists():
            raise Http404
    else:
        mark_all_read(until=_moment(request.POST.get("hasta", "")), by=by)
    return redirect("notices")


def _moment(written: str) -> datetime:
    try:
        found = parse_datetime(written)
    except ValueError:
        found = None
    return found if found and timezone.is_aware(found) else timezone.now()


@require_POST
def preference(request: HttpRequest) -> HttpResponse:
    """Keep how she wants notices by mail; a word that is none of the choices changes nothing."""
    chosen = request.POST.get("correo", "")
    if chosen in list(Mail):
        choose_mail(mail=Mail(chosen), by=actor_of(request))
    return redirect(f"{reverse('notices')}?guardado=correo#correo")


@require_POST
def own_feed(request: HttpRequest) -> HttpResponse:
    """Have a feed at a new secret address, or none."""
    if request.POST.get("canal") == "no":
        revoke_feed(by=actor_of(request))
    else:
        renew_feed(by=actor_of(request))
    return redirect(f"{reverse('notices')}?guardado=canal#canal")


@require_safe
def feed(request: HttpRequest, secret: str, form: str) -> HttpResponse:
    """One's own notices for a feed reader, which knows the secret address and nothing else."""
    user = queries.with_feed(secret)
    if user is None:
        raise Http404
    made = Feed(form, _("Mis avisos en Minga"), request.build_absolute_uri(reverse("notices")), _("Avisos de Minga"))
    for one in Notice.objects.filter(user=user)[:IN_FEED]:
        made.add(in_words(one.kind, one.params), request.build_absolute_uri(one.address), one.at, name=_name(one))
    response = answer(made)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _name(notice: Notice) -> Any:
    return f"aviso-{notice.at:%Y%m%d%H%M%S%f}"
