"""What two proposals at a time must not both do, held until the end of the transaction."""

from django.db import connection

from minga.evidence.models import Document
from minga.territories.models import Territory


def hold_reading(document: Document) -> None:
    """One reading of a document at a time, and no person's proposal from it meanwhile."""
    _hold(pg_advisory_xact_lock=f"document {document.pk}")


def hold_proposing(document: Document, territory: Territory) -> None:
    """A person's proposal about a government from a document: others about other governments go on beside it.

    A whole law that many read at once would make each wait for all the others if the document itself were held.
    """
    _hold(pg_advisory_xact_lock_shared=f"document {document.pk}", pg_advisory_xact_lock=f"territory {territory.pk}")


def _hold(**what: str) -> None:
    """By function of PostgreSQL what it is to hold, in this order: a row of expressions is reckoned from the left."""
    asked = ", ".join(f"{how}(hashtextextended(%s, 0))" for how in what)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [f"minga.ingest {name}" for name in what.values()])
