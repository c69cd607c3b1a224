"""The door of the web server."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from minga.config.processes import die_with_parent
from minga.config.turns import Turns

# A worker whose server was killed would hold the port against the next one.
die_with_parent(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
_pages = get_wsgi_application()
application = Turns(_pages)

from minga.config.warming import warm_beside  # noqa: E402 - the rooms can be read only now

warm_beside(_pages)
