"""What is offered on this machine alone: the folder of mails, and the demo's ready people."""

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minga.accounts import demo, outbox
from minga.territories.mine import way_back


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that a site without a mail server has sent, to whoever sits at its machine; else nothing is there."""
    if not outbox.shown_to(request):
        raise Http404
    return render(request, "accounts/mails.html", {"mails": outbox.mails()})


@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Enter as one of the demo's ready people; elsewhere nothing is there."""
    user = demo.person_of(request.POST.get("person", "")) if demo.offered(request) else None
    if user is None:
        raise Http404
    entered: HttpResponse = perform_login(request, user, redirect_url=way_back(request.POST.get("next", "")) or None)
    return entered
