"""Who reads the pages."""

import pytest
from django.test import Client


@pytest.fixture
def reader() -> Client:
    """Somebody without an account; a fault of the server is an answer here, not an exception."""
    return Client(raise_request_exception=False)
