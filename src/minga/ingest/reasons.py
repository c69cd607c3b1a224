"""The states and notes of a reading in words."""

from gettext import gettext as _

from minga.ingest.domain.states import NOT_KEPT, Note, State


def state_in_words(state: str) -> str:
    """What happened to a file, in a sentence."""
    return {
        State.READ: _("leído"),
        State.PARTIAL: _("leído en parte"),
        State.SCAN: _("es una imagen y aquí no hay con qué leerla (falta tesseract)"),
        State.NO_TEXT: _("no tiene texto"),
        State.PASSWORD: _("pide una contraseña"),
        State.DAMAGED: _("está dañado y no se pudo leer"),
        State.TRUNCATED: _("está cortado: le falta el final y no se pudo leer"),
        State.NEEDS_OFFICE: _("es de un Word antiguo y aquí no hay con qué abrirlo (falta LibreOffice)"),
        State.TOO_SLOW: _("tardó demasiado y se dejó de leer"),
        State.TOO_HUNGRY: _("pidió demasiada memoria y se dejó de leer"),
        State.CRASHED: _("el programa que lo leía se cerró"),
        State.EMPTY: _("está vacío"),
        State.BOMB: _("está hecho para desbordar: al abrirlo sería enorme"),
        State.TOO_BIG: _("es demasiado grande (más de 256 MB)"),
        State.UNSUPPORTED: _("no es de un formato que se lea aquí"),
        State.UNREADABLE: _("no se puede abrir"),
    }[State(state)]


def kept_in_words(state: str) -> str:
    """What was kept of it."""
    return _("no se guardó nada") if state in NOT_KEPT else _("se guardó el original")


def note_in_words(note: str, number: int) -> str:
    """What a reader should know beside the state."""
    return {
        Note.OTHER_FORMAT: _("la extensión dice otro formato"),
        Note.LETTERS_LOST: _("{n} letras ya venían perdidas"),
        Note.ENCODED_TWICE: _("estaba codificado dos veces y se corrigió"),
        Note.PAGES_UNREAD: _("{n} páginas no se pudieron abrir"),
        Note.PAGES_CLAIMED: _("dice tener {n} páginas y no las tiene"),
        Note.SCANNED_PAGES: _("{n} páginas son imágenes"),
        Note.BY_OCR: _("{n} páginas leídas por reconocimiento óptico: puede haber letras equivocadas"),
        Note.BY_OFFICE: _("abierto con LibreOffice"),
        Note.CUT_SHORT: _("le falta el final"),
    }[Note(note)].format(n=number)


def refusal_in_words(reason: str) -> str:
    """Why a file was not taken."""
    return {
        "missing": _("no existe"),
        "no_file": _("no es un fichero"),
        "no_permission": _("no hay permiso para leerlo"),
        "too_big": _("es demasiado grande (más de 256 MB)"),
        "no_json": _("no es JSON"),
    }.get(reason, _("no se puede abrir"))
