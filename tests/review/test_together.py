"""Many at once, and two at once: nothing is judged twice, and what was done together is undone together."""

import threading

import pytest
from pytest_django import DjangoDbBlocker

from minga.accounts.actors import Actor, installation
from minga.accounts.domain.permissions import Role
from minga.evidence.actions import AlreadyJudged
from minga.evidence.models import Claim
from minga.ingest.actions.judging import (
    Corrected,
    JudgedByAnother,
    NotJudged,
    accept_proposal,
    correct_proposal,
    merge_proposal,
    reject_proposal,
    undo_judgement,
)
from minga.ingest.actions.proposing import propose_from
from minga.ingest.models import Proposal
from minga.journal.models import Event
from minga.review.actions.together import NothingToAccept, NotProven, accept_together, undo_together
from minga.review.domain import Fared, Outcome, outcome_of, surely
from minga.review.models import Together
from minga.review.queries import rules
from minga.review.queries.rules import fared, gold, together_waiting
from tests import databases
from tests.ingest.test_proposing import JALISCO, MEDELLIN, NETWORK, OFFICE, TWIN, about, known_office, text_of
from tests.people import browser, somebody


def test_a_share_is_sure_only_with_many_cases() -> None:
    # Against the values of Wilson's formula worked out by hand: 73 of 73 is the first that is sure of .95.
    assert surely(0, 0) == 0 and surely(0, 10) == 0
    assert (round(surely(50, 50), 4), round(surely(72, 72), 4), round(surely(73, 73), 4)) == (0.9287, 0.9493, 0.95)
    assert round(surely(80, 100), 4) == 0.7112
    assert Fared("r", "es", 73, 0, 0).is_proven and not Fared("r", "es", 72, 0, 0).is_proven
    assert not Fared("r", "es", 73, 1, 0).is_proven and Fared("r", "es", 0, 0, 0).share == 0
    assert [outcome_of(status) for status in (200, 301, 404, 410, 403, 500)] == [
        Outcome.ALIVE, Outcome.ALIVE, Outcome.GONE, Outcome.GONE, Outcome.FAILING, Outcome.FAILING
    ]  # fmt: skip


@pytest.fixture
def ana(gazetteer: None) -> Actor:
    return somebody(Role.REVIEWER, email="ana@x.org")


def test_a_rule_that_proved_itself_is_accepted_together_and_undone_together(
    ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_office(when="1990")
    text = text_of(OFFICE, TWIN, NETWORK)
    propose_from(text)
    refs = list(Proposal.objects.values_list("ref", flat=True))
    with pytest.raises(NotProven):
        accept_together(rule="who_did_what", language="es", refs=refs, by=ana)
    monkeypatch.setattr(rules, "fared", fared)
    monkeypatch.setattr("minga.review.domain.LEAST_JUDGED", 0)
    monkeypatch.setattr("minga.review.domain.LEAST_SHARE", 0.0)
    # What contradicts a claim is judged alone.
    assert about(JALISCO, "office").ref not in set(
        together_waiting("who_did_what", "es", ana).values_list("ref", flat=True)
    )
    client, there = browser(ana), "/revision/reglas/who_did_what/es/"
    page = client.get(there).content.decode()
    assert page.count('name="propuesta"') == 2 and "Aceptar las marcadas" in page
    assert client.post(there, {"propuesta": refs}).status_code == 302
    batch = Together.objects.get()
    assert batch.proposals.count() == 2 and Event.objects.filter(verb="proposal.accepted").count() == 2
    assert Event.objects.filter(verb="proposals.accepted_together").count() == 1
    (row,) = fared(ana)
    assert (row.judged, row.together, row.waiting) == (0, 2, 1) and list(gold(ana)) == []
    with pytest.raises(NothingToAccept):
        accept_together(rule="who_did_what", language="es", refs=refs, by=ana)
    assert client.post(there, {"propuesta": refs}).status_code == 409
    eva = somebody(Role.REVIEWER, email="eva@x.org")
    assert browser(eva).post(f"/revision/juntas/{batch.pk}/deshacer/").status_code == 409
    with pytest.raises(JudgedByAnother):
        undo_together(batch=batch, by=eva)
    assert client.post(f"/revision/juntas/{batch.pk}/deshacer/").status_code == 302
    assert set(Proposal.objects.values_list("state", flat=True)) == {"open"}
    assert Event.objects.filter(verb="proposals.undone_together").count() == 1
    assert client.post(f"/revision/juntas/{batch.pk}/deshacer/").status_code == 409
    with pytest.raises(NotJudged):
        undo_together(batch=batch, by=ana)


def test_what_was_judged_anew_since_stays_when_the_rest_is_taken_back(
    ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minga.review.domain.LEAST_JUDGED", 0)
    monkeypatch.setattr("minga.review.domain.LEAST_SHARE", 0.0)
    propose_from(text_of(OFFICE, TWIN))
    refs = list(Proposal.objects.values_list("ref", flat=True))
    batch = accept_together(rule="who_did_what", language="es", refs=refs, by=ana)
    office, boss = about(JALISCO, "office"), installation(organ="Equipo")
    undo_judgement(proposal=office, by=boss)
    accept_proposal(proposal=office, by=boss)
    page = browser(ana).post(f"/revision/juntas/{batch.pk}/deshacer/").content.decode()
    assert office.ref in page and "salvo lo que después se corrigió" in page
    assert about(MEDELLIN, "twinning").state == "open"


def test_of_two_that_are_accepted_together_and_say_the_same_the_second_is_a_citation(
    ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minga.review.domain.LEAST_JUDGED", 0)
    monkeypatch.setattr("minga.review.domain.LEAST_SHARE", 0.0)
    propose_from(text_of(OFFICE))
    propose_from(text_of(OFFICE, slug="otro"))
    propose_from(text_of(OFFICE.replace("1983", "1990"), slug="tercero"))
    refs = list(Proposal.objects.values_list("ref", flat=True))
    batch = accept_together(rule="who_did_what", language="es", refs=refs, by=ana)
    assert Claim.objects.accepted().count() == 1 and Claim.objects.accepted().get().citations.count() == 2
    assert batch.proposals.count() == 2  # the third contradicts them now, and waits for somebody to read it
    assert undo_together(batch=batch, by=ana).undone == 2


def test_gold_is_what_was_accepted_or_what_it_was_corrected_to(ana: Actor) -> None:
    propose_from(text_of(OFFICE, TWIN, NETWORK))
    to = Corrected("MX-MEX", "directorate", "reformed", "1984", ("culture",))
    correct_proposal(proposal=about(JALISCO, "office"), to=to, by=ana)
    reject_proposal(proposal=about(MEDELLIN, "twinning"), by=ana, reason="No.")
    rows = list(gold(ana))
    assert [len(row["claims"]) for row in rows] == [1, 0]
    assert rows[0]["claims"][0]["country"] == "MX" and rows[0]["claims"][0]["year"] == 1984
    assert rows[0]["claims"][0]["areas"] == ["culture"]
    known = known_office(ref="MG-8009", territory=MEDELLIN)
    merge_proposal(proposal=about(MEDELLIN, "network_membership"), into=known, by=ana)
    assert [row["claims"][0]["instrument"] for row in gold(ana) if row["claims"]] == [
        "directorate",
        "network_membership",
    ]


@pytest.mark.usefixtures("gazetteer_database")
def test_of_two_that_judge_one_proposal_at_the_same_moment_one_is_told_so(
    worker: str, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), databases.clone("gazetteer", f"{worker}_two") as name:
        with databases.connected_to(name):
            propose_from(text_of(OFFICE, TWIN))
            row = about(JALISCO, "office")
        ready, ended = threading.Barrier(2), list[str]()

        def judge(organ: str) -> None:
            with databases.connected_to(name):
                ready.wait(20)
                try:
                    accept_proposal(proposal=row, by=installation(organ=organ))
                    ended.append("accepted")
                except AlreadyJudged:
                    ended.append("already")

        two = [threading.Thread(target=judge, args=[organ]) for organ in ("Una", "Otra")]
        for one in two:
            one.start()
        for one in two:
            one.join(20)
        assert sorted(ended) == ["accepted", "already"]
        with databases.connected_to(name):
            assert Claim.objects.get(ref=row.ref).judgements.count() == 1
            assert Event.objects.filter(verb="proposal.accepted").count() == 1
