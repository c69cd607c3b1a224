"""What must hold among the territories."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, F, OuterRef

from minga.territories.models import Edition, Territory, TerritoryName


def problems() -> Iterator[str]:
    """Everything that does not hold among the territories, in words; nothing where all is well. Six queries."""
    edition = Edition.objects.filter(source="gazetteer").first()
    if edition is None:
        yield "gazetteer: never loaded"
        return
    held = Counter(Territory.objects.values_list("level", flat=True))
    for level, count in edition.counts.items():
        if held[level] < count:
            yield f"gazetteer: {held[level]} of level {level}, {count} were loaded"
    yield from _broken_lines()
    nameless = Territory.objects.filter(~Exists(TerritoryName.objects.filter(territory=OuterRef("pk"))))
    yield from (f"{code}: has no name to be found by" for code in nameless.values_list("code", flat=True)[:100])


def _broken_lines() -> Iterator[str]:
    """Parents in another country, and ancestors that are not those of the parent and the parent: no cycle passes."""
    abroad = Territory.objects.exclude(parent=None).exclude(parent__country=F("country"))
    yield from (f"{code}: its parent is in another country" for code in abroad.values_list("code", flat=True)[:100])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child.code FROM territories_territory child JOIN territories_territory above "
            "ON above.id = child.parent_id WHERE child.ancestors <> above.ancestors || above.code LIMIT 100"
        )
        yield from (f"{code}: its ancestors are not those of its parent" for (code,) in cursor.fetchall())
