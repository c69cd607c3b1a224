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
    draft = Draft(user=by.user, form=form, about=about[:LONGEST_ABOUT], fields=fields)
    # One question where `update_or_create` has six: it is asked again with every pause in somebody's typing.
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["user", "form", "about"], update_fields=["fields", "saved_at"]
    )
    mine.filter(pk__in=mine.values("pk")[MOST_DRAFTS:]).delete()
    return mine.get(form=form, about=draft.about)


@transaction.atomic
@needs(Capability.PROPOSE)
def drop_draft(*, by: Actor, key: str = "", form: str = "", about: str = "") -> bool:
    """Whether there was one of one's own to drop, by its key, or by its form and what it is about."""
    mine = Draft.objects.filter(user=by.user)
    found = mine.filter(key=key) if key else mine.filter(form=form, about=about[:LONGEST_ABOUT])
    return bool(found.delete()[0])
