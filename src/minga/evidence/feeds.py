"""A feed for everybody: what was accepted lately, in whose name."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minga.evidence.domain.statuses import Verdict
from minga.evidence.models import Claim
from minga.evidence.queries import accepted_lately
from minga.frame.feeds import Feed, answer

SHOWN = 50


@require_safe
def accepted(request: HttpRequest, form: str) -> HttpResponse:
    """The claims that were accepted last, each with the organ that answers for it."""
    feed = Feed(
        form,
        _("Minga: afirmaciones aceptadas"),
        request.build_absolute_uri(reverse("home")),
        _("Lo que personas y dependencias leyeron y aceptaron, con las palabras que lo prueban."),
    )
    for claim in accepted_lately()[:SHOWN]:
        link = request.build_absolute_uri(claim.get_absolute_url())
        feed.add(claim.statement, link, claim.judged_at or claim.created_at, name=claim.ref, description=_told(claim))
    return answer(feed)


def _told(claim: Claim) -> str:
    organs = [one.organ for one in claim.judgements.all() if one.verdict == Verdict.ACCEPTED and one.organ]
    said = {"statement": claim.statement, "ref": claim.ref, "organ": ", ".join(organs)}
    if organs:
        return _("%(statement)s (%(ref)s). Aceptada por: %(organ)s.") % said
    return _("%(statement)s (%(ref)s). Aceptada por una persona del equipo.") % said
