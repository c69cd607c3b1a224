"""What people fill in here; every field by the name it has in the page. Nothing else of what is sent is read."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minga.contributions.domain.plain import doi_in
from minga.evidence.domain.vocabulary import vocabulary
from minga.kit.dates import NotEdtf, parse_when
from minga.kit.text import nfc, printable
from minga.territories.models import Territory
from minga.territories.queries import resolve

LONGEST_QUOTE = 2000
LONGEST_NAME = 300


def choices_of(scheme: str) -> list[tuple[str, str]]:
    """The concepts that a claim may carry, each with its name in the reader's language, by that name."""
    words, spoken = vocabulary(), get_language() or "es"
    return [(code, words.label(code, spoken, scheme=scheme)) for code in words.claimable(scheme)]


def _in_order(scheme: str) -> list[tuple[str, str]]:
    return sorted(choices_of(scheme), key=lambda choice: choice[1].casefold())


def _instruments() -> list[tuple[str, str]]:
    return [("", ""), *_in_order("instrument")]


def _events() -> list[tuple[str, str]]:
    return [("", ""), *choices_of("event")]


def _areas() -> list[tuple[str, str]]:
    return _in_order("area")


class Text(forms.CharField):
    """Words as the base stores them: in NFC, without control characters."""

    def to_python(self, value: Any) -> str:
        """The words, tidied."""
        return nfc(printable(super().to_python(value) or "")).strip()


_NEEDED = {"required": _("Falta.")}


class ProposalForm(forms.Form):
    """A claim as a person reads it in some words."""

    documento = forms.RegexField(r"^[0-9a-f]{12}$")
    pasaje = forms.IntegerField(required=False, min_value=0, max_value=10_000_000)
    desde = forms.IntegerField(required=False, min_value=0, max_value=100_000_000)
    cita = Text(max_length=LONGEST_QUOTE, error_messages=_NEEDED)
    territorio = Text(max_length=200, required=False)
    elegido = Text(max_length=40, required=False)
    instrumento = forms.ChoiceField(choices=_instruments, error_messages=_NEEDED)
    acto = forms.ChoiceField(choices=_events, error_messages=_NEEDED)
    cuando = Text(max_length=60, required=False)
    ambitos = forms.MultipleChoiceField(choices=_areas, required=False)
    quien = Text(max_length=LONGEST_NAME, required=False)
    donde = Text(max_length=LONGEST_NAME, required=False)
    con = Text(max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[Territory] = []

    def clean_cuando(self) -> str:
        """The date in EDTF."""
        written = str(self.cleaned_data["cuando"])
        try:
            parse_when(written)
        except NotEdtf as error:
            raise forms.ValidationError(
                _("No se entiende. Se escribe 1983, 2005-03, 1995/1996, 198X o 2001~; o se deja vacío.")
            ) from error
        return written

    def clean(self) -> dict[str, Any]:
        """The territory too: chosen among those that a name may mean, or the only one it means."""
        found = super().clean() or {}
        territory = self.territory(found.get("elegido", ""), found.get("territorio", ""))
        if territory is None:
            self.add_error("territorio", self._which(found.get("territorio", "")))
        found["codigo"] = territory.code if territory else ""
        return found

    def territory(self, chosen: str, name: str) -> Territory | None:
        """The one that is chosen or meant; `candidates` are those to choose among."""
        if chosen:
            one = Territory.objects.select_related("parent").filter(code=chosen).first()
            self.candidates = [one] if one else []
            return one
        resolution = resolve(name)
        self.candidates = [each.territory for each in resolution.candidates[:8]]
        return resolution.territory

    def _which(self, name: str) -> Any:
        if self.candidates:
            return _("Ese nombre es de varios: elija uno.")
        return _("Ningún territorio se llama así; pruebe con el nombre oficial o su código.") if name else _("Falta.")


class AddressForm(forms.Form):
    """An address, and words that stand there."""

    direccion = forms.URLField(
        max_length=2000,
        assume_scheme="https",
        error_messages={**_NEEDED, "invalid": _("No es una dirección: empieza por https:// o http://.")},
    )
    cita = Text(max_length=1000, error_messages=_NEEDED)

    def clean_direccion(self) -> str:
        """An address of the web alone."""
        url = str(self.cleaned_data["direccion"])
        if not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("No es una dirección: empieza por https:// o http://."))
        return url


_TYPES = [
    ("book", _("libro")),
    ("chapter", _("capítulo")),
    ("article-journal", _("artículo")),
    ("article-newspaper", _("nota de prensa")),
    ("report", _("informe")),
    ("thesis", _("tesis")),
    ("paper-conference", _("ponencia")),
    ("legislation", _("norma")),
    ("webpage", _("página web")),
    ("document", _("otro documento")),
]


class SourceForm(forms.Form):
    """Who wrote a document, when, and where it appeared."""

    pegado = Text(max_length=20_000, required=False)
    tipo = forms.ChoiceField(choices=_TYPES, required=False)
    titulo = Text(max_length=400, error_messages=_NEEDED)
    autores = Text(max_length=4000, required=False)
    anio = forms.IntegerField(
        required=False,
        min_value=1400,
        max_value=2100,
        error_messages={
            "invalid": _("Un año: cuatro cifras."),
            "min_value": _("Un año: cuatro cifras."),
            "max_value": _("Un año: cuatro cifras."),
        },
    )
    contenedor = Text(max_length=400, required=False)
    editorial = Text(max_length=400, required=False)
    url = forms.URLField(
        max_length=1000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("No es una dirección: empieza por https:// o http://.")},
    )
    doi = Text(max_length=200, required=False)

    def clean_url(self) -> str:
        """An address of the web alone: no page leads anywhere else."""
        url = str(self.cleaned_data["url"] or "")
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("No es una dirección: empieza por https:// o http://."))
        return url

    def clean_doi(self) -> str:
        """The DOI without the address around it."""
        written = str(self.cleaned_data["doi"])
        found = doi_in(written)
        if written and not found:
            raise forms.ValidationError(_("No es un DOI: empieza por 10. y una barra, como 10.1000/182."))
        return found
