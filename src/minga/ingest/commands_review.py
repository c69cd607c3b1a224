"""`minga review`: one proposal after another, read beside its words and judged by a person; and taken back."""

import argparse
import sys
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.accounts.actors import Actor, installation
from minga.accounts.models import User
from minga.accounts.second_eyes import SecondEyesNeeded
from minga.evidence.actions import AlreadyJudged, ClaimRefused, JudgementStands
from minga.evidence.domain.quotes import QuoteNotFound
from minga.evidence.domain.statuses import Access
from minga.evidence.domain.vocabulary import LANGUAGES, vocabulary
from minga.evidence.models import Claim
from minga.ingest import commands_correct, known, queries
from minga.ingest.actions.judging import (
    Corrected,
    JudgedByAnother,
    NotJudged,
    accept_proposal,
    correct_proposal,
    dispute_proposal,
    merge_proposal,
    reject_proposal,
    undo_judgement,
)
from minga.ingest.asking import GaveUp, ask
from minga.ingest.domain.proposing import JUDGED, Relation, Standing
from minga.ingest.models import Proposal
from minga.ingest.reasons import because_in_words, why_in_words
from minga.kit.terminal import say, tell
from minga.territories.models import Territory
from minga.territories.queries.resolving import resolve

# Characters of context on either side of a quote.
_AROUND = 240


@dataclass
class Session:
    """One sitting: who signs, what waits, what was judged in it (the last at the end)."""

    by: Actor
    waiting: list[int]
    done: list[int] = field(default_factory=list)
    at: int = 0

    @property
    def current(self) -> int | None:
        """The key of the proposal to be read now; None at the end."""
        return self.waiting[self.at] if self.at < len(self.waiting) else None


def register(subparsers: Any) -> None:
    """Add the command."""
    review = subparsers.add_parser("review", help=_("leer lo que proponen los documentos, y aceptarlo o no"))
    review.add_argument(
        "--document", metavar="SHA", default="", help=_("solo de este documento (el comienzo de su huella)")
    )
    review.add_argument(
        "--territory", metavar=_("TERRITORIO"), default="", help=_("solo de este, y de lo que hay en él")
    )
    review.add_argument(
        "--instrument", choices=vocabulary().claimable("instrument"), metavar=_("INSTRUMENTO"), default="",
        help=_("solo de este instrumento"),
    )  # fmt: skip
    review.add_argument("--language", choices=LANGUAGES, default="", help=_("solo de documentos en este idioma"))
    review.add_argument(
        "--min-confidence", type=float, metavar="0.8", default=0.0, help=_("solo de esta confianza o más")
    )
    review.add_argument("--organ", metavar=_("ÓRGANO"), default="", help=_("el órgano que responde por los dictámenes"))
    review.add_argument("--as", dest="email", metavar=_("CORREO"), default="", help=_("la cuenta de quien dictamina"))
    review.add_argument("--summary", action="store_true", help=_("cuánto acierta cada regla, según lo ya dictaminado"))
    review.set_defaults(run=run_review, prepares=True)


def run_review(args: argparse.Namespace) -> int:
    """Go through what waits. Exit code 1 where nobody signs, or a filter names nothing."""
    if args.summary:
        return _summarize()
    by = _signature(args)
    territory = _territory(args.territory) if args.territory else ""
    if by is None or territory is None:
        return 1
    found = queries.to_review(
        document=args.document.lower(),
        territory=territory,
        instrument=args.instrument,
        language=args.language,
        least=args.min_confidence,
    )
    session = Session(by, list(found.values_list("pk", flat=True)))
    say(
        ngettext("{n} propuesta espera.", "{n} propuestas esperan.", len(session.waiting)).format(
            n=len(session.waiting)
        )
    )
    _sit(session)
    left = len(session.waiting) - len(session.done)
    say(_("Dictaminadas: {done}; siguen en espera: {left}.").format(done=len(session.done), left=left))
    return 0


def _signature(args: argparse.Namespace) -> Actor | None:
    person = None
    if args.email:
        person = User.objects.filter(email__iexact=args.email.strip()).first()
        if person is None:
            tell(_("No hay una cuenta con el correo {email}.").format(email=args.email))
            return None
    by = installation(user=person, organ=args.organ.strip())
    if not by.is_known:
        tell(_("Un dictamen lleva firma: diga «--organ ÓRGANO» o «--as CORREO»."))
        return None
    return by


def _territory(name: str) -> str | None:
    found = resolve(name).territory
    if found is None:
        tell(_("No se sabe qué territorio es «{name}»: dé su código.").format(name=name))
        return None
    return found.code


def _sit(session: Session) -> None:
    """Until the end, or until the person leaves; what was judged stays judged."""
    while True:
        key = session.current
        row = queries.with_all(key) if key else None
        if row and row.state != Standing.OPEN:  # judged elsewhere, or gone with what was judged here
            session.at += 1
            continue
        if row:
            show(row, session)
        elif not session.done:
            return
        else:
            say(_("No queda nada más. «d» deshace lo último; «q» termina."))
        try:
            answer = ask(_("¿? ")).strip().lower()[:1]
        except GaveUp:
            return
        if answer == "q":
            return
        _do(answer, row, session)


def _do(answer: str, row: Proposal | None, session: Session) -> None:
    """What one key asks for. What cannot be done is said, and the same proposal is shown again."""
    try:
        if answer == "d":
            _undo(session)
        elif row is None or answer not in ("a", "n", "c", "r", "m", "x", "s"):
            say(
                _(
                    "a aceptar · n aceptar como otro hecho · c corregir · r rechazar · m citar en otra · x en disputa "
                    "con otra · s saltar · d deshacer · q salir"
                )
            )
        elif answer == "s":
            session.at += 1
        else:
            _judge(answer, row, session)
    except GaveUp:
        say(_("Se deja como estaba."))
    except AlreadyJudged:
        tell(_("Alguien ya la dictaminó."))
    except QuoteNotFound:
        tell(_("El documento se leyó de nuevo y estas palabras no están en su lugar: sáltela hasta otra lectura."))
    except SecondEyesNeeded:
        tell(_("La propuso usted: en su organización la dictamina otra persona."))
    except (Claim.DoesNotExist, ClaimRefused):
        tell(_("No hay una afirmación publicada con ese nombre, o es de otro territorio."))
    except JudgedByAnother:
        tell(_("La dictaminó otra persona: la deshace ella."))
    except (NotJudged, JudgementStands):
        tell(_("No se puede deshacer: después se corrigió, o su cita ya no está."))


def _judge(answer: str, row: Proposal, session: Session) -> None:
    if answer != "r" and row.extracted.document.access == Access.PRIVATE:
        _ask_before_it_is_told(row)
    if answer in ("a", "n"):
        judged = accept_proposal(proposal=row, by=session.by, apart=answer == "n")
    elif answer == "c":
        judged = _correct(row, session.by)
    elif answer == "m":
        judged = merge_proposal(proposal=row, into=_claim(_("¿De qué afirmación es cita? ")), by=session.by)
    elif answer == "x":
        judged = dispute_proposal(proposal=row, against=_claim(_("¿A qué afirmación contradice? ")), by=session.by)
    else:
        judged = reject_proposal(proposal=row, by=session.by, reason=_reason())
    said = {
        Standing.ACCEPTED: _("Aceptada"),
        Standing.CORRECTED: _("Corregida y aceptada"),
        Standing.REJECTED: _("Rechazada"),
    }[Standing(judged.state)]
    as_citation = judged.state != Standing.REJECTED and judged.relation == Relation.REPEATS
    where = _(" como cita de {ref}").format(ref=judged.claim) if as_citation else ""
    say(f"{said}{where}: {judged.ref}.")
    session.done.append(judged.pk)
    session.at += 1


def _ask_before_it_is_told(row: Proposal) -> None:
    """What a private document tells becomes public, in our words and not in its own. Raises GaveUp where it may not."""
    say(
        _("«{title}» es privado: al aceptar se publican la frase y el nombre de la fuente, no sus palabras.").format(
            title=row.extracted.document.source.title
        )
    )
    if ask(_("¿Publicar? (s/n) ")).strip().lower()[:1] != "s":
        raise GaveUp


def _correct(row: Proposal, by: Actor) -> Proposal:
    """As it was read; where that is what was proposed, it is accepted."""
    to = commands_correct.ask_for(row)
    if to == Corrected(row.territory.code, row.instrument, row.event, row.when, tuple(row.areas)):
        return accept_proposal(proposal=row, by=by)
    return correct_proposal(proposal=row, to=to, by=by, reason=ask(_("Por qué (puede quedar vacío): ")))


def _claim(prompt: str) -> Claim:
    return Claim.objects.get(ref=ask(prompt).strip().upper())


def _reason() -> str:
    while not (reason := ask(_("Por qué se rechaza: ")).strip()):
        say(_("Un rechazo dice por qué."))
    return reason


def _undo(session: Session) -> None:
    """The last judgement of this sitting, else the last of whoever signs."""
    if session.done:
        last = Proposal.objects.get(pk=session.done[-1])
    else:
        found = queries.judged_last(by=session.by.key, organ=session.by.organ)
        if found is None:
            say(_("No hay nada que deshacer."))
            return
        last = found
    undo_judgement(proposal=last, by=session.by)
    session.done = session.done[:-1]
    if last.pk in session.waiting:
        session.at = session.waiting.index(last.pk)
    else:
        session.waiting.insert(session.at, last.pk)
    say(_("Deshecho: {ref} vuelve a esperar.").format(ref=last.ref))


def show(row: Proposal, session: Session) -> None:
    """A proposal as a person judges it: its words, what it says, why, what else it may mean, what it is set beside."""
    document = row.extracted.document
    page = _(", página {n}").format(n=row.passage.page) if row.passage and row.passage.page else ""
    say()
    say(f"{session.at + 1}/{len(session.waiting)}  {row.ref}  {document.source.short}, {document.short}{page}")
    say(in_context(row, colour=sys.stdout.isatty()))
    for line in _told(row):
        say(f"  {line}")


def in_context(row: Proposal, *, colour: bool) -> str:
    """The quote in what stands around it, in reverse video where there is colour, else between arrows."""
    text, (on, off) = row.extracted.text, ("\x1b[7m", "\x1b[0m") if colour else ("▶", "◀")
    before, after = text[max(0, row.start - _AROUND) : row.start], text[row.end : row.end + _AROUND]
    return " ".join(f"{'…' if row.start > _AROUND else ''}{before}{on}{row.quote}{off}{after}".split())


def _told(row: Proposal) -> list[str]:
    areas = [_named(area, "area") for area in row.areas]
    said = [row.when, *areas, *(party["name"] for party in row.counterparts), row.actor, row.hosted_in]
    what = [str(row.territory), _named(row.instrument, "instrument"), _named(row.event, "event")]
    parts = " · ".join([*what, *filter(None, said)])
    lines = [_("Propone: {parts}").format(parts=parts)]
    lines.append(f"  {row.confidence:.2f}  {'; '.join(map(why_in_words, row.why))}")
    others = Territory.objects.filter(code__in=row.alternatives).order_by("code")
    lines += [_("  ¿o {other}?").format(other=other) for other in others]
    for cited in row.cites:
        known_as = cited["source"] or _("no está en la base")
        named = ", ".join(str(cited[part]) for part in ("author", "year", "title") if cited[part])
        lines.append(_("  Remite a: {named} ({known})").format(named=named, known=known_as))
    because = "; ".join(map(because_in_words, row.because))
    if row.relation == Relation.REPEATS and row.claim:
        lines += _beside(_("Parece repetir {ref}"), row.claim, because)
    if row.contradicts:
        lines += _beside(_("Contradice a {ref}"), row.contradicts, because)
    return lines


def _named(code: str, scheme: str) -> str:
    """A concept by its name, with the code by which a correction calls it."""
    return f"{vocabulary().label(code, 'es', scheme=scheme)} [{code}]"


def _beside(heading: str, claim: Claim, because: str) -> list[str]:
    quotes = [citation.quote for citation in claim.citations.all() if citation.quote]
    lines = [heading.format(ref=claim.ref) + (f" ({because})" if because else "") + f": {claim.statement}"]
    return lines + [f"    «{' '.join(quote.split())}»" for quote in quotes]


def _summarize() -> int:
    rows = known.precision()
    heads = [_("aceptadas"), _("corregidas"), _("rechazadas")]
    say(f"{_('regla'):24} {_('idioma'):7} {' '.join(f'{head:>10}' for head in heads)} {_('acierto'):>8}")
    for rule, language, counts in rows:
        total = sum(counts[state] for state in JUDGED)
        share = f"{counts[Standing.ACCEPTED] / total:.2f}"
        said = [f"{counts[state]:>10}" for state in (Standing.ACCEPTED, Standing.CORRECTED, Standing.REJECTED)]
        say(f"{rule:24} {language:7} {' '.join(said)} {share:>8}")
    say(
        _("Acierto: aceptadas tal como se propusieron, entre todas las dictaminadas.")
        if rows
        else _("Nada dictaminado.")
    )
    return 0
