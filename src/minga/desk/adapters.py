"""The outside: holidays of the world, lists as files, mail to whoever asked without an account."""

import json
import logging
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import holidays
from babel.core import get_global
from charset_normalizer import from_bytes
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from minga.desk.domain.concerns import Concerns, joined
from minga.desk.models import Consultation
from minga.notices.adapters import absolute

# Where a country has several time zones: that of most of its municipalities.
_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MX": "America/Mexico_City",
    "PT": "Europe/Lisbon",
    "US": "America/New_York",
}

_LIST = Path(__file__).parent / "data" / "concerns.json"
# What a federation adds to it, in the folder of its data.
_OWN = "concerns.json"
log = logging.getLogger(__name__)


@cache
def concerns() -> Concerns:
    """What questions may be about: our list, and what the installation adds to it; read once per process."""
    ours, own = json.loads(_LIST.read_text(encoding="utf-8")), Path(settings.MINGA_HOME) / _OWN
    try:
        return Concerns(joined([ours, json.loads(own.read_text(encoding="utf-8"))] if own.exists() else [ours]))
    except (OSError, ValueError) as error:
        log.warning("%s is not a list of concerns and was left out: %r", own, error)
        return Concerns(ours)


def holiday_countries() -> dict[str, list[str]]:
    """Countries whose holidays are known, each with the subdivisions that have their own."""
    return holidays.list_supported_countries(include_aliases=False)


def holidays_of(country: str, subdivision: str) -> Callable[[date], bool]:
    """Whether a day is a holiday there; none is where nobody knows the country."""
    known = _calendar(country, subdivision)
    return lambda day: known is not None and day in known


@cache
def _calendar(country: str, subdivision: str) -> "holidays.HolidayBase | None":
    known = holiday_countries()
    if country not in known:
        return None
    # It is filled year by year, as days are asked for.
    return holidays.country_holidays(country, subdiv=subdivision if subdivision in known[country] else None)


def zone_of(country: str) -> str:
    """The time zone of a country's municipalities; universal time where it is not known."""
    of_country = sorted(zone for zone, code in get_global("zone_territories").items() if code == country)
    return _ZONES.get(country) or next((zone for zone in of_country if zone in zones()), "UTC")


@cache
def zones() -> frozenset[str]:
    """Every time zone there is."""
    return frozenset(available_timezones())


@cache
def zone(name: str) -> ZoneInfo:
    """A time zone by its name."""
    return ZoneInfo(name)


def text_of(data: bytes) -> str:
    """A list as text: UTF-8, or what offices' spreadsheets write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return str(from_bytes(data).best() or data.decode("latin-1"))


def send(email: str, consultation: Consultation, language: str) -> None:
    """Say where the answer stands; nothing of what was asked goes along. Raises what the mail server raises."""
    with translation.override(language):
        EmailMessage(
            subject=_("Minga: su consulta tiene respuesta"),
            body=render_to_string("desk/mail.txt", {"address": absolute(consultation.get_absolute_url())}),
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
