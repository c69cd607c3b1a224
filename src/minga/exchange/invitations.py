"""Sessions as mail: an invitation that calendars put in by themselves, another that replaces it, one that takes it out.

A mail tells between whom and when; where, and the link to a call, stand on the page of the exchange and in the file
that is fetched there, for no mail holds what the parties wrote. Each goes to one person of a party, as the calendar's
attendee, and never where somebody wants no mail of us.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minga.accounts.models import User
from minga.exchange import calendars
from minga.exchange.models import Exchange, Session
from minga.exchange.words import topic_label
from minga.notices.adapters import absolute
from minga.notices.domain import Mail
from minga.notices.queries import mail_of
from minga.offers.domain.modalities import Modality
from minga.offers.words import MODALITIES


def invitation_of(exchange: Exchange, session: Session, to: str) -> calendars.Invitation:
    """A session as one person's calendar sees it, in the language in force."""
    names = " · ".join(one.name for one in (exchange.asker, exchange.asked) if one)
    return calendars.Invitation(
        uid=session.uid,
        sequence=session.sequence,
        starts=session.starts,
        ends=session.ends,
        zone=session.zone,
        changed=session.changed_at,
        summary=_("Intercambio %(names)s") % {"names": names},
        description=f"{MODALITIES[Modality(exchange.modality)]}: {topic_label(exchange.topic)}",
        page=absolute(exchange.get_absolute_url()),
        sender=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">"),
        organ="Minga",
        to=to,
        place=session.place,
        link=session.link,
        is_cancelled=session.cancelled_at is not None,
    )


def send(exchange: Exchange, session: Session, users: Iterable[User]) -> int:
    """Have each of these people told of a session as it stands now; how many. In the transaction of the caller."""
    told = [user for user in users if mail_of(user) != Mail.NONE]
    with translation.override(settings.LANGUAGE_CODE):
        for user in told:
            compose(exchange, session, user.email).send()
    return len(told)


def compose(exchange: Exchange, session: Session, to: str) -> EmailMultiAlternatives:
    """The message (RFC 6047), not yet sent, in the language in force.

    Calendars of mail programs read the alternative, others the file; both are the same words. The same word twice has
    one Message-ID, by which mail programs show it once.
    """
    one = replace(invitation_of(exchange, session, to), place="", link="")
    data, method = calendars.written(one), "CANCEL" if one.is_cancelled else "REQUEST"
    starts = one.starts.astimezone(calendars.zone_named(one.zone))
    when = f"{date_format(starts, 'DATE_FORMAT')}, {starts:%H:%M} ({one.zone})"
    says = _subject(session) % {"ref": exchange.ref, "when": when}
    message = EmailMultiAlternatives(
        subject=f"Minga: {says}"[:200],
        body=render_to_string("exchange/invitation.txt", {"one": one, "when": when, "says": says}),
        to=[to],
        headers={"Message-ID": f"<{_name(one)}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(data.decode(), f"text/calendar; method={method}")
    message.attach(_file(data, method, f"sesion-{exchange.ref.lower()}-{session.number}.ics"))
    return message


def _subject(session: Session) -> str:
    if session.cancelled_at is not None:
        return _("se canceló la sesión del intercambio %(ref)s del %(when)s")
    if session.sequence:
        return _("cambió la sesión del intercambio %(ref)s: %(when)s")
    return _("sesión del intercambio %(ref)s: %(when)s")


def _file(data: bytes, method: str, name: str) -> MIMEText:
    made = MIMEText(data.decode(), "calendar", "utf-8")
    made.set_param("method", method)
    made.add_header("Content-Disposition", "attachment", filename=name)
    return made


def _name(one: calendars.Invitation) -> str:
    told = f"{settings.SECRET_KEY} {one.uid} {one.sequence} {one.to}"
    host = str(settings.SITE_ADDRESS).partition("://")[2].partition(":")[0]
    return f"sesion.{hashlib.sha256(told.encode()).hexdigest()[:32]}@{host}"
