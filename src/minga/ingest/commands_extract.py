"""`minga extract`: the claims that a text seems to make, for a person to judge. Nothing is stored."""

import argparse
import hashlib
import json
import time
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import LANGUAGES
from minga.ingest import adapters, sandbox
from minga.ingest.domain.formats import Format, looks_utf16, recognise
from minga.ingest.domain.states import NOT_KEPT, State
from minga.ingest.reasons import note_in_words, refusal_in_words, state_in_words
from minga.kit.terminal import say, tell
from minga.kit.text import nfc


@dataclass(frozen=True)
class Words:
    """A file's text in NFC; `page_at` gives the page of an offset, None where the format has no pages.

    warnings    codes of what should be known of it (states and notes of a reading, `not_utf8`), each in words
    """

    text: str
    pages: int | None
    page_at: Callable[[int], int | None]
    warnings: Mapping[str, str]


def register(subparsers: Any) -> None:
    """Add the command."""
    extract = subparsers.add_parser(
        "extract", help=_("proponer los hechos que un documento parece contar, sin guardarlos")
    )
    extract.add_argument("file", metavar=_("ARCHIVO"), help=_("un documento o un texto; «-» es la entrada"))
    extract.add_argument("--language", choices=LANGUAGES, help=_("idioma del texto; si falta, se reconoce"))
    extract.add_argument("--country", metavar="CO", type=str.upper, help=_("país del documento, con sus dos letras"))
    extract.add_argument("--json", action="store_true", help=_("para otros programas"))
    extract.set_defaults(run=run_extract)


def run_extract(args: argparse.Namespace) -> int:
    """Say what is proposed. Exit code 1 where the file is none that can be read here."""
    began = time.monotonic()
    name = adapters.shown(args.file)
    try:
        raw = adapters.data_of(args.file)
    except adapters.FileRefused as error:
        tell(f"{name}: {refusal_in_words(error.reason)}.")
        return 1
    words = words_of(raw, name, args.language)
    if words is None:
        tell(f"{name}: {state_in_words(State.UNSUPPORTED)}.")
        return 1
    told = report(words, raw, args.language, args.country)
    told["took_ms"] = round(1000 * (time.monotonic() - began))
    if args.json:
        say(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _show(told, words)
    return 0


def words_of(raw: bytes, name: str, language: str | None = None) -> Words | None:
    """What a file says; None where it is no document. A plain text is taken as it is, so that offsets are its own."""
    if recognise(raw, name) == Format.TEXT or not raw.strip():
        text, is_utf8 = decoded(raw)
        warnings = {} if is_utf8 else {"not_utf8": _("no está en UTF-8: puede haber letras equivocadas")}
        return Words(text, text.count("\f") + 1, lambda place: text.count("\f", 0, place) + 1, warnings)
    reading = sandbox.read(raw, name, languages=(language,) if language else adapters.LANGUAGES)
    if reading.state in NOT_KEPT - {State.BOMB, State.TOO_BIG}:
        return None
    starts = [place.start for place in reading.text.places]

    def page_at(place: int) -> int | None:
        before = bisect_right(starts, place)
        return reading.text.places[max(0, before - 1)].page if starts else None

    states = {str(reading.state): state_in_words(reading.state)}
    notes = {str(note): note_in_words(note, number) for note, number in reading.notes.items()}
    return Words(
        reading.text.text, reading.pages, page_at, notes if reading.state == State.READ else {**states, **notes}
    )


def decoded(raw: bytes) -> tuple[str, bool]:
    """The text of a plain text file in NFC, and whether it said itself in which encoding it is."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return nfc(raw.decode("utf-16", errors="replace")), True
    if looks_utf16(raw[:4096]):
        return nfc(raw.decode("utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be", errors="replace")), False
    try:
        return nfc(raw.decode("utf-8-sig")), True
    except UnicodeDecodeError:
        return nfc(raw.decode("cp1252", errors="replace")), False


def report(words: Words, raw: bytes, language: str | None, country: str | None) -> dict[str, Any]:
    """What is proposed, in the shape of docs/reference/extraction.md, but for the time it took."""
    from minga.ingest.extracting import extract, language_of

    text = words.text
    spoken = language or language_of(text)
    document = {
        "sha256": hashlib.sha256(raw).hexdigest(),
        "language": spoken,
        "pages": words.pages,
        "chars": len(text),
    }
    claims = [_claim(one, words.page_at(one.start)) for one in extract(text, language=spoken, country=country)]
    missing = [] if text.strip() else ["no_text"]
    return {"document": document, "claims": claims, "warnings": list(dict.fromkeys([*words.warnings, *missing]))}


def _claim(one: Any, page: int | None) -> dict[str, Any]:
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
        "page": page,
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


def _show(told: dict[str, Any], words: Words) -> None:
    for code in told["warnings"]:
        tell(f"{words.warnings.get(code) or state_in_words(State.NO_TEXT)}.")
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
