"""What of a half-written form is kept: its own fields, none else, and no more than a person writes."""

from collections.abc import Mapping, Sequence

LONGEST = 40_000
LONGEST_ABOUT = 80
MOST_DRAFTS = 100

FORMS: Mapping[str, frozenset[str]] = {
    "afirmacion": frozenset(
        {
            "documento",
            "pasaje",
            "desde",
            "cita",
            "territorio",
            "elegido",
            "instrumento",
            "acto",
            "cuando",
            "ambitos",
            "quien",
            "donde",
            "con",
        }
    ),
    "direccion": frozenset({"direccion", "cita"}),
    "fuente": frozenset(
        {"pegado", "tipo", "titulo", "autores", "anio", "contenedor", "editorial", "url", "doi"},
    ),
}


class NoSuchForm(LookupError):
    """No form of this room has this name."""


class DraftTooLong(ValueError):
    """More than anybody writes in a form."""


def kept_of(form: str, sent: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The fields of a form among what was sent, those that hold anything. Raises NoSuchForm, DraftTooLong."""
    if form not in FORMS:
        raise NoSuchForm(form)
    fields = {name: [*sent[name]] for name in sorted(FORMS[form]) if name in sent and any(sent[name])}
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        raise DraftTooLong(form)
    return fields
