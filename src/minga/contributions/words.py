"""What happened to what somebody brought, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from minga.contributions.domain.errands import MOST_BYTES, Failed
from minga.contributions.domain.uploading import LARGEST, MOST_A_DAY, MOST_FILES, MOST_UNDER_WAY, file_name


def full_in_words(name: str, error: ValueError) -> str:
    """Why a file is not taken."""
    why = {
        "empty": _("está vacío"),
        "file": _("es demasiado grande (más de %(n)s MB)") % {"n": LARGEST >> 20},
        "files": _("ya hay %(n)s archivos suyos a medio subir: termínelos o cancélelos") % {"n": MOST_FILES},
        "person": _("lo que tiene a medio subir pasaría de %(n)s MB") % {"n": MOST_UNDER_WAY >> 20},
        "organization": _("su organización ya subió hoy %(n)s MB") % {"n": MOST_A_DAY >> 20},
    }.get(str(error), _("es privado, y usted no actúa por ninguna organización que pueda verlo"))
    return _("«%(name)s»: %(why)s.") % {"name": file_name(name), "why": why}


def failed_in_words(failed: str) -> str:
    """Why nothing came of an address."""
    return {
        Failed.NOT_AN_ADDRESS: _("no es la dirección de una página"),
        Failed.REFUSED: _("lleva a una red privada o a este mismo servidor, y eso no se trae"),
        Failed.NO_ANSWER: _("nadie respondió allí, o este servidor no tiene salida a la red"),
        Failed.TOO_SLOW: _("tardó demasiado"),
        Failed.TOO_LONG: _("es demasiado larga (más de %(n)s MB)") % {"n": MOST_BYTES >> 20},
        Failed.REDIRECTS: _("manda de una dirección a otra sin llegar"),
        Failed.STATUS: _("el sitio respondió que no la tiene o que no la da"),
        Failed.NOT_ALLOWED: _("usted ya no actúa por la organización para la que la pidió"),
        Failed.ENDED: _("se dejó antes de terminar"),
    }[Failed(failed)]


def not_a_reference_in_words(form: str) -> str:
    """Why a pasted reference was not understood."""
    named = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
    if form in named:
        return _("Parece %(form)s, pero está incompleto o mal cerrado. Lo pegado sigue aquí.") % {"form": named[form]}
    return _("No se entendió como referencia: le falta el título. Lo pegado sigue aquí.")


def left_in_words(left: Sequence[str]) -> str:
    """What of a reference was not understood; "" where all was."""
    return _("No se entendió, y quedó fuera: %(left)s.") % {"left": " · ".join(left)} if left else ""
