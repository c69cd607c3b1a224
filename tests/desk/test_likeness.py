"""Questions like one another in whatever languages: what is compared, by which desk, what is made when."""

import numpy as np
import pytest
from numpy.typing import NDArray

from minga.desk import actions, tasks
from minga.desk.actions.meanings import MEANINGS
from minga.desk.actions.publishing import publish, withdraw
from minga.desk.domain.asking import Asked
from minga.desk.domain.learned import Learned
from minga.desk.domain.likeness import Text, Texts, nearness, rarities
from minga.desk.domain.steps import State
from minga.desk.models import Consultation, Meaning, PublishedQuestion
from minga.desk.queries import meanings
from minga.desk.queries.earlier import like
from minga.desk.queries.meanings import Near, nearest
from minga.search import adapters
from tests.desk.conftest import House
from tests.desk.test_desk import answered, asked
from tests.people import browser

LANGUAGES = ("es", "pt", "en", "fr")


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    made: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return made


def test_a_language_in_common_does_not_pass_for_a_meaning_in_common() -> None:
    dice = np.random.default_rng(3)
    meant = _unit(dice.normal(size=(40, 64)).astype(np.float32))
    accent = dict(zip(LANGUAGES, 3 * _unit(dice.normal(size=(4, 64)).astype(np.float32)), strict=True))
    said = [LANGUAGES[n % 4] for n in range(40)]
    silent: list[list[str]] = [[] for _ in range(40)]
    answered_ones = Texts(_unit(meant + np.stack([accent[one] for one in said])), said, silent)
    # The same forty meanings in the next language, and with the manners of those who write today.
    now = [LANGUAGES[(n + 1) % 4] for n in range(40)]
    manners = _unit(dice.normal(size=64).astype(np.float32))
    waiting = Texts(_unit(meant + np.stack([accent[one] for one in now]) + manners), now, silent)
    plain = sum(int(np.argmax(answered_ones.vectors @ one) == n) for n, one in enumerate(waiting.vectors))
    found = [
        int(np.argmax(nearness(Text(one, now[n]), answered_ones, waiting, Learned()))) == n
        for n, one in enumerate(waiting.vectors)
    ]
    assert plain < 4 and sum(found) > 36
    nothing = Texts(np.zeros((0, 64), np.float32), [], [])
    assert nearness(Text(meant[0], "es"), nothing, nothing, Learned()).shape == (0,)
    # The first question in a language is compared as it is, and the first answered one too.
    one = Texts(meant[:1], ["es"], [[]])
    assert nearness(Text(meant[0], "fr"), one, nothing, Learned())[0] == pytest.approx(1)


def test_what_both_are_about_makes_them_alike_and_the_rarer_the_more() -> None:
    dice = np.random.default_rng(5)
    vectors = _unit(dice.normal(size=(5, 64)).astype(np.float32))
    about = [["cost", "visa"], ["cost", "flag"], ["cost"], [], ["cost"]]
    answered_ones = Texts(vectors, ["es"] * 5, about)
    nothing = Texts(np.zeros((0, 64), np.float32), [], [])
    rare = rarities(answered_ones, nothing)
    assert rare["visa"] == rare["flag"] > rare["cost"] > 0
    plain = nearness(Text(vectors[3], "pt"), answered_ones, nothing, Learned())
    more = nearness(Text(vectors[3], "pt", ["cost", "visa"]), answered_ones, nothing, Learned()) - plain
    assert np.argmax(more) == 0 and more[0] > more[2] > more[3], "the same two; one that many share; none"
    # A thing that no other text is about says nothing, and does not fail.
    unheard = nearness(Text(vectors[3], "pt", ["moon"]), answered_ones, nothing, Learned())
    assert np.allclose(unheard, plain, atol=1e-6)


def _desk_with_answers(house: House) -> None:
    rows = [
        Asked(2, "¿Qué papeles hacen falta para hermanarse con una ciudad extranjera?", "es", answer="Un acuerdo."),
        Asked(3, "¿Cuánto cuesta mantener una oficina de cooperación?", "es", answer="Depende."),
    ]
    actions.bring_consultations(federation=house.federation, rows=rows, by=house.ana)


def test_what_a_question_means_is_made_later_once_and_anew_with_another_model(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from minga.jobs.actions import begin_work, take

    _desk_with_answers(house)
    text = "We would like to become the sister city of a town abroad. Which documents do we need?"
    assert nearest(text, actor=house.ana) is None, "nothing was made so far: the words alone are asked"
    worker = begin_work()
    jobs = [job for job in iter(lambda: take(worker=worker), None) if job.task == MEANINGS]
    assert len(jobs) == 1, "however many were asked, once"
    noted: dict[str, int] = {}
    tasks.meanings(type("Work", (), {"note": lambda self, told: noted.update(told)})())
    assert noted == {"made": 2} and actions.make_meanings() == 0
    found = like(text, actor=house.ana)[0]
    assert "hermanarse" in found.question and {"hermanamiento", "requisitos"} <= {*found.shared}
    kept = bytes(Meaning.objects.earliest("pk").vector)
    assert len(kept) == 768
    monkeypatch.setattr(adapters, "signature", lambda: "another/1")
    assert nearest(text, actor=house.ana) is None and actions.make_meanings() == 2 and Meaning.objects.count() == 2


def test_three_are_shown_and_some_more_are_folded_away(house: House) -> None:
    rows = [
        Asked(n, f"¿Qué pide el hermanamiento con la ciudad número {n}?", "es", answer="Eso.") for n in range(2, 14)
    ]
    actions.bring_consultations(federation=house.federation, rows=rows, by=house.ana)
    row = asked(house, "¿Qué documentos pide el hermanamiento?")
    actions.make_meanings()
    page = browser(house.ana).get(row.desk_url).content.decode()
    shown, folded = page.split("Otras 7, menos parecidas")
    assert shown.count("con la ciudad número") == 3 and folded.count("con la ciudad número") == 7


def test_the_adviser_reads_what_both_are_about_and_nothing_where_it_is_nothing(house: House) -> None:
    _desk_with_answers(house)
    row = asked(house, "Buenos días. ¿Qué documentos pide el hermanamiento con Ōsaka?")
    actions.make_meanings()
    page = browser(house.ana).get(row.desk_url).content.decode()
    first, second = page.split("¿Cuánto cuesta mantener")
    assert "Las dos tratan de: " in first and "hermanamiento" in first and "Las dos tratan de" not in second


def test_without_the_model_words_alone_tell(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _desk_with_answers(house)
    actions.make_meanings()

    def silent(text: str) -> tuple[float, ...]:
        raise adapters.ModelMissing("no answer")

    monkeypatch.setattr(meanings, "vector_of", silent)
    assert nearest("¿Qué papeles?", actor=house.ana) is None
    Meaning.objects.all().delete()
    assert actions.make_meanings() == 0
    monkeypatch.setattr(adapters, "available", lambda: False)
    assert nearest("¿Qué papeles?", actor=house.ana) is None and actions.make_meanings() == 0


def test_public_words_are_of_the_language_in_which_the_desk_put_them(house: House) -> None:
    row = answered(house, asked(house, "¿Se puede crear una oficina?", agrees=True))
    publish(consultation=row, question="¿Cómo se crea?", answer="Así.", with_territory=False, by=house.ana)
    PublishedQuestion.objects.update(language="pt", question="Como se cria?")
    actions.make_meanings()
    assert meanings._known(house.above, is_answered=True).texts.languages == ["pt"]
    assert meanings._known(house.ana, is_answered=True).texts.languages == ["es"]


def test_another_desk_compares_the_public_words_alone(house: House) -> None:
    row = answered(house, asked(house, "¿Se puede? En Caldono nos pide el consejo indígena una oficina.", agrees=True))
    actions.make_meanings()
    text = "¿Cómo se crea una oficina internacional?"
    assert nearest(text, actor=house.above) is None
    publish(consultation=row, question="¿Cómo se crea?", answer="Así.", with_territory=False, by=house.ana)
    assert nearest(text, actor=house.above) is None
    actions.make_meanings()
    (public,) = nearest(text, actor=house.above) or [Near("", 0.0)]
    (own,) = nearest(text, actor=house.ana) or [Near("", 0.0)]
    assert public.code == own.code == row.code and public.score != own.score
    assert nearest(text, actor=house.peer) == [public], "who answers at no desk reads what everybody reads"
    withdraw(consultation=row, by=house.ana)
    assert nearest(text, actor=house.above) is None and not Meaning.objects.filter(is_public=True).exists()
    assert str(Meaning.objects.get()).endswith(str(row.pk))


def test_the_question_itself_is_not_among_those_like_it_and_what_is_held_counts_for_nothing(house: House) -> None:
    _desk_with_answers(house)
    held = asked(house, "¿Oficina?", trap="x")
    assert held.state == State.HELD
    row = asked(house, "¿Qué documentos pide el hermanamiento?")
    actions.make_meanings()
    assert not Meaning.objects.filter(consultation=held).exists()
    known = set(Consultation.objects.exclude(answered_at=None).values_list("code", flat=True))
    assert {one.code for one in nearest(row.text, actor=house.ana, besides=row.code) or ()} == known
    one = Consultation.objects.get(code=sorted(known)[0])
    assert {near.code for near in nearest(one.text, actor=house.ana, besides=one.code) or ()} == known - {one.code}
