"""Which answered questions are like one, by what their whole texts mean: read in one query, compared in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, BinaryField, Case, F, Q, When

from minga.accounts.actors import Actor
from minga.desk.adapters import concerns, learned, model, vector_of
from minga.desk.domain.likeness import DIMENSIONS, Text, Texts, nearness, rarities
from minga.desk.models import Consultation, Meaning
from minga.search import adapters
from minga.search.retrieval import language_of

_NUMBER = "<f2"


def made_with() -> str:
    """The model, the list of concerns, what was learned: what was made with others is not compared, but made anew."""
    return f"{model()}+{concerns().mark}{learned().mark}"


def meaning_of(text: str, language: str) -> Text:
    """What a text means. Raises ModelMissing."""
    about = concerns().told(text, language)
    vector = np.asarray(vector_of(text), np.float32)
    return Text(learned().meaning(vector, about), language, about)


class _Joined(Aggregate):
    """Vectors in one piece, in the order of their keys: two thousand rows would each be made an object of."""

    function = "string_agg"
    template = "string_agg(%(expressions)s, ''::bytea ORDER BY desk_meaning.id)"
    output_field = BinaryField()


@dataclass(frozen=True)
class _Known:
    """Questions by their codes, and what they mean."""

    codes: list[str]
    texts: Texts

    def without(self, code: str) -> "_Known":
        """The others."""
        if code not in self.codes:
            return self
        kept, held = [n for n, each in enumerate(self.codes) if each != code], self.texts
        texts = Texts(held.vectors[kept], [held.languages[n] for n in kept], [held.concerns[n] for n in kept])
        return _Known([self.codes[n] for n in kept], texts)

    def of(self, code: str) -> Text:
        """One of them."""
        place, held = self.codes.index(code), self.texts
        return Text(held.vectors[place], held.languages[place], held.concerns[place])


class Near(NamedTuple):
    """An answered question by its code, how near it is, and the codes of what both are about, the rarest first."""

    code: str
    score: float
    shared: tuple[str, ...] = ()


def nearest(text: str, *, actor: Actor, besides: str = "", most: int | None = None) -> list[Near] | None:
    """Answered questions that an actor's desk may read, the nearest first; all of them, or so many.

    besides   the code of the one that is asked, where it is a consultation already: it is none of the found
    None where the model is not at hand, or nothing has been made of any question so far: words alone can tell.
    """
    if not adapters.available():
        return None
    answered, waiting = (_known(actor, is_answered=one) for one in (True, False))
    others = answered.without(besides)
    if not others.codes:
        return None
    held = next((one for one in (waiting, answered) if besides in one.codes), None)
    try:
        asked = held.of(besides) if held else meaning_of(text, language_of(text))
    except adapters.ModelMissing:
        return None
    near, rare = nearness(asked, others.texts, waiting.texts, learned()), rarities(others.texts, waiting.texts)
    first, about = np.argsort(-near, kind="stable")[:most], others.texts.concerns
    return [Near(others.codes[n], float(near[n]), _shared(asked.concerns, about[n], rare)) for n in first]


def _shared(asked: Sequence[str], other: Sequence[str], rare: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted({*asked} & {*other}, key=lambda code: (-rare[code], code)))


def _known(actor: Actor, *, is_answered: bool) -> _Known:
    """The desk's own questions, and what others published, in their public words; a row for each of their languages."""
    own = Consultation.objects.of_desk(actor).values("pk")
    standing = Q(consultation__published__isnull=False, consultation__published__withdrawn_at=None)
    public = standing & Q(is_public=True) & ~Q(consultation__in=own)
    rows = Meaning.objects.filter(Q(is_public=False, consultation__in=own) | public, made_with=made_with())
    rows = rows.filter(consultation__answered_at__isnull=not is_answered)
    spoken = Case(
        When(is_public=True, then=F("consultation__published__language")), default=F("consultation__language")
    )
    read = (
        rows.annotate(spoken=spoken)
        .values_list("spoken")
        .annotate(
            codes=ArrayAgg("consultation__code", order_by="pk"),
            about=ArrayAgg("concerns", order_by="pk"),
            vectors=_Joined("vector"),
        )
    )
    codes, languages, about, flat = list[str](), list[str](), list[list[str]](), b""
    for language, named, told, vectors in read.order_by("spoken"):
        codes += named
        languages += [language] * len(named)
        about += [each.split() for each in told]
        flat += bytes(vectors)
    made = np.frombuffer(flat, _NUMBER).reshape(-1, DIMENSIONS).astype(np.float32)
    return _Known(codes, Texts(made, languages, about))
