"""`minga extract`: the claims that a text seems to make, for a person to judge. Nothing is stored."""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import LANGUAGES
from minga.kit.terminal import say, tell
from minga.kit.text import nfc

_STDIN = "-"


def register(subparsers: Any) -> None:
    """Add the command."""
    extract = subparsers.add_parser("extract", help=_("proponer los hechos que un texto parece contar, sin guardarlos"))
    extract.add_argument("file", metavar=_("ARCHIVO"), help=_("un texto; «-» es la entrada"))
    extract.add_argument("--language", choices=LANGUAGES, help=_("idioma del texto; si falta, se reconoce"))
    extract.add_argument("--country", metavar="CO", type=str.upper, help=_("país del documento, con sus dos letras"))
    extract.add_argument("--json", action="store_true", help=_("para otros programas"))
    extract.set_defaults(run=run_extract)


def run_extract(args: argparse.Namespace) -> int:
    """Say what is proposed. Exit code 1 where the file cannot be read as text."""
    began = time.monotonic()
    try:
        raw = sys.stdin.buffer.read() if args.file == _STDIN else Path(args.file).read_bytes()
    except OSError as error:
        tell(_("No se puede leer {file}: {reason}.").format(file=args.file, reason=error.strerror))
        return 1
    text, warnings = decoded(raw)
    if text is None:
        tell(_("{file} no es un texto: conviértalo antes a TXT.").format(file=args.file))
        return 1
    told = report(text, raw, args.language, args.country, warnings)
    told["took_ms"] = round(1000 * (time.monotonic() - began))
    if args.json:
        say(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _show(told)
    return 0


def decoded(raw: bytes) -> tuple[str | None, list[str]]:
    """The text of a file in NFC with what should be known of it; None where it is no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return nfc(raw.decode("utf-16", errors="replace")), []
    if b"\x00" in raw:
        return None, []
    try:
        return nfc(raw.decode("utf-8-sig")), []
    except UnicodeDecodeError:
        return nfc(raw.decode("cp1252", errors="replace")), ["not_utf8"]


def report(text: str, raw: bytes, language: str | None, country: str | None, warnings: list[str]) -> dict[str, Any]:
    """What is proposed, in the shape of docs/reference/extraction.md, but for the time it took."""
    from minga.ingest.extracting import extract, language_of

    spoken = language or language_of(text)
    proposals = extract(text, language=spoken, country=country)
    document = {
        "sha256": hashlib.sha256(raw).hexdigest(),
        "language": spoken,
        "pages": text.count("\f") + 1,
        "chars": len(text),
    }
    warnings = [*warnings, *(["no_text"] if not text.strip() else [])]
    return {"document": document, "claims": [_claim(one, text) for one in proposals], "warnings": warnings}


def _claim(one: Any, text: str) -> dict[str, Any]:
    return {
        "territory": _territory(one.place),
        "instrument": one.instrument,
        "event": one.event,
        "areas": [*one.areas],
        "when": one.when or None,
        "year_first": one.year_first,
        "year_last": one.year_last,
        "actor": one.actor or None,
        "counterparts": [_territory(place) for place in one.counterparts],
        "hosted_in": one.hosted_in or None,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "page": text.count("\f", 0, one.start) + 1,
        "cites": [{"author": cited.author, "year": cited.year, "title": cited.title or None} for cited in one.cites],
        "confidence": one.confidence,
        "why": [*one.why],
        "alternatives": [_territory(place) for place in one.alternatives],
    }


def _territory(place: Any) -> dict[str, Any]:
    return {
        "name": place.name,
        "country": place.country,
        "level": place.level,
        "code": place.code,
        "geonames_id": place.geonames_id,
    }


def _show(told: dict[str, Any]) -> None:
    for claim in told["claims"]:
        territory = claim["territory"]
        parts = [claim["when"], *claim["areas"], *(cited["author"] for cited in claim["cites"])]
        said = " · ".join(part for part in parts if part)
        say(
            f"{territory['name']} ({territory['code']}) · {claim['instrument']} · {claim['event']}"
            + (said and f" · {said}")
        )
        say(f"  {claim['confidence']:.2f} {', '.join(claim['why'])}")
        for other in claim["alternatives"]:
            say(_("  ¿o {name} ({code})?").format(name=other["name"], code=other["code"]))
        say(f"  «{' '.join(claim['quote'].split())}»")
    count = len(told["claims"])
    say(_("{count} afirmaciones propuestas; nada se guardó.").format(count=count))
