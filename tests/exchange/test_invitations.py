"""A session comes by mail: each mail is read as a mail program and a calendar read it, by libraries that wrote none."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import vobject
from django.core import mail

from minga.accounts.domain.permissions import Role
from minga.accounts.models import Outgoing
from minga.accounts.posting import read
from minga.accounts.sealing import unseal
from minga.exchange.actions.meeting import cancel, end_sessions, reschedule, schedule
from minga.notices.actions import choose_mail
from minga.notices.domain import Mail
from tests.exchange.conftest import SECRET, Three
from tests.exchange.test_actions import hour
from tests.people import somebody

ROOM, PLACE = "https://sala.example/quindio", "Palacio"


def came() -> dict[str, tuple[EmailMessage, Any]]:
    """The mails that came since the last look, by whom they are for: as read, and their calendar."""
    found = {}
    for sent in mail.outbox:
        one = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        assert isinstance(one, EmailMessage)
        calendars = [part for part in one.walk() if part.get_content_type() == "text/calendar"]
        assert [part.is_attachment() for part in calendars] == [False, True], "for mail programs, and as a file"
        words = [
            "\n".join(str(part.get_content()).splitlines()) for part in calendars if isinstance(part, EmailMessage)
        ]
        assert words[0] == words[1]
        made = vobject.readOne(words[0])
        assert [part.get_param("method") for part in calendars] == [made.method.value] * 2, "RFC 6047 asks for it"
        assert made.vevent.attendee.value == f"mailto:{one['to']}"
        found[str(one["to"])] = (one, made)
    assert len(found) == len(mail.outbox), "one for each person"
    mail.outbox.clear()
    return found


def test_whoever_takes_part_has_the_session_in_her_calendar_moved_and_taken_out(three: Three) -> None:
    colleague = somebody(Role.CONTRIBUTOR, of="oficina-manizales", email="colega@oficina-manizales.example")
    quiet = somebody(Role.CONTRIBUTOR, of="oficina-manizales", email="callada@oficina-manizales.example")
    somebody(Role.READER, of="oficina-manizales", email="lectora@oficina-manizales.example")
    choose_mail(mail=Mail.NONE, by=quiet)
    made = three.agreed()
    mail.outbox.clear()
    one = schedule(exchange=made, when=hour(link=ROOM, place=PLACE), by=three.caldono)
    hers = {actor.user.email for actor in (three.caldono, three.manizales, colleague) if actor.user}
    first = came()
    assert set(first) == hers, "not the federation, which nobody turned to; not who only reads, or wants no mail"
    for message, calendar in first.values():
        assert (calendar.method.value, calendar.vevent.sequence.value) == ("REQUEST", "0")
        assert calendar.vevent.url.value.endswith(made.get_absolute_url())
        assert calendar.vevent.dtstart.value == one.starts
        plain = message.get_body(("plain",))
        assert plain is not None and made.get_absolute_url() in plain.get_content()
        assert message["auto-submitted"] == "auto-generated"
        read_out = f"{calendar.serialize()} {plain.get_content()} {message['subject']}"
        assert not any(word in read_out for word in (SECRET, ROOM, PLACE)), "no mail holds what they wrote"
    moved = reschedule(session=one, when=hour(2), by=three.manizales)
    second = came()
    assert set(second) == hers and {m["message-id"] for m, _ in first.values()}.isdisjoint(
        {m["message-id"] for m, _ in second.values()}
    )
    for message, calendar in second.values():
        assert (calendar.method.value, calendar.vevent.sequence.value) == ("REQUEST", "1")
        assert calendar.vevent.uid.value == one.uid and calendar.vevent.dtstart.value == moved.starts
        assert "cambió la sesión" in str(message["subject"])
    cancel(session=moved, by=three.caldono)
    for message, calendar in came().values():
        assert (calendar.method.value, calendar.vevent.sequence.value) == ("CANCEL", "2")
        assert calendar.vevent.status.value == "CANCELLED" and "se canceló" in str(message["subject"])


def test_sessions_to_come_are_taken_out_of_calendars_when_there_will_be_no_more(three: Three) -> None:
    made = three.agreed()
    first = schedule(exchange=made, when=hour(), by=three.caldono)
    schedule(exchange=made, when=hour(1), by=three.caldono)
    type(first).objects.filter(pk=first.pk).update(held_at=first.starts)
    mail.outbox.clear()
    end_sessions(exchange=made, by=three.caldono)
    assert {calendar.method.value for _, calendar in came().values()} == {"CANCEL"}


def test_an_invitation_waits_sealed_for_the_mail_server_and_not_without_its_session(
    three: Three, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "minga.accounts.posting.Post"
    made = three.agreed()
    schedule(exchange=made, when=hour(link=ROOM), by=three.caldono)
    rows = list(Outgoing.objects.all())
    assert len(rows) == 2 and not any("calendar" in row.sealed or made.ref in row.sealed for row in rows)
    envelope = read(unseal(rows[0].sealed, "mail"))
    assert b"method=" in envelope.data.replace(b'"', b"").lower()
    # What is taken back was never told.
    monkeypatch.setattr("minga.exchange.invitations.compose", _broken)
    with pytest.raises(RuntimeError):
        schedule(exchange=made, when=hour(2), by=three.caldono)
    assert made.sessions.count() == 1 and Outgoing.objects.count() == 2


def _broken(*given: object) -> None:
    raise RuntimeError
