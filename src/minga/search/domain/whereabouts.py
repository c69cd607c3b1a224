"""Where a question looks: countries, one territory, a level; and which of them are only the other side of a bond."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from minga.search.domain.findings import Finding, Question, Span
from minga.search.domain.lexicon import Entry
from minga.search.domain.places import Choice, Context, PlaceMatch, choose

WORTH_A_NOTICE = frozenset({"negated", "counterpart", "ambiguous", "several"})
# People below which a name without further sign is left among the words.
_KNOWN, _WELL_KNOWN = 50_000, 300_000
_OFFERED = 8
# "con Francia", "misiones a Japón": what these words lead to is the counterpart.
_OTHER_SIDE = frozenset({"with", "to"})
# Governments that do not fit in a town: a region asked for "en Bruselas" has an office there, it does not lie there.
_LARGE = frozenset({"country", "region", "state", "province", "department", "canton"})
_SMALL = frozenset({"municipality", "district", "place", "metropolitan"})
# An office of these that stands abroad is a delegation.
DELEGATION = "delegation_abroad"
_OFFICES = frozenset({"organ", "office"})


@dataclass(frozen=True)
class _Name:
    """A name with the word before it (`cue`: of, at, with, to, none) and the levels that a title announces.

    personal   it stands among other words with capitals, that are no places: "Gabriel García Márquez"
    """

    span: Span
    match: PlaceMatch
    first: int
    cue: str
    levels: tuple[str, ...]
    personal: bool


def find(question: Question, found: Sequence[Span], said: Sequence[Finding]) -> list[Finding]:
    """The countries and the territory of a question.

    What "con", "with", "avec" or "com" brings in is the counterpart, not the subject, and does not filter. So is the
    host of a delegation ("delegaciones de Quebec en México") and the nationality of aid ("cooperación alemana").
    """
    countries = [*_countries(question, found, said), *_regional(question, found)]
    subjects = {finding.country for finding in countries if finding.applied}
    names = _names(question, found)
    territories = _territories(question, names, subjects, said)
    return _one_territory(_sides([*countries, *territories]))


def abroad(found: Sequence[Span], said: Sequence[Finding], where: Sequence[Finding]) -> list[Finding]:
    """What is said, with an office on the other side read as a delegation ("oficinas de Jalisco en Chicago").

    Words like "en el exterior" give a finding of kind "abroad", which is no condition.
    """
    told = [Finding("abroad", "", span.first, span.last) for span in found if _any(span.entries, "abroad")]
    hosted = bool(told) or any(finding.cue == "at" and finding.reason == "counterpart" for finding in where)
    return told + [
        replace(finding, code=DELEGATION, alternatives=(finding.code,))
        if hosted and finding.applied and finding.kind == "instrument" and finding.code in _OFFICES
        else finding
        for finding in said
    ]


def levels(question: Question, said: Sequence[Finding], where: Sequence[Finding]) -> list[Finding]:
    """What is said, with "regiones" read as what the country calls them; without a country the word is too loose."""
    countries = {finding.country for finding in where if finding.applied}
    return [
        _level(question, finding, countries) if finding.kind == "level" and finding.applied else finding
        for finding in said
    ]


def _level(question: Question, finding: Finding, countries: set[str]) -> Finding:
    table = question.lexicon.level_of_country.get(finding.code)
    if table is None:
        return finding
    meant = {table.get(country, finding.code) for country in countries}
    if len(meant) == 1:
        return replace(finding, code=meant.pop())
    others = tuple(dict.fromkeys(table.values()))
    return replace(finding, alternatives=others).unless(True, "hint")


def is_level_asked_for(question: Question, span: Span) -> bool:
    """Whether a level word says which governments are asked for ("qué municipios…"): plural, and so placed."""
    tokens, lexicon = question.tokens, question.lexicon
    if not tokens[span.first].folded.endswith(("s", "x")) or _is_recipient(question, span.first):
        return False
    # "Federation of Colombian Municipalities" is a name.
    if question.mixed and span.first and tokens[span.first].capital:
        return False
    country = _country_before(question, span.first)
    if _cue(question, span.first if country is None else country) == "with":
        return False
    before, after = question.before(span.first), question.folded(span.last, span.last + 1)
    led = span.first == 0 or (before >= 0 and tokens[before].folded in lexicon.level_before)
    led = led or tokens[span.first - 1].folded in lexicon.level_before
    led = led or (bool(after) and after[0] in lexicon.level_after)
    return led or _any(question.phrase(span.last)[1], "demonym") or country is not None


def _is_recipient(question: Question, first: int) -> bool:
    """Whether something is for those of a level ("a las provincias", "para que los municipios"), so not of them."""
    lexicon, at = question.lexicon, question.before(first)
    if at < 0:
        return False
    word = question.tokens[at].folded
    led = lexicon.level_conjunctions.get(word)
    return question.tokens[at - 1].folded in led if led and at else word in lexicon.level_not_after


def _country_before(question: Question, first: int) -> int | None:
    """Where "Canadian" begins in "Canadian provinces", "US" in "US states"; None before a noun with no such word."""
    for start in range(max(first - 2, 0), first):
        end, entries = question.phrase(start)
        if end == first and (_any(entries, "demonym") or _any(entries, "country")):
            return start
    return None


def _any(entries: Iterable[Entry], kind: str) -> bool:
    return any(entry.kind == kind for entry in entries)


def _cue(question: Question, first: int) -> str:
    """How the words before a stretch tie it to the question: of, at, with, to, and, or none."""
    lexicon, at = question.lexicon, question.before(first)
    if at < 0:
        return "none"
    word = question.tokens[at].folded
    if word in lexicon.with_:
        return "with"
    if word == "a" and question.language != "fr":
        return "to"
    if word in lexicon.of:
        return "with" if _governed_by_with(question, at) else "of"
    if word in lexicon.at or word == "a":
        return "at"
    if word in lexicon.between:
        return "between"
    return "and" if word in lexicon.and_ else "none"


def _governed_by_with(question: Question, of: int) -> bool:
    """ "con ciudades de Francia", "avec des villes du Brésil": the country is on the other side with its cities."""
    level = of - 1
    before = question.before(level) if level >= 0 else -1
    while before >= 0 and question.tokens[before].folded in question.lexicon.of:
        before -= 1
    is_level = level >= 0 and _any(question.phrase(level)[1], "level")
    return is_level and before >= 0 and question.tokens[before].folded in question.lexicon.with_


def _hosts_abroad(said: Iterable[Finding]) -> bool:
    return any(finding.applied and finding.code == DELEGATION for finding in said)


def _countries(question: Question, found: Sequence[Span], said: Sequence[Finding]) -> list[Finding]:
    findings: list[Finding] = []
    abroad = _hosts_abroad(said)
    for span in found:
        codes = dict.fromkeys(entry.code for entry in span.entries if entry.kind in ("country", "demonym"))
        for code in codes:
            cue = _side(question, found, span.first)
            both = _any(span.entries, "country")
            if _any(span.entries, "demonym") and (not both or _is_adjective(question, span, cue)):
                cue = "demonym"
            finding = Finding("country", code, span.first, span.last, cue=cue, country=code)
            findings.append(_country_doubts(question, finding, abroad, findings))
    return findings


def _is_adjective(question: Question, span: Span, cue: str) -> bool:
    """Whether a word that is a country and a nationality too is the latter: "inversión china", not "con china"."""
    return cue == "none" and span.first > 0 and not question.tokens[span.first].capital


def _regional(question: Question, found: Sequence[Span]) -> list[Finding]:
    """The territories that an adjective tells: "delegaciones vascas", "municipios antioqueños"."""
    findings: list[Finding] = []
    for span in found:
        for code in dict.fromkeys(entry.code for entry in span.entries if entry.kind == "regional"):
            country = code.partition("-")[0]
            finding = Finding("territory", code, span.first, span.last, cue="demonym", country=country)
            findings.append(finding.unless(not _is_ours(question, finding, findings), "counterpart"))
    return findings


def _side(question: Question, found: Sequence[Span], first: int) -> str:
    """The cue of a place; one joined to another by "y" or a comma stands on the same side as that one."""
    cue = _cue(question, first)
    comma = question.tokens[first].gap.strip() == ","
    if cue != "and" and not comma:
        return cue
    end = first if comma else question.before(first)
    before = [span for span in found if span.last == end and (span.match or _any(span.entries, "country"))]
    return _side(question, found, _title(question, before[0].first)[0]) if before else cue


def _country_doubts(question: Question, finding: Finding, abroad: bool, earlier: Sequence[Finding]) -> Finding:
    lexicon = question.lexicon
    if finding.cue == "demonym":
        return finding.unless(not _is_ours(question, finding, earlier), "counterpart")
    other_side = finding.cue in _OTHER_SIDE or (abroad and finding.cue == "at")
    finding = finding.unless(other_side or _is_of_an_actor(question, finding), "counterpart")
    return finding.unless(finding.code in lexicon.unsure_countries and finding.cue in ("none", "and"), "ambiguous")


def _is_of_an_actor(question: Question, finding: Finding) -> bool:
    """Whether a place says whose embassy, aid or investment it is ("la embajada del Japón"), not whose government."""
    tokens, actors = question.tokens, question.lexicon.foreign_actors
    if question.language == "en" and finding.last < len(tokens) and tokens[finding.last].folded in actors:
        return True
    of = question.before(finding.first)
    if finding.cue != "of" or of < 1 or tokens[of - 1].folded not in actors:
        return False
    # "la agencia de inversión de Colombia": there the investment only says which agency.
    return of < 2 or tokens[of - 2].folded not in question.lexicon.of


def _is_ours(question: Question, finding: Finding, earlier: Sequence[Finding]) -> bool:
    """Whether a nationality says whose the governments are ("ciudades colombianas"), not whose the aid is.

    It is not ours after "con" ("convenios con cidades japonesas"); "una ciudad mexicana y una española" share theirs.
    """
    if question.language == "en":
        nouns, near = [finding.first], question.folded(finding.last, finding.last + 2)
    else:
        nouns = list(range(max(finding.first - 2, 0), finding.first))
        near = question.folded(max(finding.first - 2, 0), finding.first)
    if any(word in question.lexicon.hosts for word in near):
        return all(_cue(question, noun) != "with" for noun in nouns)
    last = earlier[-1] if earlier else None
    shared = last is not None and last.applied and last.cue == "demonym" and finding.first - last.last <= 2
    return shared and _cue(question, finding.first) == "and"


def _names(question: Question, found: Sequence[Span]) -> list[_Name]:
    names: list[_Name] = []
    # "Thomas" is a town too, but too small to say that what follows is another.
    sure = [span for span in found if not span.match or any(p.weight >= _KNOWN for p in span.match.candidates)]
    taken = {at for span in sure for at in range(span.first, span.last)}
    for span in found:
        if span.match:
            first, levels = _title(question, span.first)
            cue = _side(question, found, first)
            names.append(_Name(span, span.match, first, cue, levels, _is_personal(question, span, taken)))
    return names


def _is_personal(question: Question, span: Span, taken: Collection[int]) -> bool:
    tokens = question.tokens
    beside = [(span.first - 1, span.first), (span.last, span.last)]
    return span.last - span.first == 1 and any(
        0 < at < len(tokens)
        and tokens[at].capital
        and at not in taken
        and tokens[gap].gap == " "
        and tokens[at].folded not in question.lexicon.stop
        for at, gap in beside
    )


def _title(question: Question, first: int) -> tuple[int, tuple[str, ...]]:
    """Where a name begins with its title ("la alcaldía de Medellín"), and the levels that the title announces."""
    of = question.before(first)
    if of < 1:
        return first, ()
    linked = question.tokens[of].folded in question.lexicon.of
    at = of - 1 if linked else of
    # "estado de Piauí", "city Lyon"; but "estado solo" is no title.
    told = question.tokens[at + 1].joined and (linked or question.tokens[first].capital)
    levels = question.lexicon.title_levels(question.tokens[at].folded) if told else ()
    return (at, levels) if levels else (first, ())


def _territories(
    question: Question, names: Sequence[_Name], countries: set[str], said: Sequence[Finding]
) -> list[Finding]:
    findings: list[Finding] = []
    absorbed, abroad = False, _hosts_abroad(said)
    large = any(finding.kind == "level" and finding.code in _LARGE for finding in said)
    for i, name in enumerate(names):
        following = names[i + 1] if i + 1 < len(names) else None
        if absorbed:
            absorbed = False
            continue
        containers = _codes(following) if following and following.first - name.span.last <= 1 else frozenset()
        choice = choose(name.match, Context(name.levels, countries, containers))
        absorbed = bool(choice.place and containers & set(choice.place.ancestors))
        last = following.span.last if absorbed and following else name.span.last
        anchored = absorbed or (bool(countries) and not choice.at_odds)
        finding = _territory(question, name, choice, last, anchored)
        if finding:
            hosting = name.cue == "at" and (abroad or (large and _is_small(name.match)))
            other_side = name.cue in _OTHER_SIDE or hosting or _is_of_an_actor(question, finding)
            findings.append(finding.unless(other_side, "counterpart").unless(name.cue == "between", "several"))
    return findings


def _is_small(match: PlaceMatch) -> bool:
    return all(place.level in _SMALL for place in match.candidates)


def _codes(name: _Name) -> frozenset[str]:
    return frozenset(place.code for place in name.match.candidates)


def _territory(question: Question, name: _Name, choice: Choice, last: int, anchored: bool) -> Finding | None:
    """The finding of a name; None where nothing says that it is a name at all."""
    best = choice.place or choice.others[0]
    believed = _believed(question, name, best.weight, anchored)
    if believed == "no":
        return None
    others = tuple(place.code for place in choice.others[:_OFFERED])
    code = choice.place.code if choice.place else ""
    first = name.first
    finding = Finding("territory", code, first, last, alternatives=others, cue=name.cue, country=best.country)
    finding = finding.unless(choice.place is None, "ambiguous")
    return finding.unless(believed == "offer", "unsure")


def _believed(question: Question, name: _Name, weight: int, anchored: bool) -> str:
    """How much says that a stretch is a place: "yes", "offer" (show it, do not filter) or "no".

    A name has signs: a capital, a preposition, a title ("municipio de"), its country beside it. The fewer it has, the
    larger the place must be. Names that are everyday words too ("la paz", "libertad", "pasto") need more of them.
    """
    tokens = question.tokens[name.span.first : name.span.last]
    content = [token for token in tokens if token.folded not in question.lexicon.stop]
    capital = question.mixed and all(token.capital for token in content)
    tied = name.cue != "none" or anchored
    if question.lexicon.is_common([token.folded for token in tokens]):
        placed = bool(name.levels) or anchored or name.cue == "at"
        return "yes" if capital and tied and weight >= (_KNOWN if placed else _WELL_KNOWN) else "no"
    if name.personal and not name.levels and weight < _WELL_KNOWN:
        return "offer"
    if name.levels or (capital and tied):
        return "yes"
    if anchored and all(token.capital for token in content):
        return "yes"
    if question.mixed and not capital:
        return "offer" if tied and weight >= _KNOWN else "no"
    if tied or (capital and name.span.first):
        return "yes" if weight >= _KNOWN else "offer"
    return "yes" if weight >= _WELL_KNOWN else "no"


def _sides(where: Sequence[Finding]) -> list[Finding]:
    """Of two countries the one after "en" is the host, the other the subject: "de Cataluña en México"."""
    owners = {finding.country for finding in where if finding.applied and finding.cue != "at"}
    settled = []
    for finding in where:
        hosting = bool(owners) and finding.country not in owners and finding.cue == "at"
        settled.append(finding.unless(hosting, "counterpart"))
    return settled


def _one_territory(where: Sequence[Finding]) -> list[Finding]:
    """A filter holds one territory, lying in the countries named; where that fails nothing is filtered by it."""
    territories = [finding for finding in where if finding.kind == "territory" and finding.applied]
    countries = {finding.code for finding in where if finding.kind == "country" and finding.applied}
    several = len({finding.code for finding in territories}) > 1
    return [
        finding.unless(several, "several").unless(bool(countries) and finding.country not in countries, "unsure")
        if finding.kind == "territory"
        else finding
        for finding in where
    ]
