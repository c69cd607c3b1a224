"""What an office does with its offers: nothing is found before it confirms it; both sides of a match are told."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from minga.accounts import personal
from minga.accounts.domain.permissions import Role
from minga.evidence.models import Change
from minga.exchange.actions.asking import MoreThanOffered, OfferFull, OfferGone, ask, decline
from minga.exchange.domain.parties import Teaching
from minga.exchange.models import Exchange
from minga.journal.models import Event
from minga.notices.models import Notice
from minga.notices.registry import in_words
from minga.offers import tasks
from minga.offers.actions import keeping
from minga.offers.actions.keeping import NoOffice, TooMany, change, draft, publish, renew, take_up, withdraw
from minga.offers.actions.sleeping import _look_at, look
from minga.offers.counting import begun
from minga.offers.domain.modalities import Modality
from minga.offers.domain.offers import Direction, Fault, NotNow, OfferRefused, State
from minga.offers.models import Offer, Pairing
from minga.offers.queries import offers as reads
from minga.offers.queries.meeting import meeting, meetings, meetings_with
from minga.offers.queries.suggesting import claims_to_show, suggestions, tongues_of
from minga.territories.beside import beside
from tests.offers.conftest import SECRET, Offices, of, published, said
from tests.people import placed, somebody

BEGIN = datetime(2026, 12, 1, 9, tzinfo=timezone.get_default_timezone())
DEMAND = {"direction": Direction.DEMAND, "per_year": None}


def told(kind: str) -> list[tuple[str, object]]:
    """Who was told of something, and how much or how many days before."""
    rows = Notice.objects.filter(kind=kind).select_related("user").order_by("pk")
    return [(one.user.email.partition("@")[0], one.params.get("matches", one.params.get("days"))) for one in rows]


def test_what_is_on_record_is_ready_to_be_confirmed_and_nothing_is_found_before(offices: Offices) -> None:
    every = {one.key: one for one in suggestions(offices.manizales)}
    ready = {key: one for key, one in every.items() if one.said.direction == Direction.OFFER}
    assert list(ready) == ["offer instrument office", "offer area international_cooperation"], "no plan, no proposal"
    one = ready["offer instrument office"].said
    assert one == said(per_year=4, claims=("MG-8101",))
    wanted = {one.key: one for one in suggestions(offices.caldono)}
    assert list(wanted) == ["offer instrument cooperation_strategy", "demand instrument organ"]
    assert (wanted["demand instrument organ"].peers, wanted["demand instrument organ"].with_it) == (["Manizales"], 1)
    assert not Offer.objects.exists()
    assert take_up(keys=["nada"], by=offices.manizales) == []
    made = take_up(keys=[*ready, "offer instrument office"], by=offices.manizales)
    assert [(one.instrument, one.areas, one.state) for one in made] == [
        ("office", [], "active"), ("", ["international_cooperation"], "active"),
    ]  # fmt: skip
    assert [one.key for one in suggestions(offices.manizales)] == ["demand instrument policy_instrument"]
    assert take_up(keys=["demand instrument organ"], by=offices.caldono)[0].per_year is None
    assert suggestions(offices.federation) == [], "who has no government has nothing on record"
    with pytest.raises(NoOffice):
        take_up(keys=[], by=somebody(Role.ADMINISTRATOR))


def test_a_draft_is_its_offices_alone_and_what_was_said_wrong_is_named(offices: Offices) -> None:
    made = draft(said=said(words=f" {SECRET}\r\n"), by=offices.manizales)
    assert (made.state, made.words, made.renewed_at, made.sleeps_on) == ("draft", SECRET, None, None)
    assert reads.of_ref(offices.manizales, made.ref) == made and reads.of_ref(offices.caldono, made.ref) is None
    assert not Offer.objects.public().exists() and reads.public_of_ref(made.ref) is None
    for by in (offices.caldono, offices.stranger):
        for act in (publish, withdraw):
            with pytest.raises(Offer.DoesNotExist):
                act(offer=made, by=by)
    with pytest.raises(OfferRefused) as refused:
        change(offer=made, said=said(instrument="", claims=("MG-8105",), words="x" * 601), by=offices.manizales)
    assert refused.value.faults == (Fault.TOPIC, Fault.WORDS, Fault.CLAIMS)
    with pytest.raises(OfferRefused) as longer:  # letters that are two in the form that is kept
        change(offer=made, said=said(words="\u0958" * 400), by=offices.manizales)
    assert longer.value.faults == (Fault.WORDS,)
    with pytest.raises(OfferRefused):
        change(offer=made, said=said(words="\n" + "x" * 599 + "\x00yz"), by=offices.manizales)
    changed = change(offer=made, said=said(direction=Direction.DEMAND), by=offices.manizales)
    assert (changed.per_year, changed.state) == (None, "draft") and not Change.objects.filter(kind="offer").exists()
    with pytest.raises(NotNow):
        renew(offer=made, by=offices.manizales)
    withdraw(offer=made, by=offices.manizales)
    with pytest.raises(NotNow):
        publish(offer=made, by=offices.manizales)
    assert SECRET not in str(list(Event.objects.values_list("before", "after")))


def test_an_office_has_so_many_and_whoever_acts_for_none_has_none(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 1)
    published(offices.manizales)
    with pytest.raises(TooMany):
        draft(said=said(), by=offices.manizales)
    ada = somebody(Role.ADMINISTRATOR)
    with pytest.raises(NoOffice):
        draft(said=said(), by=ada)
    assert not Offer.objects.own(ada).exists() and Offer.objects.own(offices.manizales).count() == 1
    reader = somebody(Role.READER, of="oficina-manizales")
    assert Offer.objects.own(reader).count() == 1
    assert tongues_of(None) == ("es",) and tongues_of(of(offices.caldono).territory) == ("es",)


def test_a_match_is_told_to_both_offices_once_and_gathered_until_it_is_read(offices: Offices) -> None:
    first = published(offices.manizales)
    assert told("offers.matched") == []
    wanted = published(offices.caldono, instrument="organ", **DEMAND)
    assert told("offers.matched") == [("coordinator", 1), ("contributor", 1)]
    assert in_words("offers.matched", Notice.objects.earliest("pk").params) == (
        "Hay 1 oferta o demanda nueva que coincide con las de su organización (oficina-manizales)."
    )
    second = published(offices.manizales, instrument="directorate")
    assert told("offers.matched") == [("coordinator", 2), ("contributor", 2)], "no notice for each"
    renew(offer=first, by=offices.manizales)
    change(offer=wanted, said=said(instrument="organ", words="De nuevo.", **DEMAND), by=offices.caldono)
    assert told("offers.matched") == [("coordinator", 2), ("contributor", 2)], "nobody is told of the same two again"
    assert Pairing.objects.count() == 2 and str(Pairing.objects.first()) == f"{first.pk} {wanted.pk}"
    found = meetings(wanted)
    assert {each.other for each in found} == {first, second}
    assert meeting(wanted, first) in found and meeting(first, second) is None
    assert [each.mine for each in meetings_with([wanted], first, has_room=True)] == [wanted]
    withdraw(offer=second, by=offices.manizales)
    assert [each.other for each in meetings(wanted)] == [first]


def test_likeness_is_a_reason_and_those_like_mine_come_first(offices: Offices) -> None:
    published(offices.stranger, instrument="ir_policy")
    near = published(offices.manizales, instrument="ir_policy")
    far = published(offices.stranger, instrument="ir_policy", words="Otra.")
    wanted = published(offices.caldono, instrument="ir_policy", **DEMAND)
    found = meetings(wanted)
    assert found[0].other == near and found[0].match.alike > 0
    assert found[0].match.reasons[-1].why == "alike" and "country" in found[0].match.reasons[-1].codes
    caldono = of(offices.caldono).territory
    assert caldono is not None
    rows = list(reads.listing(reads.Asked(instrument="policy_instrument")))
    like = reads.likeness(caldono, rows)
    assert like[wanted.pk] == (1.0, "su territorio") and like[near.pk][1].startswith("parecido a Caldono: mismo país")
    assert far.pk not in like
    assert reads.ordered(rows, reads.Order.NEAR, like)[:2] == [wanted, near]
    assert reads.ordered(rows, reads.Order.RECENT, like)[0] == wanted
    assert len(reads.ordered(rows, reads.Order.TOPIC, like)) == 4
    free = published(offices.federation, instrument="ir_policy")
    assert free in [each.other for each in meetings(wanted)] and free.pk not in reads.likeness(caldono, [free])
    assert wanted in [each.other for each in meetings(free)], "who is of no government meets others all the same"


def test_an_exchange_takes_up_room_and_says_who_teaches(offices: Offices) -> None:
    offer = published(offices.manizales, modality=Modality.STUDY_VISIT)
    wanted = published(offices.caldono, instrument="organ", **DEMAND)
    both = published(offices.stranger, instrument="project", direction=Direction.TWO_WAY)

    def asked(about: Offer, by: object, modality: Modality = Modality.CALL, **rest: object) -> Exchange:
        given = {"asked": None, "office": None, "question": "¿Cómo?", **rest}
        return ask(modality=modality, offer=about, by=by, **given)  # type: ignore[arg-type]

    assert reads.room([offer, wanted]) == {offer.pk: 2, wanted.pk: None}
    made = asked(offer, offices.caldono, language="es", topic="office")
    assert (made.teaching, made.language, made.offer, made.asked) == (
        Teaching.ASKED, "es", offer, of(offices.manizales).territory,
    )  # fmt: skip
    with pytest.raises(MoreThanOffered):
        asked(offer, offices.stranger, Modality.PEER_REVIEW)
    other = asked(offer, offices.stranger, Modality.STUDY_VISIT, language="xx")
    assert other.language == "" and reads.room([offer])[offer.pk] == 0
    with pytest.raises(OfferFull):
        asked(offer, offices.federation)
    assert meetings(wanted) == [], "what has no room meets nobody"
    assert len(meetings_with([wanted], offer, has_room=False)) == 1
    assert reads.others_like(offer) == []
    third = published(offices.stranger)
    assert reads.others_like(offer) == [third]
    decline(exchange=other, because="No.", by=offices.manizales)
    assert reads.room([offer])[offer.pk] == 1, "what was refused took up no room"
    assert reads.room([offer], now=timezone.now() + timedelta(days=366))[offer.pk] == 2, "another year, all of its room"
    assert begun([], 2026) == {}
    helped = asked(wanted, offices.manizales)
    assert (helped.teaching, helped.asked) == (Teaching.ASKING, of(offices.caldono).territory)
    assert asked(both, offices.caldono).teaching == Teaching.BOTH
    withdraw(offer=offer, by=offices.manizales)
    with pytest.raises(OfferGone):
        asked(offer, offices.federation)


def run(first: int, last: int) -> None:
    """Twice a day."""
    for half in range(2 * first, 2 * last):
        look(now=BEGIN + timedelta(hours=12 * half))


def test_an_offer_sleeps_after_a_year_with_each_reminder_once_and_wakes_by_a_click(offices: Offices) -> None:
    made = published(offices.manizales, now=BEGIN)
    kept = published(offices.stranger, now=BEGIN, words="Otra.")
    run(0, 330)
    assert told("offers.sleeps") == []
    run(330, 350)
    assert told("offers.sleeps") == [("coordinator", 30)] * 2
    renew(offer=kept, by=offices.stranger, now=BEGIN + timedelta(days=350))
    run(350, 400)
    assert told("offers.sleeps")[2:] == [("coordinator", 7), ("coordinator", 0)]
    made.refresh_from_db()
    kept.refresh_from_db()
    assert (made.state, kept.state, kept.told) == (State.ASLEEP, State.ACTIVE, None)
    assert made.sleeps_on is not None and made.sleeps_on.isoformat() == "2027-12-01"
    assert list(Offer.objects.public()) == [kept] and reads.of_ref(offices.caldono, made.ref) == made
    words = [in_words(one.kind, one.params) for one in Notice.objects.filter(kind="offers.sleeps").order_by("-pk")[:2]]
    assert "se durmió" in words[0] and "se duerme en 7 días" in words[1] and "oficina o unidad" in words[0]
    assert Event.objects.filter(verb="offer.fell_asleep", actor_id=None).count() == 1
    renew(offer=made, by=offices.manizales, now=BEGIN + timedelta(days=400))
    made.refresh_from_db()
    assert (made.state, made.told) == (State.ACTIVE, None) and made in Offer.objects.public()
    run(400, 690)
    assert len(told("offers.sleeps")) == 5, "of the one that was renewed before, a month before its new day"
    withdraw(offer=made, by=offices.manizales)
    assert _look_at(made.pk, BEGIN) is False, "it was withdrawn meanwhile"


def test_an_installation_may_have_offers_last_less(offices: Offices, settings: object) -> None:
    settings.MINGA_OFFER_MONTHS = 2  # type: ignore[attr-defined]
    published(offices.manizales, now=BEGIN, instrument="", areas=("culture",))
    run(0, 70)
    assert [days for _, days in told("offers.sleeps")] == [30, 7, 0]
    assert "«cultura»" in in_words("offers.sleeps", Notice.objects.latest("pk").params)


def test_the_worker_looks_every_hour_where_anything_is_near_its_day(offices: Offices) -> None:
    published(offices.manizales)
    tasks.look_every_hour()
    assert not ProcrastinateJob.objects.filter(task_name=tasks.LOOK).exists()
    Offer.objects.update(renewed_at=timezone.now() - timedelta(days=350))
    tasks.look_every_hour()
    tasks.look_every_hour()
    job = ProcrastinateJob.objects.get(task_name=tasks.LOOK)
    assert tasks._about(job.args) == "avisar de las ofertas que se duermen"

    class Noted:
        result = None
        told: list[dict[str, int]] = []

        def reach(self, done: int, total: int) -> None: ...

        def note(self, result: dict[str, int]) -> None:
            self.told.append(result)

    tasks.look(Noted())
    assert Noted.told == [{"told": 1}]


def test_words_filters_and_lines_beside_a_government(offices: Offices) -> None:
    one = published(offices.manizales, areas=("culture",), words="Acompañamos a municipios pequeños.")
    two = published(offices.stranger, instrument="", areas=("health",), direction=Direction.TWO_WAY, languages=("pt",))
    for number, code in enumerate(("award", "project", "twinning", "agreement", "ministry")):
        published(offices.caldono, instrument=code, modality=list(Modality)[number])

    def found(**asked: str) -> list[Offer]:
        return list(reads.listing(reads.Asked(**asked)))

    assert found(words="PEQUEÑOS acompanamos") == found(words="bureau manizales") == found(area="culture") == [one]
    assert found(words="nadie") == found(instrument="zzz") == found(country="ZZ") == []
    assert found(direction="two_way") == found(language="pt") == found(country="AR") == [two]
    assert found(instrument="office") == found(instrument="organ")[1:] == [one]
    assert found(of="CO-17001", level="municipality") == [one] == found(modality="call", of="CO-17001")
    assert reads.countries() == ["AR", "CO"]
    assert reads.Asked().is_open and not reads.Asked(level="x").is_open
    places = [of(each).territory for each in (offices.caldono, offices.manizales, offices.stranger)]
    keys = [place.pk for place in places if place]
    lines = beside(keys)
    assert [(line.label, line.text) for line in lines[keys[1]]] == [("ofrece enseñar", "oficina o unidad (cultura)")]
    assert [line.label for line in lines[keys[2]]] == ["ofrece enseñar", "busca aprender"]
    assert lines[keys[0]][0].text.endswith("y 1 más") and lines[keys[0]][0].url == "/ofertas/?de=CO-19137"
    assert beside([]) == {}


def test_what_shows_an_offer_is_of_its_own_government_and_public(offices: Offices) -> None:
    made = published(offices.manizales, claims=("MG-8101",))
    assert [one.ref for one in reads.proofs(made)] == ["MG-8101"] and reads.proofs(published(offices.caldono)) == []
    assert [one.ref for one in claims_to_show(offices.manizales, said(claims=("MG-8101",)))] == ["MG-8101"]
    assert claims_to_show(offices.manizales, None) and claims_to_show(offices.federation, None) == []
    state = Exchange.objects.count()
    assert state == 0 and str(made) == made.ref
    placed(offices.federation, "CO-X-AMVA")
    assert suggestions(offices.federation) is not None


def test_what_a_person_signed_is_hers_to_take_and_her_office_keeps_it_without_her(offices: Offices) -> None:
    made = published(offices.manizales, words="De la oficina.")
    user = offices.manizales.user
    assert user is not None
    assert personal.told(user)["offers"]["made"][0]["words"] == "De la oficina."
    keeping.erase_of(user)
    made.refresh_from_db()
    assert (made.made_by, made.renewed_by, made.words) == (None, None, "De la oficina.")
