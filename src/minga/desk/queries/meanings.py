"""Which answered questions are like one, by what their whole texts mean: read in one query, compared in memory."""

from dataclasses import dataclass

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, BinaryField, Q

from minga.accounts.actors import Actor
from minga.desk.domain.likeness import DIMENSIONS, Texts, Vector, nearness
from minga.desk.models import Consultation, Meaning
from minga.search import adapters
from minga.search.retrieval import language_of

_NUMBER = "<f2"


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
        kept = [n for n, each in enumerate(self.codes) if each != code]
        texts = Texts(self.texts.vectors[kept], [self.texts.languages[n] for n in kept])
        return _Known([self.codes[n] for n in kept], texts)


def nearest(text: str, *, actor: Actor, besides: str = "") -> list[tuple[str, float]] | None:
    """Codes of answered questions that an actor's desk may read, with how near each is, the nearest first.

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
        asked, language = _of(held, besides) if held else _made(text)
    except adapters.ModelMissing:
        return None
    near = nearness(asked, language, others.texts, waiting.texts)
    return [(others.codes[n], float(near[n])) for n in np.argsort(-near, kind="stable")]


def _of(known: _Known, code: str) -> tuple[Vector, str]:
    place = known.codes.index(code)
    return known.texts.vectors[place], known.texts.languages[place]


def _made(text: str) -> tuple[Vector, str]:
    return np.asarray(adapters.question_vector(text), np.float32), language_of(text)


def _known(actor: Actor, *, is_answered: bool) -> _Known:
    """The desk's own questions, and what others published, in their public words; a row for each language."""
    own = Consultation.objects.of_desk(actor).values("pk")
    standing = Q(consultation__published__isnull=False, consultation__published__withdrawn_at=None)
    public = standing & Q(is_public=True) & ~Q(consultation__in=own)
    rows = Meaning.objects.filter(Q(is_public=False, consultation__in=own) | public, made_with=adapters.signature())
    rows = rows.filter(consultation__answered_at__isnull=not is_answered)
    read = rows.values_list("consultation__language").annotate(
        codes=ArrayAgg("consultation__code", order_by="pk"), vectors=_Joined("vector")
    )
    codes, languages, flat = list[str](), list[str](), b""
    for language, named, vectors in read.order_by("consultation__language"):
        codes += named
        languages += [language] * len(named)
        flat += bytes(vectors)
    made = np.frombuffer(flat, _NUMBER).reshape(-1, DIMENSIONS).astype(np.float32)
    return _Known(codes, Texts(made, languages))
