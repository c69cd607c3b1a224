"""Sheets in words: what each column is, what became of a row, why a file or a row is refused."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.evidence.domain.vocabulary import vocabulary
from minga.sheets.domain import COLUMNS

ABOUT = {
    "ref": gettext_lazy("El nombre de la afirmación. Vacío: es una afirmación nueva. No lo cambie."),
    "huella": gettext_lazy("Dice si la afirmación cambió desde que se sacó la hoja. No la cambie."),
    "territorio": gettext_lazy("Código del territorio (CO-19137). O una organización, nunca ambos."),
    "organizacion": gettext_lazy("Nombre corto de la organización, como está en su dirección."),
    "clase": gettext_lazy("claim: un hecho. background: un antecedente, que no se cuenta."),
    "instrumento": gettext_lazy("Código de la hoja «Códigos»."),
    "hecho": gettext_lazy("Código de la hoja «Códigos»."),
    "cuando": gettext_lazy("Como lo da la fuente, en EDTF: 1983, 2002-06-19, 1995/1996, 198X, 2001~."),
    "ambitos": gettext_lazy("Códigos de la hoja «Códigos», con punto y coma entre ellos."),
    "enunciado": gettext_lazy("El hecho en una frase propia."),
    "actor": gettext_lazy("Cargo o dependencia que actuó, nunca una persona privada."),
    "en_el_organigrama": gettext_lazy("Dónde está la dependencia."),
    "fuente": gettext_lazy("Nombre corto de la fuente, como está en su dirección. Vacío: fuente nueva."),
    "autores": gettext_lazy("De una fuente nueva: sus autores, con punto y coma entre ellos."),
    "anio_de_la_fuente": gettext_lazy("De una fuente nueva: el año."),
    "titulo": gettext_lazy("De una fuente nueva: el título. Es obligatorio."),
    "direccion": gettext_lazy("De una fuente nueva: dónde se lee (https://…)."),
    "localizador": gettext_lazy("Página, nota o artículo."),
    "cita": gettext_lazy("Las palabras exactas; solo de fuentes cuyo texto está en Minga. Si no, use la nota."),
    "nota": gettext_lazy("Lo que usted leyó, en sus palabras."),
}
WHY = {
    "unknown": gettext_lazy("no existe, o no se escribe así"),
    "missing": gettext_lazy("falta"),
    "long": gettext_lazy("es demasiado largo"),
    "stale": gettext_lazy("la afirmación cambió después de sacar esta hoja: saque otra"),
    "many": gettext_lazy("la hoja trae demasiados cambios a la vez: tráigalos en otra"),
    "no_text": gettext_lazy("el texto de esa fuente no está en Minga: ponga lo que leyó en la nota"),
    "not_found": gettext_lazy("esas palabras no están en el texto de la fuente"),
    "ambiguous": gettext_lazy("esas palabras están más de una vez en el texto: copie algunas más"),
}


def why_not(code: str, detail: str) -> str:
    """Why a file could not be read as a sheet."""
    said = {
        "columns": _("A la primera hoja le faltan columnas, o están dos veces: %(detail)s."),
        "rows": _("La hoja tiene más de %(detail)s filas."),
        "cell": _("Una celda tiene más de %(detail)s caracteres."),
        "password": _(
            "El archivo tiene contraseña o es de un formato antiguo: guárdelo como XLSX u ODS, sin contraseña."
        ),
        "unsupported": _("No es una hoja XLSX ni ODS, diga lo que diga su nombre."),
        "bomb": _("El archivo dice más de lo que una hoja puede decir, y no se abrió."),
        "none": _("Elija un archivo."),
    }
    return said.get(code, _("El archivo está dañado o es demasiado grande para leerlo.")) % {"detail": detail}


def reason(outcome: Mapping[str, str]) -> str:
    """Why a row is refused, with its column; "" where it is not."""
    return f"{outcome['column']}: {WHY[outcome['why']]}" if outcome["why"] else ""


def explained() -> list[list[str]]:
    """The sheet that explains the columns."""
    return [[_("columna"), _("qué es")], *([name, str(ABOUT[name])] for name in COLUMNS)]


def codes() -> list[list[str]]:
    """The sheet of codes with what each is called."""
    rows = [[_("columna"), _("código"), _("se llama"), _("qué es")]]
    for column, scheme in (("instrumento", "instrument"), ("hecho", "event"), ("ambitos", "area")):
        for code in vocabulary().claimable(scheme):
            concept = vocabulary().concept(code, scheme)
            rows.append([column, code, concept.label["es"], concept.definition["es"]])
    return rows
