"""Questions as officers ask them, with what must be understood, and a small gazetteer to understand them with."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from minga.kit.text import fold
from minga.search.domain.places import Place, PlaceMatch
from minga.search.domain.understanding import Understood, understand
from minga.search.lexicon import lexicon

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
NOTHING: dict[str, Any] = {
    "instruments": [],
    "events": [],
    "areas": [],
    "country": [],
    "territory": None,
    "level": None,
    "from": None,
    "to": None,
}


def questions() -> list[dict[str, Any]]:
    """The gold questions: `q`, what must be understood (absent keys: nothing) and, mostly, the `words` that remain."""
    lines = (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def gazetteer() -> dict[str, list[Place]]:
    """Some hundred governments by folded name; many bear names that are everyday words."""
    found: dict[str, list[Place]] = defaultdict(list)
    for name, code, level, country, ancestors, people in json.loads((HERE / "gazetteer.json").read_text("utf-8")):
        found[fold(name)].append(Place(code, name, level, country, tuple(ancestors.split()), people))
    return dict(found)


_BEARERS = gazetteer()


def places(names: Sequence[str]) -> Mapping[str, PlaceMatch]:
    """The gazetteer as the parser asks it."""
    return {name: PlaceMatch(tuple(_BEARERS[name])) for name in names if name in _BEARERS}


def ask(question: str, **more: Any) -> Understood:
    """What is understood of a question, on a fixed day."""
    return understand(question, lexicon=lexicon(), places=places, today=TODAY, **more)


def differences(row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Where an answer differs from what must be understood: key → (expected, understood)."""
    said = ask(row["q"]).as_json()
    expected = NOTHING | {key: value for key, value in row.items() if key != "q"}
    for key in ("instruments", "events", "areas", "country"):
        expected[key], said[key] = sorted(expected[key]), sorted(said[key])
    return {key: (value, said[key]) for key, value in expected.items() if said[key] != value}
