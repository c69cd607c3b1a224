"""What the room holds about one person, and how it forgets it: what an organization was given stays with it."""

from functools import partial
from typing import Any

from django.db import transaction

from minga.accounts.models import User
from minga.contributions import parts
from minga.contributions.models import Draft, Errand, Upload
from minga.ingest.models import Proposal


def told_of(user: User) -> dict[str, Any]:
    """Everything that stands here under a person's account, as JSON can hold it."""
    drafts = [
        {"form": one.form, "about": one.about, "fields": one.fields, "saved_at": one.saved_at.isoformat()}
        for one in Draft.objects.filter(user=user)
    ]
    uploads = [
        {"name": one.name, "size": one.size, "access": one.access, "stage": one.stage, "sha256": one.sha256,
         "begun_at": one.begun_at.isoformat()}
        for one in Upload.objects.filter(user=user)
    ]  # fmt: skip
    errands = [
        {"url": one.url, "quote": one.quote, "begun_at": one.begun_at.isoformat()}
        for one in Errand.objects.filter(user=user)
    ]
    proposals = list(Proposal.objects.filter(proposed_by=user).values_list("ref", flat=True))
    return {"drafts": drafts, "uploads": uploads, "addresses": errands, "proposals": proposals}


@transaction.atomic
def forget(user: User) -> None:
    """Drop a person's drafts, addresses and uploads. What was handed on is the organization's and stays with it."""
    keys = list(Upload.objects.filter(user=user).values_list("key", flat=True))
    for kept in (Draft, Errand, Upload):
        kept.objects.filter(user=user).delete()
    for key in keys:
        transaction.on_commit(partial(parts.remove, key))
