"""Invitations, read by a library that shares no code with what writes them: right hours, each word replaces another."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from minga.exchange.calendars import Invitation, written, zones_of


def invitation(zone: str, starts: datetime, **words: object) -> Invitation:
    fields: dict[str, object] = {
        "uid": "abc@minga", "sequence": 0, "zone": zone, "changed": datetime(2026, 9, 1, tzinfo=UTC),
        "summary": "Intercambio, sesión; primera", "description": "Renglón uno\nrenglón dos",
        "page": "https://minga.example/intercambios/ABCDEFGH/", "sender": "minga@example.org", "organ": "Oficina «Ñ»",
        "to": "ana@example.org", "starts": starts, "ends": starts + timedelta(hours=2),
    }  # fmt: skip
    return Invitation(**(fields | words))  # type: ignore[arg-type]


def read(data: bytes) -> vobject.base.Component:
    return vobject.readOne(data.decode())


@pytest.mark.parametrize("zone", ["America/Bogota", "Europe/Madrid", "America/Sao_Paulo", "UTC", "America/Santiago"])
@pytest.mark.parametrize("day", [(2026, 10, 20), (2026, 10, 27), (2027, 3, 20), (2027, 4, 2)])
def test_the_hours_are_right_in_every_zone_on_both_sides_of_a_change_of_clocks(
    zone: str, day: tuple[int, int, int]
) -> None:
    starts = datetime(*day, 15, 30, tzinfo=ZoneInfo(zone))
    made = read(written(invitation(zone, starts.astimezone(UTC))))
    event = made.vevent
    assert (event.dtstart.value.hour, event.dtstart.value.minute) == (15, 30), "by the clock of the place"
    assert event.dtstart.value.astimezone(UTC) == starts.astimezone(UTC), "and so the same moment everywhere"
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert [str(one.tzid.value) for one in made.contents.get("vtimezone", [])] == ([] if zone == "UTC" else [zone])


def test_a_weekly_call_of_bogota_and_madrid_is_an_hour_earlier_there_once_madrid_is_in_winter() -> None:
    bogota = ZoneInfo("America/Bogota")
    seen = [
        read(written(invitation("America/Bogota", datetime(2026, 10, day, 9, tzinfo=bogota)))).vevent.dtstart.value
        for day in (20, 27)
    ]
    assert [one.astimezone(ZoneInfo("Europe/Madrid")).hour for one in seen] == [16, 15]
    assert [one.astimezone(ZoneInfo("America/Sao_Paulo")).hour for one in seen] == [11, 11]


def test_each_word_replaces_the_one_before_and_the_last_takes_it_out() -> None:
    starts = datetime(2026, 11, 3, 9, tzinfo=ZoneInfo("America/Bogota"))
    calendar: dict[str, vobject.base.Component] = {}
    for sequence, moved, is_cancelled in ((0, 0, False), (1, 3, False), (0, 0, False), (2, 3, True)):
        one = invitation(
            "America/Bogota", starts + timedelta(hours=moved), sequence=sequence, is_cancelled=is_cancelled
        )
        made = read(written(one))
        there = calendar.get(made.vevent.uid.value)
        if there is not None and int(there.sequence.value) >= int(made.vevent.sequence.value):
            continue  # as RFC 5546 says: an older word is none
        if made.method.value == "CANCEL":
            assert made.vevent.status.value == "CANCELLED"
            del calendar[made.vevent.uid.value]
            continue
        assert (made.method.value, made.vevent.status.value) == ("REQUEST", "CONFIRMED")
        calendar[made.vevent.uid.value] = made.vevent
        assert calendar["abc@minga"].dtstart.value.hour == 9 + moved
    assert calendar == {}


def test_words_come_back_as_they_were_said_and_lines_are_folded() -> None:
    starts = datetime(2026, 11, 3, 9, tzinfo=UTC)
    data = written(
        invitation("America/Bogota", starts, link="https://example.org/sala", place="Palacio, salón 2; piso 3")
    )
    event = read(data).vevent
    assert event.summary.value == "Intercambio, sesión; primera"
    assert event.description.value.splitlines()[:2] == ["Renglón uno", "renglón dos"]
    assert event.location.value == "Palacio, salón 2; piso 3"
    assert event.organizer.value == "mailto:minga@example.org" and event.organizer.params["CN"] == ["Oficina «Ñ»"]
    assert event.attendee.value == "mailto:ana@example.org"
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and data.endswith(b"END:VCALENDAR\r\n")


def test_the_zones_of_both_sides_can_be_chosen() -> None:
    zones = zones_of(["CO", "ES"], "America/Bogota")
    assert zones[0] == "America/Bogota" and zones.count("America/Bogota") == 1
    assert {"Europe/Madrid", "Atlantic/Canary", "UTC"} <= set(zones)
    assert zones_of(["XX"]) == ["UTC"]
