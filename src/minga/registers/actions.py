"""Bringing a register in, batch by batch, each whole or not at all: a run that was killed is simply run again."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from minga.evidence.actions import save_claims, save_collection, save_source
from minga.evidence.domain.licences import Licence
from minga.journal.actions import record
from minga.registers.domain.plans import Group, Outcome, Plan, Row
from minga.registers.models import RegisterEdition, RegisterRow

Progress = Callable[[int, int], None]
# Claims stored together: a kill loses at most these, and the next run stores them.
_BATCH = 1000
_LOCK = 6_494_230
_ATTEMPTS, _PAUSE_SECONDS = 10, 0.5


class AlreadyUnderWay(Exception):
    """Another process is bringing a register in."""


@dataclass
class Report:
    """What was done: rows as they ended, claims by what became of each, and the fate of each claim by ref."""

    rows: list[Row] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    fates: dict[str, str] = field(default_factory=dict)


@contextmanager
def alone() -> Iterator[None]:
    """One import at a time on a base. Raises AlreadyUnderWay."""
    _lock_soon()
    try:
        yield
    finally:
        _locked("pg_advisory_unlock")


def _lock_soon() -> None:
    """Take the lock; the server takes a moment to see that a process which was killed is gone."""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        if _locked("pg_try_advisory_lock"):
            return
    raise AlreadyUnderWay


def _locked(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def bring_in(
    *,
    plan: Plan,
    collection: dict[str, Any],
    sources: Sequence[dict[str, Any]],
    fingerprint: str,
    by: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Store a register's claims as `recorded` with every row's outcome; the same edition again changes nothing.

    fingerprint    of the files, the gazetteer and our rules: with it the edition is marked complete at the end
    Raises AlreadyUnderWay.
    """
    with alone():
        _begin(plan.register, collection, sources, fingerprint)
        report = Report()
        for groups in _batches(plan.groups):
            _store(plan.register, groups, report, by)
            if progress:
                progress(len(report.rows), sum(len(group.rows) for group in plan.groups))
        _finish(plan.register, fingerprint, report, by)
    return report


@transaction.atomic
def _begin(register: str, collection: dict[str, Any], sources: Iterable[dict[str, Any]], fingerprint: str) -> None:
    save_collection(**{**collection, "licence": Licence(collection["licence"]), "is_register": True})
    for source in sources:
        save_source(slug=source["slug"], csl=source["csl"])
    # Until the last batch is in, no edition is complete.
    RegisterEdition.objects.filter(register=register).exclude(fingerprint=fingerprint).update(fingerprint="")


def _batches(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The groups in stretches of about as many claims and rows as are stored together."""
    sizes = accumulate(max(len(group.drafts), len(group.rows)) for group in groups)
    numbered = zip(groups, sizes, strict=True)
    for _, batch in groupby(numbered, key=lambda row: row[1] // _BATCH):
        yield [group for group, _ in batch]


@transaction.atomic
def _store(register: str, groups: Sequence[Group], report: Report, by: int | None) -> None:
    saved = {row.ref: row for row in save_claims(drafts=[draft for group in groups for draft in group.drafts], by=by)}
    refused = {ref: row.reason for ref, row in saved.items() if row.outcome == "refused"}
    rows = [_after(row, refused) for group in groups for row in group.rows]
    RegisterRow.objects.bulk_create(
        [_row(register, row) for row in rows],
        update_conflicts=True,
        unique_fields=["register", "key"],
        update_fields=["part", "line", "says", "outcome", "reason", "detail", "refs"],
    )
    report.rows += rows
    report.claims.update(row.outcome for row in saved.values())
    report.fates |= {ref: row.outcome for ref, row in saved.items()}


def _after(row: Row, refused: dict[str, str]) -> Row:
    """The row as it ended: refused where one of its claims was."""
    wrong = [refused[ref] for ref in row.refs if ref in refused]
    if not wrong:
        return row
    kept = tuple(ref for ref in row.refs if ref not in refused)
    return replace(row, outcome=Outcome.REFUSED, reason="claim_refused", detail=wrong[0], refs=kept)


def _row(register: str, row: Row) -> RegisterRow:
    return RegisterRow(
        register=register,
        key=row.key,
        part=row.part,
        line=row.line,
        says=row.says[:700],
        outcome=row.outcome.value,
        reason=row.reason,
        detail=row.detail[:700],
        refs=list(row.refs),
    )


@transaction.atomic
def _finish(register: str, fingerprint: str, report: Report, by: int | None) -> None:
    counts = dict(Counter(row.outcome.value for row in report.rows))
    known = {row.key for row in report.rows}
    before = RegisterRow.objects.filter(register=register)
    before.filter(key__in=set(before.values_list("key", flat=True)) - known).delete()
    claims = len({ref for row in report.rows for ref in row.refs})
    edition = RegisterEdition.objects.filter(register=register, fingerprint=fingerprint).first()
    if edition and (edition.claims, edition.counts) == (claims, counts):
        return
    RegisterEdition.objects.update_or_create(
        register=register,
        defaults={"fingerprint": fingerprint, "claims": claims, "counts": counts, "finished_at": timezone.now()},
    )
    after = {**counts, "claims": claims}
    record("register.brought_in", by=by, object_type="registers.edition", object_ref=register, after=after)
