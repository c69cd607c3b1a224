"""The only writer of notices.

Reading a notice leaves no event in the journal: it is nobody's business for ever when somebody read what.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.accounts.models import User
from minga.jobs import actions as jobs
from minga.journal.actions import record
from minga.notices import adapters, queries
from minga.notices.domain import DEFAULT, Mail, check
from minga.notices.models import Notice, Preference
from minga.notices.registry import KindUnknown, is_known

MAIL = "notices.mail"
# So many notices in one message.
_IN_A_MAIL = 100


@transaction.atomic
def notify(*, users: Iterable[User], kind: str, params: Mapping[str, int | str], address: str) -> int:
    """Tell people something, in the transaction of the change it tells of; how many are told.

    users    each is told once; whoever can no longer sign in is not
    kind     as a room registers it in its `notices.py`
    params   codes and numbers of its sentence
    address  the path of the page where it is seen

    Raises KindUnknown, NoticeRefused.
    """
    told = list({user.pk: user for user in users if user.is_active}.values())
    made = _new(told, kind, params, address)
    at_once = set(
        Preference.objects.filter(user__in=told, mail=Mail.AT_ONCE).values_list("user", flat=True) if told else ()
    )
    for row in made:
        if row.user_id in at_once:  # one job a notice: one at work now has chosen already what it sends
            jobs.enqueue(task=MAIL, key=f"notice {row.pk}", arguments={"user": row.user_id})
    return len(told)


def _new(told: list[User], kind: str, params: Mapping[str, int | str], address: str) -> list[Notice]:
    if not is_known(kind):
        raise KindUnknown(kind)
    check(params, address)
    if told:
        record("notice.sent", object_type="notices.notice", object_ref=kind, after={"people": len(told)})
    return Notice.objects.bulk_create(
        [Notice(user=user, kind=kind, params=dict(params), address=address) for user in told]
    )


@transaction.atomic
def gather(*, users: Iterable[User], kind: str, counts: Mapping[str, int], whose: str, address: str) -> int:
    """Tell people that so much more waits, in one notice as long as they have not read it; how many are told.

    counts   of each kind of thing, added to what the notice says already
    whose    the slug of the organization in which it waits
    address  the path of the page where all of it is seen

    Who wants mail at once has it within two hours, so that a sitting of somebody's makes one mail. Raises as `notify`.
    """
    people = {user.pk: user for user in users if user.is_active}
    waiting = Notice.objects.select_for_update().to_mail().filter(kind=kind, address=address, params__whose=whose)
    told = {row.user_id: row for row in waiting.filter(user__in=people).order_by("pk")}
    for row in told.values():
        row.params = row.params | {name: row.params.get(name, 0) + count for name, count in counts.items()}
        row.save(update_fields=["params"])
    params: dict[str, int | str] = {**counts, "whose": whose}
    _new([user for key, user in people.items() if key not in told], kind, params, address)
    return len(people)


@transaction.atomic
def queue_due() -> int:
    """Put in a job for everybody whose notices should have gone out by now; for how many."""
    waiting = queries.with_due()
    for user, before in waiting:
        jobs.enqueue(task=MAIL, key=f"notices {user} {before:%Y-%m-%dT%H}", arguments={"user": user})
    return len(waiting)


def mail_due(*, user: int) -> int:
    """Send a person what is due; how many notices went out. A second time changes nothing."""
    sent = 0
    while going := _mail(user):
        sent += going
    return sent


@transaction.atomic
def _mail(user: int) -> int:
    """One message: its notices are held until they are noted as sent, so that no other worker sends them too."""
    found = User.objects.filter(pk=user, is_active=True).first()
    if found is None:
        return 0
    notices = list(queries.due(found).select_for_update(of=("self",), skip_locked=True)[:_IN_A_MAIL])
    if notices:
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=timezone.now())
        adapters.send(found, notices)  # last: what is not sent is not noted
    return len(notices)


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def mark_read(*, number: int, by: Actor) -> bool:
    """Put one of one's own notices aside; whether there was such a one."""
    return bool(Notice.objects.unread().filter(user=by.user, pk=number).update(read_at=timezone.now()))


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def mark_all_read(*, until: datetime, by: Actor) -> int:
    """Put aside all that had come when the page was shown; how many."""
    return Notice.objects.unread().filter(user=by.user, at__lte=until).update(read_at=timezone.now())


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def choose_mail(*, mail: Mail, by: Actor) -> Preference:
    """Say how one wants notices by mail."""
    row, before = _preference(by), queries.mail_of(_own(by))
    row.mail = mail
    row.save()
    _tell("preference.mail", by, {"mail": before}, {"mail": mail})
    return row


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def renew_feed(*, by: Actor) -> str:
    """Give one's own feed an address nobody knows; the one before leads nowhere from now on."""
    row = _preference(by)
    row.feed = secrets.token_urlsafe(32)
    row.save()
    _tell("preference.feed", by, None, {"feed": True})
    return row.feed


@transaction.atomic
@needs(Capability.OWN_ACCOUNT)
def revoke_feed(*, by: Actor) -> None:
    """Have no feed of one's own; the address it had leads nowhere."""
    row = _preference(by)
    row.feed = None
    row.save()
    _tell("preference.feed", by, None, {"feed": False})


@transaction.atomic
def erase_of(user: User) -> None:
    """Remove all notices of a person, her preference and her feed: part of erasing her data, which she asked for."""
    count, _ = Notice.objects.filter(user=user).delete()
    Preference.objects.filter(user=user).delete()
    record(
        "notices.erased", object_type="accounts.user", object_ref=str(user.pk), by=user.pk, before={"notices": count}
    )


def _own(by: Actor) -> User:
    if by.user is None:
        raise TypeError("the installation itself has no notices")
    return by.user


def _preference(by: Actor) -> Preference:
    row, _ = Preference.objects.select_for_update().get_or_create(user=_own(by), defaults={"mail": DEFAULT})
    return row


def _tell(verb: str, by: Actor, before: dict[str, object] | None, after: dict[str, object]) -> None:
    record(verb, object_type="accounts.user", object_ref=str(by.key), by=by.key, before=before, after=after)
