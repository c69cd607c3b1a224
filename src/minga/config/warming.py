"""What a web worker does before its first reader comes: reads its words and models, and spares the collector them."""

import gc
import logging
import threading
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import close_old_connections
from django.template import engines
from django.template.loader import get_template

from minga.evidence.domain.vocabulary import LANGUAGES
from minga.ingest.extracting import chances, words_of
from minga.peers.keeping import keep_beside

_ROOMS = Path(__file__).parents[1]
_PAGES = (("/", ""), ("/buscar/", "q=oficina+internacional"))
_log = logging.getLogger(__name__)


def warm_beside(application: WSGIHandler) -> None:
    """Warm this process while it answers already: nobody waits for it, and nothing depends on it."""
    threading.Thread(target=_warm_all, args=(application,), name="warm", daemon=True).start()


def _warm_all(application: WSGIHandler) -> None:
    warm(application)
    keep_beside()


def warm(application: WSGIHandler) -> None:
    """Read the lexicons, the templates and the model of meaning; then tell the collector that they stay.

    Some hundred thousand objects live as long as the process: each full collection walked them all, which took a
    fifth of a signed-in page and held it for a tenth of a second.
    """
    try:
        for language in LANGUAGES:
            words_of(language)
        chances()
        for name in _templates():
            get_template(name)
        for path, query in _PAGES:
            application.get_response(_asked(path, query))
    except Exception:
        _log.warning("not everything could be read beforehand", exc_info=True)
    finally:
        close_old_connections()
    gc.collect()
    gc.freeze()


def _templates() -> list[str]:
    folders = [Path(folder) for folder in engines["django"].template_dirs]
    own = [folder for folder in folders if folder.is_relative_to(_ROOMS)]
    return sorted(str(file.relative_to(folder)) for folder in own for file in folder.rglob("*.html"))


def _asked(path: str, query: str) -> WSGIRequest:
    named = str(settings.ALLOWED_HOSTS[0]).lstrip(".*") if settings.ALLOWED_HOSTS else ""
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": named or "localhost"}
    setup_testing_defaults(environ)
    return WSGIRequest(environ)
