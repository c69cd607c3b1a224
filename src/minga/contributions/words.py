"""What happened to what somebody brought, in words."""

from django.utils.translation import gettext as _

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
