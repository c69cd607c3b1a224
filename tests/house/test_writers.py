"""Only actions write."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "minga"
WRITERS = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# A plain dict or set has these too; what is called on a manager, a query or a model's instance is what counts.
ON_THE_BASE = ("objects", "filter", "all", "exclude")


def writes(path: Path) -> Iterator[int]:
    """The lines where a file writes to the base."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            called_on = ast.unparse(node.func.value)
            if called_on.endswith(".objects") or any(f".{name}(" in called_on for name in ON_THE_BASE):
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
    path.write_text("Claim.objects.filter(pk=1).update(status='x')\nClaim.objects.create()\n{}.update(a=1)\n")
    assert list(writes(path)) == [1, 2]
