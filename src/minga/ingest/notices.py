"""What this room tells people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from minga.ingest.domain.proposing import Standing
from minga.notices import registry


def _judged(params: Mapping[str, Any]) -> str:
    said = {
        Standing.ACCEPTED: _("Se aceptó lo que usted propuso: %(ref)s."),
        Standing.CORRECTED: _("Se aceptó, corregido, lo que usted propuso: %(ref)s."),
        Standing.REJECTED: _("No se aceptó lo que usted propuso: %(ref)s. El motivo está con sus aportes."),
    }
    return said[Standing(params["state"])] % {"ref": params["ref"]}


registry.kind("proposal.judged", says=_judged)
