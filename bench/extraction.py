"""How well claims are read from texts: `python -m bench.extraction FILE.jsonl… [--brief]`, in the form of tests/golden.

Precision, recall and F1 over (territory, instrument), with the year, and with the event too, by language, each with
the middle 95 % of 1,000 resamplings of the passages; beside a baseline that takes every name of the gazetteer (its
largest bearer) with every word of an instrument in the same sentence and the sentence's first year. Then how often
what was proposed with each confidence was right, and every miss and every false hit. A territory is right by name,
country and kind of level (local, middle, country).

The installation's own gazetteer is asked where it is loaded; else one is loaded into a scratch database.
"""

import argparse
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from bench.scratch import scratch
from minga.ingest.domain.measuring import MEASURES, Read, counts, f1, interval, kind_of


def main() -> None:
    """Measure the files."""
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--brief", action="store_true", help="without the misses and the false hits")
    args = parser.parse_args()
    rows = [row for path in args.files for row in passages_of(path, parser)]
    with gazetteer():
        from minga.ingest.extracting import extract
        from minga.ingest.measuring import read

        ours = [read(row, lambda row: extract(row["text"])) for row in rows]
        plain = [read(row, baseline) for row in rows]
    report("rules", ours)
    report("baseline", plain)
    reliability(ours)
    if not args.brief:
        errors(ours)


def passages_of(path: Path, parser: argparse.ArgumentParser) -> Iterator[dict[str, Any]]:
    """The passages of a file; one that cannot be compared ends the measuring and is named."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            for claim in row["claims"]:
                kind_of(claim["level"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            parser.error(f"{path}, line {number}: {error}")
        yield row


@contextmanager
def gazetteer() -> Iterator[None]:
    """Django on a base that holds the gazetteer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    django.setup()
    from django.conf import settings

    from minga.config import database
    from minga.config.schema import use_database

    with database.running(settings.MINGA_HOME) as url:
        use_database(url)
        if _is_loaded():
            yield
            return
        with scratch():
            from minga.territories.actions import load_gazetteer

            load_gazetteer()
            yield


def _is_loaded() -> bool:
    from django.db import DatabaseError

    from minga.territories.models import Territory

    try:
        return Territory.objects.exists()
    except DatabaseError:
        return False


@dataclass(frozen=True)
class _Plain:
    place: Any
    instrument: str
    year_first: int | None
    event: str


def baseline(row: dict[str, Any]) -> list[_Plain]:
    """Every name with every word of an instrument in the same sentence."""
    from minga.ingest.domain.extraction.tokens import folded, said_in, tokens
    from minga.ingest.extracting import gazetteer_of, language_of, lexicon

    language, found = lexicon(language_of(row["text"])), []
    for sentence in re.split(r"(?<=[.;])\s+|\n", row["text"]):
        words = tokens(sentence)
        codes = {}
        for place in range(len(words)):
            codes.update(dict.fromkeys(language.organs.at(words, place)[1]))
            codes.update(dict.fromkeys(rule.code for rule in language.heads.at(words, place)[1][:1]))
        years = [int(word.text) for word in words if re.fullmatch(r"(?:1[89]|20)\d\d", word.text)]
        events = [verb.event for place in range(len(words)) for verb in language.verbs.at(words, place)[1]]
        for _start, _end, called in gazetteer_of(said_in(sentence)).spoken(folded(sentence)):
            place_meant = max((one.place for one in called), key=lambda one: one.size)
            if sentence[_start].isupper() and not place_meant.is_country:
                found += [
                    _Plain(place_meant, code, next(iter(years), None), next(iter(events), "in_force")) for code in codes
                ]
    return found


def report(what: str, passages: Sequence[Read]) -> None:
    """One line a language and measure."""
    print(f"\n{what}: {len(passages)} passages")
    for measure, name in enumerate(MEASURES):
        for lang in ("es", "pt", "en", "fr", "all"):
            chosen = [one for one in passages if lang in (one.lang, "all")]
            if not chosen:
                continue
            right, found, wanted = counts(chosen, measure)
            low, high = interval(chosen, measure)
            print(
                f"  {name:23} {lang:3} P {right / max(found, 1):.3f}  R {right / max(wanted, 1):.3f}  "
                f"F1 {f1(right, found, wanted):.3f} [{low:.3f}, {high:.3f}]  {right}/{found} found, {wanted} wanted"
            )


def reliability(passages: Sequence[Read]) -> None:
    """For each confidence that was stated, how often the proposal was right (territory, instrument and year)."""
    print("\nconfidence stated, share that was right")
    right: dict[float, list[bool]] = defaultdict(list)
    for one in passages:
        gold = {claim.key(1) for claim in one.gold}
        for found in one.ours:
            right[found.confidence].append(found.key(1) in gold)
    for stated, outcomes in sorted(right.items(), reverse=True):
        print(f"  {stated:.2f}  {sum(outcomes) / len(outcomes):.2f}  of {len(outcomes)}")


def errors(passages: Sequence[Read]) -> None:
    """Every miss and every false hit, with its passage."""
    print("\nmisses (-) and false hits (+)")
    for one in passages:
        gold, ours = {f.key(2): f for f in one.gold}, {f.key(2): f for f in one.ours}
        for sign, these in (("-", gold.keys() - ours.keys()), ("+", ours.keys() - gold.keys())):
            for key in sorted(these, key=str):
                print(f"  {one.id:8} {sign} {' · '.join(map(str, key))}")


if __name__ == "__main__":
    main()
