"""The site's stylesheets and images, gathered and compressed once per version of them."""

import hashlib
from gettext import gettext as _
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from minga.kit.terminal import Progress


def collect_if_changed() -> None:
    """Run `collectstatic` where any file is another than last time."""
    stamp = Path(settings.STATIC_ROOT) / "gathered"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with Progress(_("Preparando las hojas de estilo")):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(path.encode() + hashlib.sha256(Path(storage.path(path)).read_bytes()).digest())
    return digest.hexdigest()
