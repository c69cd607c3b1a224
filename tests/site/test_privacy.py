"""What is private is nobody else's: no address gives away a word of it, a name of it, or that it is there."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from minga.accounts.domain.permissions import Role
from minga.cli import build_parser
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Document
from minga.exchange.actions.agreeing import propose_terms
from minga.exchange.actions.asking import accept, ask
from minga.exchange.actions.talking import hand_over, promise, say
from minga.exchange.models import Exchange
from minga.ingest.actions.proposing import propose_from
from minga.ingest.models import Proposal
from minga.offers.actions.keeping import draft, withdraw
from minga.offers.actions.sleeping import look
from minga.offers.domain.modalities import Modality
from minga.offers.models import Offer
from minga.search.actions import embed_missing, refresh
from minga.territories.models import Territory
from tests.ingest.papers import pdf
from tests.offers.conftest import published
from tests.offers.conftest import said as what_is_said
from tests.people import browser, exchanging, placed, somebody
from tests.world import World, claim_on

QUOTE = "La municipalidad de Rosario firmó en 1998 con Medellín el acuerdo de cooperación Zurungafil, ante Xulquimar."
SECRET = f"""
#set document(title: "Memorando Brujandel")
{QUOTE} Se guardará en la caja Ophirante.

La alcaldía de Quibdó creó su oficina de relaciones internacionales Wexlomar en 2004.
"""
# Made up: nothing else in any base has them.
WORDS = ("Xulquimar", "Zurungafil", "Ophirante", "Wexlomar")
NAMES = ("Brujandel", "brujandel", "legajo-quimbraz", "Quimbraz")
# Of the words of a document that is not private this is what no page may show: farther than 200 letters from a quote.
FAR = "Kolymberto"
# How many pages are walked beside those of the addresses themselves.
_WALK = 120


@pytest.fixture
def private(
    small_world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Document:
    """A private document as people bring it in, with proposals and a claim that waits; the terminal tells of it."""
    document = ingested(tmp_path / "legajo-quimbraz.pdf", "private")
    said = capsys.readouterr().out
    assert document.short in said and "legajo-quimbraz" in said and "privado" in said
    assert propose_from(document.texts.get()).open >= 2
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    run("review", "--document", document.short, "--organ", "La casa")
    assert "Zurungafil" in capsys.readouterr().out
    claim_on(document, "la caja Ophirante", "MG-9030", status=Status.PROPOSED, statement="La caja Ophirante.")
    refresh()
    embed_missing()
    return document


def ingested(path: Path, access: str) -> Document:
    path.write_bytes(pdf(SECRET, path.parent))
    run("ingest", str(path), "--access", access)
    return Document.objects.latest("pk")


def run(*words: str) -> None:
    args = build_parser().parse_args(words)
    assert args.run(args) == 0


def words_of(content: bytes) -> str:
    """Whatever an answer says: a page, a list, a spreadsheet, a letter."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    if content.startswith(b"%PDF-"):
        return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    return content.decode("utf-8", "replace")


def leaks(reader: Client, address: str, secrets: Iterable[str]) -> tuple[set[str], str]:
    """The secrets that an answer tells, but for those that stand in the question, which is repeated to who asked."""
    said = words_of(reader.get(address).getvalue())
    return {secret for secret in secrets if secret in said and quote(secret) not in address}, said


def addresses(
    found: Iterable[URLPattern | URLResolver], values: dict[str, list[str]], under: str = "/"
) -> Iterator[str]:
    """Each address of the site with all values that its parts can have."""
    for each in found:
        shape = under + _with_holes(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, values, shape)
        else:
            for combination in _combined(re.findall(r"{(\w+)}", shape), values):
                yield shape.format(**combination)


def _with_holes(pattern: Any) -> str:
    """One pattern as text, with `{name}` for each of its parts."""
    shape = str(pattern).removeprefix("^").removesuffix("$").replace("\\.", ".").replace("\\Z", "")
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", shape)
    for name in pattern.regex.groupindex:
        shape = _with_hole(shape, name)
    return shape


def _with_hole(shape: str, name: str) -> str:
    start = shape.find(f"(?P<{name}>")
    if start < 0:
        return shape
    depth = 0
    for at in range(start, len(shape)):
        depth += {"(": 1, ")": -1}.get(shape[at], 0)
        if depth == 0:
            return f"{shape[:start]}{{{name}}}{shape[at + 1 :]}"
    return shape


def _combined(names: list[str], values: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    parts = {name: values.get(name, ["1"]) for name in names}
    for n in range(max((len(part) for part in parts.values()), default=1)):
        yield {name: part[n % len(part)] for name, part in parts.items()}


def between_two_offices() -> tuple[Exchange, str]:
    """An exchange with all that can stand in one, and a word that stands in each of its texts and nowhere else."""
    people = exchanging()
    caldono, manizales, said = people["caldono"], people["manizales"], "Pletorqui"
    made = ask(asked=Territory.objects.get(code="CO-17001"), office=None, modality=Modality.CALL, question=said,
               reasons=said, topic="organ", by=caldono)  # fmt: skip
    accept(exchange=made, by=manizales)
    propose_terms(exchange=made, question=said, roles=said, agenda=said, publishes_asking=said, publishes_offering=said,
                  by=manizales)  # fmt: skip
    say(exchange=made, text=said, by=manizales)
    hand_over(exchange=made, data=said.encode(), name=f"{said}.txt", by=manizales)
    assert caldono.organization is not None
    promise(exchange=made, owner=caldono.organization, what=said, due=date(2027, 1, 1), by=caldono)
    return made, said


def everything(private: Document, other: Document, exchange: str) -> list[str]:
    """Every pattern of the site, with the names of the private document, of another, and of things of the field."""
    refs = [claim.ref for claim in (one.claim for one in Proposal.objects.all()) if claim]
    values = {
        "short": [private.short, other.short],
        "slug": [private.source.slug, "mx-jal-jalisco", "ar-gn3838583-rosario", "co-05001-medellin", "bid", "aci"],
        "ref": ["MG-9030", "MG-F08", exchange, *refs],
        "form": ["bib", "ris", "json", "csv", "xlsx", "pdf", "docx"],
        "number": ["1", "2"],
        "width": ["640", "1280"],
        "scheme": ["instrument"],
        "code": ["agreement"],
        "section": ["paginas", "territorios", "afirmaciones"],
    }
    return list(dict.fromkeys(addresses(get_resolver().url_patterns, values)))


def unpublished() -> list[str]:
    """A draft, one that sleeps, one that was withdrawn; the ref of the first and the word that stands in each."""
    said_of = {"words": "Quespalum", "instrument": "office"}
    by = placed(somebody(Role.COORDINATOR, of="oficina-ajena"), "CO-05001")
    kept = draft(said=what_is_said(**said_of), by=by)
    published(by, now=timezone.now() - timedelta(days=400), **said_of)
    withdraw(offer=published(by, **said_of), by=by)
    look()
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["asleep", "draft", "withdrawn"]
    return [kept.ref, "Quespalum"]


ASKED = [
    "/ofertas/?q={}",
    "/ofertas/ofertas.atom?q={}",
    "/buscar/?q={}",
    "/buscar/?q={}&agrupar=territorio",
    *(f"/buscar/resultados.{form}?q={{}}" for form in ("csv", "xlsx", "ris")),
    "/fuentes/?q={}",
    "/territorios/?q={}",
    "/territorios/sugerir/?q={}",
    "/mi-territorio/?q={}",
    "/pares/?territorio={}",
    "/socios/?territorio={}",
]
ABOUT_IT = ["acuerdo de Rosario con Medellín de 1998", "oficina de Quibdó creada en 2004", "caja", "memorando"]


def test_a_private_document_is_nowhere_for_anyone_else(small_world: World, private: Document, own_home: Path) -> None:
    """And nothing of an exchange for whoever is no party of it, on any page, in any list, feed or file."""
    made, word = between_two_offices()
    offered = unpublished()
    proposals = [one.ref for one in Proposal.objects.filter(extracted__document=private)]
    secrets = [made.ref, word, *offered, *WORDS, *NAMES, private.short, private.sha256, "MG-9030", *proposals]
    asked = [shape.format(quote(word)) for shape in ASKED for word in (*WORDS[:2], *NAMES[:1], *ABOUT_IT)]
    marks = [f"/documentos/{small_world.founding.short}/?marca={ref}" for ref in (*proposals, "MG-9030")]
    letters = [f"/pares/carta{form}?territorio=CO-19137&par=AR-gn3838583&meta=organ" for form in ("/", ".pdf", ".docx")]
    offers = [f"{one.get_absolute_url()}{rest}" for one in Offer.objects.all() for rest in ("", "cambiar/")]
    lists = ["/ofertas/", "/ofertas/?de=CO-05001", "/ofertas/?tema=office&mi=CO-05001", "/buscar/?q=Quespalum", *offers]
    walked = [*everything(private, small_world.founding, made.ref), *asked, *marks, *letters, *lists]
    assert len(walked) > 150
    for each in (Role.ANONYMOUS, Role.COORDINATOR, Role.ADVISER, Role.ADMINISTRATOR):
        told, linked = walk(browser(somebody(each)), walked, secrets)
        assert told == {}, each
        assert linked > 50
    assert not (own_home / "cache" / "pages" / private.sha256).exists()


def walk(reader: Client, walked: list[str], secrets: list[str]) -> tuple[dict[str, set[str]], int]:
    """What these addresses, and those to which they lead, tell of secrets; and how many they lead to."""
    told: dict[str, set[str]] = {}
    linked: dict[str, None] = {}
    for address in walked:
        found, said = leaks(reader, address, secrets)
        told |= {address: found} if found else {}
        linked |= dict.fromkeys(re.findall(r'href="(/[^"#?]*)', said))
    for address in [one for one in linked if one not in walked and not one.startswith("/static/")][:_WALK]:
        found, _ = leaks(reader, address, secrets)
        told |= {address: found} if found else {}
    return told, len(linked)


def test_a_private_document_is_answered_as_one_that_never_was(reader: Client, private: Document) -> None:
    never = "0" * 12
    for rest in ("", "?pasaje=1", "?pagina=1", "texto.txt", "cita.bib", "imagen-1-640"):
        one, other = (reader.get(f"/documentos/{short}/{rest}") for short in (private.short, never))
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.status_code == 404


def test_words_of_a_private_document_find_no_claim_that_stands_on_them(
    reader: Client, small_world: World, private: Document
) -> None:
    """What a person recorded from it is read by all, with its source by name: a claim without one there cannot be."""
    claim_on(private, QUOTE, "MG-9031", status=Status.RECORDED, statement="Jalisco tuvo una oficina de enlace.")
    refresh()
    for word in WORDS[:2]:
        assert "MG-9031" not in words_of(reader.get(f"/buscar/?q={word}").content)
    for address in ("/buscar/resultados.csv?q=oficina+de+enlace+Jalisco", "/afirmaciones/MG-9031/"):
        found, said = leaks(reader, address, [*WORDS, private.short])
        assert "Jalisco tuvo una oficina de enlace." in said and found == set()
    assert private.short not in reader.get("/documentos/").content.decode()


def test_of_a_document_of_quotes_no_page_shows_more_than_the_quotes(
    reader: Client, small_world: World, tmp_path: Path
) -> None:
    path = tmp_path / "informe.txt"
    path.write_text(f"{QUOTE}\n\n{'Sigue el informe. ' * 20}\n\nEn la página siguiente está {FAR}.\n")
    run("ingest", str(path), "--access", "quotes")
    document = Document.objects.latest("pk")
    assert document.access == Access.QUOTES
    claim_on(document, QUOTE, "MG-9032", status=Status.RECORDED)
    refresh()
    address = document.get_absolute_url()
    assert QUOTE in words_of(reader.get(address).content)
    walked = [address, f"{address}?pasaje=3", f"{address}texto.txt", f"{address}cita.json", "/afirmaciones/MG-9032/"]
    for each in [*walked, f"/buscar/?q={FAR}", f"/buscar/resultados.csv?q={FAR}", document.source.get_absolute_url()]:
        found, said = leaks(reader, each, [FAR])
        assert found == set(), each
        assert said.count("Sigue el informe.") <= 12
