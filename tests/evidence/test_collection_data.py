"""The collection's own data files, read as a careful editor would: no database."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from minga.kit.dates import parse_when

SRC = Path(__file__).parents[2] / "src" / "minga"
DATA = SRC / "evidence" / "data"
Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ROWS = rows_of(DATA / "collection.jsonl")
UNRESOLVED = rows_of(DATA / "unresolved.jsonl")
SOURCES = {row["slug"]: row for row in rows_of(DATA / "sources.jsonl")}
ORGANIZATIONS = {row["slug"]: row for row in rows_of(SRC / "territories" / "data" / "organizations.jsonl")}
CLAIMS = {row["ref"]: row for row in ROWS}

# What 733 collected facts became: each under its own ref, and those that held two facts under a second one.
COLLECTED = {f"MG-{number:04d}" for number in range(1, 734)}
SPLIT_OFF = {"MG-0734": "MG-0207", "MG-0735": "MG-0273"}
FIELDS = {
    "ref", "kind", "territory", "organization", "subject", "instrument", "event", "when", "areas", "actor", "hosted_in",
    "counterparts", "statement", "confidence", "note", "source", "locator", "checked", "correction", "contradicts",
    "kind_note",
}  # fmt: skip
CODE = re.compile(r"[A-Z]{2}(-(gn\d+|[A-Z0-9]+(-[A-Z0-9]+)*))?")


def test_every_collected_fact_is_accounted_for_under_its_ref() -> None:
    refs = [row["ref"] for row in ROWS] + [row["ref"] for row in UNRESOLVED]
    assert Counter(refs).most_common(1)[0][1] == 1
    assert set(refs) == COLLECTED | set(SPLIT_OFF)


def test_an_unresolved_row_says_why_and_stays_few() -> None:
    assert [row["ref"] for row in UNRESOLVED] == ["MG-0697"]
    assert all(len(row["reason"]) > 20 for row in UNRESOLVED)


def test_a_row_has_one_subject_one_statement_and_a_date_that_reads() -> None:
    for row in ROWS:
        assert set(row) == FIELDS, row["ref"]
        assert bool(row["territory"]) != bool(row["organization"]), row["ref"]
        assert row["territory"] is None or CODE.fullmatch(row["territory"]), row["ref"]
        assert row["statement"].endswith(".") and row["subject"] and row["note"], row["ref"]
        assert row["confidence"] in {"high", "medium"}, row["ref"]
        parse_when(row["when"])


def test_concepts_are_those_of_the_vocabulary() -> None:
    concepts = json.loads((DATA / "vocabulary.json").read_text(encoding="utf-8"))
    listed = concepts["concepts"] if isinstance(concepts, dict) else concepts
    known = {scheme: {c["code"] for c in listed if c["scheme"] == scheme} for scheme in ("instrument", "event", "area")}
    assert {row["instrument"] for row in ROWS} <= known["instrument"] - {"organ", "policy_instrument", "bond"}
    assert {row["event"] for row in ROWS} - {None} <= known["event"]
    assert {area for row in ROWS for area in row["areas"]} <= known["area"]


def test_background_says_why_it_is_no_activity_and_only_background_may_have_no_event() -> None:
    assert all(row["kind_note"] for row in ROWS if row["kind"] == "background")
    assert all(row["event"] for row in ROWS if row["kind"] == "claim")


# Each states what did not exist, ended, was only proposed or announced, or was studied by others.
@pytest.mark.parametrize(
    ("ref", "kind", "event", "never"),
    [
        ("MG-0022", "background", None, {"in_force", "created"}),  # Cali lacked an institution
        ("MG-0389", "background", None, {"in_force", "created"}),  # regional units did not exist everywhere
        ("MG-0659", "background", "held", {"signed"}),  # no commitments were made in Shanghai
        ("MG-0111", "claim", "discontinued", {"in_force", "created"}),  # the first efforts of São Paulo were ended
        ("MG-0271", "claim", "discontinued", {"in_force", "created"}),  # a law of 1936 closed Quebec's offices
        ("MG-0501", "claim", "discontinued", {"in_force"}),  # ProMéxico closed
        ("MG-0686", "claim", "discontinued", {"in_force", "created"}),  # the state of São Paulo ended its secretariat
        ("MG-0183", "background", "planned", {"adopted", "in_force"}),  # a thesis proposed it for Esparza
        ("MG-0163", "background", "planned", {"adopted", "in_force"}),  # a thesis designed Gualaceo's plan
        ("MG-0247", "claim", "planned", {"adopted", "in_force", "created"}),  # a bill of amendment
        ("MG-0265", "claim", "planned", {"created", "in_force"}),  # an office was announced
        ("MG-0273", "claim", "planned", {"created", "reformed"}),  # a merger was announced
        ("MG-0300", "claim", "planned", {"created", "in_force"}),  # a network was announced
        ("MG-0324", "claim", "planned", {"held"}),  # the only source came before the summit
        ("MG-0371", "claim", "planned", {"held"}),  # the only source is the call
        ("MG-0093", "background", "published", {"created", "adopted"}),  # others studied Cundinamarca
        ("MG-0129", "background", "published", {"created"}),  # others studied Porto Alegre
        ("MG-0081", "background", "published", {"created"}),  # others measured Bogotá
        ("MG-0510", "background", "planned", {"discontinued"}),  # the opposition's promise
    ],
)
def test_absences_endings_proposals_and_studies_never_become_activity(
    ref: str, kind: str, event: str | None, never: set[str]
) -> None:
    row = CLAIMS[ref]
    assert (row["kind"], row["event"]) == (kind, event)
    assert row["event"] not in never


@pytest.mark.parametrize("ref", ["MG-0025", "MG-0216", "MG-0478", "MG-0563", "MG-0638", "MG-0681"])
def test_governments_without_a_name_are_not_counted_for_their_country(ref: str) -> None:
    assert CLAIMS[ref]["kind"] == "background"


@pytest.mark.parametrize(
    ("ref", "when"),
    [("MG-0084", "2025-07"), ("MG-0182", None), ("MG-0322", "2023"), ("MG-0415", "2025-12"), ("MG-0562", None)],
)
def test_the_years_a_report_or_a_mandate_covers_are_not_the_year_of_the_act(ref: str, when: str | None) -> None:
    assert CLAIMS[ref]["when"] == when


def test_a_row_with_two_facts_became_two_and_says_so() -> None:
    assert CLAIMS["MG-0207"]["when"] == "1996" and CLAIMS["MG-0734"]["when"] == "1994"
    assert (CLAIMS["MG-0273"]["when"], CLAIMS["MG-0735"]["when"]) == ("1994-01-11", "1994-04-01")
    for new, old in SPLIT_OFF.items():
        assert old in CLAIMS[new]["correction"] and new in CLAIMS[old]["correction"]


def test_disagreement_is_mutual() -> None:
    gold = {"MG-F08"}
    pairs = {(row["ref"], other) for row in ROWS for other in row["contradicts"]}
    assert {(other, ref) for ref, other in pairs if other not in gold} <= pairs
    assert all(ref != other and (other in CLAIMS or other in gold) for ref, other in pairs)


def test_known_disputes_show_who_says_what() -> None:
    assert CLAIMS["MG-0207"]["contradicts"] == ["MG-0734"]
    assert CLAIMS["MG-0207"]["statement"].startswith("Según El País")
    assert CLAIMS["MG-0734"]["statement"].startswith("Según ABC")
    assert CLAIMS["MG-0207"]["source"] != CLAIMS["MG-0734"]["source"]
    # "one of the first" against the founding document's "the first"
    assert set(CLAIMS["MG-0133"]["contradicts"]) == {"MG-0134", "MG-F08"}
    assert "Exame" in CLAIMS["MG-0701"]["statement"]


LEANING = re.compile(
    r"^(La agencia|La entidad|La secretaría|La oficina|La federación|El convenio|El acuerdo|El comité|El programa|"
    r"El informe|El plan|El mismo|La misma|Otra fuente|Otra crónica|Dich[oa]|Est[ae] |Es[ae] )\b"
)
NAMED = re.compile(r"^(\S+\s+){1,14}?[A-ZÁÉÍÓÚ«]")
POINTING_BACK = re.compile(
    r"\b(ese reglamento|el mismo (hermanamiento|protocolo|decreto)|otra fuente|dicho|dicha)\b", re.I
)


def test_a_statement_stands_alone() -> None:
    statements = [row["statement"] for row in ROWS]
    assert [text for text in statements if POINTING_BACK.search(text)] == []
    assert [text for text in statements if LEANING.match(text) and not NAMED.match(text)] == []


def test_a_subject_is_written_one_way() -> None:
    spellings: dict[str, set[str]] = {}
    for row in ROWS:
        spellings.setdefault(re.sub(r"\W", "", row["subject"]).casefold(), set()).add(row["subject"])
    assert [names for names in spellings.values() if len(names) > 1] == []
    by_organization = {(row["organization"], row["subject"]) for row in ROWS if row["organization"]}
    assert len(by_organization) == len({slug for slug, _ in by_organization})


def test_mexico_city_is_a_federal_entity() -> None:
    rows = [row for row in ROWS if row["subject"] == "Ciudad de México"]
    assert len(rows) == 8 and {row["territory"] for row in rows} == {"MX-CMX"}


def test_no_subject_stands_on_its_own_other_side() -> None:
    for row in ROWS:
        for party in row["counterparts"]:
            assert set(party) == {"name", "territory", "organization", "country"}
            assert not (party["territory"] and party["organization"])
            assert party["territory"] is None or party["territory"] != row["territory"]
            assert party["organization"] is None or party["organization"] != row["organization"]


def test_actors_are_organs_and_not_the_authors_of_the_sources() -> None:
    families = {
        author["family"]
        for source in SOURCES.values()
        for author in source["csl"].get("author", ())
        if "family" in author
    }
    assert [row["ref"] for row in ROWS if row["actor"] and row["actor"].split(",")[0] in families] == []


def test_every_source_and_organization_named_exists_and_every_source_is_used() -> None:
    assert {row["source"] for row in ROWS} | {row["row"]["source"] for row in UNRESOLVED} == set(SOURCES)
    named = {row["organization"] for row in ROWS} | {p["organization"] for row in ROWS for p in row["counterparts"]}
    assert named - {None} <= set(ORGANIZATIONS)
    assert {row["source"] for row in ORGANIZATIONS.values()} - {None} <= set(SOURCES)


def test_one_document_is_one_source() -> None:
    addresses = Counter(
        re.sub(r"^https?://(www\.)?|/$", "", source["csl"]["URL"]).casefold()
        for source in SOURCES.values()
        if "URL" in source["csl"]
    )
    assert [address for address, times in addresses.items() if times > 1] == []
    assert [slug for slug in SOURCES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_sources_are_csl_items() -> None:
    for slug, source in SOURCES.items():
        csl = source["csl"]
        assert csl["id"] == slug and csl["title"] and csl["type"]
        assert all(set(author) <= {"family", "given", "suffix", "literal"} for author in csl.get("author", ()))


@pytest.mark.parametrize("host", ["scribd.com", "vdocuments", "docplayer", "pdfslide", "fdocuments", "documentop"])
def test_copies_on_sharing_sites_are_marked(host: str) -> None:
    found = [source for source in SOURCES.values() if host in source["csl"].get("URL", "")]
    assert found and all(source["mirror"] for source in found)


def test_a_publishers_own_account_is_no_copy() -> None:
    own = [s for s in SOURCES.values() if "issuu.com/jaliscointernacional" in s["csl"].get("URL", "")]
    assert len(own) == 1 and not own[0]["mirror"]


def test_a_mended_row_keeps_its_reason() -> None:
    for ref in ("MG-0022", "MG-0025", "MG-0074", "MG-0133", "MG-0183", "MG-0553", "MG-0660"):
        assert CLAIMS[ref]["correction"], ref


def test_the_collection_quotes_nobody() -> None:
    assert not any("quote" in row for row in ROWS)
