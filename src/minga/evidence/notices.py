"""What this room tells people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.notices import registry


def _waits(params: Mapping[str, Any]) -> str:
    documents, proposals = params.get("documents", 0), params.get("proposals", 0)
    said = []
    if documents:
        said.append(ngettext("%(n)s documento", "%(n)s documentos", documents) % {"n": documents})
    if proposals:
        said.append(ngettext("%(n)s propuesta", "%(n)s propuestas", proposals) % {"n": proposals})
    return _("En su organización (%(whose)s) hay algo nuevo por dictaminar: %(what)s.") % {
        "whose": params["whose"],
        "what": _(" y ").join(said),
    }


registry.kind("judging.waits", says=_waits)
