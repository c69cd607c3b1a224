"""Sessions as iCalendar files (RFC 5545, with the methods of RFC 5546), which calendars put in, replace and take out.

An invitation is known by its UID; one with a higher SEQUENCE replaces the one before, and a CANCEL takes it out. Hours
stand by the clock of the zone of the session, whose rules go along as VTIMEZONE: a change of clocks moves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

_PRODUCT = "-//Minga//Intercambios//ES"
_ALWAYS = ("UTC",)
# Rules of a zone go along from a year before the session on, so that no calendar has to guess.
_AROUND = timedelta(days=366)


@dataclass(frozen=True)
class Invitation:
    """A session as a calendar sees it.

    starts, ends    moments, in any zone; `zone`: IANA name of the zone in which they are shown
    page            the whole address of the exchange
    sender, to      e-mail addresses: who invites, and who is invited, which is whoever takes the file
    """

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    zone: str
    changed: datetime
    summary: str
    description: str
    page: str
    sender: str
    organ: str
    to: str
    place: str = ""
    link: str = ""
    is_cancelled: bool = False


def written(one: Invitation) -> bytes:
    """The file: METHOD REQUEST, or CANCEL for a session that was called off."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if one.is_cancelled else "REQUEST")
    zone = ZoneInfo(one.zone)
    starts, ends = one.starts.astimezone(zone), one.ends.astimezone(zone)
    if one.zone != "UTC":
        around = ((starts - _AROUND).date(), (ends + _AROUND).date())
        calendar.add_component(Timezone.from_tzid(one.zone, first_date=around[0], last_date=around[1]))
    calendar.add_component(_event(one, starts, ends))
    return bytes(calendar.to_ical())


def _event(one: Invitation, starts: datetime, ends: datetime) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", one.summary)
    event.add("description", "\n".join(filter(None, (one.description, one.link, one.page))))
    event.add("url", one.page)
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    if place := one.place or one.link:
        event.add("location", place)
    sender = vCalAddress(f"mailto:{one.sender}")
    sender.params["CN"] = vText(one.organ)
    event["organizer"] = sender
    invited = vCalAddress(f"mailto:{one.to}")
    invited.params["ROLE"], invited.params["PARTSTAT"] = vText("REQ-PARTICIPANT"), vText("NEEDS-ACTION")
    event.add("attendee", invited, encode=0)
    return event


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    return ZoneInfo(name)


@cache
def _zones() -> dict[str, list[str]]:
    """Time zones by the country in which they hold (the table `zone.tab` of the time zone database)."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found.setdefault(country, []).append(zone)
    return found


def zones_of(countries: Iterable[str], *also: str) -> list[str]:
    """The zones that may be chosen: of these countries (ISO 3166-1 alpha-2), these, and universal time; each once."""
    of_countries = [zone for country in countries for zone in _zones().get(country, ())]
    return list(dict.fromkeys([*also, *of_countries, *_ALWAYS]))
