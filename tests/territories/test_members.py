"""A federation's members, brought in as a list of codes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from minga.accounts.actions import enrol
from minga.accounts.actors import installation
from minga.accounts.queries import federation_of
from minga.journal.models import Event
from minga.territories.actions import NoFederation, bring_members
from minga.territories.domain.members import MemberRow, NotAList, Outcome, read_members
from minga.territories.models import Affiliation, Organization, Territory
from minga.territories.queries import members_of
from tests.people import office

LIST = """Código;Municipio;Desde;Hasta
CO-19137;Caldono;1989-03-01;
5001;Medellín;;
19137;Caldono;;
99999;Nadie;;
;Sin código;;

17001;Manizales;31/02/2020;
11001;Bogotá;01/02/2019;31/12/2020
17001;Manizales;2020-05-01;2019-01-01
co-17001;Manizales;;
CO-17001;Manizales;ayer;
"""


def federation(slug: str) -> Organization:
    found = office(slug)
    found.kind = Organization.Kind.FEDERATION
    found.save()
    return found


def test_every_row_of_a_list_is_accounted_for_and_the_same_list_again_changes_nothing(gazetteer: None) -> None:
    mine, rows = federation("federacion"), read_members(LIST)
    told = bring_members(federation=mine, rows=rows)
    assert [(one.row.line, one.outcome.value, one.territory) for one in told] == [
        (2, "added", "CO-19137"),
        (3, "added", "CO-05001"),
        (4, "repeated", "CO-19137"),
        (5, "unknown", ""),
        (6, "no_code", ""),
        (8, "bad_date", ""),
        (9, "added", "CO-11001"),
        (10, "bad_date", ""),
        (11, "added", "CO-17001"),
        (12, "bad_date", ""),
    ]
    assert [one.territory.name for one in members_of(mine)] == ["Caldono", "Manizales", "Medellín"]
    before = (list(Affiliation.objects.values_list()), Event.objects.count())
    again = {one.outcome for one in bring_members(federation=mine, rows=rows)}
    assert not again & {Outcome.ADDED, Outcome.CHANGED, Outcome.ENDED}
    assert before == (list(Affiliation.objects.values_list()), Event.objects.count())
    event = Event.objects.get(verb="federation.members")
    assert event.after == {"added": ["CO-19137", "CO-05001", "CO-11001", "CO-17001"]}


def test_a_member_gets_its_day_leaves_and_comes_back(gazetteer: None) -> None:
    mine = federation("federacion")
    steps = [
        (MemberRow(2, "CO-17001"), Outcome.ADDED),
        (MemberRow(2, "CO-17001", date(2001, 1, 1)), Outcome.CHANGED),
        (MemberRow(2, "CO-17001", None, date(2000, 1, 1)), Outcome.BAD_DATE),
        (MemberRow(2, "CO-17001", None, date(2010, 1, 1)), Outcome.ENDED),
        (MemberRow(2, "CO-17001", date(2012, 1, 1)), Outcome.ADDED),
    ]
    for row, outcome in steps:
        assert [one.outcome for one in bring_members(federation=mine, rows=[row])] == [outcome]
    assert [(one.since, one.ended) for one in Affiliation.objects.order_by("pk")] == [
        (date(2001, 1, 1), date(2010, 1, 1)),
        (date(2012, 1, 1), None),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.create(federation=mine, territory=Territory.objects.get(code="CO-17001"))
    with pytest.raises(NoFederation):
        bring_members(federation=office("otra"), rows=[])


def test_an_office_turns_to_the_federation_it_enrolled_with_else_to_that_of_its_government(gazetteer: None) -> None:
    first, second = federation("primera"), federation("segunda")
    mine = office("oficina")
    assert federation_of(mine) is None
    mine.territory = Territory.objects.get(code="CO-19137")
    mine.save()
    assert federation_of(mine) is None
    bring_members(federation=second, rows=[MemberRow(2, "CO-19137")])
    bring_members(federation=first, rows=[MemberRow(2, "CO-19137", date(1989, 3, 1))])
    assert federation_of(mine) == first
    bring_members(federation=first, rows=[MemberRow(2, "CO-19137", None, date(2020, 1, 1))])
    assert federation_of(mine) == second
    enrol(organization=mine, federation=first, by=installation())
    assert federation_of(mine) == first


def test_two_governments_of_one_national_code_are_told_apart_or_not_guessed(gazetteer: None) -> None:
    codes = list(Territory.objects.filter(country="CO").exclude(national_code=None)[:2])
    Territory.objects.filter(pk=codes[0].pk).update(national_code="0777777", is_government=True)
    Territory.objects.filter(pk=codes[1].pk).update(national_code="777777", is_government=True)
    told = bring_members(federation=federation("federacion"), rows=[MemberRow(2, "777777")])
    assert [one.outcome for one in told] == [Outcome.AMBIGUOUS]


@pytest.mark.parametrize("text", ["", "codigo", "municipio\nCaldono\n", "codigo\n" + "1\n" * 20_001])
def test_what_is_no_list_of_codes_is_refused(text: str) -> None:
    with pytest.raises(NotAList):
        read_members(text)
