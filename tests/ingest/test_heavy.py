"""Many files and many texts give by two processes what each gives alone."""

from pathlib import Path

import pytest

from minga.ingest import sandbox
from minga.ingest.domain.states import State
from minga.ingest.extracting import extract
from minga.ingest.heavy import File, extract_all, read_all, read_one
from minga.jobs.batches import executor

TEXTS = [
    "En 1995 la alcaldía de Medellín creó la oficina de cooperación internacional.",
    "",
    "Rosario y Santos firmaron en 2001 un convenio de hermanamiento.",
    "In 1979 the City of Toronto opened a trade office in Tokyo.",
] * 3


def test_texts_propose_the_same_whoever_reads_them(gazetteer: None) -> None:
    with executor(2) as pool:
        assert list(extract_all(pool, TEXTS)) == [extract(text) for text in TEXTS]


def test_files_are_read_the_same_and_a_bad_one_holds_up_none(tmp_path: Path) -> None:
    files = [File(text.encode(), f"{n}.txt") for n, text in enumerate(TEXTS)] + [File(b"PK\x03\x04rest", "acta.docx")]
    with executor(2) as pool:
        readings = list(read_all(pool, files))
    assert readings == [sandbox.read(file.data, file.name) for file in files]
    assert [readings[1].state, readings[-1].state] == [State.EMPTY, State.DAMAGED]


def test_where_a_cluster_is_named_it_reads_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    alone = read_one(TEXTS[0].encode(), "acta.txt", languages=("es",))
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        monkeypatch.setenv("MINGA_DASK_SCHEDULER", cluster.scheduler_address)
        monkeypatch.setattr(sandbox, "run", None)  # of this process, not of the cluster's
        assert read_one(TEXTS[0].encode(), "acta.txt", languages=("es",)) == alone
