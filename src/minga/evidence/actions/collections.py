"""The bodies of claims, each with its licence and whom to credit."""

from typing import Any

from django.db import transaction

from minga.evidence.domain.licences import BASE, Licence
from minga.evidence.models import Collection
from minga.journal.actions import record

_TITLE = "Colección de Minga"
_CREDIT = "Minga: hechos sobre la acción internacional de los territorios, con sus fuentes"


def save_collection(
    *,
    slug: str,
    title: str,
    licence: Licence,
    attribution: str,
    url: str = "",
    is_register: bool = False,
    is_worded_by_rule: bool = False,
    by: int | None = None,
) -> Collection:
    """Add a collection, or bring the one with this slug up to date."""
    fields = {
        "title": title,
        "licence": licence,
        "attribution": attribution,
        "url": url,
        "is_register": is_register,
        "is_worded_by_rule": is_worded_by_rule,
    }
    found = Collection.objects.filter(slug=slug, **fields).first()
    return found or _write(slug, fields, by)


@transaction.atomic
def _write(slug: str, fields: dict[str, Any], by: int | None) -> Collection:
    """Held only here: every claim of a body asks for it, and hardly one changes it."""
    is_new = not Collection.objects.select_for_update().filter(slug=slug).exists()
    found, _ = Collection.objects.update_or_create(slug=slug, defaults=fields)
    record("collection.added" if is_new else "collection.changed", found, by=by, after={"licence": fields["licence"]})
    return found


def keys_of(slugs: set[str]) -> dict[str, int]:
    """The keys of collections by slug; ours comes to be where it is first named."""
    keys = dict(Collection.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    if BASE in slugs - keys.keys():
        keys[BASE] = save_collection(slug=BASE, title=_TITLE, licence=Licence.CC_BY, attribution=_CREDIT).pk
    return keys
