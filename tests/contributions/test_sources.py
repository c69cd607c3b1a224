"""The source of what one brought: from the file, from a pasted reference or a DOI, or by hand."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Role
from minga.contributions import pasted
from minga.contributions.actions.describing import SourceOfOthers, describe_source
from minga.contributions.domain.drafting import FORMS
from minga.contributions.domain.plain import doi_in, understood
from minga.contributions.forms import SourceForm
from minga.contributions.models import Draft, Upload
from minga.contributions.pasted import NotAReference, NotLookedUp, Pasted
from minga.evidence.fetching import Fetched, NoAnswer
from minga.evidence.models import Document
from tests.contributions.conftest import work
from tests.contributions.test_uploading import form
from tests.people import browser, somebody

PEREZ = {"family": "Pérez", "given": "Ana"}
BIBTEX = """@article{a, title={La {Cooperaci{\\'o}n}}, author={Pérez, Ana and {Alcaldía de Cali}}, year=2004,
  journal={Desafíos}, volume={3}, doi={https://doi.org/10.1000/182}}"""
RIS = "TY  - BOOK\nAU  - Pérez, Ana\nTI  - La cooperación\nPY  - 2004\nPB  - Norma\nUR  - https://x.example/a\n"
CSL = json.dumps(
    {"type": "book", "title": ["La <i>cooperación</i>"], "author": [PEREZ, {"name": "Cali"}, {}], "issued": "2004-01"}
)


def test_a_reference_in_plain_text_is_read_by_its_parts_and_what_is_not_understood_is_told() -> None:
    for text, csl, left in (
        (
            "Apellido, N. (2010). Título. Editorial",
            {"author": [{"family": "Apellido", "given": "N."}], "title": "Título", "publisher": "Editorial"},
            (),
        ),
        (
            "Zeraoui, Z., & Castillo Villar, F. (2016). La ciudad. Subtítulo. Desafíos, 28(1), 225-246."
            " https://doi.org/10.12804/des.06",
            {
                "author": [{"family": "Zeraoui", "given": "Z."}, {"family": "Castillo Villar", "given": "F."}],
                "title": "La ciudad",
                "container-title": "Desafíos",
                "DOI": "10.12804/des.06",
                "type": "article-journal",
            },
            ("Subtítulo", "28(1), 225-246"),
        ),
        (
            "Pérez, Ana y Gómez, Luis (2004): Cooperación. Bogotá: Norma",
            {"author": [PEREZ, {"family": "Gómez", "given": "Luis"}], "title": "Cooperación", "publisher": "Norma"},
            (),
        ),
        (
            "Ministerio de Cultura; Alcaldía de Cali (2011a). Guía. Recuperado de https://x.example/g.pdf",
            {
                "author": [{"literal": "Ministerio de Cultura"}, {"literal": "Alcaldía de Cali"}],
                "URL": "https://x.example/g.pdf",
                "title": "Guía",
                "type": "document",
            },
            (),
        ),
        ("La ciudad en el mundo, 1999", {"title": "La ciudad en el mundo"}, ()),
        ("«Solo un título»", {"title": "Solo un título"}, ()),
        ("Pérez, R. Diplomacia. 2012. Universidad", {"title": "Universidad"}, ("Pérez, R. Diplomacia.",)),
        ("2012. Universidad", {"title": "Universidad"}, ()),
        ("", {}, ()),
        ("«»", {}, ()),
    ):
        found = understood(text)
        assert {name: found.csl.get(name) for name in csl} == csl, text
        assert found.left == left, text
        assert ("author" in found.csl) == ("author" in csl), text


@given(st.text(max_size=400) | st.text(alphabet='aÁ .,;:()"«»¿&y19802@{}[]\n-TYER', max_size=60))
def test_whatever_is_pasted_is_understood_or_refused_and_nothing_else(text: str) -> None:
    if doi_in(text):
        return
    with suppress(NotAReference):
        assert pasted.read(text).csl["title"]


def test_a_long_text_that_is_no_reference_takes_no_longer_than_another() -> None:
    began = time.process_time()
    for text in ("palabra " * 2500 + "(2010). T", "a, " + "B. " * 6000, "a & " * 5000 + "(2010). b"):
        understood(text)
    assert time.process_time() - began < 3


def test_a_doi_is_known_bare_or_as_an_address_and_nothing_more() -> None:
    for text, doi in (
        ("10.1000/182", "10.1000/182"),
        (" https://dx.doi.org/10.1000/182 ", "10.1000/182"),
        ("doi: 10.1000/aB", "10.1000/aB"),
        ("véase 10.1000/182", ""),
        ("10.1/x", ""),
        ("", ""),
    ):
        assert doi_in(text) == doi, text


def test_the_forms_of_reference_managers_are_read_alike() -> None:
    for text in (BIBTEX, RIS, CSL):
        found = pasted.read(text)
        assert found.csl["title"].startswith("La C") or found.csl["title"] == "La cooperación"
        assert found.csl["author"][0] == PEREZ
        assert found.csl["issued"] == {"date-parts": [[2004]]}
    bibtex = pasted.read(BIBTEX)
    assert bibtex.csl["title"] == "La Cooperación" and bibtex.csl["DOI"] == "10.1000/182"
    assert bibtex.csl["author"][1] == {"literal": "Alcaldía de Cali"}
    assert bibtex.left == ("volume: 3",)
    assert pasted.read(RIS).csl["URL"] == "https://x.example/a"
    assert pasted.read(CSL).csl["author"] == [PEREZ, {"literal": "Cali"}]
    for bad, form_ in (
        ("@x", "bibtex"),
        ("@article{a, year=2004}", "bibtex"),
        ("TY  - ", "ris"),
        ("{", "csl"),
        ("[]", "csl"),
        ("[1]", "csl"),
        ('{"a": 1}', "csl"),
        ("", "plain"),
    ):
        with pytest.raises(NotAReference, match=form_):
            pasted.read(bad)


def test_a_doi_is_looked_up_at_its_register_through_the_guarded_fetcher(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    answers = [(200, CSL.encode()), (404, b"{}"), (200, b"no"), (200, b"[]"), (200, b"{}")]

    def answer(url: str, **words: Any) -> Fetched:
        asked.append((url, words["accept"]))
        status, said = answers.pop(0)
        return Fetched(url, status, "application/json", said)

    monkeypatch.setattr(pasted, "fetch", answer)
    found = pasted.read("https://doi.org/10.1000/182")
    assert found.csl["title"] == "La cooperación" and found.csl["DOI"] == "10.1000/182"
    assert asked == [("https://doi.org/10.1000/182", "application/vnd.citationstyles.csl+json")]
    while answers:
        with pytest.raises(NotLookedUp):
            pasted.read("10.1000/182")

    def silent(url: str, **words: Any) -> Fetched:
        raise NoAnswer(url)

    monkeypatch.setattr(pasted, "fetch", silent)
    with pytest.raises(NotLookedUp):
        pasted.read("10.1000/182")


def uploaded(client: Client, name: str = "informe.txt", text: str = "Informe de gestión.\n") -> str:
    form(client, (name, text.encode()))
    work(4)
    return f"{Upload.objects.get(name=name).get_absolute_url()}fuente/"


def test_the_form_of_a_source_is_filled_from_the_file_then_from_what_is_pasted_and_kept(her: Client) -> None:
    address = uploaded(her)
    assert address in her.get(address.removesuffix("fuente/")).content.decode()
    page = her.get(address).content.decode()
    assert 'name="titulo" value="informe"' in page
    page = her.post(address, {"pegado": BIBTEX, "titulo": "informe", "rellenar": "1"}).content.decode()
    assert 'name="titulo" value="La Cooperación"' in page and 'value="2004"' in page
    assert "No se entendió, y quedó fuera: volume: 3." in page
    answer = her.post(
        address,
        {"tipo": "report", "titulo": "La cooperación", "autores": "Pérez, Ana\r\nAlcaldía de Cali", "anio": "2004",
         "url": "https://x.example/a", "doi": "https://doi.org/10.1000/182", "slug": "otra", "id": "otra"},
    )  # fmt: skip
    source = Document.objects.get().source
    assert answer["Location"] == source.get_absolute_url()
    assert (source.title, source.authors, source.year, source.doi) == (
        "La cooperación",
        "Pérez, Ana; Alcaldía de Cali",
        2004,
        "10.1000/182",
    )
    assert source.slug.startswith("informe-") and source.csl["id"] == source.slug
    assert not Draft.objects.exists()
    assert 'name="titulo" value="La cooperación"' in her.get(address).content.decode(), "it can be mended"


def test_what_is_wrong_in_a_source_is_said_and_what_was_typed_stays(
    her: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = uploaded(her)
    for words, said in (
        ({"titulo": ""}, "Falta."),
        ({"anio": "mil"}, "cuatro cifras"),
        ({"anio": "3"}, "cuatro cifras"),
        ({"url": "javascript:alert(1)"}, "empieza por https://"),
        ({"url": "ftp://x.example/a"}, "empieza por https://"),
        ({"doi": "once"}, "No es un DOI"),
        ({"pegado": "@x", "rellenar": "1"}, "Parece BibTeX"),
        ({"pegado": "", "rellenar": "1"}, "le falta el título"),
        ({"pegado": "x" * 50_000}, "cabe en un borrador"),
    ):
        answer = her.post(address, {"titulo": "Uno", "tipo": "book", "editorial": "Norma", **words})
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page, words
        assert 'name="editorial" value="Norma"' in page, words
    monkeypatch.setattr(pasted, "fetch", lambda url, **words: (_ for _ in ()).throw(NoAnswer(url)))
    page = her.post(address, {"pegado": "10.1000/182", "editorial": "Norma", "rellenar": "1"}).content.decode()
    assert "no respondió" in page and 'name="doi" value="10.1000/182"' in page and 'value="Norma"' in page
    her.post(address, {"titulo": "A medias", "guardar": "1"})
    assert "A medias" in her.get(address).content.decode()
    assert "La fuente de un documento" in her.get("/aportar/").content.decode()
    her.post(address, {"descartar": "1"})
    assert "A medias" not in her.get(address).content.decode()


def test_a_source_of_others_or_one_that_was_checked_is_not_described_here(her: Client, ana: Actor, beto: Actor) -> None:
    address = uploaded(her)
    document = Document.objects.get()
    his = browser(beto)
    assert his.get(address).status_code == 404 and his.post(address, {"titulo": "x"}).status_code == 404
    with pytest.raises(SourceOfOthers):
        describe_source(document=document, csl={"title": "x"}, by=beto)
    with pytest.raises(SourceOfOthers):
        describe_source(document=document, csl={"title": "x"}, by=somebody(Role.ADMINISTRATOR))
    form(his, ("suyo.txt", b"Otro informe."))
    work(4)
    other = Document.objects.exclude(pk=document.pk).get()
    Document.objects.filter(pk=other.pk).update(source=document.source)
    assert her.get(address).status_code == 404, "it stands on his document too"
    Document.objects.filter(pk=other.pk).update(source=other.source)
    assert her.get(address).status_code == 200
    source = document.source
    source.csl = {**source.csl, "note": "checked"}
    source.save()
    assert her.post(address, {"titulo": "x"}).status_code == 404


def test_a_source_that_is_checked_while_its_form_is_filled_stays(her: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = uploaded(her)

    def checked(**words: Any) -> None:
        raise SourceOfOthers

    monkeypatch.setattr("minga.contributions.source_views.describe_source", checked)
    assert her.post(address, {"titulo": "x"}).status_code == 404
    assert Draft.objects.get().fields == {"titulo": ["x"]}


def test_a_draft_of_a_source_holds_all_that_its_form_has() -> None:
    assert frozenset(SourceForm.base_fields) == FORMS["fuente"]
    assert Pasted({}).left == ()
