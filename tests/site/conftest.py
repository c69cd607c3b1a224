"""The pages of a small world."""

from pathlib import Path

import pytest
from django.test import Client

from tests import world


@pytest.fixture
def small_world(gazetteer: None, own_home: Path) -> world.World:
    """Every kind of claim, source and document once, over the whole gazetteer."""
    return world.build()


@pytest.fixture
def reader() -> Client:
    """Somebody without an account; a fault of the server is an answer here, not an exception."""
    return Client(raise_request_exception=False)
