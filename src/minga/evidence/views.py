"""Pages of the evidence: claims, sources, documents and the vocabulary. All are read without an account."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.evidence import pages, references
from minga.evidence.domain.statuses import PUBLIC, Access, Stance
from minga.evidence.domain.vocabulary import Concept, UnknownConcept, vocabulary
from minga.evidence.models import Citation, Claim, Source
from minga.evidence.queries import disputes_of
from minga.frame.forms import text_param
from minga.territories.queries import lineage

# The schemes a claim carries, with the name under which the search takes a concept of each.
PARAMS = {"instrument": "instrumento", "event": "hecho", "area": "ambito", "level": "nivel"}
PER_PAGE = 50


@require_safe
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    """A claim, the words that prove it, where they come from and who says otherwise."""
    found = _claim(ref)
    proofs = [pages.Proof(citation, pages.excerpt(citation)) for citation in found.citations.all()]
    against = disputes_of(found)
    context = {
        "claim": found,
        "supporting": [proof for proof in proofs if proof.citation.stance == Stance.SUPPORTS],
        "opposing": [proof for proof in proofs if proof.citation.stance == Stance.CONTRADICTS],
        "against": against,
        "disputed": bool(against) or any(proof.citation.stance == Stance.CONTRADICTS for proof in proofs),
        "above": lineage(found.territory) if found.territory else [],
        "is_public": found.status in PUBLIC,
        "address": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "evidence/claim.html", context)


@require_safe
def claim_reference(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The claim's first source for a reference manager, with the claim and its address in the note."""
    found = _claim(ref)
    citation: Citation = found.citations.all()[0]
    address = request.build_absolute_uri(found.get_absolute_url())
    note = _("%(statement)s Minga, afirmación %(ref)s: %(address)s Licencia %(licence)s. Atribución: %(credit)s.") % {
        "statement": found.statement,
        "ref": found.ref,
        "address": address,
        "licence": found.collection.licence,
        "credit": found.collection.attribution,
    }
    return reference_file(form, citation.source, name=found.ref, note=note)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """All sources that public claims stand on, or those with some words."""
    words = text_param(request, "q", limit=200)
    page = Paginator(pages.sources(words), PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    return render(request, "evidence/sources.html", {"page": page, "words": words})


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """A source, its copies, and the claims that stand on it."""
    found = get_object_or_404(pages.shown_sources(), slug=slug)
    standing = pages.standing_on(found.pk)
    claims = pages.claims_of_source(found, standing)
    context = {
        "source": found,
        "documents": found.documents.exclude(access=Access.PRIVATE),
        "tally": standing.tally,
        "collections": pages.collections_of(standing),
        "page": Paginator(claims, PER_PAGE).get_page(text_param(request, "pagina", limit=9)),
    }
    return render(request, "evidence/source.html", context)


@require_safe
def source_reference(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The source for a reference manager."""
    return reference_file(form, get_object_or_404(pages.shown_sources(), slug=slug), name=slug)


@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    """The vocabulary: every concept a claim may carry, with how many carry it."""
    words = vocabulary()
    schemes = []
    for name in PARAMS:
        tallies = pages.concept_tallies(name)
        rows = [(concept, _with_narrower(concept, tallies)) for concept in words.scheme(name)]
        schemes.append({"name": name, "labels": words.schemes[name], "rows": rows})
    return render(request, "evidence/vocabulary.html", {"schemes": schemes})


@require_safe
def concept(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """One concept: its definition, its names in four languages, what is broader and narrower."""
    words = vocabulary()
    try:
        found = words.concept(code, scheme)
    except UnknownConcept as error:
        raise Http404 from error
    if scheme not in PARAMS:
        raise Http404
    context = {
        "concept": found,
        "scheme": words.schemes[scheme],
        "param": PARAMS[scheme],
        "broader": [words.concept(above, scheme) for above in found.broader],
        "narrower": [other for other in words.scheme(scheme) if code in other.broader],
        "tally": _with_narrower(found, pages.concept_tallies(scheme)),
    }
    return render(request, "evidence/concept.html", context)


@require_safe
def claim_any_case(request: HttpRequest, ref: str) -> HttpResponse:
    """A ref typed in small letters leads to its one address."""
    return redirect("claim", ref.upper(), permanent=True)


def _with_narrower(concept: Concept, tallies: dict[str, pages.Tally]) -> pages.Tally:
    """How many claims carry a concept or one narrower than it."""
    codes = vocabulary().narrower(concept.code, concept.scheme)
    return sum((tallies[code] for code in codes if code in tallies), pages.Tally())


def _claim(ref: str) -> Claim:
    try:
        return pages.readable_claim(ref)
    except Claim.DoesNotExist as error:
        raise Http404 from error


def reference_file(form: str, source: Source, *, name: str, note: str = "") -> HttpResponse:
    """A source for a reference manager. form: "bib", "ris" or "json"."""
    make: dict[str, tuple[str, Callable[[], str]]] = {
        "bib": ("application/x-bibtex", lambda: references.bibtex(source.csl, key=source.slug, note=note)),
        "ris": ("application/x-research-info-systems", lambda: references.ris([(source.csl, note)])),
        "json": ("application/vnd.citationstyles.csl+json", lambda: references.csl_json(source.csl, note=note)),
    }
    media_type, written = make[form]
    response = HttpResponse(written(), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
