"""Outcomes, reasons and faults of files in words for the terminal."""

from gettext import gettext as _


def outcome_in_words(code: str) -> str:
    """What became of rows, as a heading for how many there are."""
    return {
        "claimed": _("dan afirmaciones"),
        "partly": _("dan la afirmación de un lado; el otro espera revisión"),
        "review": _("esperan revisión y no dan nada todavía"),
        "left_out": _("quedan fuera"),
        "refused": _("rechazadas"),
    }[code]


def reason_in_words(code: str) -> str:
    """Why a row ended as it did; "" where there is nothing to say."""
    return {
        "": "",
        "same_country": _("los dos gobiernos son del mismo país: queda como antecedente"),
        "same_fact": _("otra fila dice lo mismo"),
        "not_a_government": _("un lugar conocido, sin gobierno propio en el nomenclátor"),
        "in_another_country": _("la propia lista lo sitúa en otro país"),
        "country_unknown": _("no se sabe de qué país es"),
        "not_found": _("nadie se llama así en el nomenclátor de ese país"),
        "several": _("varios se llaman así"),
        "far": _("el nombre y el punto no coinciden: están a más de 25 km"),
        "no_coordinates": _("solo hay un nombre, sin código ni punto que lo confirme"),
        "no_point_to_compare": _("el nomenclátor no tiene punto con que confirmarlo"),
        "level_differs": _("el nombre dice un nivel de gobierno y el código, otro"),
        "same_place": _("los dos lados son el mismo lugar"),
        "in_another_register": _("está en el registro «partners», de primera mano"),
        "years_differ": _("otra fila da otro año"),
        "hypothesis": _("quien la recogió la da por hipótesis"),
        "unmatched": _("quien la recogió no supo de qué comunidad es"),
        "sector_disagrees": _("el código y el nombre del sector no coinciden: queda sin ese ámbito"),
        "no_places": _("el proyecto no tiene lugares"),
        "no_government_among_places": _("ninguno de sus lugares es un gobierno"),
        "country": _("el lugar es el país entero"),
        "larger_area": _("el lugar es una región, un río o una cordillera"),
        "near_only": _("el registro solo dice «cerca de»"),
        "place_unclear": _("el registro no sabe dónde"),
        "not_in_gazetteer": _("no está en el nomenclátor: un edificio, un barrio, una vereda"),
        "project_unknown": _("su proyecto no está en el fichero de proyectos"),
        "twice": _("el mismo código ya estaba más arriba"),
        "cells": _("no tiene tantas celdas como la cabecera"),
        "value": _("una columna no tiene lo que debe"),
        "claim_refused": _("la base no admite su afirmación"),
    }[code]


def fault_in_words(code: str) -> str:
    """What is wrong with a file, as a sentence that takes `file` and `detail`."""
    return {
        "missing": _("No hay ningún fichero en {file}."),
        "forbidden": _("No se puede leer {file}: falta permiso."),
        "large": _("{file} pasa de {detail} MB: no es un registro que se conozca; pártalo."),
        "binary": _("{file} no es un fichero de texto."),
        "encoding": _("{file} no está en UTF-8 (línea {detail}): guárdelo en UTF-8."),
        "empty": _("{file} está vacío."),
        "no_rows": _("{file} tiene cabecera y ninguna fila."),
        "table": _("{file} no se puede leer como CSV (línea {detail})."),
        "columns": _("A {file} le falta esta columna, o estas: {detail}. ¿Es de verdad ese registro?"),
        "twice": _("En {file} esta columna está dos veces: {detail}."),
        "json": _("{file} no se puede leer como JSON (línea {detail})."),
        "field": _("En {file} el campo «{detail}» no es la lista que debe ser. ¿Es de verdad ese registro?"),
        "gazetteer": _("Antes de traer {file} hace falta el nomenclátor: «minga load»."),
        "locations": _("El registro «apc» necesita también --locations con los lugares de los proyectos."),
        "no_locations": _("--locations solo va con --as apc."),
        "report_form": _("El informe {file} debe acabar en .csv o .jsonl."),
        "report_place": _("El informe {file} no se puede escribir ahí."),
        "report_is_input": _("El informe {file} taparía el fichero que se trae."),
    }[code]
