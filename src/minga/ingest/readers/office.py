"""Word files of old and RTF: LibreOffice makes them DOCX, which is read like any other."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from minga.ingest.domain.formats import Format
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.states import Note, Refused, State
from minga.ingest.readers import docx

_SECONDS = 150


def read(data: bytes, name: str) -> Reading:
    """Convert and read, in the working folder, which is the process's own. Raises Refused."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Refused(State.NEEDS_OFFICE)
    here = Path.cwd()
    kind = Format.RTF if data.startswith(b"{\\rtf") else Format.DOC
    original = here / ("original.rtf" if kind == Format.RTF else "original.doc")
    original.write_bytes(data)
    profile = f"-env:UserInstallation=file://{here}/profile"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(here)]
    try:
        subprocess.run([*command, str(original)], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Refused(State.TOO_SLOW) from error
    made = here / "original.docx"
    if not made.exists():
        raise Refused(State.DAMAGED, "LibreOffice")
    reading = docx.read(made.read_bytes())
    state = reading.state if reading.text.passages else State.NO_TEXT
    return replace(reading, state=state, format=kind, notes={**reading.notes, Note.BY_OFFICE: 0})
