"""The source of a document, as whoever brought the document describes it, until somebody checks it."""

from typing import Any

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.contributions import queries
from minga.evidence.actions import save_source
from minga.evidence.models import Document, Source


class SourceOfOthers(ValueError):
    """The source stands on documents of others as well, or was checked: whoever reviews corrects it."""


@transaction.atomic
@needs(Capability.BRING)
def describe_source(*, document: Document, csl: dict[str, Any], by: Actor) -> Source:
    """Keep what somebody says of the source of a document that their organization brought.

    csl     what a form holds of it; the rest of the record stays. Raises SourceOfOthers.
    """
    source = Source.objects.select_for_update().get(pk=document.source_id)
    if not queries.may_describe(by, source):
        raise SourceOfOthers(source.slug)
    record = {name: value for name, value in {**source.csl, **csl}.items() if value not in ("", [], None)}
    record["note"] = queries.FILLED
    return save_source(slug=source.slug, csl=record, is_mirror=source.is_mirror, by=by.key)[0]
