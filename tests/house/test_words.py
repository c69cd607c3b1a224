"""Every room and model stands in the glossary; keys point down; who did it goes with when; no file is too long."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import CheckConstraint, DateTimeField, ForeignKey, Model, Q

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400


def floors() -> dict[str, int]:
    """The floor of each room, the lowest first, as the import contracts have them; two rooms may share one."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == ["minga"])
    rooms = {
        room: floor
        for floor, layer in enumerate(reversed(layers))
        for room in layer.replace("(", "").replace(")", "").split(" | ")
    }
    return {room: floor for room, floor in rooms.items() if (ROOT / "src" / "minga" / room).is_dir()}


def own_models() -> list[type[Model]]:
    """The models of the house's own rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("minga.")]


def names_in(condition: Q) -> set[str]:
    """The fields that a condition speaks of."""
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= names_in(child)
        elif isinstance(child, tuple):
            found.add(child[0].split("__")[0])
    return found


def test_every_room_and_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [model.__name__ for model in own_models() if f"| {model.__name__} |" not in glossary]
    missing += [room for room in floors() if f"| **{room}** |" not in glossary]
    assert missing == []


def test_foreign_keys_point_down() -> None:
    floor = floors()
    upward = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model.__module__.startswith("minga.")
        if field.related_model._meta.app_label != model._meta.app_label
        if floor[field.related_model._meta.app_label] >= floor[model._meta.app_label]
    ]
    assert upward == []


def half_pairs(model: type[Model]) -> list[str]:
    """The fields of a model that say who did something where the base does not know, or could lose, when.

    `judged_by` goes with `judged_at`, and `by` with `at`. The moment may stand alone: an organ has no account.
    """
    fields = {field.name: field for field in model._meta.get_fields()}
    checks = [one.condition for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    conditions = [condition for condition in checks if isinstance(condition, Q)]
    halves = []
    for name in fields:
        if name == "by" or name.endswith("_by"):
            moment = fields.get(name[:-2] + "at")
            always = isinstance(moment, DateTimeField) and not moment.null
            held = any({name, name[:-2] + "at"} <= names_in(condition) for condition in conditions)
            if moment is None or not (always or held):
                halves.append(f"{model.__name__}.{name}")
    return halves


def test_who_did_it_goes_with_when_and_the_base_refuses_half_of_the_pair() -> None:
    assert [half for model in own_models() for half in half_pairs(model)] == []


def test_the_test_itself_sees_half_of_a_pair() -> None:
    claim = next(model for model in own_models() if model.__name__ == "Claim")
    before = claim._meta.constraints
    assert half_pairs(claim) == []
    claim._meta.constraints = []
    try:
        assert half_pairs(claim) == ["Claim.proposed_by", "Claim.judged_by"]
    finally:
        claim._meta.constraints = before


def test_no_file_is_too_long_to_read() -> None:
    long = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts and len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []
