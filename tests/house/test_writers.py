"""Only actions write."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "minga"
WRITERS = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# A plain dict or set has these too; what is called on a manager, a query or a model's instance is what counts.
ON_THE_BASE = ("objects", "filter", "all", "exclude")
# Whatever they are called on.
ALWAYS = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
SQL = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|MERGE INTO|COPY)\s+[\w{\"]")


def writes(path: Path) -> Iterator[int]:
    """The lines where a file writes to the base, through Django or in SQL."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            called_on = ast.unparse(node.func.value)
            on_the_base = called_on.endswith(".objects") or any(f".{name}(" in called_on for name in ON_THE_BASE)
            # A model is saved by keywords alone; what takes a file to be saved in is a document, no row.
            in_a_file = node.func.attr == "save" and bool(node.args)
            if (on_the_base or node.func.attr in ALWAYS) and not in_a_file:
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.lineno


def test_nothing_outside_actions_writes_to_the_base() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in SOURCE.rglob("*.py")
        if "actions" not in path.relative_to(SOURCE).as_posix() and "migrations" not in path.parts
        for line in writes(path)
    ]
    assert found == []


def test_the_test_itself_sees_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "views.py"
    seen = ["Claim.objects.filter(pk=1).update(status='x')", "Claim.objects.create()", "claim.save()"]
    seen += ["cursor.execute('DELETE FROM evidence_claim')", "cursor.copy('COPY search_entry FROM STDIN')"]
    path.write_text("\n".join([*seen, "{}.update(a=1)", "say('Update the page')", "'COPYRIGHT'"]) + "\n")
    assert sorted(writes(path)) == [1, 2, 3, 4, 5]
