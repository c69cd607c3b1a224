"""The real files, whole: every row is read, and every row ends somewhere."""

from collections import Counter
from pathlib import Path

import pytest

from minga.registers import adapters, intake
from minga.registers.domain import twinnings

pytestmark = pytest.mark.unmeasured


def test_every_row_of_the_lists_of_sister_cities_can_be_read(shared: Path) -> None:
    lists = adapters.settings_of("twinnings")["words"]["lists"]
    records = adapters.table(shared / "data" / "twinning" / "twinning_pairs.csv", twinnings.COLUMNS)
    pairings = [twinnings.read(record.line, record.cells, lists) for record in records if record.whole]
    assert len(pairings) == 29_098
    assert sum(len(pairing.lists) == 2 for pairing in pairings) == 4_075
    assert sum(end.in_another_country for pairing in pairings for end in pairing.ends) == 603
    assert sum(bool(pairing.year) for pairing in pairings) == 184


@pytest.mark.usefixtures("gazetteer")
def test_every_project_and_every_place_of_the_agency_is_accounted_for(shared: Path) -> None:
    folder = shared / "data" / "cooperation"
    files = [folder / "apc_colombia_projects.csv", folder / "apc_colombia_project_locations.csv"]
    plan = intake.plan("apc", files)
    assert Counter(row.part for row in plan.rows) == {0: 693, 1: 2_981}
    assert len({row.key for row in plan.rows}) == 3_674
    assert not [row for row in plan.rows if row.outcome == "refused"]
    drafts = list(plan.drafts)
    assert len(drafts) == len({draft.ref for draft in drafts}) > 2_600
    assert not [draft.ref for draft in drafts if "?" in draft.statement], "every accent is back"


@pytest.mark.usefixtures("gazetteer")
def test_every_partnership_is_accounted_for(shared: Path) -> None:
    plan = intake.plan("partners", [shared / "data" / "twinning" / "twinning-partners.json"])
    assert len(plan.rows) == 194 + 88
    assert not [row for row in plan.rows if row.outcome == "refused"]
    assert all(draft.when for draft in plan.drafts)
