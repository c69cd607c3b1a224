"""How the rules fared on what persons judged, and what of that is gold for measuring them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from minga.accounts.actors import Actor
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Passage
from minga.ingest.domain.proposing import Standing
from minga.ingest.models import Proposal, ProposalQuerySet
from minga.kit.dates import parse_when
from minga.review.domain import Fared
from minga.review.models import Together

# A proposal with this rule is a person's.
PERSON = "person"


def fared(actor: Actor) -> list[Fared]:
    """Every rule in every language: how persons judged what it proposed, one by one; the surest first. Three queries.

    What was accepted together proves nothing of its rule, and is counted apart.
    """
    of_rules = Proposal.objects.exclude(rule=PERSON)
    batch = Exists(Together.objects.filter(proposals=OuterRef("pk"), undone_at=None))
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for found, kind in ((of_rules.judged().filter(~batch), ""), (of_rules.judged().filter(batch), "together"),
                        (of_rules.open().visible_to(actor), "waiting")):  # fmt: skip
        rows = found.order_by().values_list("rule", "extracted__document__language", "state")
        for rule, language, state, n in rows.annotate(n=Count("pk")):
            counts[rule, language][kind or state] += n
    return sorted(
        (
            Fared(
                rule,
                language,
                by[Standing.ACCEPTED],
                by[Standing.CORRECTED],
                by[Standing.REJECTED],
                by["together"],
                by["waiting"],
            )
            for (rule, language), by in counts.items()
        ),
        key=lambda one: (-one.least, -one.judged, one.rule, one.language),
    )


def together_waiting(rule: str, language: str, actor: Actor, document: str = "") -> ProposalQuerySet:
    """What waits of a rule in a language and may be accepted with others: no contradiction, nothing private."""
    found = Proposal.objects.open().visible_to(actor).exclude(extracted__document__access=Access.PRIVATE)
    found = found.filter(rule=rule, extracted__document__language=language, contradicts=None)
    return found.filter(extracted__document__sha256__startswith=document).exclude(rule=PERSON)


def gold(actor: Actor) -> Iterator[dict[str, Any]]:
    """Passages all of whose proposals persons judged one by one, in the form of `bench.extraction`, in order.

    A claim is what was accepted, or what it was corrected to; a passage of which all was rejected has none.
    """
    for passage in _judged_passages(actor).iterator(chunk_size=200):
        document = passage.extracted.document
        rows = Proposal.objects.filter(passage=passage, state__in=(Standing.ACCEPTED, Standing.CORRECTED))
        rows = rows.select_related("territory", "claim__territory").order_by("start", "end", "ref")
        yield {
            "id": f"{document.short}#p{passage.ordinal}",
            "lang": document.language,
            "text": getattr(passage, "words", ""),
            "claims": [claim for row in rows if (claim := _claim(row))],
        }


def _judged_passages(actor: Actor) -> QuerySet[Passage]:
    mine = Proposal.objects.visible_to(actor).filter(passage=OuterRef("pk"))
    batch = Q(Exists(Together.objects.filter(proposals=OuterRef("pk"), undone_at=None)))
    unread = Proposal.objects.filter(Q(state=Standing.OPEN) | batch, passage=OuterRef("pk"))
    words = Substr("extracted__text", F("start") + 1, F("end") - F("start"))
    found = Passage.objects.filter(Exists(mine.judged()), ~Exists(unread)).annotate(words=words)
    return found.select_related("extracted__document").defer("extracted__text").order_by("extracted", "ordinal")


def _claim(row: Proposal) -> dict[str, Any] | None:
    """What a judged proposal says in the end; None where its corrected claim is of no government."""
    said = row.claim if row.state == Standing.CORRECTED else row
    if said is None or said.territory is None:
        return None
    return {
        "territory": said.territory.name,
        "country": said.territory.country,
        "level": said.territory.level,
        "instrument": said.instrument,
        "event": said.event,
        "year": when.first_year if (when := parse_when(said.when)) else None,
        "areas": [*said.areas],
    }
