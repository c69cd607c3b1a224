"""The desk in words."""

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from minga.desk.domain.steps import Channel, Routed, State, Urgency
from minga.evidence.domain.vocabulary import vocabulary
from minga.exchange.domain.steps import State as ExchangeState
from minga.exchange.models import Exchange
from minga.exchange.words import STATES as EXCHANGE_STATES
from minga.offers.domain.modalities import Modality
from minga.offers.words import MODALITIES
from minga.territories.domain.members import Outcome

STATES = {
    State.HELD: gettext_lazy("retenida"),
    State.RECEIVED: gettext_lazy("recibida"),
    State.ESCALATED: gettext_lazy("pasada a otra federación"),
    State.TRIAGED: gettext_lazy("clasificada"),
    State.ASSIGNED: gettext_lazy("asignada"),
    State.ANSWERED: gettext_lazy("respondida"),
    State.HELPED: gettext_lazy("sirvió"),
    State.REOPENED: gettext_lazy("reabierta"),
    State.CLOSED: gettext_lazy("cerrada"),
}
CHANNELS = {
    Channel.WEB: gettext_lazy("por esta página"),
    Channel.PHONE: gettext_lazy("por teléfono"),
    Channel.WHATSAPP: gettext_lazy("por WhatsApp"),
    Channel.VISIT: gettext_lazy("en persona"),
    Channel.MAIL: gettext_lazy("por correo"),
}
URGENCIES = {
    Urgency.NORMAL: gettext_lazy("normal"),
    Urgency.URGENT: gettext_lazy("urgente"),
    Urgency.LOW: gettext_lazy("sin prisa"),
}
ROUTES = {
    Routed.ADVISER: gettext_lazy("alguien de la mesa"),
    Routed.PEER: gettext_lazy("un par"),
    Routed.UNIVERSITY: gettext_lazy("una universidad"),
}
LISTS = {
    "open": gettext_lazy("por responder"),
    "late": gettext_lazy("con el plazo vencido"),
    "mine": gettext_lazy("asignadas a mí"),
    "answered": gettext_lazy("respondidas"),
    "closed": gettext_lazy("cerradas"),
    "passed": gettext_lazy("pasadas a otra federación"),
    "held": gettext_lazy("retenidas"),
    "all": gettext_lazy("todas"),
    "said": gettext_lazy("con respuesta, también las cerradas"),
}
EXCHANGES = {
    "waiting": gettext_lazy("esperan a la federación"),
    "came": gettext_lazy("llegaron a la federación en el año"),
    "started": gettext_lazy("de ellos, las dos partes dijeron que sí"),
    "finished": gettext_lazy("terminados en el año"),
    "undone": gettext_lazy("acabaron en el año sin hacerse"),
    "kept": gettext_lazy("compromisos cumplidos en el año"),
    "overdue": gettext_lazy("compromisos vencidos hoy"),
}
LANGUAGES = {
    "es": gettext_lazy("español"),
    "pt": gettext_lazy("portugués"),
    "en": gettext_lazy("inglés"),
    "fr": gettext_lazy("francés"),
}
WEEKDAYS = {
    1: gettext_lazy("lunes"),
    2: gettext_lazy("martes"),
    3: gettext_lazy("miércoles"),
    4: gettext_lazy("jueves"),
    5: gettext_lazy("viernes"),
    6: gettext_lazy("sábado"),
    7: gettext_lazy("domingo"),
}
SIZES = {
    "unknown": gettext_lazy("sin territorio"),
    "small": gettext_lazy("menos de 20.000 habitantes"),
    "middle": gettext_lazy("de 20.000 a 100.000"),
    "large": gettext_lazy("de 100.000 a 500.000"),
    "city": gettext_lazy("500.000 o más"),
    "uncounted": gettext_lazy("sin dato de población"),
}


def topic(code: str) -> str:
    """A topic as it is called in the page's language."""
    if not code or not vocabulary().has(code):
        return _("sin tema")
    return vocabulary().label(code, get_language() or "es")


def topics() -> list[tuple[str, str]]:
    """What a consultation may be about: instruments and areas, by their labels."""
    words = vocabulary()
    codes = [*words.claimable("instrument"), *words.claimable("area")]
    return sorted(((code, topic(code)) for code in dict.fromkeys(codes)), key=lambda row: row[1].casefold())


def days_left(days: int) -> str:
    """How many business days are left, in words."""
    if days < 0:
        return ngettext("venció hace %(n)s día hábil", "venció hace %(n)s días hábiles", -days) % {"n": -days}
    if days == 0:
        return _("vence hoy")
    return ngettext("queda %(n)s día hábil", "quedan %(n)s días hábiles", days) % {"n": days}


def outcomes() -> dict[Outcome, str]:
    """What became of a row, in words."""
    return {
        Outcome.ADDED: _("entran"),
        Outcome.CHANGED: _("cambian de fecha"),
        Outcome.ENDED: _("salen"),
        Outcome.UNCHANGED: _("ya estaban"),
        Outcome.REPEATED: _("repetidas en la lista"),
        Outcome.UNKNOWN: _("el código no es de ningún gobierno"),
        Outcome.AMBIGUOUS: _("el código es de varios gobiernos"),
        Outcome.BAD_DATE: _("la fecha no es una fecha, o termina antes de empezar"),
        Outcome.NO_CODE: _("sin código"),
    }


def exchange(one: Exchange) -> tuple[str, str, str]:
    """Between whom an exchange is, in what form, and how it stands."""
    between = " · ".join(place.name for place in (one.asker, one.asked) if place)
    return between, str(MODALITIES[Modality(one.modality)]), str(EXCHANGE_STATES[ExchangeState(one.state)])
