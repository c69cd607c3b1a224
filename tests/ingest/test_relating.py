"""When a proposal says again what is known, when it says the contrary, and how its sentence is put together."""

from dataclasses import replace

import pytest

from minga.ingest.domain.known import KnownBody, KnownSource, bodies_named, source_named
from minga.ingest.domain.proposing import Relation
from minga.ingest.domain.relating import Told, excludes, kin_by, may_be, relate, repeats
from minga.ingest.domain.wording import Said, sentence
from minga.ingest.known import kin, statement_words

OFFICE = Told("MG-1", "BR-RJ", "office", "created", 1983, 1983)
TWIN = Told("MG-2", "AR-1", "twinning", "signed", 1990, 1990, others=frozenset({"CO-1"}))
NETWORK = Told("MG-3", "AR-1", "network_membership", "joined", 1995, 1995, others=frozenset({"mercociudades"}))
PROGRAMME = Told("MG-4", "MX-MEX", "programme", "in_force", None, None, frozenset({"tourism", "culture"}))
POLICY = Told("MG-5", "CA-QC", "ir_policy", "in_force", None, None)


def other(known: Told, **parts: object) -> Told:
    return replace(known, ref="PR-1", **parts)  # type: ignore[arg-type]


SAID_AGAIN = [
    (other(OFFICE), OFFICE, ()),
    (other(OFFICE, first=1980, last=1989), OFFICE, ()),
    (other(OFFICE, first=None, last=None), OFFICE, ("says_no_year",)),
    (OFFICE, other(OFFICE, first=None, last=None), ("adds_the_year",)),
    (other(OFFICE, instrument="organ"), OFFICE, ("broader_or_narrower",)),
    (other(OFFICE, areas=frozenset({"culture"})), OFFICE, ("adds_areas",)),
    (OFFICE, other(OFFICE, areas=frozenset({"culture"})), ("says_fewer_areas",)),
    (other(TWIN, event="in_force"), TWIN, ("other_word",)),
    (other(TWIN, areas=frozenset({"culture"}), first=None, last=None), TWIN, ("says_no_year",)),
    (other(TWIN, others=frozenset()), TWIN, ("names_no_party",)),
    (TWIN, other(TWIN, others=frozenset()), ("adds_a_party",)),
    (other(NETWORK, event="in_force", first=1995, last=None), NETWORK, ("other_word",)),
    (other(PROGRAMME), PROGRAMME, ()),
    (other(POLICY), POLICY, ()),
    (other(POLICY, event="adopted", first=9), replace(POLICY, event="created"), ("other_word", "adds_the_year")),
]  # fmt: skip
ANOTHER_FACT = [
    (other(OFFICE, first=1990, last=1990), OFFICE),
    (other(OFFICE, event="adopted"), OFFICE),
    (other(OFFICE, event="discontinued"), OFFICE),
    (other(TWIN, others=frozenset({"CO-2"})), TWIN),
    (other(TWIN, others=frozenset(), first=None, last=None), TWIN),
    (other(PROGRAMME, areas=frozenset()), PROGRAMME),
    (other(POLICY, areas=frozenset({"migration"})), POLICY),
    (other(OFFICE, areas=frozenset({"health"})), replace(OFFICE, areas=frozenset({"culture"}))),
    (other(POLICY, event="in_force", first=2010, last=2010), replace(POLICY, first=2004, last=2004)),
]


@pytest.mark.parametrize(("one", "known", "reasons"), SAID_AGAIN)
def test_the_same_fact_said_again_is_a_further_citation_with_what_it_adds_or_leaves_out(
    one: Told, known: Told, reasons: tuple[str, ...]
) -> None:
    assert repeats(one, known) == reasons


@pytest.mark.parametrize(("one", "known"), ANOTHER_FACT)
def test_another_year_party_or_field_is_another_fact(one: Told, known: Told) -> None:
    assert repeats(one, known) is None


def test_what_cannot_both_be_true_is_told() -> None:
    later = other(OFFICE, first=1990, last=1990)
    assert excludes(later, OFFICE, [OFFICE]) == "other_year"
    # It was closed in between, and opened again: both may be true.
    closed = Told("MG-9", "BR-RJ", "office", "discontinued", 1985, 1985)
    assert excludes(later, OFFICE, [OFFICE, closed]) == ""
    standing = Told("PR-2", "BR-RJ", "office", "in_force", 2000, 2000)
    assert excludes(standing, closed, [closed]) == "in_force_after_end"
    assert excludes(closed, standing, [standing]) == "in_force_after_end"
    back = Told("MG-8", "BR-RJ", "office", "recreated", 1999, 1999)
    assert excludes(standing, closed, [closed, back]) == ""
    assert excludes(replace(standing, first=1984, last=1984), closed, [closed]) == ""
    assert excludes(other(TWIN, first=1999, last=1999), TWIN, [TWIN]) == "other_year"
    assert excludes(other(TWIN, first=1999, last=1999, others=frozenset({"CO-2"})), TWIN, [TWIN]) == ""
    # Strategies are adopted again, programmes are many, the undated excludes nothing, other acts neither.
    adopted = Told("MG-7", "BR-RJ", "ir_policy", "created", 2001, 2001)
    assert excludes(other(adopted, first=2009, last=2009), adopted, [adopted]) == ""
    assert excludes(other(OFFICE, first=None, last=None), OFFICE, [OFFICE]) == ""
    assert excludes(replace(standing, event="reformed"), OFFICE, [OFFICE]) == ""


def test_a_public_claim_is_named_before_one_that_waits_and_the_nearest_before_others() -> None:
    waiting = replace(OFFICE, ref="A-0", is_public=False)
    vague = replace(OFFICE, ref="A-1", first=None, last=None)
    found = relate(other(OFFICE), [waiting, vague, OFFICE], kin())
    assert (found.relation, found.repeats, found.because) == (Relation.REPEATS, "MG-1", ())
    against = relate(other(OFFICE, first=1990, last=1990), [waiting, OFFICE], kin())
    assert (against.relation, against.against, against.because) == (Relation.NEW, "MG-1", ("other_year",))
    assert relate(other(OFFICE, territory="BR-SP"), [OFFICE], kin()).relation == Relation.NEW
    assert relate(other(OFFICE, instrument="agency"), [OFFICE], kin()).because == ()


def test_the_very_words_of_a_claim_read_by_rules_mean_that_claim() -> None:
    assert may_be(other(OFFICE, areas=frozenset({"health"})), replace(OFFICE, areas=frozenset({"culture"})), kin())
    assert not may_be(other(OFFICE, territory="BR-SP"), OFFICE, kin())
    assert not may_be(other(TWIN, others=frozenset({"CO-2"})), TWIN, kin())
    assert not may_be(other(OFFICE, event="discontinued"), OFFICE, kin())


def test_a_broader_concept_is_kin_and_a_sister_is_not() -> None:
    assert kin()("organ", "office") and kin()("office", "organ") and not kin()("office", "agency")
    assert kin_by({})("office", "office")


SCHIAVON = KnownSource(
    "schiavon", "Schiavon, Jorge", None, "La política externa de las entidades federativas. Un análisis"
)
PAQUIN = KnownSource("paquin", "Paquin, Stéphane; Lachapelle, Guy", 2004, "Paradiplomatie")


def test_a_cited_source_is_known_by_author_and_year_or_title_where_that_is_one_alone() -> None:
    all_of = [SCHIAVON, PAQUIN]
    assert source_named("Schiavon", None, "La política externa de las entidades federativas", all_of) == "schiavon"
    assert source_named("Lachapelle", 2004, "", all_of) == "paquin"
    assert source_named("Paquin", 2005, "", all_of) == ""
    assert source_named("Paquin", 2004, "Otra cosa", all_of) == ""
    assert source_named("Schiavon", None, "", all_of) == ""
    assert source_named("Zapata", 2004, "", all_of) == ""
    assert source_named("Paquin", 2004, "", [*all_of, replace(PAQUIN, slug="paquin-b")]) == ""
    # Two words begin too many titles.
    assert source_named("Schiavon", None, "La política", all_of) == ""


def test_organizations_are_known_by_their_names_where_nobody_else_bears_them() -> None:
    network = KnownBody("mercociudades", "Mercociudades", ("Mercociudades",))
    alliance = KnownBody("al-las", "Alianza Euro-Latinoamericana", ("Alianza Euro-Latinoamericana", "AL-LAs"))
    twice = [KnownBody("a", "Red", ("Red de Ciudades",)), KnownBody("b", "Red", ("Red de ciudades",))]
    city = KnownBody("rosario-red", "Rosario Red", ("Rosario", "RR"))
    words = "Rosario, con la\nAlianza Euro-Latinoamericana, RR, mercociudades y la Red de Ciudades; Mercociudades."
    assert [one.slug for one in bodies_named(words, [network, alliance, *twice, city])] == ["al-las", "mercociudades"]
    assert [one.slug for one in bodies_named("en Mercociudades", [network])] == ["mercociudades"]


def said(**parts: object) -> Said:
    given = {"name": "Rosario", "code": "AR-1", "instrument": "office", "event": "created", "first": 1983, "last": 1983,
             "parties": (), "areas": (), "host": ""}  # fmt: skip
    return Said(**{**given, **parts})  # type: ignore[arg-type]


SENTENCES = [
    (said(), "En 1983 Rosario (AR-1) creó una oficina o unidad para lo internacional."),
    (
        said(event="in_force", first=None, last=None, areas=("cultura", "salud"), host="despacho del Gobernador"),
        "Rosario (AR-1) cuenta con una oficina o unidad para lo internacional; ámbitos: cultura y salud; "
        "en el organigrama: «despacho del Gobernador».",
    ),
    (
        said(instrument="twinning", event="signed", last=1985, parties=("Cali", "Quito", "Lima")),
        "Entre 1983 y 1985 Rosario (AR-1) se hermanó con Cali, Quito y Lima.",
    ),
    (
        said(instrument="agreement", event="signed", last=None, parties=("Cali",), areas=("cultura",)),
        "Desde 1983 Rosario (AR-1) firmó un acuerdo o convenio con Cali; ámbito: cultura.",
    ),
    (
        said(instrument="network_membership", event="in_force", first=None, last=None),
        "Rosario (AR-1) forma parte de una red.",
    ),
    (said(instrument="project", event="held", first=None), "Hasta 1983 Rosario (AR-1) llevó a cabo un proyecto."),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "told"), SENTENCES)
def test_a_sentence_says_the_parts_and_no_more(parts: Said, told: str) -> None:
    assert sentence(parts, statement_words()) == told


def test_every_instrument_and_event_has_its_words() -> None:
    from minga.evidence.domain.vocabulary import vocabulary

    for instrument in vocabulary().claimable("instrument"):
        for event in vocabulary().claimable("event"):
            for year in (1990, None):
                told = sentence(said(instrument=instrument, event=event, first=year, last=year), statement_words())
                assert told.endswith(".") and "{" not in told and "  " not in told
