"""How well a desk finds what it answered already: `python -m bench.desk`.

500 consultations against 200 answered ones, in Spanish, Portuguese, English and French, all brought in, triaged and
assigned by the desk's own actions. The set is generated (25 themes, 8 things one may want to know of each), and
was written before anything was weighed by it: questions and consultations use other words for the same theme and the
same wish, consultations come in any language, greet and add what matters little. The right one differs from 7 others
by its wish alone and from 24 by its theme alone: a harder set than any desk's. Of 500 consultations 100 have no right
one and only fill the desk.
"""

import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.scratch import scratch

_SET = Path(__file__).parent / "desk_questions.json"
LANGUAGES = ("es", "pt", "en", "fr")


def answered(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The 200 answered questions: key, language (half Spanish, as at a desk of this hemisphere), words."""
    dice, rows = random.Random(7), []  # noqa: S311 - the same set each time
    for theme, names in data["themes"].items():
        for aspect, shapes in data["aspects"].items():
            language = dice.choice(("es", "es", "es", "pt", "en", "fr"))
            rows.append((f"{theme} {aspect}", language, shapes[language][0].format(names[language][0])))
    return rows


def consultations(data: dict[str, Any], known: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The 500: two of each answered one in other words; the last hundred ask what nobody answered."""
    dice, rows = random.Random(11), []  # noqa: S311 - as above
    for key, _, _ in known * 2:
        theme, aspect = key.split(" ")
        language = dice.choice(LANGUAGES)
        words = data["aspects"][aspect][language][1].format(data["themes"][theme][language][1])
        rows.append((key, language, _dressed(data, dice, language, words)))
    for n in range(100):
        language = LANGUAGES[n % 4]
        rows.append(("", language, _dressed(data, dice, language, _UNKNOWN[language].format(n))))
    return rows


_UNKNOWN = {
    "es": "¿A qué hora abre la ventanilla {} de impuestos?",
    "pt": "A que horas abre o guichê {} de impostos?",
    "en": "When does tax counter {} open?",
    "fr": "À quelle heure ouvre le guichet {} des impôts?",
}


def _dressed(data: dict[str, Any], dice: random.Random, language: str, words: str) -> str:
    place = dice.choice(data["places"][language])
    parts = (dice.choice(data["before"][language]).format(place=place), words, dice.choice(data["after"][language]))
    return " ".join(part for part in parts if part)


def main() -> None:
    """Bring all in, route all, ask for what is like each, and say what was found."""
    data = json.loads(_SET.read_text(encoding="utf-8"))
    with scratch():
        _measure(data)


def _measure(data: dict[str, Any]) -> None:
    from minga.accounts.actions import create_user, enrol, grant
    from minga.accounts.actors import as_member, installation
    from minga.accounts.domain.permissions import Role
    from minga.desk.actions import assign, bring_consultations, triage
    from minga.desk.domain.asking import Asked, Triaged
    from minga.desk.domain.steps import Routed
    from minga.desk.models import Consultation
    from minga.desk.queries.earlier import like
    from minga.search.actions import embed_missing, refresh
    from minga.territories.actions import add_demo_organization

    federation = add_demo_organization(slug="mesa", name="Mesa", kind="federation", code="")
    enrol(organization=federation, by=installation())
    user = create_user(email="ana@example.org")
    ana = as_member(grant(user=user, organization=federation, role=Role.ADVISER, by=installation()))
    known = answered(data)
    asked = consultations(data, known)
    began = time.monotonic()
    rows = [Asked(n, text, language, answer=f"Respuesta {key}.") for n, (key, language, text) in enumerate(known)]
    rows += [Asked(n, text, language) for n, (_, language, text) in enumerate(asked, len(known))]
    outcomes = Counter(outcome for _, outcome in bring_consultations(federation=federation, rows=rows, by=ana))
    for one in Consultation.objects.filter(answered_at=None):
        triage(consultation=one, said=Triaged(), by=ana)
        assign(consultation=one, kind=Routed.ADVISER, user=user, by=ana)
    states = Counter(Consultation.objects.values_list("state", flat=True))
    print(f"brought in {dict(outcomes)}, routed {dict(states)}, {time.monotonic() - began:.1f} s")
    refresh()
    embed_missing()
    right = {key: text for key, _, text in known}
    places: Counter[tuple[str, int]] = Counter()
    began = time.monotonic()
    for key, language, text in asked:
        found = [one.question for one in like(text, actor=ana)]
        if key:
            place = found.index(right[key]) + 1 if right[key] in found else 0
            places[language, place] += 1
            places["all", place] += 1
    print(f"asked for what is like each: {(time.monotonic() - began) / len(asked) * 1000:.0f} ms")
    for language in (*LANGUAGES, "all"):
        counts = {n: places[language, n] for n in range(4)}
        total, three = sum(counts.values()), sum(counts[n] for n in (1, 2, 3))
        print(f"{language:4} {total:4} asked   first {counts[1] / total:.3f}   first three {three / total:.3f}")


if __name__ == "__main__":
    main()
