"""The sentence of a proposed claim, put together from its parts by rule: it says what was read, and nothing more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    """The parts of a claim as they are put in a sentence: names, not codes, but for instrument and event."""

    name: str
    code: str
    instrument: str
    event: str
    first: int | None
    last: int | None
    parties: Sequence[str]
    areas: Sequence[str]
    host: str


def sentence(said: Said, words: Mapping[str, Any]) -> str:
    """ "En 1983 Rio de Janeiro (BR-RJ) creó una oficina o unidad para lo internacional."

    words   the templates, as `data/statements.json` holds them
    """
    parts, event = words["parts"], f"{said.event} {said.instrument}"
    dated = said.first is not None or said.last is not None
    of_it = {**words["did_of"], **({} if dated else words["now_of"])}
    plain = {**words["did"], **({} if dated else words["now"])}
    template = of_it.get(event) or plain[said.event]
    parties = _listed(said.parties, parts["and"]) or words["nobody"].get(said.instrument, "")
    did = template.format(what=words["what"][said.instrument], parties=parties)
    subject = parts["subject"].format(name=said.name, code=said.code)
    with_whom = parts["with"].format(parties=parties) if said.parties and event not in of_it else ""
    return f"{_when(said, words['when'])}{subject} {did}{with_whom}{_rest(said, parts)}."


def _when(said: Said, words: Mapping[str, str]) -> str:
    if said.first is None and said.last is None:
        return ""
    kind = "until" if said.first is None else "since" if said.last is None else "span"
    kind = "year" if said.first == said.last else kind
    return words[kind].format(first=said.first, last=said.last) + " "


def _rest(said: Said, parts: Mapping[str, str]) -> str:
    form = parts["area"] if len(said.areas) == 1 else parts["areas"]
    areas = form.format(areas=_listed(said.areas, parts["and"])) if said.areas else ""
    return areas + (parts["host"].format(host=said.host) if said.host else "")


def _listed(names: Sequence[str], joined: str) -> str:
    return joined.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
