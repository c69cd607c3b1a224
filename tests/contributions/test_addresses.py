"""From an address and a quote to a proposal: fetched by a job, read in the limited child, never from a private net."""

from collections.abc import Iterator

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from minga.accounts.actors import Actor, installation
from minga.accounts.domain.permissions import Role
from minga.contributions import checking
from minga.contributions.actions import fetching as actions
from minga.contributions.actions.fetching import TooManyErrands, begin_errand, run_errand
from minga.contributions.actions.uploading import begin_upload
from minga.contributions.domain.drafting import FORMS
from minga.contributions.domain.errands import FETCH, Failed, failed_by, name_at
from minga.contributions.forms import AddressForm
from minga.contributions.models import Draft, Errand, Upload
from minga.contributions.words import failed_in_words
from minga.evidence import fetching
from minga.evidence.domain.statuses import Access
from minga.evidence.fetching import Fetched, NotFetched
from minga.evidence.models import Document
from minga.ingest.models import Proposal
from minga.jobs import actions as jobs
from minga.jobs.queries import live
from tests.contributions.conftest import work
from tests.contributions.test_proposing import values
from tests.evidence.test_fetching import Net, head, page
from tests.people import browser, somebody

ADDRESS = "/aportar/direccion/"
WORDS = "La municipalidad de Rosario creó su dirección de relaciones internacionales en 1995."
HTML = f"""<!doctype html><html lang="es"><head><title>Historia de la dirección</title>
<link rel="canonical" href="https://otro.example/ajena"></head><body><article><h1>Historia</h1><p>{WORDS}</p>
<p>{"Sigue la historia de la ciudad y de su gobierno. " * 20}</p></article></body></html>""".encode()


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    """The open net, of one server; nothing leaves this machine."""
    found = Net()
    monkeypatch.setattr(fetching, "resolve", found.resolve)
    monkeypatch.setattr(fetching, "connect", found.connect)
    yield found
    found.close()


def ask(client: Client, url: str, quote: str = WORDS) -> str:
    """The page of an errand."""
    answer = client.post(ADDRESS, {"direccion": url, "cita": quote})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_from_an_address_and_a_quote_to_the_queue(her: Client, ana: Actor, net: Net) -> None:
    net.says["/historia"] = page(HTML)
    where = ask(her, "http://rosario.example/historia")
    assert "Trayéndola" in her.get(where).content.decode()
    work()
    assert "se está leyendo" in her.get(where).content.decode()
    work(2)
    document = Document.objects.get()
    assert document.access == Access.QUOTES
    assert document.source.url == "http://rosario.example/historia", "not what the page says of itself"
    form = her.get(where, follow=True).content.decode()
    filled = values(form)
    assert filled["cita"] == WORDS and (filled["instrumento"], filled["cuando"]) == ("directorate", "1995")
    answer = her.post("/aportar/afirmacion/", {**filled, "documento": document.short})
    assert answer.status_code == 302 and Proposal.objects.filter(quote=WORDS).exists()
    assert ask(her, "http://rosario.example/historia") == where, "the same again is the same"
    missing = her.get(ask(her, "http://rosario.example/historia", "otras palabras"))
    work(3)
    assert missing.status_code == 200
    html = her.get(Errand.objects.first().get_absolute_url(), follow=True).content.decode()  # type: ignore[union-attr]
    assert "no están en el documento tal cual" in html
    assert "rosario.example/historia" in her.get("/aportar/").content.decode()


def test_nothing_of_a_private_net_is_fetched_not_even_by_a_redirect(her: Client, net: Net) -> None:
    net.names = {"interno.example": ["10.0.0.5"], "169.254.169.254": ["169.254.169.254"]}
    net.names |= {"mixto.example": ["93.184.216.34", "127.0.0.1"]}
    net.says["/sale"] = head("302 Found", "Location: http://169.254.169.254/latest/meta-data/", "Content-Length: 0")
    net.says["/adentro"] = head("302 Found", "Location: http://interno.example/", "Content-Length: 0")
    for url in (
        "http://interno.example/",
        "http://mixto.example/",
        "http://abierto.example/sale",
        "http://abierto.example/adentro",
    ):
        where = ask(her, url)
        work()
        assert "red privada" in her.get(where).content.decode(), url
    net.names = {"127.0.0.1": ["127.0.0.1"], "::1": ["::1"], "localhost": ["127.0.0.1"]}
    for url in ("http://127.0.0.1/", "http://[::1]:8080/", "http://localhost/"):
        where = ask(her, url)
        work()
        assert Errand.objects.get(url=url).failed == Failed.REFUSED, url
    assert {address for address, _ in net.gone_to} <= {"93.184.216.34"}
    assert not Document.objects.exists()


def test_what_is_no_address_is_said_beside_it_and_kept_as_a_draft(her: Client) -> None:
    for url, quote, said in (
        ("file:///etc/passwd", WORDS, "empieza por https://"),
        ("ftp://x.example/a", WORDS, "empieza por https://"),
        ("javascript:alert(1)", WORDS, "empieza por https://"),
        ("", WORDS, "Falta."),
        ("https://x.example/", "", "Falta."),
        ("https://x.example/", "x" * 50_000, "cabe en un borrador"),
    ):
        answer = her.post(ADDRESS, {"direccion": url, "cita": quote})
        assert answer.status_code == 422 and said in answer.content.decode(), url
    her.post(ADDRESS, {"direccion": "https://x.example/", "cita": "a medias", "guardar": "1"})
    draft = Draft.objects.get()
    for address in (ADDRESS, f"{ADDRESS}?borrador={draft.key}"):
        assert "a medias" in her.get(address).content.decode()
    assert her.get(f"{ADDRESS}?borrador={'0' * 24}").status_code == 404
    her.post(ADDRESS, {"descartar": "1"})
    assert not Draft.objects.exists() and not Errand.objects.exists()


def test_each_way_of_failing_is_told_in_words(
    her: Client, ana: Actor, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    net.says |= {"/404": page(b"no", status="404 Not Found"), "/vacia": page(b"")}
    for path in ("404", "vacia"):
        where = ask(her, f"http://a.example/{path}")
        work()
        assert "que no la tiene o que no la da" in her.get(where).content.decode()
    net.says["/cosa"] = page(b"\x00\x01\x02" * 99)
    where = ask(her, "http://a.example/cosa")
    work(2)
    assert "no hay palabras que leer" in her.get(where).content.decode()
    for kind in NotFetched.__subclasses__():
        assert failed_in_words(failed_by(kind.__name__))
    assert {failed_in_words(each) for each in Failed}.__len__() == len(Failed)
    monkeypatch.setattr(actions, "MOST_A_DAY", 0)
    answer = her.post(ADDRESS, {"direccion": "https://y.example/", "cita": "x"})
    assert answer.status_code == 422 and "siga mañana" in answer.content.decode()
    with pytest.raises(TooManyErrands):
        begin_errand(url="https://y.example/", quote="x", by=installation())


def test_an_errand_is_run_once_and_only_while_its_person_may(
    ana: Actor, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = []

    def answer(url: str, **words: object) -> Fetched:
        fetched.append(url)
        return Fetched(url, 200, "text/html", HTML)

    monkeypatch.setattr(actions, "fetch", answer)
    one = begin_errand(url="https://x.example/", quote="x", by=ana)
    for _ in range(2):
        run_errand(key=one.key)
    assert fetched == ["https://x.example/"]
    run_errand(key="0" * 24)
    assert ana.user is not None
    other = begin_errand(url="https://y.example/", quote="x", by=ana)
    ana.user.memberships.update(standing="ended", decided_at="2026-01-01T00:00Z")
    run_errand(key=other.key)
    other.refresh_from_db()
    assert other.failed == Failed.NOT_ALLOWED
    admin = somebody(Role.ADMINISTRATOR)
    last = begin_errand(url="https://z.example/", quote="x", by=admin)
    run_errand(key=last.key)
    last.refresh_from_db()
    assert last.sha256 and not last.failed


def test_one_that_is_cancelled_says_so_and_of_others_nothing_is_there(her: Client, beto: Actor, net: Net) -> None:
    where = ask(her, "http://a.example/")
    assert browser(beto).get(where).status_code == 404
    errand = Errand.objects.get()
    number = live(task=FETCH, key=f"errand:{errand.key}")
    assert number is not None and jobs.cancel(number=number)
    assert "se dejó antes de terminar" in her.get(where).content.decode()


def test_the_check_sees_what_nothing_came_of(ana: Actor) -> None:
    errand = begin_errand(url="https://x.example/", quote="x", by=ana)
    assert list(checking.problems()) == []
    number = live(task=FETCH, key=f"errand:{errand.key}")
    assert number is not None
    ProcrastinateJob.objects.filter(pk=number).update(status="succeeded")
    assert list(checking.problems()) == [f"errand {errand.key}: it waits, and no job fetches it"]
    Errand.objects.update(sha256="a" * 64)
    upload = begin_upload(name="a.txt", size=1, head="", access=Access.OPEN, by=ana)
    Upload.objects.update(stage="handed", sha256="b" * 64, offset=1)
    assert sorted(checking.problems()) == [
        f"errand {errand.key}: it was fetched, and no file came of it",
        f"upload {upload.key}: it was handed on, and no file came of it",
    ]


def test_a_page_is_named_as_its_address_ends() -> None:
    assert name_at("https://x.example/a/gu%C3%ADa%0d%0a.pdf?b=1") == "guía.pdf"
    assert name_at("https://x.example/") == "x.example"


def test_a_draft_of_an_address_holds_all_that_its_form_has() -> None:
    assert frozenset(AddressForm.base_fields) == FORMS["direccion"]
