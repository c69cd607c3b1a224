"""How well search finds: `python -m bench.retrieval DIR…`, each a folder in BEIR form.

Every set goes through the product's own table and search in a scratch database: language detected, text field only.
Prints MRR@10, nDCG@10 and R@10 of words, of meaning, and of both. Vectors are cached by content hash.
"""

import argparse
import hashlib
import json
import math
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.scratch import scratch

MODES = ("words", "meaning", "hybrid")


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def qrels(folder: Path) -> dict[str, dict[str, int]]:
    """Relevant documents by question."""
    path = next(p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.exists())
    found: dict[str, dict[str, int]] = {}
    for row in path.read_text().splitlines()[1:]:
        query, document, grade = row.split("\t")
        if int(grade) > 0:
            found.setdefault(query, {})[document] = int(grade)
    return found


def cached_vectors(texts: list[str], cache: Path) -> np.ndarray[Any, Any]:
    """Vectors of windows, computed once per content and model."""
    from minga.search import adapters

    digest = hashlib.sha256("\0".join([adapters.signature(), *texts]).encode()).hexdigest()[:16]
    path = cache / f"{digest}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(path, np.concatenate(list(adapters.passage_vectors_in_pool(texts))))
    vectors: np.ndarray[Any, Any] = np.load(path)
    return vectors


def fill(corpus: list[dict[str, Any]], cache: Path) -> None:
    """The corpus in the product's table: text field only, language detected."""
    from minga.search import actions
    from minga.search.domain.entries import Entry
    from minga.search.domain.windows import windows
    from minga.search.retrieval import language_of

    entries = [
        Entry(kind="passage", ref=row["_id"], language=language_of(row["text"]), body=row["text"], access="open")
        for row in corpus
    ]
    actions.clear()
    actions.store(entries)
    actions.count_lexemes()
    owners = [(entry.ref, window) for entry in entries for window in windows(entry.body)]
    vectors = cached_vectors([window for _, window in owners], cache)
    actions.store_vectors([("passage", ref) for ref, _ in owners], vectors)


def measure(folder: Path, cache: Path, sample: int | None) -> None:
    """One line per half and for both together."""
    from minga.search.models import SearchEntry
    from minga.search.retrieval import retrieve

    fill(lines(folder / "corpus.jsonl"), cache)
    refs = dict(SearchEntry.objects.values_list("pk", "ref"))
    relevant = qrels(folder)
    queries = evenly([row for row in lines(folder / "queries.jsonl") if row["_id"] in relevant], sample)
    for mode in MODES:
        began = time.monotonic()
        scores = [
            score([refs[hit.key] for hit in retrieve(row["text"], mode=mode).hits[:10]], relevant[row["_id"]])  # type: ignore[arg-type]  # a mode
            for row in queries
        ]
        mrr, ndcg, recall = (sum(column) / len(scores) for column in zip(*scores, strict=True))
        each = (time.monotonic() - began) / len(queries) * 1000
        print(
            f"{folder.name:20} {mode:8} MRR@10 {mrr:.3f}  nDCG@10 {ndcg:.3f}  R@10 {recall:.3f}"
            f"  {len(queries)} questions, {each:.0f} ms each",
            flush=True,
        )


def evenly(rows: list[dict[str, Any]], count: int | None) -> list[dict[str, Any]]:
    """About so many rows, spread over the whole list: its beginning is one subject and says little of the rest."""
    if not count or count >= len(rows):
        return rows
    return [rows[n * len(rows) // count] for n in range(count)]


def score(found: list[str], relevant: dict[str, int]) -> tuple[float, float, float]:
    """MRR, nDCG and recall at 10 of one question."""
    ranks = [rank for rank, ref in enumerate(found, 1) if ref in relevant]
    gain = sum(relevant[ref] / math.log2(rank + 1) for rank, ref in enumerate(found, 1) if ref in relevant)
    ideal = sum(g / math.log2(rank + 1) for rank, g in enumerate(sorted(relevant.values(), reverse=True)[:10], 1))
    return (1 / ranks[0] if ranks else 0.0, gain / ideal, len(ranks) / len(relevant))


def main() -> None:
    """Measure each folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--queries", type=int, help="only N questions of each set, evenly spaced")
    parser.add_argument("--cache", type=Path, default=Path("var/cache/vectors"))
    args = parser.parse_args()
    with scratch():
        for folder in args.folders:
            measure(folder, args.cache, args.queries)


if __name__ == "__main__":
    main()
