"""The bodies of claims, each with its licence and whom to credit."""

from django.db import transaction

from minga.evidence.domain.licences import BASE, Licence
from minga.evidence.models import Collection
from minga.journal.actions import record

_TITLE = "Colección de Minga"
_CREDIT = "Minga: hechos sobre la acción internacional de los territorios, con sus fuentes"


@transaction.atomic
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
    found = Collection.objects.select_for_update().filter(slug=slug).first()
    if found is not None and all(getattr(found, name) == value for name, value in fields.items()):
        return found
    verb = "collection.changed" if found else "collection.added"
    found, _ = Collection.objects.update_or_create(slug=slug, defaults=fields)
    record(verb, found, by=by, after={"licence": licence})
    return found


def keys_of(slugs: set[str]) -> dict[str, int]:
    """The keys of collections by slug; ours comes to be where it is first named."""
    keys = dict(Collection.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    if BASE in slugs - keys.keys():
        keys[BASE] = save_collection(slug=BASE, title=_TITLE, licence=Licence.CC_BY, attribution=_CREDIT).pk
    return keys
