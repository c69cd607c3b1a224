"""The outside: holidays of the world, lists as files, mail to whoever asked without an account."""

import json
import logging
import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from zipfile import BadZipFile
from zoneinfo import ZoneInfo, available_timezones

import holidays
import numpy as np
from babel.core import get_global
from charset_normalizer import from_bytes
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from minga.desk.domain.concerns import Concerns, joined
from minga.desk.domain.learned import Learned, Vector
from minga.desk.domain.learning import Lessons, NotLessons, Wish, wish_in
from minga.desk.domain.likeness import DIMENSIONS
from minga.desk.models import Consultation
from minga.notices.adapters import absolute
from minga.search import adapters as search
from minga.search.tuning import question_vectors, tuned

# Where a country has several time zones: that of most of its municipalities.
_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MX": "America/Mexico_City",
    "PT": "Europe/Lisbon",
    "US": "America/New_York",
}

_DATA = Path(__file__).parent / "data"
_LIST = _DATA / "concerns.json"
# Wishes in many words, one a line, and what was learned of them for the model that comes along: its own numbers, and
# what is made of its vectors.
QUESTIONS = _DATA / "questions.jsonl"
TUNING = _DATA / "tuning.npz"
LEARNED = "alike.npz"
# What a federation adds to it, in the folder of its data.
_OWN = "concerns.json"
_CACHED = 256
log = logging.getLogger(__name__)


@cache
def concerns() -> Concerns:
    """What questions may be about: our list, and what the installation adds to it; read once per process."""
    ours, own = json.loads(_LIST.read_text(encoding="utf-8")), Path(settings.MINGA_HOME) / _OWN
    try:
        return Concerns(joined([ours, json.loads(own.read_text(encoding="utf-8"))] if own.exists() else [ours]))
    except (OSError, ValueError) as error:
        log.warning("%s is not a list of concerns and was left out: %r", own, error)
        return Concerns(ours)


@cache
def tuning() -> Path | None:
    """What the bundled model was taught of what offices ask; None where another is in use, or ours is another file."""
    try:
        if search.is_bundled() and tuned(TUNING):
            return TUNING
    except search.ModelMissing as error:
        log.warning("questions are compared by the model as it came: %s", error)
    return None


def model() -> str:
    """Which model tells what a question means: that of the search, and what it was taught."""
    path = tuning()
    return search.signature() + (f"~{tuned(path).mark}" if path else "")


@lru_cache(maxsize=_CACHED)
def vector_of(text: str) -> tuple[float, ...]:
    """The centred unit vector of a question, 384 numbers; cached. Raises search's ModelMissing."""
    return tuple(question_vectors(tuning(), [text])[0].tolist())


def learned() -> Learned:
    """What was learned for the model in use: here, or with the software; nothing where that is of another one."""
    own = Path(settings.MINGA_HOME) / LEARNED
    try:
        written = own.stat().st_mtime_ns
    except OSError:
        written = 0
    return _learned(own, written, model())


@lru_cache(maxsize=1)
def _learned(own: Path, written: int, model: str) -> Learned:
    """The same, read once: again when the file was written anew (0 where there is none), or the model is another."""
    for path in (own, _DATA / LEARNED) if written else (_DATA / LEARNED,):
        if found := _learned_in(path, model):
            return found
    return Learned()


def _learned_in(path: Path, model: str) -> Learned | None:
    """None where it is of another model, or no file of ours."""
    try:
        with np.load(path, allow_pickle=False) as held:
            if str(held["model"]) != model:
                return None
            tongues, codes = held["languages"].tolist(), held["codes"].tolist()
            parts = {name: held[name].astype(np.float32) for name in ("matrix", "concerns", "answered", "asked")}
        if parts["matrix"].shape != (DIMENSIONS, DIMENSIONS):
            raise ValueError(parts["matrix"].shape)
        return Learned(
            parts["matrix"],
            dict(zip(codes, parts["concerns"], strict=True)),
            dict(zip(tongues, parts["answered"], strict=True)),
            dict(zip(tongues, parts["asked"], strict=True)),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
        log.warning("%s holds nothing that was learned and was left out: %r", path, error)
        return None


def wishes_in(path: Path) -> list[Wish]:
    """The wishes of a file, one a line; a key that another file has too is another wish. Raises NotLessons."""
    found = []
    try:
        lines = text_of(path.read_bytes()).splitlines()
    except OSError as error:
        raise NotLessons(f"{path}: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        try:
            found += [wish_in(line)] if line.strip() else []
        except NotLessons as error:
            raise NotLessons(f"{path}, {number}: {error}") from error
    return found


def lessons_of(wishes: Sequence[Wish], advance: Callable[[int], None]) -> Lessons:
    """Every text of some wishes, with what the model in use makes of it. Raises search's ModelMissing.

    advance   called with how many more texts are done
    """
    rows = [
        (f"{place} {wish.key}", language, text, not side)
        for place, wish in enumerate(wishes)
        for language, pair in wish.said.items()
        for side, text in enumerate(pair)
    ]
    keys, languages, texts, answered = zip(*rows, strict=True)
    vectors, here = list[Vector](), os.cpu_count() or 1
    for some in search.vectors_in_pool(partial(question_vectors, tuning()), texts, here):
        vectors.append(some)
        advance(len(some))
    told = [concerns().told(text, language) for text, language in zip(texts, languages, strict=True)]
    learnt = [[code for code in row if code not in concerns().proper] for row in told]
    return Lessons(np.concatenate(vectors), languages, learnt, keys, answered)


def keep_learned(made: Learned, path: Path) -> None:
    """Keep what was learned for the model in use, whole or not at all."""
    tongues = sorted(made.answered.keys() & made.asked.keys())
    codes = sorted(made.concerns)
    aside = path.with_suffix(".part.npz")
    np.savez_compressed(
        aside,
        model=np.array(model()),
        matrix=np.asarray(made.matrix, np.float16),
        codes=np.array(codes),
        concerns=np.array([made.concerns[code] for code in codes], np.float16),
        languages=np.array(tongues),
        answered=np.array([made.answered[one] for one in tongues], np.float16),
        asked=np.array([made.asked[one] for one in tongues], np.float16),
    )
    aside.replace(path)


def holiday_countries() -> dict[str, list[str]]:
    """Countries whose holidays are known, each with the subdivisions that have their own."""
    return holidays.list_supported_countries(include_aliases=False)


def holidays_of(country: str, subdivision: str) -> Callable[[date], bool]:
    """Whether a day is a holiday there; none is where nobody knows the country."""
    known = _calendar(country, subdivision)
    return lambda day: known is not None and day in known


@cache
def _calendar(country: str, subdivision: str) -> "holidays.HolidayBase | None":
    known = holiday_countries()
    if country not in known:
        return None
    # It is filled year by year, as days are asked for.
    return holidays.country_holidays(country, subdiv=subdivision if subdivision in known[country] else None)


def zone_of(country: str) -> str:
    """The time zone of a country's municipalities; universal time where it is not known."""
    of_country = sorted(zone for zone, code in get_global("zone_territories").items() if code == country)
    return _ZONES.get(country) or next((zone for zone in of_country if zone in zones()), "UTC")


@cache
def zones() -> frozenset[str]:
    """Every time zone there is."""
    return frozenset(available_timezones())


@cache
def zone(name: str) -> ZoneInfo:
    """A time zone by its name."""
    return ZoneInfo(name)


def text_of(data: bytes) -> str:
    """A list as text: UTF-8, or what offices' spreadsheets write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return str(from_bytes(data).best() or data.decode("latin-1"))


def send(email: str, consultation: Consultation, language: str) -> None:
    """Say where the answer stands; nothing of what was asked goes along. Raises what the mail server raises."""
    with translation.override(language):
        EmailMessage(
            subject=_("Minga: su consulta tiene respuesta"),
            body=render_to_string("desk/mail.txt", {"address": absolute(consultation.get_absolute_url())}),
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
