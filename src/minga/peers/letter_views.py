"""Pages: a letter that asks a peer for help, to edit and take away, and whom to turn to; all stands in the address."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.evidence.models import Claim
from minga.frame.forms import text_param
from minga.kit.text import slugify
from minga.peers import asking, papers, words
from minga.peers.domain.goals import Goal
from minga.peers.letters import FIELDS, MOST_PROOFS, Letter, written
from minga.peers.queries import goal_of, is_goal
from minga.peers.views import asked_for
from minga.territories.mine import may_be_mine
from minga.territories.models import Territory
from minga.territories.queries import by_code

_FILES = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", papers.as_docx),
    "pdf": ("application/pdf", papers.as_pdf),
}
_ONE_LINE = frozenset({"asunto", "firma"})
# Rows of a field for so many characters of what it holds.
_ROW = 75


@dataclass(frozen=True)
class Field:
    """One part of the letter that may be edited."""

    name: str
    label: str
    value: str
    limit: int

    @property
    def rows(self) -> int:
        """How many lines it is shown in; 0 for a field of a single line."""
        return 0 if self.name in _ONE_LINE else self.value.count("\n") + len(self.value) // _ROW + 1


@dataclass(frozen=True)
class Asked:
    """What an address asks for: two governments, as far as they are known, and the letter between them."""

    mine: Territory | None
    other: Territory | None
    pair: asking.Pair | None = None
    goal: Goal | None = None
    organs: list[Claim] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """The letter in a form that keeps what was typed, the ways to take it along, and whom to turn to."""
    asked = _asked(request)
    context: dict[str, object] = {"own": asked.mine, "peer": asked.other, "goal": asked.goal}
    if asked.pair:
        context["goals"] = [(code, words.goal_label(code)) for code in asked.pair.ahead]
    if asked.mine:
        context["desk"] = asking.desk(asked.mine, asked.other, asked.organs, asked.claims)
    if draft := _draft(request, asked):
        parts = _parts(request, draft)
        context |= {"letter": draft.edited(parts), "fields": _fields(parts)}
    return render(request, "peers/letter.html", context)


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The letter as DOCX or PDF; where there is none, the page says what is missing."""
    asked = _asked(request)
    draft = _draft(request, asked)
    if draft is None or asked.other is None:
        return redirect(f"{reverse('letter')}?{request.GET.urlencode()[:2000]}")
    media_type, write = _FILES[form]
    response = HttpResponse(write(draft.edited(_parts(request, draft))), content_type=media_type)
    name = slugify(asked.other.name) or asked.other.code.lower()
    response.headers["Content-Disposition"] = f'attachment; filename="carta-{name}.{form}"'
    return response


def _asked(request: HttpRequest) -> Asked:
    mine, other = _government(asked_for(request)), _government(text_param(request, "par", limit=60))
    code = text_param(request, "meta", limit=60)
    named = goal_of(code) if code and is_goal(code) else None
    pair = asking.pair(mine, other, named) if mine and other else None
    if pair is None or other is None:
        return Asked(mine, other)
    ahead = [named.code] if named else list(pair.ahead)
    goal = goal_of(ahead[0]) if ahead and ahead[0] in pair.ahead else None
    claims = asking.proofs(pair.ahead[goal.code].holding.refs, MOST_PROOFS) if goal else []
    return Asked(mine, other, pair, goal, asking.standing_organs(other), claims)


def _government(code: str) -> Territory | None:
    found = by_code(code).territory if code else None
    return found if found and may_be_mine(found) else None


def _draft(request: HttpRequest, asked: Asked) -> Letter | None:
    if asked.pair is None or asked.goal is None:
        return None
    at = {claim.ref: request.build_absolute_uri(claim.get_absolute_url()) for claim in asked.claims}
    return written(asked.pair, asked.goal, asked.claims, asked.organs[0] if asked.organs else None, at)


def _parts(request: HttpRequest, draft: Letter) -> dict[str, str]:
    """What may be edited: as it was typed, and as it is proposed where the address says nothing of it."""
    return {name: _typed(request, name) if name in request.GET else said for name, said in draft.parts().items()}


def _typed(request: HttpRequest, name: str) -> str:
    lines = text_param(request, name, limit=FIELDS[name]).splitlines()
    return (" " if name in _ONE_LINE else "\n").join(" ".join(line.split()) for line in lines)


def _fields(parts: dict[str, str]) -> list[Field]:
    labels = {
        "organo": _("A quién (una dependencia, no una persona)"),
        "asunto": _("Asunto"),
        "saludo": _("Saludo y motivo"),
        "p1": _("Primera pregunta"),
        "p2": _("Segunda pregunta"),
        "p3": _("Tercera pregunta"),
        "cierre": _("Cierre"),
        "firma": _("Quién firma (el gobierno o la dependencia)"),
    }
    return [Field(name, labels[name], value, FIELDS[name]) for name, value in parts.items()]
