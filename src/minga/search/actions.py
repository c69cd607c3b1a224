"""Keeping the index: fresh from the queue of changes, or made anew. It can be dropped at any time."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice

import numpy as np
from django.db import connection, transaction
from pgvector import HalfVector

from minga.evidence.models import Change, Claim
from minga.journal.actions import record
from minga.search import adapters
from minga.search.domain.entries import Entry
from minga.search.domain.windows import windows
from minga.search.entries import document_of, of_claims, of_passages, passages, passages_named
from minga.search.guests import Guest, guests
from minga.search.models import SearchEntry, SearchLexeme

Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)
_BATCH = 200
# Large enough that starting the processes costs little beside their work.
_VECTOR_BATCH = 256
# The stems of so many entries are counted in a fifth of a second; of more, only once the index differs by a hundredth.
_COUNTED_ALWAYS = 10_000
_COUNTED_AGAIN = 0.01


@transaction.atomic
def store(entries: Iterable[Entry]) -> int:
    """Add entries or bring them up to date by kind and ref; vectors of a changed body are dropped. How many."""
    rows = [SearchEntry(**asdict(entry), embedded_with="") for entry in entries]
    same = {
        (row.kind, row.ref): (row.body, row.embedded_with)
        for row in SearchEntry.objects.filter(ref__in=[row.ref for row in rows]).only(
            "kind", "ref", "body", "embedded_with"
        )
    }
    for row in rows:
        body, embedded = same.get((row.kind, row.ref), ("", ""))
        row.embedded_with = embedded if body == row.body else ""
    fields = [field.name for field in SearchEntry._meta.fields if field.name not in ("id", "kind", "ref", "tsv")]
    SearchEntry.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["kind", "ref"], update_fields=fields
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_entry SET tsv = public.minga_tsv(language, body) WHERE ref = ANY(%s)",
            [[r.ref for r in rows]],
        )
        cursor.execute(
            "DELETE FROM search_window w USING search_entry e WHERE w.entry_id = e.id AND e.embedded_with = '' "
            "AND e.ref = ANY(%s)",
            [[row.ref for row in rows]],
        )
    return len(rows)


@transaction.atomic
def clear() -> None:
    """Drop every row of the index."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_window, search_entry, search_lexeme")


@transaction.atomic
def count_lexemes() -> None:
    """Count anew in how many entries each stem stands, and under the empty stem how many entries there are."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexeme")
        cursor.execute(
            "INSERT INTO search_lexeme (lexeme, entries) "
            "SELECT word, ndoc FROM ts_stat('SELECT tsv FROM search_entry') WHERE word <> '' "
            "UNION ALL SELECT '', count(*) FROM search_entry"
        )
        cursor.execute("ANALYZE search_entry")


def refresh(*, progress: Progress | None = None) -> int:
    """Read again what the queue names, in batches that other processes leave alone. How many entries changed."""
    total, done = Change.objects.count(), 0
    while taken := _drain_batch():
        done += taken
        if progress:
            progress(min(done, total), total)
    if done and _counts_are_old():
        count_lexemes()
    return done


def _counts_are_old() -> bool:
    """Whether the index has grown or shrunk enough for its words to weigh otherwise; a small one is always counted."""
    counted = SearchLexeme.objects.filter(lexeme="").values_list("entries", flat=True).first() or 0
    now = SearchEntry.objects.count()
    return now <= _COUNTED_ALWAYS or abs(now - counted) > counted * _COUNTED_AGAIN


@transaction.atomic
def _drain_batch() -> int:
    changes = list(Change.objects.select_for_update(skip_locked=True).order_by("pk")[:_BATCH])
    refs = {kind: {change.ref for change in changes if change.kind == kind} for kind in ("claim", "passage")}
    _index_claims(refs["claim"])
    _index_passages(refs["passage"])
    for guest in guests():
        _index_guest(guest, {change.ref for change in changes if change.kind == guest.kind})
    Change.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


def _index_claims(refs: set[str]) -> None:
    entries = list(of_claims(Claim.objects.public().filter(ref__in=refs)))
    store(entries)
    SearchEntry.objects.filter(kind="claim", ref__in=refs - {entry.ref for entry in entries}).delete()


def _index_guest(guest: Guest, refs: set[str]) -> None:
    entries = list(guest.entries(refs)) if refs else []
    store(entries)
    SearchEntry.objects.filter(kind=guest.kind, ref__in=refs - {entry.ref for entry in entries}).delete()


def _index_passages(refs: set[str]) -> None:
    store(of_passages(passages_named(refs)))
    for short in {document_of(ref) for ref in refs}:
        # A document read anew may have fewer passages than before: nobody queued the ones that are gone.
        indexed = SearchEntry.objects.filter(kind="passage", ref__startswith=f"{short}#")
        standing = [passage.ref for passage in passages().filter(extracted__document__sha256__startswith=short)]
        indexed.exclude(ref__in=standing).delete()


def rebuild_index(*, progress: Progress | None = None) -> int:
    """Make the whole index anew from the tables; how many entries. Vectors follow by `embed_missing`."""
    with transaction.atomic():
        clear()
        Change.objects.all().delete()
        total = Claim.objects.public().count() + passages().count()
        done = 0
        for batch in _batches(_all_entries()):
            done += store(batch)
            if progress:
                progress(done, total)
        record("search.rebuilt", object_type="search", object_ref="index", after={"entries": done})
    count_lexemes()
    return done


def _all_entries() -> Iterator[Entry]:
    yield from of_claims(Claim.objects.public())
    yield from of_passages(passages())
    for guest in guests():
        yield from guest.entries(None)


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(entries, _BATCH)):
        yield batch


def embed_missing(*, progress: Progress | None = None) -> int:
    """Compute the vectors that are missing or of another model; how many entries. Nothing without the model.

    Of what is found by its words alone none is made.

    Where an endpoint falls silent midway, what was computed stays and the rest waits for the next time.
    """
    if not adapters.available():
        return 0
    old = SearchEntry.objects.filter(words_only=False).exclude(embedded_with=adapters.signature())
    keys = list(old.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _VECTOR_BATCH):
        try:
            _embed(keys[start : start + _VECTOR_BATCH])
        except adapters.ModelMissing as error:
            log.warning("vectors are still missing for %s entries: %s", len(keys) - start, error)
            return start
        if progress:
            progress(min(start + _VECTOR_BATCH, len(keys)), len(keys))
    return len(keys)


def _embed(keys: list[int]) -> None:
    read = {entry.pk: entry for entry in SearchEntry.objects.filter(pk__in=keys).only("pk", "kind", "ref", "body")}
    owners = [(pk, window) for pk, entry in read.items() for window in windows(entry.body)]
    if not owners:
        return
    vectors = np.concatenate(list(adapters.passage_vectors_in_pool([window for _, window in owners])))
    with transaction.atomic():
        # A text that changed while its vector was computed keeps its place in the queue.
        now = dict(SearchEntry.objects.select_for_update().filter(pk__in=keys).values_list("pk", "body"))
        kept = [n for n, (pk, _) in enumerate(owners) if now.get(pk) == read[pk].body]
        store_vectors([(read[owners[n][0]].kind, read[owners[n][0]].ref) for n in kept], vectors[kept])


@transaction.atomic
def store_vectors(owners: Sequence[tuple[str, str]], vectors: adapters.Vector) -> None:
    """Put the windows' vectors in place of the entries' former ones.

    owners     kind and ref of the entry that each row of `vectors` (n x 384) belongs to
    """
    found = SearchEntry.objects.filter(ref__in={ref for _, ref in owners}).values_list("kind", "ref", "pk")
    keys = {(kind, ref): pk for kind, ref, pk in found}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_window WHERE entry_id = ANY(%s)", [list(keys.values())])
        with cursor.copy("COPY search_window (entry_id, embedding) FROM STDIN") as copy:
            for owner, vector in zip(owners, vectors, strict=True):
                if owner in keys:  # removed while its vector was computed
                    copy.write_row((keys[owner], HalfVector(vector.tolist()).to_text()))
    SearchEntry.objects.filter(pk__in=keys.values()).update(embedded_with=adapters.signature())
