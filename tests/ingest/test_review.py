"""`minga review`: what waits is read and judged at the terminal, or through a pipe."""

import argparse
import io

import pytest

from minga.accounts.models import User
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Claim
from minga.ingest import commands
from minga.ingest.actions.proposing import propose_from
from minga.ingest.models import Proposal
from tests.ingest.test_proposing import JALISCO, NETWORK, OFFICE, TWIN, about, known_office, text_of

pytestmark = pytest.mark.usefixtures("gazetteer")
AMBIGUOUS = "Medellín, Antioquia; Bogotá, Cundinamarca. Cuentan con estrategias de cooperación (ver Paquin, 2004)."


class Typed:
    """What a person types, and what she sees."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *lines: str, words: tuple[str, ...] = ("--organ", "Equipo de Minga")) -> str:
        parser = argparse.ArgumentParser()
        commands.register(parser.add_subparsers())
        self.monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        args = parser.parse_args(["review", *words])
        self.code = int(args.run(args))
        said = self.capsys.readouterr()
        return said.out + said.err


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def states() -> dict[str, str]:
    return dict(Proposal.objects.order_by("pk").values_list("territory__code", "state"))


def test_a_judgement_is_signed_or_not_made(review: Typed) -> None:
    propose_from(text_of(OFFICE))
    assert "Un dictamen lleva firma" in review("a", words=()) and review.code == 1
    assert "No hay una cuenta" in review("a", words=("--as", "nadie@example.org")) and review.code == 1
    assert states() == {JALISCO: "open"}
    User.objects.create(email="ana@example.org")
    assert "Aceptada" in review("a", words=("--as", "Ana@example.org")) and review.code == 0
    assert Claim.objects.accepted().get(ref__startswith="PR-").judged_by is not None


def test_what_is_shown_is_the_quote_in_its_context_and_all_that_speaks_for_and_against(review: Typed) -> None:
    known_office(when="1990")
    propose_from(text_of(f"Antes, otra cosa. {OFFICE} Después, otra más.", AMBIGUOUS))
    said = review()
    assert f"otra cosa. ▶{OFFICE}◀ Después" in said
    assert (
        "Jalisco (MX-JAL) · oficina o unidad [office] · creación [created] · 1983" in said
        and "la frase dice quién hizo qué" in said
    )
    assert "Contradice a MG-8001 (da otro año para el mismo comienzo): Jalisco creó su oficina." in said
    said = review("s", "s")
    assert "¿o Cundinamarca (CO-CUN)?" in said and "Remite a: Paquin, 2004 (no está en la base)" in said
    assert set(states().values()) == {"open"}


def test_one_after_another_is_accepted_rejected_skipped_and_taken_back(review: Typed) -> None:
    known_office()
    propose_from(text_of(OFFICE, TWIN, NETWORK))
    said = review("?", "a", "r", "", "No es un acto.", "d", "s", "q")
    assert "a aceptar · n aceptar como otro hecho" in said
    assert "Parece repetir MG-8001: Jalisco creó su oficina." in said
    assert "Aceptada como cita de MG-8001" in said and "Un rechazo dice por qué." in said
    assert "Deshecho" in said and "Dictaminadas: 1; siguen en espera: 2." in said
    assert sorted(Proposal.objects.values_list("instrument", "state")) == [
        ("network_membership", "open"), ("office", "accepted"), ("twinning", "open")
    ]  # fmt: skip
    # Another day the last is taken back too, and stands among what waits; nothing more is there to take back.
    said = review("d", "q", words=("--organ", "Equipo de Minga", "--instrument", "twinning"))
    assert "vuelve a esperar" in said and set(Proposal.objects.values_list("state", flat=True)) == {"open"}
    assert "No hay nada que deshacer" in review("d", "n", "a", "a", "d", "q")
    assert [about("CO-05001", "network_membership").state, about(JALISCO, "office").relation] == ["open", "new"]


def test_a_correction_keeps_what_was_typed_until_all_of_it_is_right(review: Typed) -> None:
    propose_from(text_of(AMBIGUOUS))
    bogota = Proposal.objects.get(territory__code="CO-11001")
    words = ("--organ", "Equipo", "--territory", "CO-11001")
    typed = ["Nadaqueexista", "San José", "1", "estrategia", "programme", "?", "created", "ayer", "2001"]
    said = review("c", *typed, "culture, nada", "culture, health", "Lo dice la nota.", words=words)
    assert "No hay ningún territorio" in said and "puede ser:" in said and "no es una fecha EDTF" in said
    assert said.count("no está entre") == 3 and "Corregida y aceptada" in said
    claim = Claim.objects.get(ref=bogota.ref)
    assert claim.territory is not None and claim.territory.code == "CO-CUN"
    assert (claim.instrument, claim.event, claim.when) == ("programme", "created", "2001")
    assert claim.areas == ["culture", "health"]
    # Left half-way, nothing is done; emptied parts are empty, kept parts are kept.
    medellin = Proposal.objects.get(territory__code="CO-05001")
    words = ("--organ", "Equipo", "--territory", "Medellín")
    assert "Se deja como estaba" in review("c", "", words=words)
    assert "Aceptada" in review("c", "", "", "", "", "", "d", "q", words=words)
    assert "Corregida" in review("c", "Rosario, Santa Fe", "", "", "-", "-", "", words=words)
    claim = Claim.objects.get(ref=medellin.ref)
    assert claim.territory is not None and claim.territory.code == "AR-gn3838583"
    assert (claim.instrument, claim.when, claim.areas) == (medellin.instrument, "", [])


def test_filters_choose_what_is_read(review: Typed) -> None:
    text = text_of(OFFICE, TWIN)
    propose_from(text)
    propose_from(text_of(NETWORK, slug="otro"))
    for words, count in (
        (("--document", text.document.short.upper()), 2), (("--territory", "MX"), 1), (("--instrument", "twinning"), 1),
        (("--language", "pt"), 0), (("--min-confidence", "0.99"), 0), ((), 3),
    ):  # fmt: skip
        assert f"{count} propuesta" in review("q", words=("--organ", "E", *words))
    assert "No se sabe qué territorio" in review("q", words=("--organ", "E", "--territory", "Nadaqueexista"))
    assert review.code == 1


def test_what_was_judged_elsewhere_or_has_moved_is_said(review: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(OFFICE, TWIN)
    propose_from(text)
    text_of("Otra cosa.", version="2")
    assert "no están en su lugar" in review("a", "q")
    assert set(states().values()) == {"open"}
    monkeypatch.setattr("minga.ingest.commands_review.accept_proposal", _judged_already)
    assert "Alguien ya la dictaminó" in review("a", "q")


def _judged_already(**_: object) -> None:
    from minga.evidence.actions import AlreadyJudged

    raise AlreadyJudged


def test_the_summary_says_how_right_each_rule_was(review: Typed) -> None:
    assert "Nada dictaminado" in review(words=("--summary",))
    propose_from(text_of(OFFICE, TWIN))
    review("a", "r", "No.")
    row = next(line for line in review(words=("--summary",)).splitlines() if "who_did_what" in line)
    assert row.split() == ["who_did_what", "es", "1", "0", "1", "0.50"]


def test_nothing_of_a_private_document_is_told_by_the_way(review: Typed) -> None:
    propose_from(text_of(OFFICE, access=Access.PRIVATE))
    said = review("a", "n", "q")
    assert "«Informe informe» es privado: al aceptar se publican la frase y el nombre de la fuente" in said
    assert states() == {JALISCO: "open"}
    assert "Aceptada" in review("a", "s")


def test_a_person_names_the_claim_of_which_the_words_are_a_citation_or_which_they_contradict(review: Typed) -> None:
    known_office(when="1979", event="reformed")
    propose_from(text_of(OFFICE, TWIN))
    said = review("m", "MG-9", "m", "mg-8001", "d", "x", "MG-8001", "q")
    assert "No hay una afirmación publicada con ese nombre" in said and "Aceptada como cita de MG-8001" in said
    assert Claim.objects.get(ref="MG-8001").contradictions_as_first.count() == 1


def test_who_proposed_is_told_that_somebody_else_judges_and_who_judged_that_she_takes_it_back(review: Typed) -> None:
    ana, eva = (User.objects.create(email=f"{name}@example.org") for name in ("ana", "eva"))
    propose_from(text_of(OFFICE))
    Proposal.objects.update(proposed_by=ana)
    assert "la dictamina otra persona" in review("a", "q", words=("--as", ana.email))
    assert "Aceptada" in review("a", "q", words=("--as", eva.email))
