"""Why somebody is suggested, in plain words for the screen and the terminal."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import vocabulary
from minga.frame.words import number
from minga.peers.domain.goals import Ahead, Holding
from minga.peers.domain.likeness import Part
from minga.peers.domain.ordering import Telling
from minga.peers.queries import INVESTMENT, Peer
from minga.territories.models import Territory

# From here on a part is worth naming.
_WORTH_SAYING = 0.5


def goal_label(code: str) -> str:
    """How a goal is called."""
    if code == INVESTMENT:
        return _("promoción de inversiones")
    return vocabulary().label(code, get_language() or "es", scheme="instrument")


def part_labels() -> dict[str, str]:
    """How each part is called, those of likeness first."""
    return {
        Part.COUNTRY: _("mismo país"),
        Part.LEVEL: _("mismo nivel de gobierno"),
        Part.REGION: _("mismo departamento, estado o región"),
        Part.BORDER: _("países vecinos"),
        Part.SIZE: _("tamaño de la cabecera"),
        Part.RANK: _("lugar por tamaño en su país"),
        Part.NEARNESS: _("cercanía"),
        Part.COAST: _("costa"),
        Part.CAPITAL: _("capital del Estado"),
        Part.LANGUAGE: _("lengua oficial común"),
        Part.NETWORK: _("socios y redes en común"),
        Part.AREAS: _("ámbitos en común"),
        Telling.MOVED: _("estuvo donde usted está"),
        Telling.EVIDENCE: _("cuántas afirmaciones lo prueban"),
    }


def alike(peer: Peer, mine: Territory) -> list[str]:
    """The parts in which a peer resembles mine, in words."""
    return alike_in(peer.parts, peer.territory, mine)


def alike_in(parts: Mapping[Part, float], other: Territory, mine: Territory) -> list[str]:
    """The parts of a likeness that are worth naming, in words."""
    return [_ALIKE[part](other, mine) for part, value in parts.items() if value >= _WORTH_SAYING]


def reached(one: Holding) -> str:
    """That a goal was reached, and when as far as is known: "oficina o unidad desde 2012, terminó en 2019"."""
    return _reached(one)


_ALIKE: dict[Part, Callable[[Territory, Territory], str]] = {
    Part.COUNTRY: lambda other, mine: _("mismo país"),
    Part.LEVEL: lambda other, mine: (
        vocabulary().label(other.level, get_language() or "es", scheme="level")
        if other.level == mine.level
        else _("nivel semejante")
    ),
    Part.REGION: lambda other, mine: _("mismo departamento, estado o región"),
    Part.BORDER: lambda other, mine: _("país vecino"),
    Part.SIZE: lambda other, mine: (
        _("cabecera de tamaño similar (%(theirs)s y %(mine)s habitantes)")
        % {"theirs": number(other.population), "mine": number(mine.population)}
    ),
    Part.RANK: lambda other, mine: _("lugar semejante por tamaño en su país"),
    Part.NEARNESS: lambda other, mine: _("a menos de 200 km"),
    Part.COAST: lambda other, mine: _("también en la costa"),
    Part.CAPITAL: lambda other, mine: _("también capital de su Estado"),
    Part.LANGUAGE: lambda other, mine: _("lengua oficial común"),
    Part.NETWORK: lambda other, mine: _("socios o redes en común"),
    Part.AREAS: lambda other, mine: _("trabajan ámbitos parecidos"),
}


def ahead(one: Ahead) -> str:
    """Where it is ahead: "oficina o unidad: creación en 2012, 6 años después de: estrategia de cooperación"."""
    said = _reached(one.holding)
    if one.after:
        goal, years = one.after
        said = ngettext(
            "%(said)s, %(n)s año después de: %(goal)s", "%(said)s, %(n)s años después de: %(goal)s", years
        ) % {
            "said": said,
            "n": years,
            "goal": goal_label(goal),
        }
    if one.moved:
        said = _("%(said)s; en alguno de esos pasos ya tenía lo que consta de usted") % {"said": said}
    return said


def _reached(one: Holding) -> str:
    words = {"goal": goal_label(one.goal), "since": one.since, "ended": one.ended}
    if one.since is None:
        said = _("%(goal)s, sin fecha") % words
    elif one.began:
        said = _("%(goal)s desde %(since)s") % words
    else:
        said = _("%(goal)s, consta en %(since)s") % words
    return _("%(said)s, terminó en %(ended)s") % {"said": said, "ended": one.ended} if one.ended else said


def proof(peer: Peer) -> str:
    """How many claims show it; a single one is called thin."""
    count = len(peer.suggestion.refs)
    said = ngettext("%(n)s afirmación", "%(n)s afirmaciones", count) % {"n": number(count)}
    return _("%(said)s: prueba escasa") % {"said": said} if peer.suggestion.is_thin else said


def why(peer: Peer, mine: Territory) -> Iterator[str]:
    """The reasons of a suggestion, each on its line: "parecido: …", "adelante: …", "prueba: …"."""
    yield _("parecido: %(parts)s") % {"parts": ", ".join(alike(peer, mine)) or _("en poco")}
    for each in peer.suggestion.ahead:
        yield _("adelante: %(what)s") % {"what": ahead(each)}
    yield _("prueba: %(what)s") % {"what": proof(peer)}
