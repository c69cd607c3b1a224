"""The small world of the pages."""

from pathlib import Path

import pytest

from tests import world


@pytest.fixture
def small_world(gazetteer: None, own_home: Path) -> world.World:
    """Every kind of claim, source and document once, over the whole gazetteer."""
    return world.build()
