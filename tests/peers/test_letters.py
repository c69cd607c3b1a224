"""The three questions, and what a letter looks like as text, as a link, as DOCX and as PDF."""

import io
import re
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.peers import papers
from minga.peers.domain.goals import Act, Goal
from minga.peers.domain.letters import Ask, Kind, Question, kind_of, questions
from minga.peers.letters import Letter, Proof, question

ORGAN = Goal("organ", frozenset({"office", "directorate", "secretariat", "ministry", "agency", "focal_point"}))
TYPED = ["*negrita* _cursiva_ #eval(1) $x$", '"]; #panic("x")', "<script>alert(1)</script> & «»", "\\u{0} \\ {{ 7 }}"]
LETTER = Letter(
    place="Caldono",
    addressee="Asuntos internacionales: agencia\nGobierno de Medellín (municipio, Colombia)",
    subject="Consulta de Caldono sobre órgano internacional",
    opening="Reciban un saludo de Caldono. São Paulo, Québec, Ñuñoa, pingüino.",
    reasons="Por qué a ustedes: nos parecemos (mismo país) y tienen lo que nos falta.",
    proofs=(Proof("Medellín creó su agencia", "2002", "Zamora (2004)", "sin cotejar", "http://minga.example/a/MG-1/"),),
    questions=("¿Cómo empezó?", "¿Con qué personas?", "¿Qué no harían?"),
    closing="Unas líneas nos bastarían.",
    sender="Gobierno de Caldono",
)


def asks(*acts: Act) -> list[tuple[Ask, int | None]]:
    return [(each.ask, each.year) for each in questions(ORGAN, acts)]


@pytest.mark.parametrize(
    ("goal", "kind"),
    [
        (ORGAN, Kind.ORGAN),
        (Goal("agency", frozenset({"agency"})), Kind.ORGAN),
        (Goal("ir_policy", frozenset({"ir_policy"})), Kind.POLICY),
        (Goal("twinning", frozenset({"twinning"})), Kind.BOND),
        (Goal("bond", frozenset({"twinning", "agreement", "network_membership"})), Kind.BOND),
        (Goal("network_membership", frozenset({"network_membership"})), Kind.NETWORK),
        (Goal("delegation_abroad", frozenset({"delegation_abroad"})), Kind.DELEGATION),
        (Goal("investment", areas=frozenset({"foreign_investment"})), Kind.INVESTMENT),
        (Goal("award", frozenset({"award"})), Kind.OTHER),
        (Goal("nothing"), Kind.OTHER),
    ],
)
def test_each_goal_is_asked_about_in_the_words_of_its_kind(goal: Goal, kind: Kind) -> None:
    assert kind_of(goal) == kind
    assert {each.kind for each in questions(goal, [])} == {kind}


def test_whoever_has_it_is_asked_how_it_began_with_what_and_what_not_to_repeat() -> None:
    assert asks(Act("a", "office", "created", 2012)) == [(Ask.BEGAN, 2012), (Ask.MEANS, None), (Ask.NOT_AGAIN, None)]
    assert asks(Act("a", "office", "in_force", 2012))[0] == (Ask.BEGAN, None)
    assert asks() == [(Ask.BEGAN, None), (Ask.MEANS, None), (Ask.NOT_AGAIN, None)]


def test_whoever_closed_it_is_asked_why_it_ended() -> None:
    created, closed = Act("a", "office", "created", 1990), Act("b", "office", "discontinued", 1998)
    assert asks(created, closed)[2] == (Ask.ENDED, 1998)
    assert asks(closed)[2] == (Ask.ENDED, 1998)
    assert asks(Act("b", "office", "discontinued"))[2] == (Ask.ENDED, None)


def test_whoever_closed_it_and_took_it_up_again_is_asked_why_it_came_back() -> None:
    closed, again = Act("b", "office", "discontinued", 2017), Act("c", "office", "recreated", 2020)
    assert asks(closed, again)[2] == (Ask.RETURNED, 2017)
    assert asks(Act("b", "office", "discontinued"), again)[2] == (Ask.RETURNED, None)
    assert asks(Act("x", "twinning", "discontinued", 2017), again)[2] == (Ask.NOT_AGAIN, None)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("ask", Ask)
@pytest.mark.parametrize("year", [None, 1998])
def test_every_question_is_said_in_words_and_fits_its_field(ask: Ask, kind: Kind, year: int | None) -> None:
    said = question(Question(ask, kind, year))
    assert "¿" in said
    assert len(said) <= 350
    assert ("1998" in said) == (year is not None and ask in (Ask.BEGAN, Ask.ENDED, Ask.RETURNED))


def test_the_mail_says_all_of_it_and_goes_to_nobody() -> None:
    text = LETTER.as_text()
    for part in (LETTER.opening, LETTER.reasons, "MG-1", "1. ¿Cómo empezó?", "3. ¿Qué no harían?", "Nombre: "):
        assert part in text
    link = urlsplit(LETTER.mailto())
    assert (link.scheme, link.path) == ("mailto", "")
    assert parse_qs(link.query) == {"subject": [LETTER.subject], "body": [text]}


def test_a_link_that_mail_programs_would_cut_leaves_out_the_claims_and_then_the_words() -> None:
    many = replace(LETTER, proofs=LETTER.proofs * 12)
    assert "MG-1" not in many.mailto()
    assert "body=" in many.mailto()
    endless = replace(many, opening="ñ" * 900)
    assert "body=" not in endless.mailto()
    assert all(len(each.mailto()) <= 1900 for each in (LETTER, many, endless))


def test_the_document_opens_and_holds_the_letter() -> None:
    paper = docx.Document(io.BytesIO(papers.as_docx(LETTER)))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for part in (LETTER.addressee, LETTER.opening, LETTER.closing, "MG-1", *LETTER.questions, "Cargo: ____"):
        assert part in text
    assert (paper.core_properties.title, paper.core_properties.author) == (LETTER.subject, "")


def pages(pdf: bytes) -> int:
    """How many pages a file of the typesetter has: its page tree is written in the open."""
    return int(re.findall(rb"/Type/Pages/Count (\d+)", pdf)[0])


def test_the_page_to_print_is_one_quickly_made_and_always_the_same() -> None:
    first = papers.as_pdf(LETTER)
    began = time.monotonic()
    again = papers.as_pdf(LETTER)
    assert time.monotonic() - began < 0.5
    assert first.startswith(b"%PDF-")
    assert (pages(first), first) == (1, again)


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_is_set_as_words_and_never_read_as_markup(typed: str) -> None:
    hostile = replace(LETTER, opening=typed, questions=(typed,), addressee=typed)
    assert papers.as_pdf(hostile).startswith(b"%PDF-")
    paper = docx.Document(io.BytesIO(papers.as_docx(hostile)))
    assert [paragraph.text for paragraph in paper.paragraphs].count(typed) == 3


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=900))
def test_any_words_at_all_make_a_file(typed: str) -> None:
    hostile = replace(LETTER, opening=typed, subject=typed[:150])
    assert papers.as_pdf(hostile).startswith(b"%PDF-")
    assert docx.Document(io.BytesIO(papers.as_docx(hostile)))


def test_an_emptied_question_is_not_asked() -> None:
    edited = LETTER.edited({**LETTER.parts(), "p2": "", "organo": "A la alcaldía"})
    assert edited.questions == ("¿Cómo empezó?", "¿Qué no harían?")
    assert edited.parts() == {**LETTER.parts(), "organo": "A la alcaldía", "p2": "¿Qué no harían?", "p3": ""}
    bare = replace(LETTER, questions=(), proofs=())
    assert "Quisiéramos preguntarles" not in bare.as_text()
    assert papers.as_pdf(bare)
    assert papers.as_docx(bare)
