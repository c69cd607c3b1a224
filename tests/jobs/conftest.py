"""A base of its own for tests in which several connections must see one another's changes."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import databases


@pytest.fixture
def shared_base(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: str) -> Iterator[None]:
    """An empty base, gone after the test: nothing in it is undone, and every thread is connected to it."""
    with django_db_blocker.unblock(), databases.clone("schema", f"{worker}_jobs") as name:
        before = settings.DATABASES["default"]["NAME"]
        databases.close()
        settings.DATABASES["default"]["NAME"] = name
        yield
        databases.close()
        settings.DATABASES["default"]["NAME"] = before
