"""What this room tells people: that offers meet, that one falls asleep; codes, and no words of an office."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.evidence.domain.vocabulary import vocabulary
from minga.notices import registry
from minga.offers.domain.sleeping import ASLEEP
from minga.offers.words import label


def _matched(params: Mapping[str, Any]) -> str:
    count = params.get("matches", 0)
    said = ngettext(
        "Hay %(n)s oferta o demanda nueva que coincide con las de su organización (%(whose)s).",
        "Hay %(n)s ofertas o demandas nuevas que coinciden con las de su organización (%(whose)s).",
        count,
    )
    return said % {"n": count, "whose": params["whose"]}


def _sleeps(params: Mapping[str, Any]) -> str:
    code, days = str(params["topic"]), int(params["days"])
    topic = label(code, "instrument" if vocabulary().has(code, "instrument") else "area")
    words = {"topic": topic, "ref": params["ref"], "n": days}
    if days == ASLEEP:
        return _("Su oferta sobre «%(topic)s» (%(ref)s) se durmió: nadie la encuentra hasta que la renueve.") % words
    said = ngettext(
        "Su oferta sobre «%(topic)s» (%(ref)s) se duerme en %(n)s día: renuévela si sigue en pie.",
        "Su oferta sobre «%(topic)s» (%(ref)s) se duerme en %(n)s días: renuévela si sigue en pie.",
        days,
    )
    return said % words


registry.kind("offers.matched", says=_matched)
registry.kind("offers.sleeps", says=_sleeps)
