"""A web worker reads what it will need before its first reader comes; that it cannot keeps nobody waiting."""

import gc
import logging

import pytest
from django.core.handlers.wsgi import WSGIHandler

from minga.config import warming
from minga.ingest.extracting import lexicon


@pytest.mark.django_db
def test_words_and_templates_are_read_and_the_collector_spares_them(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon.cache_clear()
    read: list[str] = []
    monkeypatch.setattr(warming, "get_template", read.append)
    monkeypatch.setattr(warming, "close_old_connections", lambda: None)  # the test's own is not to be closed
    try:
        warming.warm(WSGIHandler())
        assert lexicon.cache_info().currsize == 4
        assert {"frame/base.html", "review/queue.html"} <= set(read)
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()


def test_what_cannot_be_read_is_logged_and_the_worker_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warming, "chances", lambda: 1 / 0)
    monkeypatch.setattr(warming, "close_old_connections", lambda: None)
    try:
        with caplog.at_level(logging.WARNING):
            warming.warm(WSGIHandler())
        assert "ZeroDivisionError" in caplog.text
    finally:
        gc.unfreeze()
