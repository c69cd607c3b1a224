"""What both sides read before they meet, in one PDF: why, on what terms, what is on record, which documents, when."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import typst
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from minga.evidence.models import Claim
from minga.evidence.pages import in_time, marked
from minga.evidence.templatetags.field import named
from minga.exchange import binding, queries
from minga.exchange.binding import Bound
from minga.exchange.models import Exchange, Session
from minga.exchange.words import PARTIES, who_teaches
from minga.frame.words import when_in_words
from minga.notices.adapters import absolute
from minga.offers.domain.modalities import Modality
from minga.offers.words import MODALITIES, title, tongue
from minga.territories.models import Territory

_FORM = Path(__file__).parent / "data" / "dossier.typ"
MOST_CLAIMS = 12


@dataclass(frozen=True)
class Item:
    """One line of a list, and where it leads."""

    says: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the dossier."""

    title: str
    text: str = ""
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Dossier:
    """All of it, as text."""

    title: str
    subtitle: str
    parts: list[Part]
    foot: str
    each_on_its_page: bool = False


@cache
def _form() -> bytes:
    return _FORM.read_bytes()


def as_pdf(dossier: Dossier) -> bytes:
    """On A4; the words go in as data and are never read as markup."""
    data = json.dumps(asdict(dossier), ensure_ascii=True)
    return bytes(typst.compile(_form(), sys_inputs={"dossier": data}, ignore_system_fonts=True))


def whole(exchange: Exchange) -> bytes:
    """The dossier of an exchange in one PDF, the PDFs that both sides brought behind it, each with a cover."""
    return binding.bind(
        lambda files: as_pdf(of(exchange, files)),
        lambda files: as_pdf(_covers(exchange, files)),
        binding.looked_at(exchange),
    )


def _covers(exchange: Exchange, files: Sequence[Bound]) -> Dossier:
    """A page for each file that is bound: which it is, of how many, and who brought it."""
    parts = [
        Part(
            _("Anexo %(n)s de %(all)s") % {"n": n, "all": len(files)},
            f"{one.file.name}\n{one.file.organization.name}",
            [Item(binding.pages_in_words(one), absolute(one.file.get_absolute_url()))],
        )
        for n, one in enumerate(files, 1)
    ]
    return replace(of(exchange, files), title="", subtitle="", parts=parts, each_on_its_page=True)


def of(exchange: Exchange, files: Sequence[Bound] = ()) -> Dossier:
    """The dossier of an exchange, for its parties alone; `files`: what became of each of its files."""
    documents = _documents(files)
    parts = [*_terms(exchange), *_claims(exchange), documents, _sessions(exchange), _promises(exchange)]
    names = [one.name for one in (exchange.asker, exchange.asked) if one]
    return Dossier(
        title=_("Expediente de preparación"),
        subtitle=f"{' · '.join(names)} · {MODALITIES[Modality(exchange.modality)]} · {exchange.ref}",
        parts=[part for part in parts if part.text or part.items],
        foot=_("Preparado con Minga, para las partes del intercambio %(ref)s.") % {"ref": exchange.ref},
    )


def _terms(exchange: Exchange) -> list[Part]:
    terms = getattr(exchange, "terms", None)
    who = [
        Item(f"{PARTIES[party]}: {one.name}")
        for party, several in queries.participants(exchange).items()
        for one in several
    ]
    teaches = [who_teaches(exchange), *([tongue(exchange.language)] if exchange.language else [])]
    if exchange.offer:
        teaches.append(
            _("De la oferta %(ref)s: %(title)s") % {"ref": exchange.offer.ref, "title": title(exchange.offer)}
        )
    parts = [
        Part(_("Quiénes"), items=who),
        Part(_("Quién enseña"), items=[Item(capfirst(one)) for one in teaches]),
        Part(_("Por qué estos dos"), exchange.reasons),
    ]
    if terms is None:
        return [Part(_("Qué se pregunta"), exchange.question), *parts]
    return [
        Part(_("La pregunta"), terms.question),
        *parts,
        Part(_("Quién hace qué"), terms.roles),
        Part(_("Agenda"), terms.agenda),
        Part(_("Qué publica quien pide"), terms.publishes_asking),
        Part(_("Qué publica quien ofrece"), terms.publishes_offering),
    ]


def claims_of(territory: Territory | None) -> list[Claim]:
    """What is on record of a government, the latest first; three queries."""
    if territory is None:
        return []
    rows = Claim.objects.public().activity().filter(territory=territory)
    return list(in_time(marked(rows)))[::-1][:MOST_CLAIMS]


def _claims(exchange: Exchange) -> list[Part]:
    found = []
    for one in filter(None, (exchange.asked, exchange.asker)):
        items = [Item(_claim(claim), absolute(claim.get_absolute_url())) for claim in claims_of(one)]
        found.append(Part(_("Lo que consta de %(name)s") % {"name": one.name}, items=items))
    return found


def _claim(claim: Claim) -> str:
    source = named(next(iter(claim.citations.all())).source)
    return f"{claim.statement.rstrip('.')} ({when_in_words(claim.when)}). {source}"


def _documents(files: Sequence[Bound]) -> Part:
    items = [
        Item(
            f"{one.file.name} ({one.file.organization.name}): {binding.in_words(one)}",
            absolute(one.file.get_absolute_url()),
        )
        for one in files
    ]
    return Part(_("Documentos de ambas partes"), items=items)


def when_told(session: Session) -> str:
    """When a session is, by the clock of its own zone."""
    zone = ZoneInfo(session.zone)
    starts, ends = session.starts.astimezone(zone), session.ends.astimezone(zone)
    last = ends.strftime("%H:%M") if starts.date() == ends.date() else date_format(ends, "j \\d\\e F, H:i")
    first = date_format(starts, "l j \\d\\e F \\d\\e Y, H:i")
    return f"{first} – {last} ({session.zone.replace('_', ' ')})"


def _sessions(exchange: Exchange) -> Part:
    rows = exchange.sessions.filter(cancelled_at=None)
    return Part(_("Sesiones"), items=[Item(when_told(one), one.link) for one in rows])


def _promises(exchange: Exchange) -> Part:
    rows = exchange.commitments.filter(dropped_at=None, kept_at=None).select_related("owner")
    items = [Item(f"{one.what} ({one.owner.name}, {date_format(one.due, 'DATE_FORMAT')})") for one in rows]
    return Part(_("Compromisos"), items=items)
