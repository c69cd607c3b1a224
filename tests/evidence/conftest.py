"""A small ground for claims to stand on."""

from pathlib import Path

import pytest
from pytest_django import Settings

from minga.evidence.actions import save_source
from minga.evidence.models import Source
from minga.territories.models import Territory

# The governments that the founding document names.
NAMED = {
    "CO-05001": ("Medellín", "municipality"),
    "CO-19137": ("Caldono", "municipality"),
    "CO-17001": ("Manizales", "municipality"),
    "CO-TOL": ("Tolima", "department"),
    "CO-11001": ("Bogotá", "municipality"),
    "AR-gn3838583": ("Rosario", "municipality"),
    "CL-VS": ("Valparaíso", "region"),
    "BR-RJ": ("Rio de Janeiro", "state"),
    "BR-RS": ("Rio Grande do Sul", "state"),
    "BR-3550308": ("São Paulo", "municipality"),
    "MX-MEX": ("México", "state"),
    "MX-JAL": ("Jalisco", "state"),
    "CA-QC": ("Quebec", "province"),
}


@pytest.fixture
def archive(tmp_path: Path, settings: Settings) -> Path:
    """An archive of the test's own."""
    settings.MINGA_HOME = tmp_path
    return tmp_path / "archive"


@pytest.fixture
def governments(db: None) -> dict[str, Territory]:
    """The thirteen governments of the founding document, by code, each in its country."""
    found = {}
    for code, (name, level) in NAMED.items():
        alpha2 = code[:2]
        country, _ = Territory.objects.get_or_create(
            code=alpha2, defaults={"name": alpha2, "level": "country", "country": alpha2, "is_government": True}
        )
        found[code] = Territory.objects.create(
            code=code, name=name, level=level, country=alpha2, parent=country, ancestors=[alpha2], is_government=True
        )
    return found


@pytest.fixture
def source(db: None) -> Source:
    """A newspaper article."""
    csl = {"id": "diario-2001", "type": "article-newspaper", "title": "La oficina", "issued": {"date-parts": [[2001]]}}
    return save_source(slug="diario-2001", csl=csl)[0]
