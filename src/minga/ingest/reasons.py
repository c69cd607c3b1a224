"""The states and notes of a reading in words, and why something is proposed."""

from gettext import gettext as _
from gettext import ngettext

from django.utils.translation import gettext_lazy

from minga.ingest.domain.states import NOT_KEPT, Note, State

RULES = {
    "who_did_what": gettext_lazy("la frase dice quién hizo qué"),
    "done_to": gettext_lazy("la frase dice que algo fue hecho"),
    "noun_of_a_deed": gettext_lazy("la frase nombra el acto, como en «la creación de…»"),
    "it_has_one": gettext_lazy("la frase dice que cuenta con ello"),
    "its_own": gettext_lazy("la frase habla de lo suyo, como en «su estrategia»"),
    "deed_of_what_was_named": gettext_lazy("la frase dice qué pasó con lo que se nombró antes"),
    "did_the_same": gettext_lazy("la frase dice que hizo lo mismo que otro"),
    "person": gettext_lazy("la propuso una persona que leyó las palabras"),
    "row": gettext_lazy("es una fila de una lista o de una tabla"),
}
DOUBTS = {
    "subject_before": gettext_lazy("quién lo hizo está en una frase anterior"),
    "subject_far": gettext_lazy("quién lo hizo está lejos del verbo"),
    "subject_oblique": gettext_lazy("quién lo hizo no es el sujeto de la frase"),
    "recalled": gettext_lazy("de qué se habla se nombró antes"),
    "stand_in": gettext_lazy("en vez del nombre dice «la ciudad» o algo así"),
    "ambiguous_name": gettext_lazy("el nombre es de varios territorios"),
    "counted_date": gettext_lazy("el año está calculado"),
    "present_tense": gettext_lazy("habla en presente"),
    "lent_date": gettext_lazy("el año está en otra frase del párrafo"),
}


def state_in_words(state: str) -> str:
    """What happened to a file, in a sentence."""
    return {
        State.WAITING: _("en espera"),
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
        State.CANCELLED: _("se canceló antes de leerlo"),
    }[State(state)]


def kept_in_words(state: str) -> str:
    """What was kept of it."""
    return _("no se guardó nada") if state in NOT_KEPT else _("se guardó el original")


def note_in_words(note: str, number: int) -> str:
    """What a reader should know beside the state."""
    return {
        Note.OTHER_FORMAT: _("la extensión dice otro formato"),
        Note.LETTERS_LOST: ngettext("{n} letra ya venía perdida", "{n} letras ya venían perdidas", number),
        Note.ENCODED_TWICE: _("estaba codificado dos veces y se corrigió"),
        Note.PAGES_UNREAD: ngettext("{n} página no se pudo abrir", "{n} páginas no se pudieron abrir", number),
        Note.PAGES_CLAIMED: _("dice tener {n} páginas y no las tiene"),
        Note.SCANNED_PAGES: ngettext("{n} página es una imagen", "{n} páginas son imágenes", number),
        Note.BY_OCR: ngettext(
            "{n} página leída por reconocimiento óptico: puede haber letras equivocadas",
            "{n} páginas leídas por reconocimiento óptico: puede haber letras equivocadas",
            number,
        ),
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


def why_in_words(code: str) -> str:
    """The rule that found a proposal, or what speaks against it; a code that is new here as it is."""
    return str(RULES[code]) if code in RULES else _("en contra: {doubt}").format(doubt=DOUBTS.get(code, code))


def because_in_words(code: str) -> str:
    """Why a proposal seems to repeat a claim, or to exclude it."""
    return {
        "says_no_year": _("no dice el año"),
        "adds_the_year": _("añade el año"),
        "other_word": _("lo dice con otra palabra"),
        "broader_or_narrower": _("nombra el instrumento de modo más general o más preciso"),
        "adds_a_party": _("añade con quién"),
        "names_no_party": _("no dice con quién"),
        "says_fewer_areas": _("dice menos ámbitos"),
        "adds_areas": _("añade ámbitos"),
        "other_year": _("da otro año para el mismo comienzo"),
        "in_force_after_end": _("una dice que terminó y la otra que seguía después"),
    }.get(code, code)
