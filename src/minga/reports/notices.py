"""What this room tells people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from minga.notices import registry
from minga.reports.domain import Kind
from minga.reports.words import KINDS


def _received(params: Mapping[str, Any]) -> str:
    return _("Alguien informó sobre %(about)s: %(kind)s.") % {
        "about": params["about"],
        "kind": KINDS[Kind(params["kind"])],
    }


registry.kind("report.received", says=_received)
