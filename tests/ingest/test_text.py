"""Lines of pages become passages as a reader sees them."""

from minga.ingest.domain.assembly import assemble, clean
from minga.ingest.domain.columns import in_order
from minga.ingest.domain.furniture import without_furniture
from minga.ingest.domain.layout import Block, Box, Kind, Page, Piece, Text
from minga.ingest.domain.paragraphs import blocks_of
from tests.ingest.papers import line, page

FULL = 400.0


def said(text: Text) -> list[str]:
    return [text.text[passage.start : passage.end] for passage in text.passages]


def kinds(text: Text) -> list[str]:
    return [passage.kind.value for passage in text.passages]


def of(*lines: object, pages: list[Page] | None = None) -> Text:
    return assemble(blocks_of(pages if pages is not None else [page(list(lines))]))  # type: ignore[arg-type]


def joined(*pieces: str, also: str = "") -> str:
    blocks = [Block(Kind.PARAGRAPH, [Piece(piece) for piece in pieces])]
    return said(assemble([*blocks, Block(Kind.PARAGRAPH, [Piece(also)])]))[0]


def test_a_word_that_a_line_breaks_is_mended() -> None:
    assert joined("la coope-", "ración descentralizada") == "la cooperación descentralizada"
    assert joined("la coope\u00ad", "ración") == "la cooperación"


def test_a_hyphen_that_belongs_to_its_word_stays() -> None:
    assert joined("el pacto franco-", "alemán", also="otro pacto franco-alemán") == "el pacto franco-alemán"
    assert joined("la escue-", "la", also="la escuela") == "la escuela"
    assert joined("el eje Bogotá-", "Medellín") == "el eje Bogotá-Medellín"
    assert joined("de 1990-", "1995") == "de 1990- 1995"
    assert joined("una cosa -", "y otra") == "una cosa - y otra"


def test_portuguese_pronouns_keep_their_hyphen() -> None:
    portuguese = "Não são uma rede também dos estados em ações"
    assert joined("a cidade tornou-", "se sede", also=portuguese) == "a cidade tornou-se sede"
    assert joined("la ciudad tor-", "se sede") == "la ciudad torse sede"


def test_text_is_composed_and_has_single_spaces() -> None:
    assert clean("Bogota\u0301   D.C.\u00a0 \x00x") == "Bogotá D.C. x"
    assert clean("\u00ad") == ""
    assert said(assemble([Block(Kind.PARAGRAPH, [Piece("  "), Piece(" uno ")]), Block(Kind.PARAGRAPH)])) == ["uno"]


def test_every_stretch_leads_back_to_its_page_and_box() -> None:
    text = of(line("La ciudad de Rosario tiene una coope-", 1, width=FULL), line("ración con Italia.", 2))
    assert text.text == "La ciudad de Rosario tiene una cooperación con Italia."
    assert [text.text[place.start : place.end] for place in text.places] == [
        "La ciudad de Rosario tiene una coope",
        "ración con Italia.",
    ]
    assert text.places[1].box == Box(70, 60 + 28, 70 + 5 * 18, 60 + 28 + 11)
    assert text.passages[0].page == 1


def head(number: int, extra: str = "") -> Page:
    lines = [
        line("LEY DE AGUAS NACIONALES", 0, page=number),
        line(f"{number} de 40", 1, page=number),
        line(f"Texto propio de la página {'abcdefghij'[number % 10]}{extra}.", 3, page=number),
        line(f"Página {number}", 53, page=number),
    ]
    return page(lines, number)


def test_running_heads_and_page_numbers_are_taken_out() -> None:
    pages = without_furniture([head(number) for number in range(1, 8)])
    assert {each.text[:12] for found in pages for each in found.lines} == {"Texto propio"}
    assert [len(found.lines) for found in pages] == [1] * 7


def test_what_repeats_too_seldom_or_in_the_middle_of_pages_stays() -> None:
    seldom = [page([line("Fracción reformada", 2, page=n)] if n in (1, 40, 80) else [], n) for n in range(1, 81)]
    assert sum(len(found.lines) for found in without_furniture(seldom)) == 3
    middle = [page([line("Se deroga.", 25, page=n)], n) for n in range(1, 6)]
    assert sum(len(found.lines) for found in without_furniture(middle)) == 5
    two = [page([line("Acta", 0, page=n)], n) for n in (1, 2)]
    assert sum(len(found.lines) for found in without_furniture(two)) == 2
    sizeless = [Page(n, 0, 0, (line("Acta", 0, page=n),)) for n in range(1, 5)]
    assert sum(len(found.lines) for found in without_furniture(sizeless)) == 0


def test_articles_at_the_head_of_pages_stay_for_their_numbers_do_not_count_pages() -> None:
    pages = [page([line(f"Artículo {number * number}. Se deroga.", 2, page=number)], number) for number in range(1, 6)]
    assert sum(len(found.lines) for found in without_furniture(pages)) == 5


def column(left: float, name: str, first: int = 2, rows: int = 6) -> list[object]:
    return [
        line(f"{name} {number} sigue la línea de la columna", first + number, left=left, width=210)
        for number in range(rows)
    ]


def test_columns_are_read_one_after_the_other_and_titles_over_both_in_their_place() -> None:
    title = line("Un título que cruza las dos columnas de la página", 0, width=460)
    foot = line("Un cierre que cruza las dos columnas de la página", 10, width=460)
    rows = in_order([foot, *column(310, "derecha"), *column(70, "izquierda"), title])  # type: ignore[list-item]
    order = [row.text.split()[0] for row in rows]
    assert order == ["Un", *["izquierda"] * 6, *["derecha"] * 6, "Un"]
    assert [row.region for row in rows] == [0, *[1] * 6, *[2] * 6, 3]


def test_three_columns_are_read_in_order() -> None:
    lines = [
        line(f"{name} {n} línea de columna", 2 + n, left=left, width=140)
        for n in range(6)
        for name, left in (("a", 70), ("b", 230), ("c", 390))
    ]
    assert [row.text[0] for row in in_order(lines)] == ["a"] * 6 + ["b"] * 6 + ["c"] * 6


def test_a_table_is_no_pair_of_columns_and_its_rows_are_units() -> None:
    cells = [(f"Ciudad {n}", f"{1990 + n}") for n in range(6)]
    lines = [line(cell, 2 + n, left=70 + 300 * k) for n, row in enumerate(cells) for k, cell in enumerate(row)]
    text = of(*lines)
    assert kinds(text) == ["table_row"] * 6
    assert said(text)[1] == "Ciudad 1\t1991"
    assert text.text.startswith("Ciudad 0\t1990\nCiudad 1\t1991\n")


def test_a_cell_that_wraps_stays_in_its_row() -> None:
    text = of(
        line("Gobierno federal", 2),
        line("Los que resulten conforme a", 2, left=300),
        line("la fracción IV", 3, left=300),
        line("y sus reglas", 4, left=300),
        line("Después de la tabla sigue el texto.", 8),
    )
    assert said(text) == [
        "Gobierno federal\tLos que resulten conforme a la fracción IV y sus reglas",
        "Después de la tabla sigue el texto.",
    ]


def test_paragraphs_part_where_a_gap_an_indent_or_a_short_line_with_a_stop_says_so() -> None:
    text = of(
        line("Primera línea que llega hasta el margen de la página", 1, width=FULL),
        line("y termina aquí.", 2),
        line("Segundo párrafo que llega hasta el margen de la página.", 3, width=FULL),
        line("Tercero, con sangría en su primera línea, que sigue", 4, left=90, width=FULL - 20),
        line("hasta aquí", 5),
        line("cuarto, tras un hueco, en minúscula", 8, width=FULL),
        line("sin punto", 9),
    )
    assert [each.split()[0] for each in said(text)] == ["Primera", "Segundo", "Tercero,", "cuarto,"]


def test_titles_stand_alone() -> None:
    text = of(
        line("Plan de acción exterior", 1, size=18),
        line("CAPÍTULO ÚNICO", 3, left=230),
        line("Disposiciones generales que llegan hasta el margen", 4, width=FULL),
        line("Municipio de Rosario", 6, left=200, width=150),
        line("El municipio tiene una dirección que llega al margen", 7, width=FULL),
        line("Oficina", 9),
        line("La oficina se creó en 1990 y llega hasta el margen.", 10, width=FULL),
    )
    assert kinds(text)[0] == "heading"
    assert [each.split()[0] for each in said(text)] == [
        "Plan", "CAPÍTULO", "Disposiciones", "Municipio", "El", "Oficina", "La",
    ]  # fmt: skip


def test_items_are_units_whatever_their_mark() -> None:
    marks = [
        "- Morón (1999)",
        "• Rosario (2001)",
        "a) Córdoba",
        "(iv) Salta",
        "1. Quito",
        "2.1 Lima",
        "IV. Cali",
        "V.- Neiva",
    ]
    text = of(*[line(mark, number) for number, mark in enumerate(marks)])
    assert said(text) == marks
    assert set(kinds(text)) == {"list_item"}
    assert text.text == "\n".join(marks)


def test_a_mark_apart_from_its_words_is_one_item() -> None:
    text = of(line("XII.", 1), line("Comisión: el órgano", 1, left=120), line("del agua.", 2, left=120))
    assert said(text) == ["XII. Comisión: el órgano del agua."]


def test_a_number_or_an_article_in_the_middle_of_a_sentence_begins_nothing() -> None:
    text = of(
        line("Se invirtieron, según lo que dice el informe, cerca de", 1, width=FULL),
        line("1.5 millones, como dispone para estos casos el", 2, width=FULL),
        line("artículo 5 de la ley.", 3),
        line("Artículo 6. Se deroga.", 4),
    )
    assert [each.split()[0] for each in said(text)] == ["Se", "Artículo"]


def test_a_sentence_goes_on_over_a_page_and_its_notes_come_after_it() -> None:
    first = page([line("La provincia firmó con sus pares", 1, width=FULL), line("1 Véase el acta.", 40, size=8)], 1)
    second = page(
        [
            line("de Italia un acuerdo.", 1, page=2),
            line("Otro párrafo.", 5, page=2),
            line("2 Ídem.", 40, size=8, page=2),
        ],
        2,
    )
    text = of(pages=[first, second])
    assert said(text) == [
        "La provincia firmó con sus pares de Italia un acuerdo.",
        "Véase el acta.",
        "Otro párrafo.",
        "Ídem.",
    ]
    assert [(p.kind.value, p.label, p.page) for p in text.passages if p.label] == [
        ("footnote", "1", 1),
        ("footnote", "2", 2),
    ]


def test_notes_come_before_what_begins_on_the_next_page() -> None:
    first = page([line("Un párrafo que termina aquí.", 1), line("1 Véase el acta.", 40, size=8)], 1)
    second = page([line("Otro párrafo que empieza.", 1, page=2)], 2)
    assert said(of(pages=[first, second])) == [
        "Un párrafo que termina aquí.",
        "Véase el acta.",
        "Otro párrafo que empieza.",
    ]


def test_a_paragraph_that_ended_does_not_go_on_over_a_page() -> None:
    first, second = page([line("Termina aquí", 1)], 1), page([line("Empieza otro.", 1, page=2)], 2)
    assert said(of(pages=[first, second])) == ["Termina aquí", "Empieza otro."]


def test_footnotes_are_tied_to_their_numbers_and_wrap() -> None:
    body = [line(f"Renglón {n} del cuerpo que llega hasta el margen derecho", n, width=FULL) for n in range(10)]
    notes = [
        line("sigue de la página anterior", 38, size=8),
        line("3 Schiavon, 2006,", 39, size=8),
        line("p. 12.", 40, size=8),
        line("4", 41, size=8, width=4),
        line("Ver también el anexo.", 41, left=90, size=8),
    ]
    text = of(*body, *notes)
    found = [(p.label, text.text[p.start : p.end]) for p in text.passages if p.kind == Kind.FOOTNOTE]
    assert found == [("3", "Schiavon, 2006, p. 12."), ("4", "Ver también el anexo.")]


def test_notes_without_a_body_come_all_the_same() -> None:
    pages = [
        page([line("Uno que sigue", 1)], 1),
        page([], 2),
        page([line("texto", 1, page=3), line("7 Nota del tres.", 50, size=8, page=3)], 3),
    ]
    assert said(of(pages=pages)) == ["Uno que sigue texto", "Nota del tres."]
    assert blocks_of([]) == []


def test_a_page_of_small_letters_is_no_page_of_notes() -> None:
    small = page([line(f"{n} renglón pequeño", n, size=8, page=2) for n in range(1, 4)], 2)
    big = page(
        [line("Cuerpo del texto con letra grande, que pesa más que lo otro por su largo", n) for n in range(9)], 1
    )
    assert Kind.FOOTNOTE not in {block.kind for block in blocks_of([big, small])}
