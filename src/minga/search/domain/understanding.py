"""An officer's question, understood: filters that can be seen and removed, and the words that remain.

A filter is set only where the words leave no doubt; what is doubtful is offered as a chip that is not applied.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from minga.kit.text import fold
from minga.search.domain import whereabouts
from minga.search.domain.findings import Finding, Question, Span, spans
from minga.search.domain.lexicon import Entry, Lexicon
from minga.search.domain.places import Places
from minga.search.domain.years import Years, YearSpan, combine

_REACH = 4
_FIELD = frozenset({"instrument", "event", "area"})
_WHERE = frozenset({"country", "territory"})


@dataclass(frozen=True)
class Chip:
    """One thing understood: `start` and `end` count code points of the question, `text` is what stands there.

    kind          instrument, event, area, level, country, territory, from or to
    code          a code of the vocabulary, alpha-2 code, territory code or year; empty where several are possible
    applied       whether it filters; if not, `reason` is hint (said too loosely), wish (to be done, not done),
                  negated, counterpart (the other side), ambiguous, unsure, several, removed (by the reader), or empty
                  (nothing that met it answered)
    alternatives  codes that may be put in its place: narrower concepts, else broader ones; other bearers of a name
    """

    kind: str
    code: str
    start: int
    end: int
    text: str
    alternatives: tuple[str, ...] = ()
    applied: bool = True
    reason: str = ""

    @property
    def key(self) -> str:
        """How an address names this chip: "instrument:organ", or "territory:rosario" where no code is sure."""
        return f"{self.kind}:{self.code or fold(self.text)}"


@dataclass(frozen=True)
class Understood:
    """A question understood. Broader concepts stay as said; `Vocabulary.narrower` opens them.

    `territory` means it and all that lies within; `words` is what is left to be searched by words and meaning.
    `notices` are codes: negated, counterpart, ambiguous, several.
    """

    question: str
    language: str
    instruments: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    territory: str | None = None
    level: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    words: str = ""
    chips: tuple[Chip, ...] = ()
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape that the terminal and the interface give: lists, None where nothing was said, years as numbers."""
        return {
            "instruments": list(self.instruments),
            "events": list(self.events),
            "areas": list(self.areas),
            "country": list(self.country),
            "territory": self.territory,
            "level": self.level,
            "from": self.year_from,
            "to": self.year_to,
            "words": self.words,
        }


def understand(
    question: str,
    *,
    lexicon: Lexicon,
    places: Places,
    today: date | None = None,
    removed: Collection[str] = (),
    chosen: Mapping[str, str] | None = None,
) -> Understood:
    """Understand a question in Spanish, English, Portuguese or French. Never fails, whatever the text.

    places   called once with the folded stretches that may be names; gives those that are, with their bearers
    today    for "the last ten years" and for years yet to come; without it such words are left alone
    removed  keys of chips that the reader took away: they filter no more, and their words are searched again
    chosen   for keys of chips, the code that the reader put in their place
    """
    read = Question.read(question, lexicon)
    found = spans(read, places)
    years = _years(read, found, today)
    clear = [span for span in found if not _within(span, years)]
    findings = _settle(read, clear, years)
    findings = [_as_told(question, read, finding, removed, chosen or {}) for finding in findings]
    return _assemble(question, read, findings)


def _settle(question: Question, found: Sequence[Span], years: Sequence[YearSpan]) -> list[Finding]:
    """All findings of a question, each applied or not."""
    said = [finding for span in found for finding in _meanings(question, span)]
    said = _compatible(question, [_negated(question, finding) for finding in said])
    where = [_negated(question, finding) for finding in whereabouts.find(question, found, said)]
    said = whereabouts.levels(question, whereabouts.abroad(found, said, where), where)
    settled = _one_level([*said, *where])
    return settled + [finding for span in years for finding in _year_findings(span, settled)]


def _years(question: Question, found: Iterable[Span], today: date | None) -> list[YearSpan]:
    plain = {i for span in found for i in range(span.first, span.last) if _is_plain(span)}
    spoken = _years_of(question.lexicon).find(question.tokens, today)
    return [span for span in spoken if not plain & set(range(span.first, span.last))]


@lru_cache(maxsize=4)
def _years_of(lexicon: Lexicon) -> Years:
    return Years(lexicon.times)


def _is_plain(span: Span) -> bool:
    return any(entry.kind == "plain" for entry in span.entries)


def _within(span: Span, years: Iterable[YearSpan]) -> bool:
    return any(span.first < year.last and year.first < span.last for year in years)


def _meanings(question: Question, span: Span) -> list[Finding]:
    """What a phrase means, but for names and nationalities; one finding per concept, the surest entry of each."""
    if _is_plain(span):
        return []
    best: dict[tuple[str, str], Entry] = {}
    for entry in sorted(span.entries, key=lambda entry: entry.sure):
        if entry.kind in _FIELD or (entry.kind == "level" and whereabouts.is_level_asked_for(question, span)):
            best[entry.kind, entry.code] = entry
    return [
        Finding(
            entry.kind,
            entry.code,
            span.first,
            span.last,
            entry.sure,
            entry.reason,
            _alternatives(question.lexicon, entry.kind, entry.code),
        )
        for entry in best.values()
    ]


def _alternatives(lexicon: Lexicon, kind: str, code: str) -> tuple[str, ...]:
    concept = lexicon.vocabulary.concept(code, kind)
    narrower = lexicon.vocabulary.narrower(code, kind) - {code}
    ordered = [other.code for other in lexicon.vocabulary.scheme(kind) if other.code in narrower]
    return tuple(ordered) or concept.broader


def _negated(question: Question, finding: Finding) -> Finding:
    return finding.unless(_is_negated(question, finding), "negated")


def _is_negated(question: Question, finding: Finding) -> bool:
    """Whether a "no", "sin", "without" stands over a finding: within four words, in the same clause.

    Over a place it must stand directly ("que no son de Brasil"), since "sin oficina en Brasil" denies the office.
    """
    lexicon = question.lexicon
    denying = lexicon.negations[question.language] | (lexicon.except_ if finding.kind in _WHERE else frozenset())
    for position in range(finding.first - 1, max(finding.first - 1 - _REACH, -1), -1):
        token = question.tokens[position]
        if not question.tokens[position + 1].joined or token.folded in lexicon.clause_breaks:
            return False
        if token.folded in denying:
            return finding.kind != "level"
        if finding.kind in _WHERE and token.folded not in lexicon.stop:
            return False
    return False


def _compatible(question: Question, said: Sequence[Finding]) -> list[Finding]:
    """Events whose word is loose ("abiertas", "organizó") stay applied only beside an instrument that they fit."""
    verbs = question.lexicon.verbs
    instruments = {finding.code for finding in said if finding.kind == "instrument" and finding.applied}
    settled = []
    for finding in said:
        loose = question.tokens[finding.first].folded in question.lexicon.loose_verbs
        wanted = set(verbs["with"].get(finding.code, ())) if finding.kind == "event" else set()
        alone = finding.kind == "event" and ((loose and not instruments) or bool(wanted and not wanted & instruments))
        settled.append(finding.unless(alone, "unsure"))
    return settled


def _one_level(findings: Sequence[Finding]) -> list[Finding]:
    levels = {finding.code for finding in findings if finding.kind == "level" and finding.applied}
    return [finding.unless(finding.kind == "level" and len(levels) > 1, "several") for finding in findings]


def _year_findings(span: YearSpan, settled: Iterable[Finding]) -> list[Finding]:
    """A "from" and a "to"; a bare number, or one after "de", filters only right behind something understood."""
    beside = any(finding.applied and finding.last == span.first for finding in settled)
    sure = span.cue == "clear" or beside
    bounds = (("from", span.low), ("to", span.high))
    return [
        Finding(kind, str(year), span.first, span.last, sure, "" if sure else "unsure")
        for kind, year in bounds
        if year is not None
    ]


def _as_told(
    text: str, question: Question, finding: Finding, removed: Collection[str], chosen: Mapping[str, str]
) -> Finding:
    key = _chip(text, question, finding).key
    if key in removed:
        return replace(finding, applied=False, reason="removed")
    if key in chosen:
        return replace(finding, code=chosen[key], applied=True, reason="")
    return finding


def _chip(text: str, question: Question, finding: Finding) -> Chip:
    start, end = question.tokens[finding.first].start, question.tokens[finding.last - 1].end
    return Chip(
        finding.kind, finding.code, start, end, text[start:end], finding.alternatives, finding.applied, finding.reason
    )


def _assemble(text: str, question: Question, findings: Sequence[Finding]) -> Understood:
    abroad = [finding for finding in findings if finding.kind == "abroad"]
    ordered = sorted((f for f in findings if f.kind != "abroad"), key=lambda finding: (finding.first, finding.last))
    applied = [finding for finding in ordered if finding.applied]
    taken = [*applied, *abroad] if any(f.code == whereabouts.DELEGATION for f in applied) else applied
    low, high = _bounds(applied)
    return Understood(
        question=text,
        language=question.language,
        instruments=_codes(applied, "instrument"),
        events=_codes(applied, "event"),
        areas=_codes(applied, "area"),
        country=_codes(applied, "country"),
        territory=next(iter(_codes(applied, "territory")), None),
        level=next(iter(_codes(applied, "level")), None),
        year_from=low,
        year_to=high,
        words=_rest(text, question, taken),
        chips=tuple(_chip(text, question, finding) for finding in ordered),
        notices=tuple(dict.fromkeys(f.reason for f in ordered if f.reason in whereabouts.WORTH_A_NOTICE)),
    )


def _bounds(applied: Iterable[Finding]) -> tuple[int | None, int | None]:
    stretches: dict[tuple[int, int], dict[str, int]] = {}
    for finding in applied:
        if finding.kind in ("from", "to"):
            stretches.setdefault((finding.first, finding.last), {})[finding.kind] = int(finding.code)
    return combine(YearSpan(*where, years.get("from"), years.get("to")) for where, years in stretches.items())


def _codes(applied: Iterable[Finding], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in applied if finding.kind == kind))


def _rest(text: str, question: Question, applied: Iterable[Finding]) -> str:
    """The words that no filter took, without those that only hold a sentence together."""
    taken = {i for finding in applied for i in range(finding.first, finding.last)}
    kept = [
        token
        for i, token in enumerate(question.tokens)
        if i not in taken and not question.lexicon.holds_together(token.folded, question.language)
    ]
    return " ".join(text[token.start : token.end] for token in kept)
