"""Why somebody is suggested, in plain words for the screen and the terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from minga.evidence.domain.vocabulary import vocabulary
from minga.frame.words import number
from minga.peers.domain.goals import After, Ahead, Holding, Moved
from minga.peers.domain.likeness import Part
from minga.peers.domain.ordering import Telling
from minga.peers.queries import INVESTMENT, NEAR, Peer, Peers
from minga.territories.domain import Level
from minga.territories.models import Territory

# From here on a part is worth naming.
_WORTH_SAYING = 0.5


def goal_label(code: str) -> str:
    """How a goal is called."""
    if code == INVESTMENT:
        return _("promoción de inversiones")
    return vocabulary().label(code, get_language() or "es", scheme="instrument")


def holding_label(one: Holding) -> str:
    """How what was reached is called: the instrument itself, "agencia", and not all that would do as well."""
    return goal_label(one.goal if one.goal == INVESTMENT else one.instrument)


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
        Telling.STEPS: _("cuánto de lo que le falta tiene"),
        Telling.MOVED: _("avanzó desde donde usted está"),
        Telling.EVIDENCE: _("cuántas afirmaciones lo prueban"),
    }


def percent(similarity: float) -> int:
    """A likeness in whole hundredths, never more than it is: what is under a half is not called a half."""
    return int(100 * similarity + 1e-9)


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
    Part.SIZE: lambda other, mine: _size(other, mine),
    Part.RANK: lambda other, mine: _("lugar semejante por tamaño en su país"),
    Part.NEARNESS: lambda other, mine: (
        _("a menos de 200 km")
        if other.latitude is not None and mine.latitude is not None
        else _("a menos de 200 km, según dónde viven sus habitantes")
    ),
    Part.COAST: lambda other, mine: _("también en la costa"),
    Part.CAPITAL: lambda other, mine: _("también capital de su Estado"),
    Part.LANGUAGE: lambda other, mine: _("lengua oficial común"),
    Part.NETWORK: lambda other, mine: _("socios o redes en común"),
    Part.AREAS: lambda other, mine: _("trabajan ámbitos parecidos"),
}


def _size(other: Territory, mine: Territory) -> str:
    if other.population is None or mine.population is None:
        return _("tamaño similar, por lo que suman sus localidades conocidas")
    return _("cabecera de tamaño similar (%(theirs)s y %(mine)s habitantes)") % {
        "theirs": number(other.population),
        "mine": number(mine.population),
    }


def ahead(one: Ahead) -> str:
    """Where it is ahead: "oficina o unidad desde 2012, 6 años después de: estrategia de cooperación"."""
    said = _reached(one.holding)
    if one.after:
        said = _("%(said)s, %(after)s") % {"said": said, "after": _after(one.after)}
    if one.moved and one.moved.share >= _WORTH_SAYING:
        said = _("%(said)s; %(moved)s") % {"said": said, "moved": _moved(one.moved, one.holding)}
    return said


def _after(one: After) -> str:
    words = {"n": one.years, "goal": goal_label(one.goal)}
    if one.at_least:
        return (
            ngettext("al menos %(n)s año después de: %(goal)s", "al menos %(n)s años después de: %(goal)s", one.years)
            % words
        )
    return ngettext("%(n)s año después de: %(goal)s", "%(n)s años después de: %(goal)s", one.years) % words


def _moved(one: Moved, holding: Holding) -> str:
    """What stood at theirs before the step, against what stands at mine today; never more than dates show."""
    step = (
        _("antes de ese paso")
        if one.year == holding.since
        else _("antes de otro paso así, en %(year)s,") % {"year": one.year}
    )
    if one.had == one.of:
        return _("%(step)s ya constaba allí lo mismo que hoy consta de usted") % {"step": step}
    words = {"step": step, "n": one.had, "m": one.of}
    return (
        ngettext(
            "%(step)s ya constaba allí %(n)s de las %(m)s cosas que hoy constan de usted",
            "%(step)s ya constaban allí %(n)s de las %(m)s cosas que hoy constan de usted",
            one.had,
        )
        % words
    )


def _reached(one: Holding) -> str:
    words = {"goal": holding_label(one), "since": one.since, "ended": one.ended}
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


def notes(found: Peers) -> Iterator[str]:
    """What the reader should know before trusting an answer: what is not known, and how far the suggestions are."""
    territory = found.territory
    if territory.level == Level.COUNTRY:
        yield _("%(name)s es un país: los pares se buscan para un gobierno por debajo del Estado.") % {
            "name": territory.name
        }
        return
    if not found.mine and found.background:
        yield ngettext(
            "De este gobierno solo hay %(n)s mención de contexto, que no cuenta como actividad.",
            "De este gobierno solo hay %(n)s menciones de contexto, que no cuentan como actividad.",
            found.background,
        ) % {"n": number(found.background)}
    if found.size is None:
        yield _("No consta cuánta gente vive en él: el tamaño no cuenta en el parecido.")
    elif territory.population is None:
        yield _("No consta la población de una cabecera: cuenta lo que suman sus localidades conocidas.")
    if found.kin:
        names = ", ".join(f"{each.name} ({each.code})" for each in found.kin)
        yield ngettext(
            "También va adelante %(n)s gobierno del mismo territorio, que no es un par: %(names)s.",
            "También van adelante %(n)s gobiernos del mismo territorio, que no son pares: %(names)s.",
            found.kin_ahead,
        ) % {"n": number(found.kin_ahead), "names": names + ("…" if found.kin_ahead > len(found.kin) else "")}
    if found.peers:
        yield from _distance(found)


def _distance(found: Peers) -> Iterator[str]:
    if found.nearest < NEAR:
        yield _("Ninguno se le parece mucho: el que más, en un %(n)s %%.") % {"n": percent(found.nearest)}
    if not found.at_home:
        yield _("De ningún otro gobierno de su país consta nada todavía: todos los que siguen son de otros países.")
    elif not found.ahead_at_home:
        yield ngettext(
            "De su país consta algo de %(n)s gobierno más, y no va adelante en lo que busca.",
            "De su país consta algo de %(n)s gobiernos más, y ninguno va adelante en lo que busca.",
            found.at_home,
        ) % {"n": number(found.at_home)}


def asking(associations: Iterable[Mapping[str, Any]]) -> str:
    """Whom to ask where evidence is thin: "Asociación (ASO): https://…", or that none is known."""
    named = ", ".join(
        _("%(name)s (%(url)s)") % {"name": each["name"], "url": each["url"] or _("dirección por verificar")}
        for each in associations
    )
    if not named:
        return _("No conocemos una asociación de gobiernos de ese nivel en su país.")
    return _("A quién acudir: %(named)s") % {"named": named}
