"""How well a desk finds what it answered already: `python -m bench.desk`, and what it takes at 2,000 answered ones.

Six sets, each brought in, triaged and assigned by the desk's own actions, in Spanish, Portuguese, English and French.

generated  (`desk_questions.json`) 500 consultations against 200 answered ones: 25 themes, 8 things one may want to know
           of each; question and consultation share no word of theme or wish, and consultations greet and add what
           matters little. The right one differs from 7 others by its wish alone, from 24 by its theme alone: a harder
           set than any desk's. Of 500 consultations 100 have no right one and only fill the desk.
natural    (`desk_natural.json`) 72 answered questions and 72 consultations as officers write them, each with its case,
           and each in another language than the answered one. Written before the ranking was chosen; by the "open" half
           it was chosen, the "kept" half was looked at once, when nothing was to be changed any more. With them stand
           the 200 of the generated set, so that there are 272 to choose from.
written    192 answered questions, all as officers write them, and nothing else to choose from: those of `natural`; 60
           of which half are asked in the language of the answered one (`desk_mixed.json`, written before anything was
           tried beside the vectors); and 60 more of that kind, written when the list of concerns was closed
           (`desk_later.json`): they alone tell what the list is worth for questions that its author had not read.
fresh      (`desk_fresh.json`) 200 answered questions and 200 consultations by another hand, who knew only what is asked
           of a desk, half of them in the language of the answered one; its kept half was looked at once, with those of
           the others, when what is learned of many questions (`minga desk learn`) was not to be changed any more.
third, fourth   (`desk_third.json`, `desk_fourth.json`) the same by two more hands, who knew no more, nor each other;
           they were read for the first time when all was as it is now, and nothing was changed by what they showed.
"""

import json
import math
import random
import time
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from bench.scratch import scratch

_SET = Path(__file__).parent / "desk_questions.json"
# Those that are a desk's whole list by themselves.
_ALONE = ("fresh", "third", "fourth")
_WRITTEN = {name: Path(__file__).parent / f"desk_{name}.json" for name in ("natural", "mixed", "later", *_ALONE)}
_MANY, _TIMED = 2000, 60
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


# What is asked, in which language, the answered question that is right ("" for none), and to which part it belongs.
Row = tuple[str, str, str, str]
# A question and its language.
Said = tuple[str, str]


def written(name: str) -> tuple[list[Said], list[Row]]:
    """The answered ones of a file and what is asked; its part: the file, the half, and whether the language is one."""
    pairs = json.loads(_WRITTEN[name].read_text(encoding="utf-8"))
    rows: list[Row] = []
    for one in pairs:
        (known, right), (spoken, text) = one["answered"], one["asked"]
        rows.append(
            (text, spoken, right, f"{name} {one.get('half', 'whole')} {'same' if known == spoken else 'other'}")
        )
    return [(one["answered"][1], one["answered"][0]) for one in pairs], rows


def main() -> None:
    """Bring all in, route all, ask for what is like each, and say what was found."""
    data = json.loads(_SET.read_text(encoding="utf-8"))
    known = answered(data)
    right = {key: text for key, _, text in known}
    generated: list[Row] = [(text, lang, right.get(key, ""), "") for key, lang, text in consultations(data, known)]
    texts = [(text, language) for _, language, text in known]
    files = [written(name) for name in ("natural", "mixed", "later")]
    everything, asked = [list(chain.from_iterable(each)) for each in zip(*files, strict=True)]
    with scratch():
        _measure("generated", texts, generated)
        _measure("natural", files[0][0] + texts, files[0][1])
        _measure("written", everything, asked)
        for name in _ALONE:
            _measure(name, *written(name))
        _time(texts)


def _desk(name: str) -> tuple[Any, Any]:
    from minga.accounts.actions import create_user, enrol, grant
    from minga.accounts.actors import as_member, installation
    from minga.accounts.domain.permissions import Role
    from minga.territories.actions import add_demo_organization

    federation = add_demo_organization(slug=name, name=name, kind="federation", code="")
    enrol(organization=federation, by=installation())
    user = create_user(email=f"{name}@example.org")
    return federation, as_member(grant(user=user, organization=federation, role=Role.ADVISER, by=installation()))


def _measure(name: str, texts: Sequence[tuple[str, str]], asked: Sequence[Row]) -> None:
    from minga.desk.actions import assign, bring_consultations, make_meanings, triage
    from minga.desk.domain.asking import Asked, Triaged
    from minga.desk.domain.steps import Routed
    from minga.desk.models import Consultation
    from minga.desk.queries.earlier import like

    federation, ana = _desk(name)
    began = time.monotonic()
    rows = [Asked(n, text, language, answer=f"Respuesta {n}.") for n, (text, language) in enumerate(texts)]
    rows += [Asked(n, text, language) for n, (text, language, _, _) in enumerate(asked, len(texts))]
    outcomes = Counter(outcome for _, outcome in bring_consultations(federation=federation, rows=rows, by=ana))
    for one in Consultation.objects.filter(federation=federation, answered_at=None):
        triage(consultation=one, said=Triaged(), by=ana)
        assign(consultation=one, kind=Routed.ADVISER, user=ana.user, by=ana)
    states = Counter(Consultation.objects.filter(federation=federation).values_list("state", flat=True))
    print(f"{name}: brought in {dict(outcomes)}, routed {dict(states)}, {time.monotonic() - began:.1f} s")
    make_meanings()
    codes = dict(Consultation.objects.filter(federation=federation, answered_at=None).values_list("text", "code"))
    places: dict[tuple[str, str], list[int]] = {}
    for text, language, right, part in asked:
        found = [one.question for one in like(text, actor=ana, besides=codes[text], most=10)] if right else []
        place = found.index(right) + 1 if right in found else 99
        half = " ".join(part.split()[1:2])
        for line in ((part, language), (part, "all"), (f"{name} {half} together", "all")) if right else ():
            places.setdefault(line, []).append(place)
    for (part, language), seen in sorted(places.items()):
        print(f"{part:24} {language:4} {len(seen):4} asked   first, first three, first ten: {_shares(seen)}")


def _shares(places: Sequence[int]) -> str:
    """How many are among the first, with the standard error of each share."""
    shares = [sum(place <= most for place in places) / len(places) for most in (1, 3, 10)]
    return "  ".join(f"{one:.3f} ± {math.sqrt(one * (1 - one) / len(places)):.3f}" for one in shares)


def _time(texts: Sequence[tuple[str, str]]) -> None:
    from minga.desk.actions import bring_consultations, make_meanings
    from minga.desk.domain.asking import Asked
    from minga.desk.models import Consultation
    from minga.desk.queries.meanings import nearest

    federation, ana = _desk("grande")
    rows = [Asked(n, f"{n}: {texts[n % len(texts)][0]}", texts[n % len(texts)][1], answer="Sí.") for n in range(_MANY)]
    rows += [Asked(n, f"Buenos días, somos {n}. {texts[n][0]}", "es") for n in range(_TIMED)]
    bring_consultations(federation=federation, rows=rows, by=ana)
    make_meanings()
    waiting = Consultation.objects.filter(federation=federation, answered_at=None)
    for says, asked in (
        ("that waits at the desk", list(waiting.values_list("text", "code"))),
        ("never seen", [(f"Cordial saludo, somos {n}. {texts[n][0]}", "") for n in range(_TIMED)]),
    ):
        spent = []
        for text, code in asked:
            began = time.monotonic()
            nearest(text, actor=ana, besides=code)
            spent.append((time.monotonic() - began) * 1000)
        print(
            f"{_MANY} answered, a consultation {says}: {sorted(spent)[_TIMED // 2]:.0f} ms (slowest {max(spent):.0f})"
        )


if __name__ == "__main__":
    main()
