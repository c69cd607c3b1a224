"""Offers in words."""

from collections.abc import Iterable, Sequence

from babel import Locale
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import LANGUAGES as TONGUES
from minga.evidence.domain.vocabulary import vocabulary
from minga.frame.words import country
from minga.kit.text import fold
from minga.offers.domain.matching import Flow, Match, Reason, Why
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import LANGUAGES, Act, Direction, Fault, State
from minga.offers.models import Offer
from minga.peers.words import part_labels

MODALITIES = {
    Modality.WRITTEN_ANSWER: gettext_lazy("respuesta escrita"),
    Modality.CALL: gettext_lazy("llamada (hasta 2 horas)"),
    Modality.WEBINAR: gettext_lazy("seminario en línea"),
    Modality.EXPERT_EXCHANGE: gettext_lazy("intercambio de expertos"),
    Modality.STUDY_VISIT: gettext_lazy("visita de estudio (2 a 5 días, hasta 5 personas)"),
    Modality.MENTORING: gettext_lazy("mentoría"),
    Modality.INTERNSHIP_SHADOWING: gettext_lazy("pasantía o acompañamiento en el trabajo"),
    Modality.WORKSHOP: gettext_lazy("taller"),
    Modality.PEER_REVIEW: gettext_lazy("revisión entre pares (2 días, informe y lista de tareas)"),
}
DIRECTIONS = {
    Direction.OFFER: gettext_lazy("ofrece enseñar"),
    Direction.DEMAND: gettext_lazy("busca aprender"),
    Direction.TWO_WAY: gettext_lazy("enseña y aprende"),
}
# As an office says it of itself.
OURS = {
    Direction.OFFER: gettext_lazy("ofrecemos enseñar"),
    Direction.DEMAND: gettext_lazy("buscamos aprender"),
    Direction.TWO_WAY: gettext_lazy("de doble vía: enseñamos y aprendemos"),
}
STATES = {
    State.DRAFT: gettext_lazy("borrador, sin publicar"),
    State.ACTIVE: gettext_lazy("publicada"),
    State.ASLEEP: gettext_lazy("dormida"),
    State.WITHDRAWN: gettext_lazy("retirada"),
}
ACTS = {
    Act.PUBLISH: gettext_lazy("Confirmar y publicar"),
    Act.RENEW: gettext_lazy("Renovar: sigue en pie"),
    Act.WITHDRAW: gettext_lazy("Retirar"),
}
FAULTS = {
    Fault.TOPIC: gettext_lazy("Falta el tema: un instrumento o al menos un ámbito."),
    Fault.AREAS: gettext_lazy("Son demasiados ámbitos, o hay uno que el vocabulario no tiene."),
    Fault.LANGUAGES: gettext_lazy("Falta al menos un idioma."),
    Fault.CAPACITY: gettext_lazy("Diga cuántos intercambios puede atender por año, de 1 a 100."),
    Fault.WORDS: gettext_lazy("Es demasiado largo: hasta 600 caracteres."),
    Fault.CLAIMS: gettext_lazy("Solo afirmaciones públicas de su propio gobierno, hasta ocho."),
}
_FLOWS = {
    Flow.THEY_TEACH: gettext_lazy("ellos enseñan lo que ustedes buscan"),
    Flow.WE_TEACH: gettext_lazy("ustedes enseñan lo que ellos buscan"),
    Flow.BOTH: gettext_lazy("cada parte enseña y aprende"),
}


def topic(instrument: str, areas: Sequence[str]) -> str:
    """What an offer is about: "oficina o unidad", "oficina o unidad (cultura)", "cultura, salud"."""
    named = ", ".join(label(code, "area") for code in areas)
    if not instrument:
        return named
    return f"{label(instrument, 'instrument')} ({named})" if named else label(instrument, "instrument")


def of(offer: Offer) -> str:
    """What an offer is about."""
    return topic(offer.instrument, offer.areas)


def title(offer: Offer) -> str:
    """An offer on one line: "Ofrece enseñar: oficina o unidad"."""
    return capfirst(f"{DIRECTIONS[Direction(offer.direction)]}: {of(offer)}")


def label(code: str, scheme: str) -> str:
    """How a concept is called in the page's language."""
    return vocabulary().label(code, get_language() or "es", scheme=scheme)


def tongue(code: str) -> str:
    """How a language is called in the page's language (CLDR)."""
    return str(Locale.parse(get_language() or "es", sep="-").languages.get(code, code))


def tongues(codes: Iterable[str]) -> str:
    """Languages in words, in the order of the house."""
    spoken = set(codes)
    return ", ".join(tongue(code) for code in LANGUAGES if code in spoken)


def why(reason: Reason) -> str:
    """A reason in plain words."""
    return _WHY[reason.why](reason)


def reasons(found: Match) -> list[str]:
    """Why two offers meet, each reason on its line."""
    return [capfirst(why(reason)) for reason in found.reasons]


def for_request(found: Match) -> list[str]:
    """The same as both sides may read them in a request, beside what the page of peers says of both governments."""
    apart = (Why.FLOW, Why.LEFT, Why.ALIKE)
    return [capfirst(why(reason)) for reason in found.reasons if reason.why not in apart]


def _instruments(reason: Reason) -> dict[str, str]:
    return {"mine": label(reason.codes[0], "instrument"), "theirs": label(reason.codes[-1], "instrument")}


def _left(reason: Reason) -> str:
    said = ngettext("queda cupo para %(n)s más este año", "queda cupo para %(n)s más este año", reason.number)
    return said % {"n": reason.number}


def _forms(reason: Reason) -> dict[str, str]:
    asked, most = (str(MODALITIES[Modality(code)]) for code in (reason.codes[0], reason.codes[-1]))
    return {"form": asked, "most": most}


def _alike(reason: Reason) -> str:
    parts = part_labels()
    return _("los gobiernos se parecen: %(parts)s") % {"parts": ", ".join(parts[code] for code in reason.codes)}


_WHY = {
    Why.SAME: lambda reason: _("el mismo tema: %(mine)s") % _instruments(reason),
    Why.NARROWER: lambda reason: _("un tema es parte del otro: %(theirs)s, de %(mine)s") % _instruments(reason),
    Why.BROADER: lambda reason: _("un tema es parte del otro: %(mine)s, de %(theirs)s") % _instruments(reason),
    Why.AREAS: lambda reason: (
        _("ámbitos en común: %(areas)s") % {"areas": ", ".join(label(code, "area") for code in reason.codes)}
    ),
    Why.FLOW: lambda reason: str(_FLOWS[Flow(reason.codes[0])]),
    Why.LANGUAGES: lambda reason: _("lengua en común: %(tongues)s") % {"tongues": tongues(reason.codes)},
    Why.SAME_FORM: lambda reason: _("la misma forma: %(form)s") % _forms(reason),
    Why.LESS_EFFORT: lambda reason: (
        _("basta la forma de menos esfuerzo: %(form)s, cuando el otro llega hasta %(most)s") % _forms(reason)
    ),
    Why.LEFT: _left,
    Why.ALIKE: _alike,
}


def searchable(offer: Offer) -> str:
    """What the search by words looks at: topic in every language of the vocabulary, whose it is, where, its words."""
    words = vocabulary()
    concepts = [(offer.instrument, "instrument")] if offer.instrument else []
    concepts += [(code, "area") for code in offer.areas]
    named = [words.label(code, tongue, scheme=scheme) for code, scheme in concepts for tongue in TONGUES]
    place = offer.organization.territory
    where = [place.name, country(place.country)] if place else []
    return fold(" ".join([*named, offer.organization.name, *where, offer.words]))


def topics() -> list[tuple[str, str]]:
    """Every instrument with its name, in the order of names."""
    found = [(one.code, capfirst(label(one.code, "instrument"))) for one in vocabulary().scheme("instrument")]
    return sorted(found, key=lambda row: fold(row[1]))


def areas() -> list[tuple[str, str]]:
    """Every area with its name, in the order of the vocabulary."""
    return [(one.code, capfirst(label(one.code, "area"))) for one in vocabulary().scheme("area")]
