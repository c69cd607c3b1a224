"""What the tests of accounts stand on."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture
def counted_anew(db: None) -> Iterator[None]:
    """No attempt of another test is counted."""
    cache.clear()
    yield
    cache.clear()
