"""The door of the web server."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from minga.config.processes import die_with_parent

# A worker whose server was killed would hold the port against the next one.
die_with_parent(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
application = get_wsgi_application()
