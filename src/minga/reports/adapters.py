"""The answer to a report as mail, and from which address a report came."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from minga.notices.adapters import absolute
from minga.reports.models import Report


def send(email: str, report: Report) -> None:
    """Say where the answer stands; nothing of what was reported goes along. Raises what the mail server raises."""
    with translation.override(settings.LANGUAGE_CODE):
        EmailMessage(
            subject=_("Minga: hay respuesta a lo que usted informó"),
            body=render_to_string("reports/mail.txt", {"address": absolute(report.get_absolute_url())}),
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()


def address_of(request: HttpRequest) -> str:
    """From where it came: as the proxy says at the end of X-Forwarded-For where there is one, else the connection."""
    told = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR") or "")
