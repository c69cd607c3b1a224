"""Loading what the project ships: the collection and the founding document. Idempotent, resumable."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from minga.evidence.actions.claims import accept, contradict, save_claim
from minga.evidence.actions.documents import archive, save_source, store_text
from minga.evidence.actions.rows import ClaimRefused
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, from_row
from minga.evidence.domain.passages import footnotes
from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Claim, Source
from minga.kit.text import nfc

DATA = Path(__file__).parent.parent / "data"
# Rows stored together: a kill loses at most these, and the next run stores them.
_BATCH = 100

Progress = Callable[[int], None]


@dataclass
class LoadReport:
    """What became of every row: how many per outcome, and the refused ones with their reason."""

    outcomes: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return sum(self.outcomes.values())


def lines_of(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row of a file of JSON lines with the place to name in a report. Raises ClaimRefused for a broken line."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ClaimRefused(f"{path.name}:{number}", str(error)) from error
            yield str(row.get("ref") or row.get("slug") or f"{path.name}:{number}"), row


def load_collection(*, folder: Path = DATA, progress: Progress | None = None) -> LoadReport:
    """Bring the base collection in as `recorded`, each row with its source; every row ends in the report.

    folder    holds `sources.jsonl` and `collection.jsonl`
    """
    report = LoadReport()
    load_sources((row for _, row in lines_of(folder / "sources.jsonl")))
    rows = list(lines_of(folder / "collection.jsonl"))
    known = dict(Claim.objects.values_list("ref", "fingerprint"))
    for begin in range(0, len(rows), _BATCH):
        batch = rows[begin : begin + _BATCH]
        with transaction.atomic():
            for name, row in batch:
                _load_row(name, row, known, report)
        if progress:
            progress(len(batch))
    _set_contradictions([row for _, row in rows])
    return report


def unresolved(*, folder: Path = DATA) -> list[tuple[str, str]]:
    """The rows that were collected but speak of no territory or organization: ref and reason of each."""
    return [(name, str(row["reason"])) for name, row in lines_of(folder / "unresolved.jsonl")]


@transaction.atomic
def load_sources(rows: Iterable[dict[str, Any]]) -> None:
    """Add or bring up to date the sources of a data file."""
    known = {slug: (csl, mirror) for slug, csl, mirror in Source.objects.values_list("slug", "csl", "is_mirror")}
    for row in rows:
        if known.get(row["slug"]) != (row["csl"], row["mirror"]):
            save_source(slug=row["slug"], csl=row["csl"], is_mirror=row["mirror"])


def _load_row(name: str, row: dict[str, Any], known: dict[str, str], report: LoadReport) -> None:
    try:
        draft = from_row(row)
        if known.get(draft.ref) == draft.fingerprint:  # most rows of most runs: not one query
            outcome = "unchanged"
        else:
            with transaction.atomic():
                _, outcome = save_claim(draft=draft, status=Status.RECORDED)
    except KeyError as error:
        outcome = "refused"
        report.refused.append((name, f"missing {error}"))
    except (ClaimRefused, QuoteNotFound, QuoteAmbiguous, TypeError) as error:
        outcome = "refused"
        report.refused.append((name, str(error)))
    report.outcomes[outcome] += 1


@transaction.atomic
def _set_contradictions(rows: list[dict[str, Any]]) -> None:
    wanted = {(row["ref"], other) for row in rows for other in row.get("contradicts") or ()}
    claims = Claim.objects.in_bulk({ref for pair in wanted for ref in pair}, field_name="ref")
    for one, other in sorted(wanted):
        if one in claims and other in claims:
            contradict(one=claims[one], other=claims[other])


@transaction.atomic
def load_founding_document(*, folder: Path = DATA) -> LoadReport:
    """Archive the founding document, cut it into its notes, and accept its claims, pinned to their words."""
    gold = json.loads((folder / "founding_claims.json").read_text(encoding="utf-8"))
    load_sources(gold["sources"])
    sha256 = _archive_founding(gold["document"], folder)
    report = LoadReport()
    for row in gold["claims"]:
        draft = _gold_draft(row, sha256, gold)
        claim, outcome = save_claim(draft=draft, status=Status.PROPOSED)
        if claim.status == Status.PROPOSED:
            accept(claim=claim, organ=gold["organ"])
        report.outcomes[outcome] += 1
    return report


def _archive_founding(about: dict[str, str], folder: Path) -> str:
    data = (folder / about["file"]).read_bytes()
    document = archive(
        data=data,
        source=Source.objects.get(slug=about["source"]),
        media_type=about["media_type"],
        language=about["language"],
        access=Access(about["access"]),
        pages=1,
    )
    text = nfc(data.decode("utf-8").replace("\r\n", "\n"))
    store_text(document=document, extractor="plain", version="1", text=text, cuts=footnotes(text))
    return document.sha256


def _gold_draft(row: dict[str, Any], sha256: str, gold: dict[str, Any]) -> ClaimDraft:
    citation = CitationDraft(
        source=gold["document"]["source"],
        quote=row["quote"],
        document=sha256,
        passage=row["note_label"],
        locator=f"nota {row['note_label']}",
        relies_on=row["relies_on"] or "",
        checked=date.fromisoformat(gold["checked"]).isoformat(),
    )
    return ClaimDraft(
        ref=row["ref"],
        kind=row["kind"],
        instrument=row["instrument"],
        event=row["event"],
        statement=row["statement"],
        territory=row["territory"],
        when=row["when"],
        areas=tuple(row["areas"]),
        actor=row["actor"] or "",
        hosted_in=row["hosted_in"] or "",
        curation_note=row["correction"] or "",
        citations=(citation,),
    )
