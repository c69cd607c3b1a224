"""The model and what may stand in its place."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import numpy as np
import pytest

from minga.search import adapters


class Handler(BaseHTTPRequestHandler):
    """An address that speaks as OpenAI's does; what it was asked stays in `asked`."""

    asked: list[dict[str, Any]] = []
    size = adapters.DIMENSIONS

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Handler.asked.append({"path": self.path, "key": self.headers["Authorization"], **body})
        rows = [{"index": n, "embedding": [float(n + 1)] * Handler.size} for n in range(len(body["input"]))]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"data": rows[::-1]}).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    Handler.asked, Handler.size = [], adapters.DIMENSIONS
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    monkeypatch.setenv("MINGA_EMBEDDINGS_URL", url)
    monkeypatch.setenv("MINGA_EMBEDDINGS_MODEL", "other")
    monkeypatch.setenv("MINGA_EMBEDDINGS_KEY", "secret")
    forget()
    yield url
    server.shutdown()
    server.server_close()
    monkeypatch.undo()
    forget()


def forget() -> None:
    adapters._engine.cache_clear()
    adapters.question_vector.cache_clear()


def test_a_question_is_nearer_to_its_answer_than_to_another_matter_across_languages() -> None:
    question = np.array(adapters.question_vector("¿Qué ciudades tienen una oficina internacional?"))
    answer, other = adapters.passage_vectors(
        ["The city opened an office of international affairs.", "Boil the rice for twenty minutes."]
    )
    assert question @ answer > question @ other
    assert np.linalg.norm(answer) == pytest.approx(1, abs=1e-5)


def test_many_passages_get_in_the_pool_the_vectors_they_get_alone() -> None:
    texts = [f"pasaje número {n}" for n in range(33)]
    pooled = np.concatenate(list(adapters.passage_vectors_in_pool(texts, workers=2)))
    assert pooled.shape == (33, adapters.DIMENSIONS)
    assert np.allclose(pooled[[0, 32]], adapters.passage_vectors([texts[0], texts[32]]), atol=1e-5)


def test_an_endpoint_stands_in_place_of_the_model(endpoint: str) -> None:
    vectors = adapters.passage_vectors(["uno", "dos"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    (asked,) = Handler.asked
    assert asked["path"] == "/v1/embeddings" and asked["key"] == "Bearer secret"
    assert asked["model"] == "other" and asked["input"] == ["passage: uno", "passage: dos"]
    assert adapters.signature() == "other/endpoint"


def test_an_endpoint_with_vectors_of_another_size_is_refused(endpoint: str) -> None:
    Handler.size = 3
    with pytest.raises(adapters.ModelMissing, match="shape"):
        adapters.question_vector("¿qué?")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "file:///etc/passwd"])
def test_an_endpoint_that_does_not_answer_is_said_so(url: str, monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    monkeypatch.setenv("MINGA_EMBEDDINGS_URL", url)
    forget()
    with pytest.raises(adapters.ModelMissing):
        adapters.question_vector("¿qué?")
