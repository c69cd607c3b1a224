"""What is known already: earlier answers to questions like this one, and claims that answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minga.accounts.actors import Actor
from minga.desk.adapters import concerns
from minga.desk.domain.asking import DUPLICATES, MOST_CITED, questions_in
from minga.desk.found import KIND
from minga.desk.models import Answer, Consultation, PublishedQuestion
from minga.desk.queries.meanings import Near, nearest
from minga.evidence.domain.statuses import Kind
from minga.evidence.models import Claim
from minga.evidence.pages import READABLE
from minga.search.answers import Result
from minga.search.queries import find
from minga.search.retrieval import Found, Where, retrieve

# So many questions of one text are asked.
_MOST_ASKED = 4
# So many things that two questions are about are told, the rarest: they say why one is like the other.
_MOST_TOLD = 4


@dataclass(frozen=True)
class Earlier:
    """A question that was answered: its words, the newest answer, whether everybody may read it, how near it is.

    shared   in Spanish, what both it and the one that is asked are about; none where nothing is known of that
    """

    code: str
    question: str
    answer: str
    language: str
    score: float
    published: PublishedQuestion | None = None
    shared: tuple[str, ...] = ()


def like(text: str, *, actor: Actor, besides: str = "", most: int = DUPLICATES) -> list[Earlier]:
    """Answered questions most like a text, the nearest first, in any language: by what its whole means and is about.

    Without the model, by the words of the sentences that ask.

    Only those that everybody may read, and those of the desk at which the actor sits. `besides` is a code to leave out.
    """
    rows = nearest(text, actor=actor, besides=besides, most=most * 2)
    rows = _by_words(text, actor, besides)[: most * 2] if rows is None else rows
    known = _answered([near.code for near in rows])
    return [_earlier(known[near.code], near) for near in rows if near.code in known][:most]


def _by_words(text: str, actor: Actor, besides: str) -> list[Near]:
    own = Consultation.objects.of_desk(actor).exclude(answered_at=None).values_list("code", flat=True)
    found = ranked(" ".join(questions_in(text)), [code for code in own if code != besides], besides)
    return [Near(found.rows[hit.key].ref, found.scores[hit.key]) for hit in found.hits]


def ranked(text: str, own: Sequence[str], besides: str = "") -> Found:
    """The entries of answered questions, by likeness; the public ones and those with these codes."""
    sql = f"e.kind = '{KIND}' AND e.ref <> %s AND (e.access = 'open' OR e.ref = ANY(%s))"
    return retrieve(text, condition=Where(sql, [besides, list(own)]))


def _answered(codes: Sequence[str]) -> Mapping[str, Consultation]:
    rows = Consultation.objects.filter(code__in=codes).select_related("published__consultation")
    return {row.code: row for row in rows.prefetch_related("answers")}


def _earlier(row: Consultation, near: Near) -> Earlier:
    shared = tuple(concerns().names[code] for code in near.shared[:_MOST_TOLD])
    public: PublishedQuestion | None = getattr(row, "published", None)
    public = public if public is not None and public.withdrawn_at is None else None
    if public is not None:
        return Earlier(row.code, public.question, public.answer, public.language, near.score, public, shared)
    said = [answer for answer in row.answers.all() if answer.sent_at]
    return Earlier(row.code, row.text, said[-1].text if said else "", row.language, near.score, None, shared)


def evidence_for(consultation: Consultation) -> list[Result]:
    """The claims that answer what is asked, as the search finds them; none where nothing supports an answer.

    Each question of the text is asked by itself: greetings and circumstances would hide what answers it.
    """
    found: dict[str, Result] = {}
    for question in questions_in(consultation.text)[:_MOST_ASKED]:
        answer = find(question, per_page=4 * MOST_CITED)
        for one in () if answer.nearest else answer.results:
            if one.kind == "claim" and one.claim_kind != Kind.BACKGROUND:
                found.setdefault(one.ref, one)
    return list(found.values())[:MOST_CITED]


def grounds(answer: Answer) -> list[Claim | PublishedQuestion]:
    """What an answer stands on, as far as everybody may read it, in its order."""
    return grounds_named([(basis.kind, basis.ref) for basis in answer.bases.all()])


def grounds_of_published(row: PublishedQuestion) -> list[Claim | PublishedQuestion]:
    """What a published answer stands on."""
    return grounds_named([(kind, ref) for kind, _, ref in (each.partition(" ") for each in row.bases)])


def grounds_named(named: Sequence[tuple[str, str]]) -> list[Claim | PublishedQuestion]:
    """Claims and published questions by kind and ref."""
    claims = Claim.objects.with_citations().filter(status__in=READABLE, ref__in=[r for k, r in named if k == "claim"])
    public = PublishedQuestion.objects.filter(withdrawn_at=None).select_related("consultation", "federation")
    asked = public.filter(consultation__code__in=[ref for kind, ref in named if kind == KIND])
    found: dict[tuple[str, str], Claim | PublishedQuestion] = {("claim", one.ref): one for one in claims}
    found |= {(KIND, one.consultation.code): one for one in asked}
    return [found[each] for each in named if each in found]
