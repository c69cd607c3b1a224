"""The way of the data: whoever opens the site does not wait for an index that can be made behind."""

import pytest

from minga.config import loading
from minga.evidence.actions import contradict
from minga.evidence.models import Change, Claim


@pytest.mark.usefixtures("world")
def test_a_long_queue_is_left_to_the_sites_indexer_and_a_short_one_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = Claim.objects.filter(ref__in=["MG-0001", "MG-0002"]).order_by("ref")
    contradict(one=one, other=other)
    assert loading.load(vectors=False, most_indexed=1) == 0
    assert Change.objects.count() == 2
    assert "se pone al día mientras el sitio está abierto" in capsys.readouterr().out
    assert loading.load(vectors=False, most_indexed=2) == 0
    assert not Change.objects.exists()
