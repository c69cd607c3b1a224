"""A collection comes in row by row: every row ends in the report, and a bad one takes no other with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from minga.evidence import actions
from minga.evidence.actions import ClaimRefused
from minga.evidence.models import Claim, Contradiction, Source
from minga.journal.models import Event
from minga.territories.models import Territory

pytestmark = pytest.mark.django_db

SOURCES = [
    {"slug": "diario", "csl": {"id": "diario", "type": "article-newspaper", "title": "La nota"}, "mirror": False}
]
GOOD: dict[str, Any] = {
    "ref": "MG-9001",
    "kind": "claim",
    "instrument": "office",
    "event": "created",
    "when": "1995",
    "statement": "Manizales creó su oficina.",
    "territory": "CO-17001",
    "source": "diario",
    "note": "Lo dice la nota.",
}


@pytest.fixture(autouse=True)
def ground(governments: dict[str, Territory]) -> None:
    """The governments that rows speak of."""


def _folder(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    _write(tmp_path / "sources.jsonl", SOURCES)
    _write(tmp_path / "collection.jsonl", rows)
    return tmp_path


def _write(path: Path, rows: Any) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_a_bad_row_is_named_with_its_reason_and_the_others_come_in(tmp_path: Path) -> None:
    missing = {key: value for key, value in GOOD.items() if key != "statement"} | {"ref": "MG-9002"}
    foreign = GOOD | {"ref": "MG-9003", "territory": "XX-1"}
    wrong = GOOD | {"ref": "MG-9004", "citations": [{"surce": "diario"}]}
    steps: list[int] = []
    nobody = GOOD | {"ref": "MG-9005", "territory": None, "organization": "nadie"}
    folder = _folder(tmp_path, GOOD, missing, foreign, wrong, nobody)
    report = actions.load_collection(folder=folder, progress=steps.append)
    assert report.outcomes == {"added": 1, "refused": 4}
    assert report.rows == sum(steps) == 5
    reasons = dict(report.refused)
    assert "surce" in reasons.pop("MG-9004")
    assert reasons == {"MG-9002": "missing 'statement'", "MG-9003": "territory: XX-1", "MG-9005": "organization: nadie"}
    assert list(Claim.objects.values_list("ref", flat=True)) == ["MG-9001"]


def test_a_collection_read_again_writes_nothing(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    actions.load_collection(folder=folder)
    before = Event.objects.count()
    assert actions.load_collection(folder=folder).outcomes == {"unchanged": 1}
    assert Event.objects.count() == before


def test_a_source_that_changed_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    actions.load_collection(folder=folder)
    _write(tmp_path / "sources.jsonl", [SOURCES[0] | {"mirror": True}])
    actions.load_collection(folder=folder)
    assert Source.objects.get(slug="diario").is_mirror


def test_a_disagreement_with_a_row_that_was_refused_waits_for_it(tmp_path: Path) -> None:
    one = GOOD | {"contradicts": ["MG-9002"]}
    other = GOOD | {"ref": "MG-9002", "when": "1994"}
    actions.load_collection(folder=_folder(tmp_path, one, other | {"territory": "XX-1"}))
    assert not Contradiction.objects.exists()
    actions.load_collection(folder=_folder(tmp_path, one, other))
    assert Contradiction.objects.count() == 1


def test_a_line_that_is_no_json_is_named_by_its_number(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    with (folder / "collection.jsonl").open("a") as file:
        file.write('{"ref": "MG-9002", \n')
    with pytest.raises(ClaimRefused, match=r"collection\.jsonl:2"):
        actions.load_collection(folder=folder)


def test_the_founding_claims_once_accepted_are_not_accepted_again(archive: Path) -> None:
    assert actions.load_founding_document().outcomes == {"added": 17}
    before = Event.objects.count()
    assert actions.load_founding_document().outcomes == {"unchanged": 17}
    assert Event.objects.count() == before


def test_rows_that_speak_of_nobody_are_told_with_their_reason_and_left_out(tmp_path: Path) -> None:
    _write(tmp_path / "unresolved.jsonl", [GOOD | {"territory": None, "reason": "dos municipios se llaman así"}])
    assert actions.unresolved(folder=tmp_path) == [("MG-9001", "dos municipios se llaman así")]
