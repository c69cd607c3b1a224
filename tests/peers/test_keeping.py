"""Where a web server keeps peers in memory, nobody waits for a whole batch: readers get what stood before it."""

import logging
import threading
from collections.abc import Iterator

import pytest

from minga.evidence.actions import save_claims
from minga.peers import bonds, keeping, landscape
from tests.peers.test_landscape import CALDONO, MEDELLIN, TOLIMA, _acts, _draft, _save
from tests.peers.test_landscape import source as source  # something for the claims to stand on
from tests.peers.test_partners import NANTES, _bind

pytestmark = pytest.mark.usefixtures("world", "nothing_remembered")


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Each time that somebody had it made beside."""
    said: list[str] = []
    landscape.have_made_beside(lambda: said.append("beside"))
    yield said
    landscape.have_made_beside(None)


def test_after_a_batch_whoever_asks_gets_what_stood_before_and_then_what_was_read_beside(asked: list[str]) -> None:
    before, network = landscape.landscape(), bonds.bonds()
    save_claims(drafts=[_draft("MG-9507"), _draft("MG-9508", TOLIMA)])
    assert (landscape.landscape(), bonds.bonds()) == (before, network)
    assert asked == ["beside", "beside"]
    keeping.make()
    assert "MG-9507" in _acts(CALDONO) and "MG-9508" in _acts(TOLIMA)
    assert bonds.bonds().world is landscape.landscape()
    assert asked == ["beside", "beside"]


def test_a_single_claim_is_there_for_whoever_asks_next(asked: list[str]) -> None:
    landscape.landscape()
    _save(_draft("MG-9501"))
    assert "MG-9501" in _acts(CALDONO)
    assert asked == []


def test_a_bond_with_a_place_that_had_none_is_measured_beside(asked: list[str]) -> None:
    before = bonds.bonds()
    _bind("MG-9102", CALDONO, NANTES)
    assert bonds.bonds() is before
    assert asked == ["beside"]
    keeping.make()
    assert len(bonds.bonds().keys) > len(before.keys)


def test_one_thread_at_a_time_reads_and_what_fails_is_tried_again(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = landscape.landscape()
    save_claims(drafts=[_draft("MG-9507")])
    with keeping._at_it:
        keeping.make()
        assert landscape.landscape() is before
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr(landscape, "_renewed", lambda known: 1 / 0)
        keeping.make()
    assert "ZeroDivisionError" in caplog.text
    assert landscape.landscape() is before
    keeping.make()
    assert landscape.landscape() is not before


def test_a_process_that_keeps_them_beside_reads_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    monkeypatch.setattr(keeping, "_in_thread", lambda: named.append(threading.current_thread().name))
    try:
        keeping.keep_beside()
        landscape.landscape()
        save_claims(drafts=[_draft("MG-9507", MEDELLIN)])
        landscape.landscape()
        for thread in threading.enumerate():
            if thread.name == "peers":
                thread.join()
        assert named == ["MainThread", "peers"]
    finally:
        landscape.have_made_beside(None)
