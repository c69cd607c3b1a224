"""A sheet comes in: first what would become of each row, then, once it is confirmed, the rows that are good."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.evidence.actions import ClaimRefused, correct, save_claim, save_source
from minga.evidence.actions.proposers import note_proposer
from minga.evidence.actions.waiting import tell_judges
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.quotes import QuoteAmbiguous, QuoteNotFound
from minga.evidence.domain.statuses import PUBLIC
from minga.evidence.models import Claim, Document
from minga.evidence.pages import shown_sources
from minga.evidence.queries import draft_of_citation
from minga.journal.actions import record
from minga.kit.text import slugify
from minga.sheets import queries
from minga.sheets.domain import MOST_CHANGES, OF_SOURCE, Cells, Outcome, changed, ref_of, same
from minga.sheets.models import SheetImport

_KEPT = timedelta(days=1)
_REASON = "Corrección traída en una hoja de cálculo."
# The field of a draft that was refused, as the column at fault.
_COLUMN = {
    "territory": "territorio", "organization": "organizacion", "subject": "territorio", "kind": "clase",
    "instrument": "instrumento", "event": "hecho", "when": "cuando", "areas": "ambitos", "statement": "enunciado",
    "source": "fuente", "document": "cita", "citations": "fuente", "ref": "ref",
}  # fmt: skip


class RowRefused(ValueError):
    """A row cannot come in: the column at fault, and why, as a code."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(column, why)
        self.column, self.why = column, why


class AlreadyConfirmed(ValueError):
    """The sheet came in before; the same sheet again would change nothing."""


@transaction.atomic
@needs(Capability.PROPOSE)
def hold(*, rows: Sequence[Cells], by: Actor) -> SheetImport:
    """Keep a sheet for a day, with what would become of each of its rows; nothing of it comes in yet."""
    with transaction.atomic():
        outcomes = _bring_in(rows, by)
        transaction.set_rollback(True)  # what is tried is exactly what would be done
    return _kept(rows, outcomes, by)


def _kept(rows: Sequence[Cells], outcomes: list[dict[str, str]], by: Actor) -> SheetImport:
    if by.user is None:
        raise TypeError("a sheet is somebody's")
    return SheetImport.objects.create(
        key=secrets.token_urlsafe(32),
        user=by.user,
        organization=by.organization,
        rows=[dict(row) for row in rows],
        outcomes=outcomes,
    )


@transaction.atomic
@needs(Capability.PROPOSE)
def bring_in(*, sheet: SheetImport, by: Actor) -> SheetImport:
    """Propose what the good rows of a sheet say; the others stay out, each with its reason. Raises AlreadyConfirmed."""
    row = SheetImport.objects.select_for_update().get(pk=sheet.pk, user=by.user, organization=by.organization)
    if row.confirmed_at is not None:
        raise AlreadyConfirmed(row.key)
    row.outcomes, row.confirmed_at = _bring_in(row.rows, by), timezone.now()
    row.save()
    counts = {one.value: sum(each["outcome"] == one for each in row.outcomes) for one in Outcome}
    record("sheet.brought_in", object_type="sheets.sheetimport", object_ref=str(row.pk), by=by.key, after=counts)
    tell_judges(by=by, proposals=counts[Outcome.CORRECTED] + counts[Outcome.NEW])
    return row


@transaction.atomic
def forget_old() -> None:
    """Sheets go a day after they were handed in."""
    SheetImport.objects.filter(at__lt=timezone.now() - _KEPT).delete()


def _bring_in(rows: Sequence[Cells], by: Actor) -> list[dict[str, str]]:
    stored = queries.known([row["ref"] for row in rows] + [ref_of(row) for row in rows])
    outcomes: list[dict[str, str]] = []
    changes = 0
    for row in rows:
        try:
            if changes >= MOST_CHANGES and not _is_unchanged(row, stored):
                raise RowRefused("ref", "many")
            with transaction.atomic():
                outcome, ref = _one(row, stored, by)
            said = {"outcome": str(outcome), "ref": ref, "column": "", "why": ""}
            changes += outcome != Outcome.UNCHANGED
        except RowRefused as refused:
            said = _refused(row, refused.column, refused.why)
        except ClaimRefused as refused:
            said = _refused(row, _COLUMN.get(refused.field, refused.field), "unknown")
        except (QuoteNotFound, QuoteAmbiguous) as error:
            said = _refused(row, "cita", "ambiguous" if isinstance(error, QuoteAmbiguous) else "not_found")
        outcomes.append(said)
    return outcomes


def _refused(row: Cells, column: str, why: str) -> dict[str, str]:
    return {"outcome": str(Outcome.REFUSED), "ref": row["ref"], "column": column, "why": why}


def _is_unchanged(row: Cells, stored: dict[str, Claim]) -> bool:
    claim = stored.get(row["ref"])
    return ref_of(row) in stored or (claim is not None and same(row, queries.row_of(claim)))


def _one(row: Cells, stored: dict[str, Claim], by: Actor) -> tuple[Outcome, str]:
    """What becomes of a row, and the claim's ref. Raises RowRefused, ClaimRefused, QuoteNotFound, QuoteAmbiguous."""
    ref = ref_of(row)
    if ref in stored or Claim.objects.filter(ref=ref).exists():  # this very row came in before
        return Outcome.UNCHANGED, ref
    if not row["ref"]:
        return _new(row, ref, by)
    claim = stored.get(row["ref"])
    if claim is None or claim.status not in PUBLIC:
        raise RowRefused("ref", "unknown")
    was = queries.row_of(claim)
    if same(row, was):
        return Outcome.UNCHANGED, claim.ref
    if row["huella"] != was["huella"]:
        raise RowRefused("huella", "stale")
    _check(row)
    draft = _draft(row, ref, _citations(claim, row, was, by), claim)
    made = correct(original=claim, draft=draft, reason=_REASON, by=by.key)
    note_proposer(claim=made, by=by)
    return Outcome.CORRECTED, made.ref


def _new(row: Cells, ref: str, by: Actor) -> tuple[Outcome, str]:
    _check(row)
    made, _ = save_claim(draft=_draft(row, ref, (_citation(row, by),), None), by=by.key)
    note_proposer(claim=made, by=by)
    return Outcome.NEW, made.ref


def _check(row: Cells) -> None:
    for column, most in (("actor", 300), ("en_el_organigrama", 300), ("localizador", 200), ("cuando", 60)):
        if len(row[column]) > most:
            raise RowRefused(column, "long")
    if row["anio_de_la_fuente"] and not (row["anio_de_la_fuente"].isascii() and row["anio_de_la_fuente"].isdigit()):
        raise RowRefused("anio_de_la_fuente", "unknown")


def _draft(row: Cells, ref: str, citations: tuple[CitationDraft, ...], claim: Claim | None) -> ClaimDraft:
    draft = ClaimDraft(
        ref=ref,
        kind=row["clase"] or "claim",
        instrument=row["instrumento"],
        statement=row["enunciado"],
        territory=row["territorio"] or None,
        organization=row["organizacion"] or None,
        event=row["hecho"],
        when=row["cuando"] or None,
        areas=tuple(part.strip() for part in row["ambitos"].split(";") if part.strip()),
        actor=row["actor"],
        hosted_in=row["en_el_organigrama"],
        citations=citations,
    )
    if claim is None:
        return draft
    return replace(
        draft,
        collection=claim.collection.slug,
        subject=claim.subject,
        kind_note=claim.kind_note,
        curation_note=claim.curation_note,
        confidence=claim.confidence,
        counterparts=tuple(
            CounterpartDraft(
                one.name,
                one.territory.code if one.territory else None,
                one.organization.slug if one.organization else None,
                one.country or None,
            )
            for one in claim.counterparts.all()
        ),
    )


def _citations(claim: Claim, row: Cells, was: Cells, by: Actor) -> tuple[CitationDraft, ...]:
    """Those of the claim as they are; the first as the row says it, where the row says another."""
    kept = tuple(draft_of_citation(one) for one in claim.citations.all())
    if not changed(row, was) & set(OF_SOURCE):
        return kept
    shown = queries.first_citation(claim)
    others = tuple(draft for draft, one in zip(kept, claim.citations.all(), strict=True) if one != shown)
    if shown and all(row[name] == was[name] for name in ("fuente", "cita")):
        return (replace(draft_of_citation(shown), locator=row["localizador"], note=row["nota"]), *others)
    return (_citation(row, by), *others)


def _citation(row: Cells, by: Actor) -> CitationDraft:
    source = _source(row, by)
    document = _document(source, by) if row["cita"] else ""
    if row["cita"] and not document:
        raise RowRefused("cita", "no_text")
    return CitationDraft(source, row["cita"], document, locator=row["localizador"], note=row["nota"])


def _document(source: str, by: Actor) -> str:
    found = Document.objects.visible_to(by.organization).filter(source__slug=source, texts__isnull=False)
    return found.order_by("-pk").values_list("sha256", flat=True).first() or ""


def _source(row: Cells, by: Actor) -> str:
    """The slug of the source a row names, or of the new one that it describes."""
    if row["fuente"]:
        if not shown_sources().filter(slug=row["fuente"]).exists():
            raise RowRefused("fuente", "unknown")
        return row["fuente"]
    if not row["titulo"]:
        raise RowRefused("titulo", "missing")
    if row["direccion"] and not row["direccion"].startswith(("https://", "http://")):
        raise RowRefused("direccion", "unknown")
    csl: dict[str, Any] = {"type": "document", "title": row["titulo"]}
    if row["autores"]:
        csl["author"] = [{"literal": name.strip()} for name in row["autores"].split(";") if name.strip()]
    if row["anio_de_la_fuente"]:
        csl["issued"] = {"date-parts": [[int(row["anio_de_la_fuente"][:4])]]}
    if row["direccion"]:
        csl["URL"] = row["direccion"]
    said = hashlib.sha256(json.dumps(csl, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:8]
    slug = f"{slugify(row['titulo'])[:80].strip('-') or 'fuente'}-{said}"
    return save_source(slug=slug, csl={"id": slug, **csl}, by=by.key)[0].slug
