"""A letter that asks a government for help: why it, what proves it, three questions, a blank signature.

It goes to an organ, never to a person, and nothing of whoever signs is typed here: the signature is left blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from textwrap import shorten
from typing import TypedDict
from urllib.parse import quote

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minga.evidence.domain.statuses import Status
from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim
from minga.evidence.templatetags.field import named
from minga.frame.words import country, when_in_words
from minga.peers import words
from minga.peers.asking import Pair
from minga.peers.domain.goals import Goal
from minga.peers.domain.letters import Ask, Kind, Question, questions
from minga.territories.models import Territory

# What may be typed, and up to how many characters of it are kept.
FIELDS = {
    "organo": 250,
    "asunto": 150,
    "saludo": 900,
    "p1": 350,
    "p2": 350,
    "p3": 350,
    "cierre": 500,
    "firma": 150,
}
MOST_PROOFS = 4
_LONGEST_STATEMENT = 180
# Mail programs of Windows take no longer address.
_LONGEST_MAILTO = 1900


@dataclass(frozen=True)
class Proof:
    """One claim as the letter cites it."""

    says: str
    when: str
    source: str
    status: str
    url: str


@dataclass(frozen=True)
class Letter:
    """Everything a letter says, as text."""

    place: str
    addressee: str
    subject: str
    opening: str
    reasons: str
    proofs: tuple[Proof, ...]
    questions: tuple[str, ...]
    closing: str
    sender: str

    def parts(self) -> dict[str, str]:
        """What may be edited, by field."""
        first, second, third = (*self.questions, "", "", "")[:3]
        return {
            "organo": self.addressee,
            "asunto": self.subject,
            "saludo": self.opening,
            "p1": first,
            "p2": second,
            "p3": third,
            "cierre": self.closing,
            "firma": self.sender,
        }

    def edited(self, parts: Mapping[str, str]) -> "Letter":
        """The same letter with these parts; a question that was emptied is not asked."""
        return replace(
            self,
            addressee=parts["organo"],
            subject=parts["asunto"],
            opening=parts["saludo"],
            questions=tuple(filter(None, (parts["p1"], parts["p2"], parts["p3"]))),
            closing=parts["cierre"],
            sender=parts["firma"],
        )

    def as_data(self) -> dict[str, object]:
        """The letter for the typesetter, with the words that stand around it."""
        return asdict(self) | dict(around())

    def as_text(self, *, brief: bool = False) -> str:
        """The letter as plain text for a mail; `brief` leaves out the claims."""
        said = around()
        proofs = [f"- {each.says} ({each.when}; {each.status}). {each.source} {each.url}" for each in self.proofs]
        blocks = [
            self.addressee,
            self.opening,
            self.reasons,
            "\n".join([said["proofs_title"], *proofs]) if proofs and not brief else "",
            "\n".join([said["questions_title"], *(f"{n}. {each}" for n, each in enumerate(self.questions, 1))])
            if self.questions
            else "",
            self.closing,
            "\n".join(filter(None, [self.sender, *(f"{label}: " for label in said["blanks"])])),
        ]
        return "\n\n".join(filter(None, blocks)) + "\n"

    def mailto(self) -> str:
        """A link that opens a mail without a recipient: with the whole letter, without its claims, or with its subject
        alone, as much as mail programs take."""
        subject = f"mailto:?subject={quote(self.subject)}"
        bodies = (f"{subject}&body={quote(text)}" for text in (self.as_text(), self.as_text(brief=True)))
        return next((link for link in bodies if len(link) <= _LONGEST_MAILTO), subject)


class Around(TypedDict):
    """The words that stand in every letter, and the blanks that whoever signs fills in by hand."""

    date: str
    subject_title: str
    proofs_title: str
    questions_title: str
    blanks: list[str]
    foot: str


def around() -> Around:
    """They, in the language of the page."""
    return {
        "date": _("fecha: ____ / ____ / ______"),
        "subject_title": _("Asunto:"),
        "proofs_title": _("Lo que consta de ustedes en Minga, con su fuente:"),
        "questions_title": _("Quisiéramos preguntarles:"),
        "blanks": [_("Nombre"), _("Cargo"), _("Correo o teléfono de la dependencia")],
        "foot": _("Preparada con Minga: hechos públicos con su fuente. Lo que consta, no lo que existe."),
    }


def written(pair: Pair, goal: Goal, claims: Sequence[Claim], organ: Claim | None, at: Mapping[str, str]) -> Letter:
    """The letter as it is proposed.

    claims  those it cites, with their citations
    organ   a claim of the organ it goes to; None where none is on record
    at      the whole address of each claim, by its ref
    """
    label = words.goal_label(goal.code)
    return Letter(
        place=pair.mine.name,
        addressee=_addressee(pair.other, organ),
        subject=_("Consulta de %(mine)s sobre %(goal)s") % {"mine": pair.mine.name, "goal": label},
        opening=_(
            "Reciban un saludo de %(mine)s (%(where)s). Queremos avanzar en esto: %(goal)s. Antes de empezar buscamos "
            "aprender de un gobierno parecido que ya dio ese paso, y por eso les escribimos."
        )
        % {"mine": pair.mine.name, "where": _where(pair.mine), "goal": label},
        reasons=_reasons(pair, goal),
        proofs=tuple(_proof(claim, at[claim.ref]) for claim in claims[:MOST_PROOFS]),
        questions=tuple(question(each) for each in questions(goal, pair.acts)),
        closing=_(
            "Unas líneas, un documento o una llamada de media hora nos bastarían. Con gusto les contaremos qué hicimos "
            "con lo aprendido."
        ),
        sender=_("Gobierno de %(mine)s") % {"mine": pair.mine.name},
    )


def _addressee(other: Territory, organ: Claim | None) -> str:
    government = _("Gobierno de %(name)s (%(where)s)") % {"name": other.name, "where": _where(other)}
    if organ is None:
        return _("A la dependencia encargada de los asuntos internacionales\n%(government)s") % {
            "government": government
        }
    said = {"organ": words.goal_label(organ.instrument), "host": organ.hosted_in, "government": government}
    if organ.hosted_in:
        return _("Asuntos internacionales: %(organ)s, %(host)s\n%(government)s") % said
    return _("Asuntos internacionales: %(organ)s\n%(government)s") % said


def _where(territory: Territory) -> str:
    level = vocabulary().label(territory.level, get_language() or "es", scheme="level")
    return f"{level}, {country(territory.country)}"


def _reasons(pair: Pair, goal: Goal) -> str:
    alike = ", ".join(words.alike_in(pair.parts, pair.other, pair.mine))
    holding = pair.ahead[goal.code].holding
    reached = words.reached(holding)
    if holding.ended is not None:
        return _("Por qué a ustedes: según lo que consta, ya pasaron por lo que queremos hacer (%(ahead)s).") % {
            "ahead": reached
        }
    if not alike:
        return _("Por qué a ustedes: según lo que consta, tienen lo que nos falta (%(ahead)s).") % {"ahead": reached}
    return _(
        "Por qué a ustedes: nos parecemos (%(alike)s) y, según lo que consta, tienen lo que nos falta (%(ahead)s)."
    ) % {
        "alike": alike,
        "ahead": reached,
    }


def _proof(claim: Claim, url: str) -> Proof:
    source = named(next(iter(claim.citations.all())).source)
    status = _("aceptada") if claim.status == Status.ACCEPTED else _("sin cotejar")
    return Proof(
        says=shorten(claim.statement, _LONGEST_STATEMENT, placeholder="…").rstrip("."),
        when=when_in_words(claim.when),
        source=source if source.endswith("…") else f"{source.rstrip('.')}.",
        status=_("%(status)s, en disputa") % {"status": status} if getattr(claim, "disputed", False) else status,
        url=url,
    )


def question(one: Question) -> str:
    """A question in words."""
    if one.ask == Ask.BEGAN:
        said = _began()[one.kind]
        return (
            _("%(question)s (Nos consta el año %(year)s.)") % {"question": said, "year": one.year} if one.year else said
        )
    if one.ask == Ask.MEANS:
        return _means()[one.kind]
    year = {"year": one.year}
    if one.ask == Ask.ENDED:
        return (
            _("Consta que terminó en %(year)s: ¿por qué, qué quedó de ello y qué lo habría sostenido?") % year
            if one.year
            else _("Consta que terminó: ¿por qué, qué quedó de ello y qué lo habría sostenido?")
        )
    if one.ask == Ask.RETURNED:
        return (
            _("Consta que se interrumpió en %(year)s y volvió: ¿por qué se cayó y qué lo hizo volver?") % year
            if one.year
            else _("Consta que se interrumpió y volvió: ¿por qué se cayó y qué lo hizo volver?")
        )
    return _("¿Qué no volverían a hacer, y qué harían antes si empezaran hoy?")


def _began() -> dict[Kind, str]:
    return {
        Kind.ORGAN: _(
            "¿Cómo empezó la dependencia y con qué acto jurídico se creó (acuerdo, decreto, ley)? ¿Pueden compartirlo?"
        ),
        Kind.POLICY: _("¿Quién la redactó, con qué diagnóstico, y con qué acto se adoptó? ¿Pueden compartir el texto?"),
        Kind.BOND: _("¿Quién buscó a quién, cómo eligieron a la otra parte y quién tenía competencia para firmar?"),
        Kind.NETWORK: _("¿Cómo entraron, quién lo decidió y qué compromisos y cuotas asumieron?"),
        Kind.DELEGATION: _("¿Con qué figura jurídica abrieron la representación y cómo eligieron el lugar?"),
        Kind.INVESTMENT: _(
            "¿Cómo empezaron a promover la inversión, qué dependencia lo hace y con qué acto se le encargó?"
        ),
        Kind.OTHER: _("¿Cómo empezaron y con qué acto jurídico?"),
    }


def _means() -> dict[Kind, str]:
    return {
        Kind.ORGAN: _("¿Con cuántas personas y qué presupuesto empezaron, y con cuántas trabajan hoy?"),
        Kind.POLICY: _(
            "¿Con qué personas y presupuesto se ejecuta, y cómo le dan seguimiento entre un gobierno y otro?"
        ),
        Kind.BOND: _("¿Quién lo mantiene vivo, cuánto cuesta al año y qué ha salido de ello?"),
        Kind.NETWORK: _("¿Cuánto tiempo y dinero les toma participar, y qué han obtenido?"),
        Kind.DELEGATION: _("¿Con qué personas y presupuesto funciona, y cómo miden si vale lo que cuesta?"),
        Kind.INVESTMENT: _("¿Con qué personas y presupuesto trabajan, y cómo siguen cada proyecto de inversión?"),
        Kind.OTHER: _("¿Con qué personas y qué presupuesto lo hicieron?"),
    }
