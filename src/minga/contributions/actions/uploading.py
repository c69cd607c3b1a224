"""Files on their way in: begun, gone on with where they broke off, handed on once whole; cancelled, or left."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.contributions import parts, queries
from minga.contributions.domain.uploading import (
    EXPIRES_HOURS,
    Full,
    OtherOffset,
    Stage,
    check_room,
    file_name,
    next_part,
)
from minga.contributions.models import Upload
from minga.evidence.domain.statuses import Access
from minga.ingest.actions.handing import hand_in_file
from minga.ingest.domain.states import READ
from minga.jobs.actions import cancel
from minga.jobs.queries import live
from minga.journal.actions import record


class NobodyToShowItTo(ValueError):
    """A private file is for an organization; whoever acts for none has nobody to show it to."""


class NotSending(ValueError):
    """The upload ended before, one way or another."""


@transaction.atomic
@needs(Capability.BRING)
def begin_upload(*, name: str, size: int, head: str, access: Access, by: Actor) -> Upload:
    """Begin to take a file, or go on with one's own that broke off.

    head    SHA-256 of the first bytes (`HEAD` of them, or the whole), "" where nobody could tell

    Raises Full, NobodyToShowItTo.
    """
    name = file_name(name)
    if access == Access.PRIVATE and by.organization is None:
        raise NobodyToShowItTo(name)
    if there := queries.unfinished_like(by, name=name, size=size, head=head):
        if there.access != access:
            record("upload.access", there, by=by.key, before={"access": there.access}, after={"access": access})
        there.access = access
        there.save(update_fields=["access"])
        return there
    if by.user is None:  # the terminal reads files where they are
        raise NobodyToShowItTo(name)
    files, under_way, today = queries.under_way(by)
    check_room(size, files=files, under_way=under_way, today=today)
    fields = {"name": name, "size": size, "head": head, "access": access}
    row = Upload.objects.create(user=by.user, organization=by.organization, **fields)
    record("upload.begun", row, by=by.key, after={"size": size, "access": access})
    return row


@needs(Capability.BRING)
def add_part(*, upload: Upload, offset: int, data: bytes, by: Actor) -> Upload:
    """Take the next bytes of a file; with the last it is handed on to be read.

    Raises OtherOffset with where it goes on, Full, NotSending.
    """
    with transaction.atomic():
        row = _held(upload, by)
        is_lost = not parts.has(row.key, row.offset)
        if is_lost:  # a disk was restored, or cleaned by hand: it is sent anew
            row.offset = 0
        else:
            length = next_part(row.offset, row.size, offset, len(data))
            parts.write(row.key, offset, data)
            row.offset += length
        row.moved_at = timezone.now()
        row.save(update_fields=["offset", "moved_at"])
    if is_lost:
        raise OtherOffset(0)
    # Apart: bytes that came stay, whatever becomes of handing them on.
    return finish_upload(upload=row, by=by) if row.offset == row.size else row


def _held(upload: Upload, by: Actor) -> Upload:
    """One's own upload, locked while it still comes. Raises Upload.DoesNotExist, NotSending."""
    row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk, user=by.user)
    if row.stage != Stage.SENDING:
        raise NotSending(row.key)
    return row


@transaction.atomic
@needs(Capability.BRING)
def finish_upload(*, upload: Upload, by: Actor) -> Upload:
    """Hand a file on that is whole: it waits to be read, and the organization it was begun for may see it.

    Raises OtherOffset where it is not whole.
    """
    row = _held(upload, by)
    if row.offset != row.size:
        raise OtherOffset(row.offset)
    path = parts.path_of(row.key)
    row.sha256, row.stage, row.moved_at = parts.hash_of(path), Stage.HANDED, timezone.now()
    row.save(update_fields=["sha256", "stage", "moved_at"])
    record(
        "upload.handed",
        row,
        by=by.key,
        before={"stage": Stage.SENDING},
        after={"stage": row.stage, "sha256": row.sha256},
    )
    whose = by if by.organization == row.organization else _acting_for(by, row)
    hand_in_file(path=path, sha256=row.sha256, name=row.name, access=Access(row.access), by=whose)
    transaction.on_commit(lambda: parts.remove(row.key))
    return row


def _acting_for(by: Actor, row: Upload) -> Actor:
    """Whoever sends, for the organization for which the file was begun, whatever was chosen since."""
    return Actor(by.role, by.user, row.organization, row.organization.name if row.organization else "")


@transaction.atomic
@needs(Capability.BRING)
def cancel_upload(*, upload: Upload, by: Actor) -> bool:
    """Whether there was something to cancel: a file that comes, or one that waits to be read and nobody else sent."""
    row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk, user=by.user)
    if row.stage == Stage.SENDING:
        _end(row, Stage.CANCELLED, by.key)
        return True
    job = live(task=READ, key=row.sha256) if row.stage == Stage.HANDED else None
    if job is None:
        return False
    if not queries.others_wait_for(row):
        cancel(number=job)
    _ended(row, Stage.CANCELLED, by.key)
    return True


def _ended(row: Upload, stage: Stage, by: int | None) -> None:
    before, row.stage, row.moved_at = {"stage": row.stage}, stage, timezone.now()
    row.save(update_fields=["stage", "moved_at"])
    record(f"upload.{stage}", row, by=by, before=before, after={"stage": stage})


def _end(row: Upload, stage: Stage, by: int | None) -> None:
    _ended(row, stage, by)
    transaction.on_commit(lambda: parts.remove(row.key))


@transaction.atomic
def expire_uploads() -> int:
    """How many files were given up that nobody went on sending for two days; parts of no upload go as well."""
    since = timezone.now() - timedelta(hours=EXPIRES_HOURS)
    left = Upload.objects.select_for_update(skip_locked=True, of=("self",))
    rows = list(left.filter(stage=Stage.SENDING, moved_at__lt=since))
    for row in rows:
        _end(row, Stage.EXPIRED, None)
    wanted = set(Upload.objects.filter(stage=Stage.SENDING).values_list("key", flat=True))
    for path in parts.left_behind(wanted):
        path.unlink(missing_ok=True)
    return len(rows)


__all__ = [
    "Full",
    "NobodyToShowItTo",
    "NotSending",
    "OtherOffset",
    "add_part",
    "begin_upload",
    "cancel_upload",
    "expire_uploads",
    "finish_upload",
]
