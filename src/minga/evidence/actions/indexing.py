"""Having the index read something of another room again."""

from django.db import transaction

from minga.evidence.models import Change


@transaction.atomic
def have_read_again(*, kind: str, ref: str) -> None:
    """Queue what changed, in the transaction of the change; `kind` is one that a room registered with the search."""
    Change.objects.create(kind=kind, ref=ref)
