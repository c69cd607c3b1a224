"""Drafts: kept while somebody writes, dropped once what was written is done."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.contributions.domain.drafting import LONGEST_ABOUT, MOST_DRAFTS, kept_of
from minga.contributions.models import Draft


@transaction.atomic
@needs(Capability.PROPOSE)
def save_draft(*, form: str, about: str, sent: Mapping[str, Sequence[str]], by: Actor) -> Draft | None:
    """Keep what stands in a form; None, and nothing kept, where it is empty. Raises NoSuchForm, DraftTooLong.

    Of more drafts than anybody keeps the oldest go. The journal says nothing of it: nothing was done yet.
    """
    fields = kept_of(form, sent)
    mine = Draft.objects.filter(user=by.user)
    if not fields or by.user is None:
        mine.filter(form=form, about=about[:LONGEST_ABOUT]).delete()
        return None
    draft, _ = Draft.objects.update_or_create(
        user=by.user, form=form, about=about[:LONGEST_ABOUT], defaults={"fields": fields}
    )
    mine.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST_DRAFTS:])).delete()
    return draft


@transaction.atomic
@needs(Capability.PROPOSE)
def drop_draft(*, by: Actor, key: str = "", form: str = "", about: str = "") -> bool:
    """Whether there was one of one's own to drop, by its key, or by its form and what it is about."""
    mine = Draft.objects.filter(user=by.user)
    found = mine.filter(key=key) if key else mine.filter(form=form, about=about[:LONGEST_ABOUT])
    return bool(found.delete()[0])
