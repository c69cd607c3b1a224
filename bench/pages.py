"""What a page costs: `python -m bench.pages [--keep] [--times 40] [--profile KIND] [--queries KIND] [KIND…]`.

Each kind of page that crowds ask for, whole as the web worker makes it (every middleware, signed in), one after the
other in this process: milliseconds of processor here and in PostgreSQL's process (by the kernel's own count, so that a
busy machine changes little), the queries, and which part of ours went where. Parts: `driver` sends questions and
receives rows, `orm` makes questions and objects, `templates` draw, `urls` are reversed, `words` translated, `static`
named, `compress` gzips; `rest` is everything else, views and middleware. What is measured by parts is a little slower.
"""

import argparse
import cProfile
import io
import pstats
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from bench.town import Town, town

Kinds = dict[str, Callable[[], None]]


class Asking:
    """Somebody who asks for pages inside this process."""

    def __init__(self, application: Any, session: str) -> None:
        self.application, self.session = application, session

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the address that is led to. Raises SystemExit for what no browser would get."""
        where, _, query = path.partition("?")
        body = urlencode(form or {}).encode()
        mark = "a" * 32
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": f"sessionid={self.session}; csrftoken={mark}",
            "HTTP_X_CSRFTOKEN": mark,
            "HTTP_ACCEPT_ENCODING": "gzip",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if form is not None else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        setup_testing_defaults(environ)
        said: list[Any] = []
        answer = self.application(environ, lambda status, headers: said.extend((status, dict(headers))))
        for _piece in answer:
            pass
        if hasattr(answer, "close"):
            answer.close()
        status = int(said[0].split()[0])
        if status not in (200, 302):
            raise SystemExit(f"{path}: {said[0]}")
        return status, said[1].get("Location", "")


def kinds(made: Town, application: Any) -> Kinds:
    """What is asked, by a name; every time something else of its kind."""
    dice = random.Random()  # noqa: S311 - draws what is asked, no secret; another each time, or it is proposed already
    one, judge = Asking(application, made.sessions[0]), Asking(application, made.judge)
    topics = ("oficina internacional", "hermanamientos de Medellín", "estrategia de cooperación")

    def where() -> dict[str, str]:
        passage, quote = dice.choice(made.quotes)
        return {"documento": made.law, "pasaje": str(passage), "cita": quote}

    def told() -> dict[str, str]:
        code, year = dice.choice(made.territories), str(dice.randint(1980, 2024))
        return where() | {
            "elegido": code,
            "territorio": code,
            "instrumento": "office",
            "acto": "created",
            "cuando": year,
        }

    def ask(path: Callable[[], str], form: Callable[[], dict[str, str]] | None = None, by: Asking = one) -> Any:
        return lambda: by.ask(path(), form() if form else None)

    here = made.exchanges[0]
    return {
        "well": ask(lambda: "/salud/"),
        "vocabulary": ask(lambda: "/vocabulario/"),
        "read": ask(lambda: f"/documentos/{made.law}/?pasaje={dice.choice(made.quotes)[0]}"),
        "search": ask(lambda: f"/buscar/?{urlencode({'q': dice.choice(topics)})}"),
        "contribs": ask(lambda: "/aportar/"),
        "queue": ask(lambda: "/revision/"),
        "form": ask(lambda: f"/aportar/afirmacion/?{urlencode(where())}"),
        "propose": ask(lambda: "/aportar/afirmacion/", told),
        "draft": ask(lambda: "/aportar/afirmacion/", lambda: told() | {"guardar": "1"}),
        "peers": ask(lambda: f"/pares/?{urlencode({'territorio': dice.choice(made.territories[:50])})}"),
        "exchanges": ask(lambda: "/intercambios/"),
        "exchange": ask(lambda: here),
        "message": ask(lambda: f"{here}mensajes/", lambda: {"mensaje": "Gracias: lo leemos con el equipo."}),
        "ask": ask(lambda: "/consultas/nueva/"),
        "mine": ask(lambda: "/consultas/"),
        "sitting": ask(lambda: f"/revision/documentos/{made.to_judge}/", by=judge),
    }


_PARTS = {
    "driver": ("django.db.backends.utils.CursorWrapper._execute_with_wrappers", "psycopg.Cursor.fetchmany",
               "psycopg.Cursor.fetchone", "django.db.transaction.Atomic.__enter__",
               "django.db.transaction.Atomic.__exit__"),
    "orm": ("django.db.models.query.QuerySet._fetch_all", "django.db.models.query.QuerySet._chain",
            "django.db.models.query.QuerySet._filter_or_exclude_inplace",
            "django.db.models.sql.compiler.SQLCompiler.execute_sql", "django.db.models.base.Model.save_base"),
    "templates": ("django.template.base.Template.render",),
    "urls": ("django.urls.resolvers.URLResolver._reverse_with_prefix", "django.urls.resolvers.URLResolver.resolve"),
    "words": ("django.utils.translation.trans_real.gettext", "django.utils.translation.trans_real.ngettext"),
    "static": ("django.contrib.staticfiles.storage.HashedFilesMixin.url",),
    "compress": ("django.middleware.gzip.GZipMiddleware.process_response",),
}  # fmt: skip


class Parts:
    """How much of the processor's time each part took for itself, without what it asked of another part."""

    def __init__(self) -> None:
        self.took: Counter[str] = Counter()
        self.now, self.since = "rest", time.thread_time()

    def _turn_to(self, part: str) -> str:
        at = time.thread_time()
        self.took[self.now] += at - self.since  # type: ignore[assignment]
        before, self.now, self.since = self.now, part, at
        return before

    def counted(self, part: str, function: Any) -> Any:
        """The function, which notes its time under a part."""

        def noting(*args: Any, **kwargs: Any) -> Any:
            before = self._turn_to(part)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn_to(before)

        return noting

    def watch(self, stack: ExitStack) -> None:
        """Note from now on, until the stack ends."""
        from pydoc import locate

        for part, names in _PARTS.items():
            for name in names:
                stack.enter_context(patch(name, self.counted(part, locate(name))))
        self.took.clear()

    def end(self) -> Counter[str]:
        """What was noted."""
        self._turn_to("rest")
        return self.took


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help="only these")
    parser.add_argument("--keep", action="store_true", help="keep the base for the next run")
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument(
        "--among-writes", action="store_true", help="somebody proposes a claim before each, not counted"
    )
    parser.add_argument("--profile", metavar="KIND", help="only Python's profile of one")
    parser.add_argument("--queries", metavar="KIND", help="only the queries of one, with where they are asked")
    args = parser.parse_args()
    with town(keep=args.keep) as (_home, made):
        all_kinds = kinds(made, _application())
        if args.profile:
            _profile(all_kinds[args.profile], args.times)
        elif args.queries:
            _queries(all_kinds[args.queries])
        else:
            first = all_kinds["propose"] if args.among_writes else lambda: None
            asked = {name: each for name, each in all_kinds.items() if name in (args.kinds or all_kinds)}
            _table(asked, args.times, first)


def _application() -> Any:
    """The pages as a worker makes them, warm."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from minga.config import static
    from minga.config.warming import warm

    settings.STATIC_ROOT = Path(settings.MINGA_HOME) / "static"
    static.collect_if_changed()
    application = get_wsgi_application()
    warm(application)
    return application


def _table(asked: Kinds, times: int, first: Callable[[], None]) -> None:
    names = ("rest", *_PARTS)
    print(
        f"{'':10} {'here':>6} {'pg':>6} {'queries':>7}  {' '.join(f'{name:>9}' for name in names)}   (ms of processor)"
    )
    for kind, ask in asked.items():
        for _ in range(5):
            ask()
        queries = len(_asked_of_the_base(ask))
        pid = _backend()
        mine = theirs = 0.0
        for _ in range(times):
            first()
            here, there = time.process_time(), _ran(pid)
            ask()
            mine, theirs = mine + time.process_time() - here, theirs + _ran(pid) - there
        mine, theirs = 1000 * mine / times, 1000 * theirs / times
        if _backend() != pid:
            raise SystemExit("The connection was changed meanwhile")
        parts = _parts(ask, times)
        told = " ".join(f"{1000 * parts[name] / times:9.1f}" for name in names)
        print(f"{kind:10} {mine:6.1f} {theirs:6.1f} {queries:7}  {told}", flush=True)


def _parts(ask: Callable[[], None], times: int) -> Counter[str]:
    parts = Parts()
    with ExitStack() as stack:
        parts.watch(stack)
        for _ in range(times):
            ask()
        return parts.end()


def _backend() -> int:
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _ran(pid: int) -> float:
    """Seconds that a process of this machine was on a processor, as Linux counts them."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _asked_of_the_base(ask: Callable[[], None]) -> list[tuple[float, str, str]]:
    """The queries of one asking: milliseconds, where, the words."""
    import traceback

    from django.db import connection

    found: list[tuple[float, str, str]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            frames = [one for one in traceback.extract_stack() if "/minga/" in one.filename]
            where = " < ".join(f"{Path(one.filename).stem}:{one.lineno} {one.name}" for one in reversed(frames[-3:]))
            found.append((1000 * (time.perf_counter() - began), where, sql))

    with connection.execute_wrapper(note):
        ask()
    return found


def _queries(ask: Callable[[], None]) -> None:
    ask()
    for took, where, sql in _asked_of_the_base(ask):
        print(f"{took:6.1f} ms  {where}\n           {sql[:200]}")


def _profile(ask: Callable[[], None], times: int) -> None:
    for _ in range(3):
        ask()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(times):
        ask()
    profile.disable()
    pstats.Stats(profile).sort_stats("cumtime").print_stats(90)
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
