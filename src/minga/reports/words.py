"""Reports in words."""

from django.utils.translation import gettext_lazy as _

from minga.reports.domain import Kind, State

KINDS = {
    Kind.WORDS: _("la cita no dice eso"),
    Kind.DATA: _("un dato está mal (lugar, año, instrumento…)"),
    Kind.SOURCE: _("falta una fuente"),
    Kind.LINK: _("un enlace no abre o lleva a otra cosa"),
    Kind.OTHER: _("otra cosa"),
}
STATES = {
    State.OPEN: _("por responder"),
    State.ANSWERED: _("respondidos"),
    State.CLOSED: _("cerrados sin respuesta"),
    State.HELD: _("retenidos"),
}
HELD = {
    "trap": _("llenó un campo que no se ve"),
    "quick": _("se envió en menos tiempo del que toma leer el formulario"),
    "links": _("tiene demasiados enlaces"),
    "markup": _("tiene enlaces escritos como código"),
    "flood": _("llegaron demasiados informes en una hora"),
}
