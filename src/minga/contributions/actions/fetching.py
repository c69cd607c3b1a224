"""Addresses that people give: fetched by a job, handed to be read like any file, never asked for twice."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor, as_member, as_person
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.contributions.domain.errands import FETCH, MOST_A_DAY, MOST_BYTES, SECONDS, Failed, failed_by, name_at
from minga.contributions.models import Errand
from minga.evidence.fetching import Fetched, NotFetched, fetch
from minga.ingest.actions.handing import hand_in
from minga.jobs.actions import enqueue
from minga.journal.actions import record


class TooManyErrands(ValueError):
    """Nobody has so many pages fetched in a day."""


@transaction.atomic
@needs(Capability.BRING)
def begin_errand(*, url: str, quote: str, by: Actor) -> Errand:
    """Have an address fetched later, for the words that stand there. Raises TooManyErrands."""
    since = timezone.now() - timedelta(days=1)
    mine = Errand.objects.filter(user=by.user, begun_at__gte=since)
    if by.user is None or mine.count() >= MOST_A_DAY:
        raise TooManyErrands(url)
    same = mine.filter(url=url, quote=quote, failed="", organization=by.organization).first()
    if same is not None:
        return same
    errand = Errand.objects.create(user=by.user, organization=by.organization, url=url, quote=quote)
    enqueue(task=FETCH, key=f"errand:{errand.key}", arguments={"key": errand.key})
    # Of what was typed the journal keeps nothing: the document that comes leaves its own event.
    record("errand.begun", errand, by=by.key, after={"quoted": bool(quote)})
    return errand


def run_errand(*, key: str) -> None:
    """Fetch an address and hand in what came; a second time changes nothing."""
    errand = Errand.objects.select_related("user", "organization").filter(key=key, sha256="", failed="").first()
    if errand is None:
        return None
    by = _still(errand)
    if by is None:
        return end_errand(key=key, failed=Failed.NOT_ALLOWED)
    try:
        answer = fetch(errand.url, most_bytes=MOST_BYTES, seconds=SECONDS)
    except NotFetched as error:
        return end_errand(key=key, failed=failed_by(type(error).__name__))
    if answer.status != 200 or not answer.data:
        return end_errand(key=key, failed=Failed.STATUS)
    return _hand_on(errand, answer, by)


@transaction.atomic
def _hand_on(errand: Errand, answer: Fetched, by: Actor) -> None:
    handed = hand_in(data=answer.data, name=name_at(answer.final_url), url=answer.final_url, by=by)
    errand.sha256 = handed.sha256
    errand.save(update_fields=["sha256"])


def _still(errand: Errand) -> Actor | None:
    """Whoever asked, if they may still bring what they asked for."""
    if errand.organization is None:
        found = as_person(errand.user)
    else:
        membership = errand.user.memberships.active().filter(organization=errand.organization).first()
        found = as_member(membership) if membership else as_person(errand.user)
    return found if found.may(Capability.BRING) and found.organization == errand.organization else None


@transaction.atomic
def end_errand(*, key: str, failed: Failed) -> None:
    """Nothing came of it, and why."""
    for row in Errand.objects.select_for_update().filter(key=key, sha256="", failed=""):
        row.failed = failed
        row.save(update_fields=["failed"])
        record("errand.failed", row, after={"why": failed})
