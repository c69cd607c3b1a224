"""What people fill in here; every field by the name it has in the page. Nothing else of what is sent is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from minga.evidence.domain.statuses import Access
from minga.exchange.domain.steps import Party
from minga.exchange.models import Attachment, Evaluation
from minga.exchange.words import ACCESS, PARTIES, SERVED
from minga.frame.fields import NEEDED, Line, Text, radio
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import LANGUAGES
from minga.offers.words import MODALITIES, tongue


def _moment(label: Any) -> forms.DateTimeField:
    """A day and an hour, as browsers ask for them."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, error_messages=NEEDED, widget=widget)


class NothingForm(forms.Form):
    """A step that asks for nothing but a yes."""


class AskForm(forms.Form):
    """A request: what, how, why these two."""

    tema = forms.ChoiceField(label=_("Sobre qué"), required=False)
    modalidad = radio(_("De qué forma"), [*MODALITIES.items()], initial=Modality.CALL.value)
    idioma = forms.ChoiceField(label=_("En qué idioma"), required=False)
    pregunta = Text(label=_("Qué quiere saber"), rows=4, longest=4000,
                    help_text=_("Una pregunta concreta se responde antes que un tema."))  # fmt: skip
    razones = Text(label=_("Por qué a ellos"), rows=4, longest=2000, required=False,
                   help_text=_("Lo que consta de ambos, para que lo lean; puede cambiarlo."))  # fmt: skip

    def __init__(
        self,
        *args: Any,
        topics: Sequence[tuple[str, str]] = (),
        modalities: Sequence[Modality] = (*Modality,),
        languages: Sequence[str] = LANGUAGES,
        **kwargs: Any,
    ) -> None:
        """Of an offer only the forms and languages that it gives."""
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {"tema": [*topics, ("", _("otro tema"))]}
        choices["modalidad"] = [(one.value, MODALITIES[one]) for one in modalities]
        choices["idioma"] = [("", _("el que convenga")), *((code, capfirst(tongue(code))) for code in languages)]
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    motivo = Text(label=_("Por qué"), longest=2000, help_text=_("Lo lee la otra parte."))


class CounterForm(forms.Form):
    """Another form, and why."""

    modalidad = radio(_("De qué otra forma"), [*MODALITIES.items()])
    motivo = Text(label=_("Por qué"), longest=2000, help_text=_("Lo lee la otra parte."))


class PeerForm(forms.Form):
    """Another peer to ask, by its code."""

    territorio = forms.ChoiceField(label=_("A quién"), widget=forms.RadioSelect, required=False)
    codigo = Line(label=_("O a otro, por su código"), longest=40, required=False)

    def __init__(self, *args: Any, peers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territorio"].choices = list(peers)  # type: ignore[attr-defined]
        if not peers:
            del self.fields["territorio"]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found = super().clean() or {}
        found["par"] = found.get("codigo") or found.get("territorio") or ""
        if not found["par"]:
            self.add_error("codigo", _("Falta."))
        return found


class TermsForm(forms.Form):
    """The terms of an exchange."""

    pregunta = Text(label=_("La pregunta que se va a responder"))
    papeles = Text(label=_("Quién hace qué"), required=False)
    agenda = Text(label=_("Agenda"), required=False)
    publica_pide = Text(label=_("Qué publica quien pide"), required=False, rows=2)
    publica_ofrece = Text(label=_("Qué publica quien ofrece"), required=False, rows=2)


class SeenForm(forms.Form):
    """Agreeing to what was read: `visto` says which words those were."""

    visto = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_visto(self) -> datetime:
        """The moment at which they were written."""
        try:
            return datetime.fromisoformat(self.cleaned_data["visto"])
        except ValueError as error:
            raise forms.ValidationError(_("Vuelva a leerlo antes de acordar.")) from error


class SessionForm(forms.Form):
    """When and where, by the clock of a zone."""

    empieza = _moment(_("Empieza"))
    termina = _moment(_("Termina"))
    zona = forms.ChoiceField(label=_("Según el reloj de"), error_messages=NEEDED)
    enlace = forms.URLField(label=_("Enlace de la videollamada"), required=False, max_length=500,
                            assume_scheme="https")  # fmt: skip
    lugar = Line(label=_("Lugar, si se ven en persona"), required=False)
    personas = forms.IntegerField(label=_("Cuántas personas"), required=False, min_value=0, max_value=10_000)

    def __init__(self, *args: Any, zones: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zona"].choices = [(one, one.replace("_", " ")) for one in zones]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The hours without the zone of the installation, in which Django reads them: another clock says them."""
        found = super().clean() or {}
        for name in ("empieza", "termina"):
            if found.get(name):
                found[name] = found[name].replace(tzinfo=None)
        if found.get("zona"):
            ZoneInfo(found["zona"])
        return found


class LogForm(forms.Form):
    """What came of a session."""

    asistieron = Text(label=_("Quiénes estuvieron"), rows=2, help_text=_("Dependencias y cargos, no personas."))
    bitacora = Text(label=_("Qué se dijo y qué se acordó"), rows=6)


class PlanForm(forms.Form):
    """What the receiver does at home."""

    adapta = Text(label=_("Qué se toma y qué debe ser distinto aquí"))
    pasos = Text(label=_("Pasos, con fechas"), required=False)
    responsable = Text(label=_("Dependencia y cargo responsables"), required=False, rows=2)
    recursos = Text(label=_("Con qué recursos"), required=False, rows=2)
    resultado = Text(label=_("Primer resultado que se verá"), required=False, rows=2)


class FollowUpForm(forms.Form):
    """How it goes."""

    hecho = Text(label=_("Qué se hizo desde entonces"))
    estorbo = Text(label=_("Qué lo impidió o lo frenó"), required=False)


class EvaluationForm(forms.Form):
    """Whether it served."""

    sirvio = radio(_("¿Sirvió?"), [*SERVED.items()])
    aprendido = Text(label=_("Qué se aprendió"), required=False)
    falto = Text(label=_("Qué no funcionó"), required=False)

    def clean_sirvio(self) -> Evaluation.Served:
        """Its word."""
        return Evaluation.Served(self.cleaned_data["sirvio"])


class NoteForm(forms.Form):
    """What will be published, if both agree."""

    titulo = Line(label=_("Título"))
    texto = Text(
        label=_("Qué se aprendió, con hechos, fechas y nombres de gobiernos"),
        rows=10,
        help_text=_("De aquí salen afirmaciones propuestas: «Manizales creó su oficina en 2004»."),
    )
    acceso = radio(_("Quién la leerá"), [*ACCESS.items()], initial=Access.OPEN.value)

    def clean_acceso(self) -> Access:
        """Its word."""
        return Access(self.cleaned_data["acceso"])


class InviteForm(forms.Form):
    """Who else takes part."""

    organizacion = forms.ChoiceField(label=_("Qué organización"), error_messages=NEEDED)
    papel = radio(_("Como qué"), [(one, PARTIES[one]) for one in (Party.UNIVERSITY, Party.SPECIALIST)])

    def __init__(self, *args: Any, organizations: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizacion"].choices = list(organizations)  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """A message."""

    mensaje = Text(label=_("Escribir a las demás partes"), longest=5000)


class FileForm(forms.Form):
    """A file; what it is called on somebody's disk is no part of what is checked."""

    archivo = forms.FileField(label=_("Archivo, hasta 20 MB"), error_messages=NEEDED)
    tipo = forms.ChoiceField(
        label=_("Qué es"),
        choices=[(Attachment.Kind.DOCUMENT.value, _("documento")), (Attachment.Kind.REPORT.value, _("informe"))],
    )


class PromiseForm(forms.Form):
    """A promise."""

    que = Text(label=_("Qué"), rows=2, longest=1000)
    quien = forms.ChoiceField(label=_("Quién"), error_messages=NEEDED)
    cuando = forms.DateField(label=_("Para cuándo"), error_messages=NEEDED,
                             widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quien"].choices = list(owners)  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """What shows that a promise was kept, or why it is let go."""

    prueba = Text(
        label=_("Qué lo muestra: un archivo, una dirección, un acto; o por qué se deja"), rows=2, longest=1000
    )
