"""What happened to a claim and what is left to do; links are asked gently, and only on the open net."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from minga.accounts.actors import installation
from minga.accounts.domain.permissions import Role
from minga.cli import build_parser
from minga.evidence.actions import accept, contradict, correct, note_bringing, save_claim, save_source
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.fetching import AddressRefused, Fetched, NoAnswer, TooSlow
from minga.evidence.models import Claim, Source
from minga.ingest.actions.judging import Corrected, correct_proposal, merge_proposal, undo_judgement
from minga.ingest.actions.proposing import propose_from
from minga.jobs.worker import Worker
from minga.journal.models import Event
from minga.review import linking, tasks
from minga.review.actions.links import Answered, keep_answers
from minga.review.domain import Outcome
from minga.review.models import LinkCheck
from minga.review.queries.openwork import LISTS, figures, to_check
from tests.ingest.test_proposing import JALISCO, OFFICE, TWIN, about, known_office, text_of
from tests.people import browser, somebody

pytestmark = pytest.mark.usefixtures("gazetteer")


def body(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_history_says_who_did_what_to_whom_it_may_and_what_was_said_before() -> None:
    propose_from(text_of(OFFICE))
    ana, row = somebody(Role.REVIEWER, email="ana@x.org"), about(JALISCO, "office")
    to = Corrected(JALISCO, "directorate", "created", "1984", ())
    correct_proposal(proposal=row, to=to, by=ana, reason="Es una dirección.", is_checked=False)
    there = f"/afirmaciones/{row.ref}/historia/"
    said = body(Client().get(there))
    assert "<del>1983</del> → <ins>1984</ins>" in said and ana.organ in said and "Es una dirección." in said
    assert "ana@x.org" not in said and "cita por verificar" in said and "La leí" not in said
    assert "Quedó con cita por verificar" in said and there in body(Client().get(f"/afirmaciones/{row.ref}/"))
    eva, other = somebody(Role.READER, email="eva@x.org"), somebody(Role.REVIEWER, of="otra", email="o@x.org")
    assert "ana@x.org" in body(browser(eva).get(there)) and "ana@x.org" not in body(browser(other).get(there))
    number = Claim.objects.get(ref=row.ref).citations.get().pk
    verify = f"/afirmaciones/{row.ref}/verificar/"
    for wrong in ("", "x", "9" * 17):
        assert browser(ana).post(verify, {"cita": wrong}).status_code == 404
    assert browser(eva).post(verify, {"cita": number}).status_code == 403
    assert browser(ana).post(verify, {"cita": number}).status_code == 302
    assert "Se verificó una cita" in body(Client().get(there)) and figures()["por-verificar"] == 0
    undo_judgement(proposal=row, by=ana)
    assert Client().get(there).status_code == 404 and "Se deshizo un dictamen" in body(browser(other).get(there))


def test_the_history_tells_of_corrections_citations_and_disputes() -> None:
    known = known_office()
    cited = CitationDraft(source="libro", locator="p. 9")
    parts: dict[str, Any] = {"event": "created", "when": "1985", "citations": (cited,)}
    better = correct(original=known, draft=ClaimDraft("MG-8100", "claim", "office", "De nuevo.", JALISCO, **parts),
                     reason="El libro da otro año.")  # fmt: skip
    there = "/afirmaciones/MG-8001/historia/"
    assert "MG-8100" not in body(Client().get(there))  # it waits: nobody else's business
    accept(claim=better, organ="Equipo de Minga")
    said = body(Client().get(there))
    assert "Otra la reemplazó" in said and "<ins>De nuevo.</ins>" in said and "Entró en esta colección" in said
    assert "Corrige a otra:" in body(Client().get("/afirmaciones/MG-8100/historia/"))
    propose_from(text_of(OFFICE, TWIN))
    row, boss = about(JALISCO, "office"), installation(organ="Equipo")
    merge_proposal(proposal=row, into=Claim.objects.get(ref=better.ref), by=boss)
    assert "Recibió una cita más" in body(Client().get("/afirmaciones/MG-8100/historia/"))


def test_the_history_of_what_waits_in_a_private_document_is_its_own_peoples() -> None:
    secret = text_of(OFFICE, access=Access.PRIVATE, slug="secreto")
    propose_from(secret)
    ana, other = somebody(Role.REVIEWER, email="ana@x.org"), somebody(Role.REVIEWER, of="otra")
    note_bringing(sha256=secret.document.sha256, by=ana)
    there = f"/afirmaciones/{about(JALISCO, 'office').ref}/historia/"
    assert [browser(one).get(there).status_code for one in (ana, other)] == [200, 404]


def test_open_work_is_counted_and_each_figure_opens_its_list() -> None:
    one, other = known_office(), known_office("MG-8002", when=None, territory="CO-19137")
    old = timezone.localdate() - timedelta(days=1000)
    one.citations.update(checked_on=old)
    other.citations.update(checked_on=timezone.localdate())
    contradict(one=one, other=other)
    csl = {"id": "libro", "type": "book", "title": "Un libro", "URL": "https://e.org/"}
    save_source(slug="libro", csl=csl, is_mirror=True)
    libro = Source.objects.get(slug="libro")
    for _ in range(2):
        keep_answers(answers=[Answered(libro.pk, "https://e.org/", Outcome.GONE, 404)])
    counted = {"sin-cita": 2, "sin-fecha": 1, "en-disputa": 2, "por-verificar": 0, "sin-revisar": 1, "copias": 1}
    assert figures() == {**counted, "enlaces": 1}
    client = Client()
    assert "De un territorio" not in body(client.get("/trabajo-abierto/?lista=nada"))
    for name in LISTS:
        said = body(client.get(f"/trabajo-abierto/?lista={name}"))
        assert ("Aquí no queda nada" in said) == (name == "por-verificar"), name
        assert "Aquí no queda nada" in body(client.get(f"/trabajo-abierto/?lista={name}&territorio=BR")), name
        for_jalisco = body(client.get(f"/trabajo-abierto/?lista={name}&territorio=Jalisco"))
        assert ("Aquí no queda nada" in for_jalisco) == (name in ("por-verificar", "sin-fecha")), name
    assert "dice que ya no está (404)" in body(client.get("/trabajo-abierto/?lista=enlaces"))
    assert "Dé el código" in body(client.get("/trabajo-abierto/?lista=sin-cita&territorio=Rosario"))


def sources(*urls: str) -> None:
    for n, url in enumerate(urls):
        save_source(slug=f"s{n}", csl={"id": f"s{n}", "type": "webpage", "title": f"Página {n}", "URL": url})
        cited = CitationDraft(source=f"s{n}", locator="p. 1")
        draft = ClaimDraft(f"MG-90{n}", "claim", "office", "Algo.", JALISCO, event="created", citations=(cited,))
        save_claim(draft=draft, status=Status.RECORDED)


def answering(monkeypatch: pytest.MonkeyPatch, says: Callable[[str], int]) -> list[str]:
    asked: list[str] = []

    def look(url: str, *, seconds: float) -> Fetched:
        asked.append(url)
        return Fetched(url, says(url), "text/html", b"")

    monkeypatch.setattr(linking, "look", look)
    return asked


def test_links_are_asked_those_never_asked_first_and_how_they_answered_is_kept(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    sources("https://uno.org/", "https://dos.org/", "ftp://tres.org/", "http://cuatro.org/")
    statuses = {"https://uno.org/": 200, "https://dos.org/": 404, "http://cuatro.org/": 503}
    asked = answering(monkeypatch, statuses.__getitem__)
    assert linking.check_links(2) == 2 and asked == ["https://uno.org/", "https://dos.org/"]
    assert [url for _, url in to_check(2)] == ["http://cuatro.org/", "https://uno.org/"]
    settings.MINGA_CHECK_LINKS = False
    tasks.check_some()
    settings.MINGA_CHECK_LINKS = True
    tasks.check_some()
    with Worker() as worker:
        while worker.turn():
            pass
    kept = dict(LinkCheck.objects.values_list("url", "failures"))
    assert kept == {"https://uno.org/": 0, "https://dos.org/": 2, "http://cuatro.org/": 1}
    assert figures()["enlaces"] == 1 and Event.objects.filter(verb="links.checked").count() == 2
    statuses["https://dos.org/"] = 200
    linking.check_links(9)
    assert figures()["enlaces"] == 1  # the fourth failed twice by now
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkCheck.objects.update(outcome="x")


@pytest.mark.parametrize("hosts", [2, 7])
def test_without_a_network_nothing_is_said_of_any_address(monkeypatch: pytest.MonkeyPatch, hosts: int) -> None:
    sources(*(f"https://s{n}.org/" for n in range(hosts)))
    asked: list[str] = []

    def look(url: str, *, seconds: float) -> Fetched:
        asked.append(url)
        raise NoAnswer(url)

    monkeypatch.setattr(linking, "look", look)
    with pytest.raises(linking.NoNetwork):
        linking.check_links(9)
    assert not LinkCheck.objects.exists() and len(asked) == min(hosts, 5)


def test_a_host_is_asked_once_a_second_and_each_failure_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = {"https://a.org/2": TooSlow("x"), "http://dentro.org/": AddressRefused("x")}

    def look(url: str, *, seconds: float) -> Fetched:
        if url in faults:
            raise faults[url]
        return Fetched(url, 200, "text/html", b"")

    monkeypatch.setattr(linking, "look", look)
    waited: list[float] = []
    rows = [(1, "https://a.org/1"), (2, "https://a.org/2"), (3, "http://dentro.org/"), (4, "https://A.org/3")]
    found = [one.outcome for one in linking.ask_each(rows, waited.append)]
    assert found == [Outcome.ALIVE, Outcome.SILENT, Outcome.REFUSED, Outcome.ALIVE]
    assert len(waited) == 2 and all(0 < seconds <= 1 for seconds in waited)


def test_the_terminal_asks_and_says_what_it_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    args = build_parser().parse_args(["links", "--most", "3"])
    sources("https://uno.org/")
    answering(monkeypatch, lambda url: 200)
    assert args.run(args) == 0 and "1 dirección comprobada" in capsys.readouterr().out

    def silent(most: int) -> int:
        raise linking.NoNetwork

    monkeypatch.setattr("minga.review.commands.check_links", silent)
    assert args.run(args) == 1
