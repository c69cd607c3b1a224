"""A register of cooperation projects with the places of each: what each place's government has to do with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.statuses import Kind
from minga.registers.domain import values
from minga.registers.domain.ends import Place
from minga.registers.domain.plans import Group, Outcome, Row
from minga.registers.domain.values import ValueAtFault
from minga.territories.domain import Level

COLUMNS = (
    "project_id", "project_title", "PROYECTO", "start_actual_isodate", "end_actual_isodate", "donors",
    "ad_sector_codes", "ad_sector_names", "status", "MODALIDAD", "MONEDA", "APORTE NACIONAL", "APORTE INTERNACIONAL",
)  # fmt: skip
PLACE_COLUMNS = (
    "project_id",
    "project_location_id",
    "precision_code",
    "geoname_id",
    "place_name",
    "location_type_code",
)
LONGEST_TITLE = 1000
# The register of one country: its places are that country's.
COUNTRY = "CO"


@dataclass(frozen=True)
class Sector:
    """A code of the OECD's creditor reporting system: its names in English and Spanish, and our area, if it is one."""

    name: str
    label: str
    area: str = ""


@dataclass(frozen=True)
class Words:
    """What the register's own file says: its source, the tables its codes are read by, and the words of its claims.

    donors        a donor's name in the register → how it is called here and, where sure, its territory or organization
    events        a project's status → the event of the claim
    precisions    codes of precision → the reason why a place so marked gives no claim; those that give one are absent
    """

    source: str
    sectors: Mapping[str, Sector]
    donors: Mapping[str, CounterpartDraft]
    unnamed: frozenset[str]
    events: Mapping[str, str]
    precisions: Mapping[str, str]
    statement: str
    statement_without_donors: str
    note: Mapping[str, str]
    currencies: Mapping[str, str]


@dataclass(frozen=True)
class Project:
    """A project as it was read; `number` is the register's own, `doubt` a code of what could not be taken over."""

    line: int
    number: str
    title: str
    when: str
    event: str
    areas: tuple[str, ...]
    donors: tuple[CounterpartDraft, ...]
    note: str
    doubt: str = ""


@dataclass(frozen=True)
class Site:
    """A place of a project as the register has it."""

    line: int
    project: str
    geonames: int
    name: str
    precision: str
    kind: str

    @property
    def says(self) -> str:
        """The row in a few words."""
        return f"{self.project}: {self.name} ({self.kind}, {self.geonames})"


def read_project(line: int, row: dict[str, str], words: Words) -> Project:
    """Read one project. Raises ValueAtFault with the column at fault."""
    status = values.required(row, "status")
    if status not in words.events:
        raise ValueAtFault("status", status)
    areas, agreed = _areas(row, words)
    return Project(
        line=line,
        number=values.matching(row, "project_id", "[A-Z0-9]{1,16}") or values.required(row, "project_id"),
        title=_title(row),
        when=_when(row),
        event=words.events[status],
        areas=areas,
        donors=tuple(_donor(name, words) for name in values.listed(row, "donors") if name not in words.unnamed),
        note=_note(row, words),
        doubt="" if agreed else "sector_disagrees",
    )


def _title(row: dict[str, str]) -> str:
    """The title from the good twin of the column whose accents were lost; the two must be the same words."""
    broken = values.required(row, "PROYECTO", limit=LONGEST_TITLE)
    title = values.mended(broken, values.required(row, "project_title", limit=LONGEST_TITLE))
    if title is None:
        raise ValueAtFault("PROYECTO", broken)
    return title


def _when(row: dict[str, str]) -> str:
    start, end = values.day(row, "start_actual_isodate"), values.day(row, "end_actual_isodate")
    if start and end and end < start:
        raise ValueAtFault("end_actual_isodate", f"{start}/{end}")
    return f"{start}/{end}" if end and end != start else start


def _areas(row: dict[str, str], words: Words) -> tuple[tuple[str, ...], bool]:
    """International cooperation, and the area of each sector whose code and name agree; whether they all do."""
    codes, names = values.listed(row, "ad_sector_codes"), values.listed(row, "ad_sector_names")
    for code in codes:
        if code not in words.sectors:
            raise ValueAtFault("ad_sector_codes", code)
    sure = [words.sectors[code] for code in codes if words.sectors[code].name in names]
    areas = ["international_cooperation", *(sector.area for sector in sure if sector.area)]
    return tuple(dict.fromkeys(areas)), len(sure) == len(codes)


def _donor(name: str, words: Words) -> CounterpartDraft:
    return words.donors.get(name, CounterpartDraft(name))


def _note(row: dict[str, str], words: Words) -> str:
    """Modality, sums and sector, as the register has them; sums are of the whole project."""
    money = values.text(row, "MONEDA")
    currency = words.currencies.get(money, money)
    parts = []
    if modality := values.text(row, "MODALIDAD").rstrip("."):
        parts.append(words.note["modality"].format(modality=modality))
    for column, name in (("APORTE INTERNACIONAL", "foreign"), ("APORTE NACIONAL", "national")):
        if values.amount(row, column):
            parts.append(words.note[name].format(amount=values.text(row, column), currency=currency))
    labels = [words.sectors[code].label for code in values.listed(row, "ad_sector_codes") if code in words.sectors]
    if labels:
        parts.append(words.note["sector"].format(sector=", ".join(labels)))
    return " ".join(parts)


def read_site(line: int, row: dict[str, str]) -> Site:
    """Read one place of a project. Raises ValueAtFault with the column at fault."""
    values.required(row, "project_location_id", limit=100)
    values.required(row, "geoname_id")
    return Site(
        line=line,
        project=values.required(row, "project_id"),
        geonames=values.whole(row, "geoname_id") or 0,
        name=values.required(row, "place_name"),
        precision=values.matching(row, "precision_code", "[0-9]") or values.required(row, "precision_code"),
        kind=values.text(row, "location_type_code"),
    )


def plan(
    projects: Sequence[tuple[str, Project]],
    sites: Sequence[tuple[str, Site]],
    places: Mapping[int, Place],
    words: Words,
) -> Iterator[Group]:
    """What each project gives: one claim for each government among its places.

    projects, sites    each row that could be read, under its key in the register
    places             the government of each GeoNames id
    """
    once = {project.number: (key, project) for key, project in reversed(projects)}
    by_project: dict[str, list[tuple[str, Site]]] = defaultdict(list)
    for key, site in sites:
        if site.project in once:
            by_project[site.project].append((key, site))
        else:
            yield Group((_site_row(key, site, Outcome.REVIEW, "project_unknown", site.project),))
    for key, project in projects:
        if once[project.number][0] == key:
            yield _project(key, project, by_project[project.number], places, words)
        else:
            yield Group((Row(key, project.line, _in_short(project), Outcome.REFUSED, "twice", "project_id"),))


def _in_short(project: Project) -> str:
    return f"{project.number}: {project.title[:150]}"


def _project(
    key: str, project: Project, sites: Sequence[tuple[str, Site]], places: Mapping[int, Place], words: Words
) -> Group:
    drafts: dict[str, ClaimDraft] = {}
    rows = []
    for site_key, site in sites:
        place, reason = _government(site, places.get(site.geonames), words)
        if place is None:
            rows.append(_site_row(site_key, site, Outcome.LEFT_OUT, reason, site.name))
            continue
        draft = _draft(project, site, place, words)
        again = "same_fact" if draft.ref in drafts else ""
        drafts.setdefault(draft.ref, draft)
        rows.append(_site_row(site_key, site, Outcome.CLAIMED, again, refs=(draft.ref,)))
    outcome, reason = (Outcome.CLAIMED, project.doubt) if drafts else (Outcome.LEFT_OUT, _why_nothing(rows))
    own = Row(key, project.line, _in_short(project), outcome, reason, refs=tuple(drafts))
    return Group((own, *rows), tuple(drafts.values()))


def _why_nothing(rows: Sequence[Row]) -> str:
    if not rows:
        return "no_places"
    return "country" if all(row.reason == "country" for row in rows) else "no_government_among_places"


def _government(site: Site, place: Place | None, words: Words) -> tuple[Place | None, str]:
    """The government of a place; None and why where it gives no claim."""
    if site.precision in words.precisions:
        return None, words.precisions[site.precision]
    if place is None:
        return None, "not_in_gazetteer"
    if place.level == Level.COUNTRY:
        return None, "country"
    return (place, "") if place.is_government else (None, "not_a_government")


def _site_row(
    key: str, site: Site, outcome: Outcome, reason: str, detail: str = "", *, refs: tuple[str, ...] = ()
) -> Row:
    return Row(key, site.line, site.says, outcome, reason, detail, refs, part=1)


def _draft(project: Project, site: Site, place: Place, words: Words) -> ClaimDraft:
    template = words.statement if project.donors else words.statement_without_donors
    donors = _joined([donor.name for donor in project.donors])
    return ClaimDraft(
        ref=f"APC-{project.number}-{place.geonames or place.code.upper()}",
        kind=Kind.CLAIM,
        instrument="project",
        event=project.event,
        when=project.when or None,
        areas=project.areas,
        statement=template.format(title=project.title, donors=donors, place=place.name),
        territory=place.code,
        subject=site.name,
        counterparts=project.donors,
        citations=(CitationDraft(words.source, locator=project.number, note=project.note),),
    )


def _joined(names: Sequence[str]) -> str:
    return " y ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
