"""What an office fills in of an offer; every field by the name it has in the page."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from minga.frame.fields import NEEDED, Text, radio
from minga.offers import words
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import LANGUAGES, LONGEST_WORDS, MOST_A_YEAR, USUAL_A_YEAR, Direction, Fault, Said
from minga.offers.models import Offer

# Where a fault is told of in the form.
FIELDS = {
    Fault.TOPIC: "tema",
    Fault.AREAS: "ambitos",
    Fault.LANGUAGES: "idiomas",
    Fault.CAPACITY: "cupo",
    Fault.WORDS: "palabras",
    Fault.CLAIMS: "pruebas",
}


class _Plain(forms.CheckboxSelectMultiple):
    """Boxes for several of a list; `many` sets a long one in columns."""

    def __init__(self, *, many: bool) -> None:
        super().__init__()
        self.many = many


class OfferForm(forms.Form):
    """An offer in the words of its form."""

    direccion = radio(_("Qué hace su oficina"), [*words.OURS.items()], initial=Direction.OFFER.value)
    tema = forms.ChoiceField(label=_("Tema"), required=False)
    ambitos = forms.MultipleChoiceField(label=_("Ámbitos"), widget=_Plain(many=True), required=False,
                                        help_text=_("El tema, los ámbitos o ambas cosas."))  # fmt: skip
    modalidad = radio(_("De qué forma"), [*words.MODALITIES.items()], initial=Modality.CALL.value,
                      help_text=_("De menos a más esfuerzo: hasta dónde llega, o lo que pide."))  # fmt: skip
    idiomas = forms.MultipleChoiceField(label=_("En qué idiomas"), widget=_Plain(many=True), error_messages=NEEDED)
    cupo = forms.IntegerField(label=_("Cuántos intercambios por año"), required=False, min_value=1,
                              max_value=MOST_A_YEAR, help_text=_("Solo si enseña."))  # fmt: skip
    pruebas = forms.MultipleChoiceField(label=_("Lo que lo muestra"), widget=_Plain(many=False), required=False,
                                        help_text=_("Afirmaciones públicas de su gobierno, hasta ocho."))  # fmt: skip
    palabras = Text(label=_("En sus palabras"), rows=4, longest=LONGEST_WORDS, required=False,
                    help_text=_("Lo lee cualquiera: ningún nombre de persona."))  # fmt: skip

    def __init__(self, *args: Any, proofs: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", _("ninguno: solo ámbitos"))
        choices: dict[str, Any] = {"tema": [none, *words.topics()], "ambitos": words.areas(), "pruebas": proofs}
        choices["idiomas"] = [(code, capfirst(words.tongue(code))) for code in LANGUAGES]
        for name, found in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = list(found)
        if not proofs:
            del self.fields["pruebas"]

    def said(self) -> Said:
        """What the form says, once it is valid."""
        data = self.cleaned_data
        return Said(
            instrument=data["tema"],
            areas=tuple(data["ambitos"]),
            direction=Direction(data["direccion"]),
            modality=Modality(data["modalidad"]),
            languages=tuple(data["idiomas"]),
            per_year=data["cupo"],
            claims=tuple(data.get("pruebas", ())),
            words=data["palabras"],
        )

    def tell(self, faults: Sequence[Fault]) -> None:
        """Say what is wrong where it is."""
        for fault in faults:
            field = FIELDS[fault]
            self.add_error(field if field in self.fields else None, str(words.FAULTS[fault]))


def initial(said: Said) -> dict[str, Any]:
    """A form that says this."""
    return {
        "direccion": said.direction.value,
        "tema": said.instrument,
        "ambitos": list(said.areas),
        "modalidad": said.modality.value,
        "idiomas": list(said.languages),
        "cupo": said.per_year or USUAL_A_YEAR,
        "pruebas": list(said.claims),
        "palabras": said.words,
    }


def said_by(offer: Offer) -> Said:
    """What an offer says."""
    return Said(
        instrument=offer.instrument,
        areas=tuple(offer.areas),
        direction=Direction(offer.direction),
        modality=Modality(offer.modality),
        languages=tuple(offer.languages),
        per_year=offer.per_year,
        claims=tuple(offer.claims),
        words=offer.words,
    )
