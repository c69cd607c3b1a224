"""Why a partner is suggested, and how such bonds fared, in plain words for the screen and the terminal."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.frame.words import number
from minga.peers.domain.partners import Fared, Tie
from minga.peers.partnering import NAMED, Partner
from minga.territories.models import Territory

# From here on a part is worth naming.
_WORTH_SAYING: dict[Tie, float] = {
    Tie.SIZE: 0.85,
    Tie.LARGE: 0.5,
    Tie.NEARNESS: 0.6,
    Tie.COUNTRIES: 0.5,
    Tie.REGION: 0.4,
    Tie.KIN_SIZE: 0.7,
    Tie.OF_ITS_KIN: 0.7,
    Tie.LIKE_A_PARTNER: 0.25,
    Tie.NEXT_DOOR: 0.3,
    Tie.KIN_BONDS: 0.8,
}
_OTHERWISE = 0.2
_MOST_SAID = 5
# Most pairs have these, or the witnesses have told it already: they count, and say nothing to a reader.
_UNSAID = frozenset({Tie.CAPITAL, Tie.LEVEL, Tie.BONDS, Tie.FRESH})


def tie_labels() -> dict[Tie, str]:
    """How each part is called."""
    return {
        Tie.ALIKE: _("vínculos de quienes comparten socios con usted"),
        Tie.COMPATRIOTS: _("vínculos de compatriotas que comparten socios con usted"),
        Tie.LIKE_A_PARTNER: _("vínculos como los de un socio suyo"),
        Tie.SHARED: _("socios en común"),
        Tie.THEIR_CIRCLE: _("cuántos de sus socios lo son de usted"),
        Tie.MY_CIRCLE: _("cuántos de los socios de usted lo son de él"),
        Tie.NEXT_DOOR: _("vínculos del vecino de al lado"),
        Tie.BESIDE: _("vecino de un socio suyo"),
        Tie.REGION: _("vínculos entre sus comarcas"),
        Tie.COUNTRIES: _("vínculos entre los dos países"),
        Tie.FAMILIAR: _("socios suyos en su país"),
        Tie.NEW_COUNTRY: _("país en que usted no tiene socios"),
        Tie.BONDS: _("cuántos vínculos tiene"),
        Tie.FRESH: _("pocos socios en el país de usted"),
        Tie.KIN_SIZE: _("tamaño como el de sus socios"),
        Tie.KIN_BONDS: _("tantos vínculos como sus socios"),
        Tie.OF_ITS_KIN: _("usted es del tamaño de los socios de él"),
        Tie.SIZE: _("cabecera de tamaño similar"),
        Tie.LARGE: _("los dos grandes"),
        Tie.NAME: _("el mismo nombre"),
        Tie.NEARNESS: _("cercanía"),
        Tie.COAST: _("los dos en la costa"),
        Tie.CAPITAL: _("los dos capitales de Estado, o ninguno"),
        Tie.LEVEL: _("mismo nivel de gobierno"),
        Tie.AREAS: _("ámbitos en común"),
    }


_SAID: dict[Tie, Callable[[Territory, Territory], str]] = {
    Tie.ALIKE: lambda it, mine: _("lo tienen por socio quienes comparten socios con usted"),
    Tie.COMPATRIOTS: lambda it, mine: _("lo tienen por socio compatriotas que comparten socios con usted"),
    Tie.LIKE_A_PARTNER: lambda it, mine: _("sus socios son en buena parte los de un socio suyo"),
    Tie.SHARED: lambda it, mine: _("comparte socios o redes con usted"),
    Tie.THEIR_CIRCLE: lambda it, mine: _("buena parte de sus socios lo son de usted"),
    Tie.MY_CIRCLE: lambda it, mine: _("buena parte de los socios de usted lo son de él"),
    Tie.NEXT_DOOR: lambda it, mine: _("es socio de un vecino de al lado de usted"),
    Tie.BESIDE: lambda it, mine: _("queda junto a un socio suyo"),
    Tie.REGION: lambda it, mine: _("hay vínculos entre su comarca y la de usted"),
    Tie.COUNTRIES: lambda it, mine: _("entre los dos países hay más vínculos de lo común"),
    Tie.FAMILIAR: lambda it, mine: _("usted ya tiene socios en su país"),
    Tie.NEW_COUNTRY: lambda it, mine: _("le abriría un país en que no tiene socios"),
    Tie.KIN_SIZE: lambda it, mine: _("del tamaño de sus socios"),
    Tie.KIN_BONDS: lambda it, mine: _("tiene tantos vínculos como sus socios"),
    Tie.OF_ITS_KIN: lambda it, mine: _("sus socios son del tamaño de usted"),
    Tie.SIZE: lambda it, mine: (
        _("cabecera de tamaño similar (%(theirs)s y %(mine)s habitantes)")
        % {"theirs": number(it.population), "mine": number(mine.population)}
    ),
    Tie.LARGE: lambda it, mine: _("los dos son grandes"),
    Tie.NAME: lambda it, mine: _("se llama igual"),
    Tie.NEARNESS: lambda it, mine: _("queda cerca"),
    Tie.COAST: lambda it, mine: _("también en la costa"),
    Tie.AREAS: lambda it, mine: _("trabajan ámbitos parecidos"),
}


def speaks(partner: Partner, mine: Territory) -> list[str]:
    """The parts worth naming, those that add most first."""
    ordered = sorted(partner.offer.added, key=lambda tie: -partner.offer.added[tie])
    said = [tie for tie in ordered if tie not in _UNSAID and partner.offer.added[tie] > 0]
    worth = [tie for tie in said if partner.parts[tie] >= _WORTH_SAYING.get(tie, _OTHERWISE)]
    return [_SAID[tie](partner.territory, mine) for tie in worth[:_MOST_SAID]]


def through(partner: Partner) -> str:
    """Who is bound to it already: "A, B y C; en total, 7"."""
    names = [each.name for each in partner.through]
    said = _("%(some)s y %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]
    count = len(partner.offer.through)
    return said if count <= NAMED else _("%(said)s; %(n)s en total") % {"said": said, "n": number(count)}


def how_it_fared(found: Fared) -> str:
    """What is on record of those bonds; silence is told as silence."""
    said = ngettext("%(n)s vínculo", "%(n)s vínculos", found.bonds) % {"n": number(found.bonds)}
    if found.is_silent:
        return _("%(said)s: no consta desde cuándo, si siguen vivos ni si terminaron") % {"said": said}
    return _("%(said)s: %(what)s") % {"said": said, "what": "; ".join(_told(found))}


def _told(found: Fared) -> Iterator[str]:
    if found.first is not None and found.first == found.last:
        yield _("solo consta el año %(first)s") % {"first": found.first}
    elif found.first is not None:
        yield _("constan años de %(first)s a %(last)s") % {"first": found.first, "last": found.last}
    if undated := found.bonds - found.dated:
        yield ngettext("de %(n)s no consta el año", "de %(n)s no consta el año", undated) % {"n": number(undated)}
    if found.ended:
        yield ngettext("%(n)s terminó", "%(n)s terminaron", found.ended) % {"n": number(found.ended)}
    else:
        yield _("no consta que alguno terminara")
    if found.recent:
        yield ngettext(
            "de %(n)s hay noticia en los últimos diez años",
            "de %(n)s hay noticia en los últimos diez años",
            found.recent,
        ) % {"n": number(found.recent)}
    else:
        yield _("de los últimos diez años no consta nada")


def why(partner: Partner, mine: Territory) -> Iterator[str]:
    """The reasons of a suggestion, each on its line."""
    yield _("parecidos a usted y ya vinculados con %(name)s: %(who)s") % {
        "name": partner.territory.name,
        "who": through(partner),
    }
    if said := speaks(partner, mine):
        yield _("además: %(parts)s") % {"parts": ", ".join(said)}
    yield _("cómo les fue: %(what)s") % {"what": how_it_fared(partner.fared)}
