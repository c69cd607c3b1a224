"""The draft of an answer: what is on record, each with its source, or that nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from minga.accounts.actors import Actor
from minga.desk.found import KIND
from minga.desk.models import Consultation, PublishedQuestion
from minga.desk.queries.desks import answer_language
from minga.desk.queries.earlier import evidence_for, like
from minga.evidence.models import Claim
from minga.evidence.pages import READABLE
from minga.search.answers import Result


@dataclass(frozen=True)
class Draft:
    """The words of a draft, and kind and ref of what each of them stands on, in their order."""

    text: str
    named: tuple[tuple[str, str], ...]
    no_evidence: bool


def drafted(consultation: Consultation, earlier: str, *, actor: Actor) -> Draft:
    """The claims that answer a question, each with who says so; before them an earlier answer, where one was chosen.

    Nothing is said that is not on record: where nothing supports an answer, the draft says "no hay evidencia".
    """
    found = evidence_for(consultation)
    known = next((one for one in like(consultation.text, actor=actor, most=20) if one.code == earlier), None)
    named = [(KIND, known.code)] if known and known.published else []
    named += [("claim", one.ref) for one in found]
    with translation.override(answer_language(consultation)):
        if not found and known is None:
            return Draft(_silence(), (), no_evidence=True)
        parts = [known.answer] if known else []
        if found:
            parts.append("\n".join([_("Esto es lo que consta en la colección:"), *map(_line, found)]))
    return Draft("\n\n".join(parts), tuple(named), no_evidence=False)


def _silence() -> str:
    return _(
        "No hay evidencia: en la colección no consta nada que responda a esta pregunta. No quiere decir que no exista; "
        "quiere decir que nadie ha traído todavía una fuente. Lo anotamos para investigarlo."
    )


def _line(result: Result) -> str:
    """A claim, who says so and its ref; the words of the source themselves where they are held."""
    source = ", ".join(str(part) for part in (result.source["authors"], result.source["title"]) if part)
    year = f" ({result.source['year']})" if result.source["year"] else ""
    quote = f" «{' '.join(result.quote.split())}»" if result.quote else ""
    return f"- {result.statement}{quote} {source}{year}. [{result.ref}]"


def nameable(named: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of what an answer is said to stand on, what everybody may read."""
    refs = [ref for kind, ref in named if kind == "claim"]
    known = {
        ("claim", ref) for ref in Claim.objects.filter(status__in=READABLE, ref__in=refs).values_list("ref", flat=True)
    }
    codes = [ref for kind, ref in named if kind == KIND]
    public = PublishedQuestion.objects.filter(withdrawn_at=None, consultation__code__in=codes)
    known |= {(KIND, code) for code in public.values_list("consultation__code", flat=True)}
    return [each for each in named if each in known]
