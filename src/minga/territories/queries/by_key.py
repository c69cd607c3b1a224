"""Territories by their keys, for answers that hold keys and show names."""

from collections.abc import Sequence

from django.db import connection

from minga.territories.models import Territory

_TABLE = Territory._meta.db_table
_FIELDS = [field.attname for field in Territory._meta.concrete_fields]
_COLUMNS = ", ".join(f'"{field.column}"' for field in Territory._meta.concrete_fields)
_WITH_PARENTS = f"""
    SELECT {_COLUMNS} FROM {_TABLE} WHERE id = ANY(
        %(keys)s::bigint[] || ARRAY(SELECT parent_id FROM {_TABLE} WHERE id = ANY(%(keys)s::bigint[])))
"""  # noqa: S608 - of the model's own names


def with_parents(keys: Sequence[int]) -> dict[int, Territory]:
    """The territories of these keys, by key, each with its parent at hand. One query.

    It is put together once, for an answer from memory asks it every time: `select_related` takes two thirds of such an
    answer's time, most of it to say the same again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WITH_PARENTS, {"keys": list(keys)})
        rows = cursor.fetchall()
    found = {row.pk: row for row in (Territory.from_db(connection.alias, _FIELDS, values) for values in rows)}
    asked = {key: found[key] for key in keys if key in found}
    for territory in asked.values():
        territory.parent = found.get(territory.parent_id or 0)
    return asked
