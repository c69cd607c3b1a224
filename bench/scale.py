"""How quick search stays: `python -m bench.scale --rows 100000`.

The rows are drawn from the words of squad_es_dev, with vectors near its real ones; the xquad_es passages are planted
among them with their own vectors. One client asks the xquad_es questions through the product's own `find`: vectors on,
facets counted, pages warm. Printed beside the floor of the same run: the question's vector and one bare look-up.

`python -m bench.scale --base` asks this installation's own base as it stands, with its registers, the questions of
officers in `tests/search/support.jsonl`; nothing is written. `--keep` leaves the rows in a base of their own, so that
the next run with as many begins with the questions: drawing a million of them takes a quarter of an hour.
"""

import argparse
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.retrieval import cached_vectors, fill, lines, qrels
from bench.scratch import scratch

WORDS = 60
NOISE = 0.5
BATCH = 5000


def real_vectors(corpus: list[dict[str, Any]], cache: Path) -> np.ndarray[Any, Any]:
    """The vectors of the real passages, which the synthetic ones stand near."""
    from minga.search.domain.windows import windows

    return cached_vectors([window for row in corpus for window in windows(row["text"])], cache)


def plant_synthetic(rows: int, corpus: list[dict[str, Any]], vectors: np.ndarray[Any, Any]) -> None:
    """Add so many rows with words of the corpus, in the frequencies it has, and vectors near real ones."""
    from django.db import connection
    from pgvector import HalfVector

    words = [word for row in corpus for word in row["text"].split()]
    chance, noise = random.Random(7), np.random.default_rng(7)  # noqa: S311 - the same rows every time
    with connection.cursor() as cursor:
        # Made anew once all rows stand: neither costs what it would row by row.
        cursor.execute("DROP INDEX search_window_hnsw; DROP INDEX search_entry_tsv")
        for start in range(0, rows, BATCH):
            refs = [f"synthetic-{n}" for n in range(start, min(start + BATCH, rows))]
            with cursor.copy(
                "COPY search_entry (kind, ref, language, body, access, status, claim_kind, evidence, country, "
                "level, lineage, instrument, event, areas, embedded_with) FROM STDIN"
            ) as copy:
                for ref in refs:
                    begin = chance.randrange(len(words) - 12)
                    body = " ".join([*words[begin : begin + 12], *chance.choices(words, k=WORDS - 12)])
                    copy.write_row(("passage", ref, "es", body, "open", "", "", "", "", "", [], "", "", [], "x"))
            near = vectors[noise.integers(0, len(vectors), len(refs))]
            near = near + NOISE * noise.standard_normal(near.shape) / np.sqrt(near.shape[1])
            near /= np.linalg.norm(near, axis=1, keepdims=True)
            cursor.execute("SELECT id FROM search_entry WHERE ref = ANY(%s)", [refs])
            keys = [row[0] for row in cursor.fetchall()]
            with cursor.copy("COPY search_window (entry_id, embedding) FROM STDIN") as copy:
                for key, vector in zip(keys, near, strict=True):
                    copy.write_row((key, HalfVector(vector.tolist()).to_text()))
        cursor.execute("UPDATE search_entry SET tsv = public.minga_tsv(language, body) WHERE tsv IS NULL")
        cursor.execute("SET maintenance_work_mem = '2GB'; SET max_parallel_maintenance_workers = 1")
        cursor.execute("CREATE INDEX search_entry_tsv ON search_entry USING gin (tsv) WITH (fastupdate = off)")
        cursor.execute("CREATE INDEX search_window_hnsw ON search_window USING hnsw (embedding halfvec_cosine_ops)")
        cursor.execute("VACUUM ANALYZE search_entry")
        cursor.execute("VACUUM ANALYZE search_window")


def ask(
    queries: list[dict[str, Any]], relevant: dict[str, dict[str, int]]
) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each question whole, milliseconds of its floor, and its reciprocal rank."""
    from minga.search.retrieval import retrieve

    refs = dict_of_refs()
    whole, floor, ranks = [], [], []
    for row in queries:
        took = timed(row["text"])
        whole.append(took[0])
        floor.append(took[1])
        found = [refs.get(hit.key, "") for hit in retrieve(row["text"]).hits[:10]]
        ranks.append(max((1 / n for n, ref in enumerate(found, 1) if ref in relevant[row["_id"]]), default=0.0))
    return whole, floor, ranks


def timed(question: str) -> tuple[float, float]:
    """Milliseconds of a question whole, its vector not kept from before, and of its floor: the vector and a look-up."""
    from django.db import connection

    from minga.search.adapters import question_vector
    from minga.search.queries import find

    question_vector.cache_clear()
    began = time.perf_counter()
    question_vector(question)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    floor = time.perf_counter() - began
    question_vector.cache_clear()
    began = time.perf_counter()
    find(question)
    return (time.perf_counter() - began) * 1000, floor * 1000


def ask_base() -> None:
    """Time the questions of officers on this installation's own base."""
    import django

    from minga.config import database, home

    questions = [row["q"] for row in lines(Path("tests/search/support.jsonl"))]
    with database.running(home.folder()) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "minga.config.settings"}
        django.setup()
        from minga.search.models import SearchEntry

        for question in questions[:50]:
            timed(question)  # warm
        took = [timed(question) for question in questions]
        whole, floor = zip(*took, strict=True)
        report(f"own base, {SearchEntry.objects.count()} rows", list(whole), list(floor), [])


def dict_of_refs() -> dict[int, str]:
    """The planted passages by key."""
    from minga.search.models import SearchEntry

    return dict(SearchEntry.objects.exclude(ref__startswith="synthetic-").values_list("pk", "ref"))


def main() -> None:
    """Measure with the planted passages alone, then among the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/retrieval"))
    parser.add_argument("--cache", type=Path, default=Path("var/cache/vectors"))
    parser.add_argument("--base", action="store_true", help="this installation's own base, as it stands")
    parser.add_argument("--keep", action="store_true", help="keep the base of the rows, or ask the one that was kept")
    args = parser.parse_args()
    if args.base:
        ask_base()
        return
    corpus = lines(args.data / "squad_es_dev" / "corpus.jsonl")
    relevant = qrels(args.data / "xquad_es")
    queries = [row for row in lines(args.data / "xquad_es" / "queries.jsonl") if row["_id"] in relevant][: args.queries]
    with scratch(f"minga_scale_{args.rows}" if args.keep else "") as stood:
        from minga.search import actions

        if not stood:
            fill(lines(args.data / "xquad_es" / "corpus.jsonl"), args.cache)
            report("planted alone", *ask(queries, relevant))
            plant_synthetic(args.rows, corpus, real_vectors(corpus, args.cache))
            actions.count_lexemes()
        ask(queries[:50], relevant)  # warm
        report(f"{args.rows} rows", *ask(queries, relevant))


def report(name: str, whole: list[float], floor: list[float], ranks: list[float]) -> None:
    """One line: p50 and p95 of the search, how many times its floor, and the MRR of the planted."""
    p50, p95, slowest = statistics.median(whole), ninety_fifth(whole), ninety_fifth(floor)
    ratio = p50 / statistics.median(floor)
    told = f"{name:16} p50 {p50:.0f} ms  p95 {p95:.0f} ms  {ratio:.1f} x its floor (a vector and a look-up"
    told += f", p95 {slowest:.0f} ms)"
    print(told + (f"  MRR@10 of the planted {statistics.mean(ranks):.3f}" if ranks else ""), flush=True)


def ninety_fifth(values: list[float]) -> float:
    """So slow is one in twenty."""
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()
