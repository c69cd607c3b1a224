"""What may be asked, by whom the answer may be read, and how a list of consultations is read."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from minga.desk.domain.steps import Channel, Urgency

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_NOTE = 3000, 8000, 4000
LONGEST_NAME, LONGEST_PHONE = 120, 40
LANGUAGES = ("es", "pt", "en", "fr")
MOST_ROWS = 5000
# Whoever asked may say that it helped, or reopen it, for so long; then it closes by itself.
SILENT_DAYS = 30
# How many earlier answers are shown beside a question, how many more are folded away below them, and how many claims a
# draft stands on at most.
DUPLICATES, FURTHER, MOST_CITED = 3, 7, 5

_CODE = re.compile(r"^[CDFGHJKLMNPQRTVWXY34679]{7}$")
# Spanish opens a question, the other languages begin it after the sentence before.
_QUESTION = re.compile(r"¿[^?¿]*\?|[^.!?¿\n]*[^.!?¿\s][^.!?¿\n]*\?")
LETTERS = "CDFGHJKLMNPQRTVWXY34679"


class NotAList(ValueError):
    """The file has no column of questions, no rows, or too many."""


@dataclass(frozen=True)
class Asked:
    """One consultation of a list: its line, and what it says; `fault` is why it cannot be kept, as a code."""

    line: int
    text: str
    language: str = ""
    territory: str = ""
    channel: Channel = Channel.MAIL
    asked_on: date | None = None
    topic: str = ""
    answer: str = ""
    fault: str = ""

    @property
    def moment(self) -> datetime | None:
        """Noon of its day: the list has days, and no day is another one at noon anywhere in the Americas."""
        return datetime.combine(self.asked_on, time(15), UTC) if self.asked_on else None


@dataclass(frozen=True)
class Context:
    """From where somebody asked: a claim, a document, a territory's page, or what was searched."""

    claim: str = ""
    document: str = ""
    passage: int | None = None
    territory: str = ""
    search: str = ""


def questions_in(text: str) -> list[str]:
    """The sentences of a text that ask something, without what greets and thanks; the whole text where none does."""
    found = [" ".join(sentence.split()) for sentence in _QUESTION.findall(text)]
    return list(dict.fromkeys(found)) or [" ".join(text.split())]


def is_code(text: str) -> bool:
    """Whether it is shaped as the name of a consultation: no vowel, nothing that is read as something else."""
    return bool(_CODE.match(text))


_COLUMNS = {
    "text": ("pregunta", "question", "pergunta", "consulta"),
    "language": ("idioma", "language", "lengua"),
    "territory": ("territorio", "codigo", "código", "code"),
    "channel": ("canal", "channel"),
    "asked_on": ("fecha", "date", "data"),
    "topic": ("tema", "topic"),
    "answer": ("respuesta", "answer", "resposta", "réponse"),
}
_CHANNELS = {
    "telefono": Channel.PHONE,
    "teléfono": Channel.PHONE,
    "whatsapp": Channel.WHATSAPP,
    "presencial": Channel.VISIT,
    "visita": Channel.VISIT,
    "correo": Channel.MAIL,
    "web": Channel.WEB,
    **{one.value: one for one in Channel},
}


def read_consultations(text: str) -> list[Asked]:
    """The rows of a CSV text, divided by commas, semicolons or tabs. Raises NotAList."""
    head, _, _ = text.partition("\n")
    divider = max(",;\t", key=head.count)
    table = list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=divider))
    names = [name.strip().lower() for name in table[0]] if table else []
    places = {part: _place(names, known) for part, known in _COLUMNS.items()}
    if places["text"] is None or not 1 < len(table) <= MOST_ROWS + 1:
        raise NotAList(head[:80])
    return [
        _asked(line, {part: _cell(cells, place) for part, place in places.items()})
        for line, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]


def _place(names: list[str], known: Iterable[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in known), None)


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _asked(line: int, cells: dict[str, str]) -> Asked:
    channel = _CHANNELS.get(cells["channel"].lower(), None if cells["channel"] else Channel.MAIL)
    try:
        day = date.fromisoformat(cells["asked_on"]) if cells["asked_on"] else None
    except ValueError:
        return Asked(line, cells["text"], fault="date")
    language = cells["language"].lower()
    faults = {
        "text": not 0 < len(cells["text"]) <= LONGEST_QUESTION,
        "answer": len(cells["answer"]) > LONGEST_ANSWER,
        "channel": channel is None,
        "language": bool(language) and language not in LANGUAGES,
    }
    fault = next((name for name, wrong in faults.items() if wrong), "")
    return Asked(
        line,
        cells["text"],
        language,
        cells["territory"],
        channel or Channel.MAIL,
        day,
        cells["topic"],
        cells["answer"],
        fault,
    )


@dataclass(frozen=True)
class Caller:
    """Who asked and how to reach them, as told to the desk; erased when the consultation has closed."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone)


@dataclass(frozen=True)
class Triaged:
    """What the desk says of a consultation: a concept of the vocabulary, a territory's code, how urgent it is."""

    topic: str = ""
    territory: str = ""
    urgency: Urgency = Urgency.NORMAL
