"""What questions mean is computed once, later, for questions like them to be found."""

from django.db.models import Exists, OuterRef, QuerySet

from minga.desk.domain.steps import State
from minga.desk.models import Consultation, Meaning, PublishedQuestion
from minga.desk.queries.meanings import made_with, meaning_of
from minga.jobs import actions as jobs
from minga.search import adapters

MEANINGS = "desk.meanings"
_BATCH = 100


def ask_for_meanings() -> None:
    """Have those that are missing made, in the transaction that wrote the words."""
    jobs.enqueue(task=MEANINGS, key="meanings", arguments={})


def ask_where_some_are_missing() -> None:
    """The same, every hour: an endpoint was silent, or the model is another one now."""
    if _missing():
        ask_for_meanings()


def drop_public_meaning(consultation: Consultation) -> None:
    """Its public words are others now, or none."""
    Meaning.objects.filter(consultation=consultation, is_public=True).delete()
    ask_for_meanings()


def make_meanings() -> int:
    """Make those that are missing, or of another model; how many. None without the model: words alone are compared.

    What is made stays, where an endpoint falls silent midway; an hour later the rest is tried again.
    """
    made = 0
    if adapters.available():
        try:
            while batch := _missing()[:_BATCH]:
                _make(batch)
                made += len(batch)
        except adapters.ModelMissing:
            return made
    return made


def _missing() -> list[tuple[int, bool, str, str]]:
    """Key, whether its public words, their language, and the words; of own words and of public ones.

    What nobody has taken for a question yet is none: floods of one text would be what its language has in common.
    """
    own = _without(Consultation.objects.exclude(state=State.HELD), "pk", is_public=False)
    rows = PublishedQuestion.objects.filter(withdrawn_at=None)
    public = _without(rows, "consultation", is_public=True)
    found = [(key, False, *said) for key, *said in own.values_list("pk", "language", "text")[:_BATCH]]
    said = public.values_list("consultation", "language", "question")[:_BATCH]
    return found + [(key, True, *words) for key, *words in said]


def _without(rows: QuerySet, key: str, *, is_public: bool) -> QuerySet:  # type: ignore[type-arg]
    made = Meaning.objects.filter(consultation=OuterRef(key), is_public=is_public, made_with=made_with())
    return rows.filter(~Exists(made)).order_by("pk")


def _make(batch: list[tuple[int, bool, str, str]]) -> None:
    made = [(key, is_public, meaning_of(text, language)) for key, is_public, language, text in batch]
    rows = [
        Meaning(
            consultation_id=key,
            is_public=is_public,
            vector=one.vector.astype("<f2").tobytes(),
            concerns=" ".join(one.concerns),
            made_with=made_with(),
        )
        for key, is_public, one in made
    ]
    Meaning.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["consultation", "is_public"],
        update_fields=["vector", "concerns", "made_with"],
    )
