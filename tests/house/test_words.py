"""Every room and model stands in the glossary; foreign keys point down; no file is too long to read."""

from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey

ROOT = Path(__file__).parents[2]
FLOORS = ["kit", "frame", "journal", "territories", "accounts", "evidence", "registers", "search", "site", "config"]
LONGEST_FILE = 400


def own_models() -> list[type]:
    """The models of the house's own rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("minga.")]


def test_every_room_and_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [model.__name__ for model in own_models() if f"| {model.__name__} |" not in glossary]
    missing += [room for room in FLOORS if f"| **{room}** |" not in glossary]
    assert missing == []


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()  # type: ignore[attr-defined]  # a model's class
        if isinstance(field, ForeignKey) and field.related_model.__module__.startswith("minga.")
        if FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)  # type: ignore[attr-defined]  # as above
    ]
    assert upward == []


def test_no_file_is_too_long_to_read() -> None:
    long = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts and len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []
