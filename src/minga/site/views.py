"""Pages that show several rooms: home, territories, organizations, and what the site says of itself."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.evidence.models import Claim
from minga.evidence.queries import counts
from minga.frame.forms import text_param
from minga.frame.words import country as country_name
from minga.site import charts, queries
from minga.territories.beside import beside
from minga.territories.domain import Candidate, is_beyond
from minga.territories.mine import may_be_mine
from minga.territories.models import Organization, Territory
from minga.territories.queries import (
    TerritoryResolution,
    associations_for,
    by_code,
    by_slug,
    countries,
    lineage,
    resolve,
)

CHILDREN_PER_PAGE = 300
# Of one instrument a territory's page shows so many; all of them stand behind a link, in pages.
SHOWN_OF_EACH, CLAIMS_PER_PAGE = 12, 50
OTHER_PARTY = "otra-parte"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first; then when organs were created, how much stands here and what is missing."""
    organs = queries.organs_created()
    found = counts()
    context = {
        "organs": organs,
        "drawing": charts.timeline(organs, lane=_country_of),
        "counts": found,
        "total": found["accepted"] + found["recorded"] + found["background"],
        "country_count": len(queries.tallies_by_country()),
        "founding": queries.founding_document(),
    }
    return render(request, "site/home.html", context)


@require_safe
def chronology(request: HttpRequest) -> HttpResponse:
    """The same data as the timeline of the home page, as a table with its sources."""
    organs = queries.organs_created()
    rows = [(claim, _country_of(claim)) for claim in organs]
    return render(request, "site/chronology.html", {"rows": rows})


def _country_of(claim: Claim) -> str:
    subject = claim.territory or claim.organization
    return country_name(subject.country) if subject and subject.country else _("Organizaciones internacionales")


@require_safe
def territories(request: HttpRequest) -> HttpResponse:
    """Find a territory by name or code, or go down from its country."""
    words = text_param(request, "q", limit=200)
    found = named(words) if words else None
    if found and found.territory and not text_param(request, "todos", limit=1):
        return redirect(_with_namesakes(found, words))
    tallies = queries.tallies_by_country()
    every = list(countries())
    counted = [(country, tallies[country.code]) for country in every if country.code in tallies]
    context = {
        "words": words,
        "candidates": with_parents(found) if found else [],
        "with_claims": sorted(counted, key=lambda row: -row[1].total),
        "without": [country for country in every if country.code not in tallies],
    }
    return render(request, "site/territories.html", context)


def with_parents(found: TerritoryResolution) -> list[Candidate[Territory]]:
    """The candidates, each with what holds it at hand; one query."""
    prefetch_related_objects([candidate.territory for candidate in found.candidates], "parent")
    return found.candidates


def _with_namesakes(found: TerritoryResolution, words: str) -> str:
    """The address of the likeliest; where others bear the name too, its page will say so."""
    address = found.territory.get_absolute_url() if found.territory else ""
    return f"{address}?{urlencode({'nombre': words})}" if found.candidates[1:] else address


def named(words: str) -> TerritoryResolution:
    """A code where it is one, else a name."""
    found = by_code(words)
    return found if found.territory or found.candidates else resolve(words)


@require_safe
def territory(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands here about a territory. A code alone, or with another name behind it, leads to the one address."""
    found = by_slug(slug)
    if found is None or is_beyond(slug, found.code):
        return _ask_which(request, slug, found)
    if slug != found.slug:
        asked = request.META.get("QUERY_STRING", "")
        return redirect(f"{found.get_absolute_url()}{'?' if asked else ''}{asked}", permanent=True)
    trajectory = queries.trajectory(found)
    if claims := _whole_list(request, trajectory):
        return _one_list(request, found, lineage(found), claims)
    tallies = queries.tallies_inside(found)
    children = Paginator(queries.inside(found), CHILDREN_PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    context = {
        "territory": found,
        "is_choosable": may_be_mine(found),
        "namesakes": text_param(request, "nombre", limit=200),
        # Codes by GeoNames say again what its link says, and one is named as that of ISO.
        "other_codes": [code for code in found.other_codes if "-gn" not in code and code != found.iso_code],
        "above": lineage(found),
        "beside": beside([found.pk]).get(found.pk, []),
        **_beginnings(trajectory),
        "associations": associations_for(found),
        "children": [(child, tallies.get(child.code)) for child in children],
        "inside": tallies.get(found.code),
        "page": children,
    }
    return render(request, "site/territory.html", context)


def _beginnings(trajectory: queries.Trajectory) -> dict[str, object]:
    """A trajectory as a page shows it: of each list the beginning, with how long it is."""
    return {
        "trajectory": trajectory,
        "groups": [(code, claims[:SHOWN_OF_EACH], len(claims)) for code, claims in trajectory.by_instrument()],
        "elsewhere": trajectory.elsewhere[:SHOWN_OF_EACH],
        "drawing": charts.trajectory(trajectory.acts),
    }


def _whole_list(request: HttpRequest, trajectory: queries.Trajectory) -> list[Claim]:
    """The one list of a trajectory that the address names; empty where it names none."""
    lists = {**dict(trajectory.by_instrument()), OTHER_PARTY: trajectory.elsewhere}
    return lists.get(text_param(request, "ver", limit=40), [])


def _one_list(
    request: HttpRequest, subject: Territory | Organization, above: list[Territory], claims: list[Claim]
) -> HttpResponse:
    """All that is on record of somebody under one instrument, or where it is the other party, in pages."""
    context = {
        "subject": subject,
        "above": above,
        "is_territory": isinstance(subject, Territory),
        "instrument": claims[0].instrument if text_param(request, "ver", limit=40) != OTHER_PARTY else "",
        "page": Paginator(claims, CLAIMS_PER_PAGE).get_page(text_param(request, "pagina", limit=9)),
    }
    return render(request, "site/one_list.html", context)


def _ask_which(request: HttpRequest, slug: str, within: Territory | None) -> HttpResponse:
    """A bare national code of one country is enough; where several have it, or none, the reader is asked.

    within   the territory whose code is the beginning of what was asked for
    """
    found = by_code(slug)
    if found.territory:
        return redirect(found.territory)
    if not found.candidates and within is None:
        raise Http404
    context = {"words": slug, "candidates": with_parents(found), "within": within}
    return render(request, "site/territories.html", context, status=300 if found.candidates else 404)


@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands here about an organization."""
    found = get_object_or_404(Organization.objects.select_related("territory"), slug=slug)
    trajectory = queries.trajectory(found)
    if claims := _whole_list(request, trajectory):
        return _one_list(request, found, [], claims)
    context = {
        "organization": found,
        "country": by_slug(found.country) if found.country else None,
        **_beginnings(trajectory),
    }
    return render(request, "site/organization.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Minga is and whom it thanks."""
    return render(request, "site/about.html", {"founding": queries.founding_document()})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How a source becomes a claim, and what the marks on it mean."""
    return render(request, "site/method.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read by machines, except the endless combinations of a search or a letter."""
    sitemap_at = request.build_absolute_uri(reverse("sitemap"))
    endless = [reverse(name) for name in ("search", "territory-suggest", "mine", "letter")]
    # Pictures of pages are drawn for whoever looks; their words are in the text.
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in endless), "Disallow: /documentos/*/imagen-"]
    return HttpResponse("\n".join([*lines, f"Sitemap: {sitemap_at}", ""]), content_type="text/plain; charset=utf-8")
