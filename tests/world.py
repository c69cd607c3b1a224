"""The small world of the pages: every kind of claim, source and document once, made by actions alone.

Stands on a base that holds the gazetteer. Refs begin with MG-9, which the collection does not use.
"""

from dataclasses import dataclass
from typing import Any

from minga.evidence.actions import (
    accept,
    archive,
    contradict,
    correct,
    load_founding_document,
    save_claim,
    save_source,
    store_text,
)
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft
from minga.evidence.domain.passages import paragraphs
from minga.evidence.domain.statuses import Access, Status
from minga.evidence.models import Claim, Document
from minga.ingest.domain.proposing import Relation, ref_of
from minga.ingest.models import Proposal
from minga.search.actions import refresh
from minga.territories.models import Territory

MEDELLIN, ROSARIO, JALISCO = "CO-05001", "AR-gn3838583", "MX-JAL"
SECRET = "Nadie fuera de la casa debe leer este renglón."
HTML = "<script>alert('minga')</script> & «comillas»"


@dataclass(frozen=True)
class World:
    """What the tests ask for by name."""

    founding: Document
    quotes_only: Document
    private: Document


def build() -> World:
    """Make everything and index its words (not its meaning: the model is not needed here)."""
    load_founding_document()
    _sources()
    _claims()
    _document(Access.QUOTES, "MG-9012")
    _document(Access.PRIVATE, "MG-9013")
    refresh()
    return found()


def found() -> World:
    """What `build` made, in a base that holds it."""
    founding, quotes_only, private = Document.objects.order_by("pk")[:3]
    return World(founding, quotes_only, private)


def _sources() -> None:
    _source("aci", "About us", container="ACI Medellín", URL="http://acimedellin.org/about-us/")
    _source("prensa", "La agencia nació antes", author=[{"family": "Pérez", "given": "Ana"}], year=2004)
    _source("copia", "Relaciones de Jalisco", mirror=True, URL="https://es.scribd.com/doc/1")
    _source("tesis", f"Una tesis con {HTML}", author=[{"literal": "Universidad del Valle"}], DOI="10.1000/182")


def _source(slug: str, title: str, *, mirror: bool = False, year: int = 0, container: str = "", **rest: Any) -> None:
    csl = {"id": slug, "type": "webpage", "title": title, **rest}
    csl |= {"issued": {"date-parts": [[year]]}} if year else {}
    csl |= {"container-title": container} if container else {}
    save_source(slug=slug, csl=csl, is_mirror=mirror)


def _claims() -> None:
    one = _claim("MG-9001", "agency", "created", "2002-06-19", "La agencia de Medellín nació en 2002.", "aci")
    other = _claim("MG-9002", "agency", "created", "2001~", "La agencia de Medellín nació hacia 2001.", "prensa")
    contradict(one=one, other=other)
    rosario = CounterpartDraft("Rosario", territory=ROSARIO)
    _claim("MG-9003", "twinning", "signed", None, "Medellín se hermanó con Rosario.", "prensa", "p. 12", (rosario,))
    _claim("MG-9004", "publication", "", "2010", "Un estudio mide a Medellín.", "tesis", kind="background")
    _claim("MG-9005", "office", "discontinued", "1998", "Jalisco cerró su oficina.", "copia", territory=JALISCO)
    _claim("MG-9006", "delegation_abroad", "planned", "2030/2032", "Medellín anunció una delegación.", "aci")
    original = _claim("MG-9007", "programme", "adopted", "1995/1996", "Medellín adoptó un programa.", "aci")
    draft = _draft("MG-9008", "programme", "adopted", "1996", "Medellín adoptó un programa en 1996.", "prensa")
    accept(claim=correct(original=original, draft=draft, reason="La prensa da el año."), organ="Equipo de Minga")
    save_claim(draft=_draft("MG-9009", "award", "awarded", "2013", "Un premio que nadie ha leído.", "aci"))
    _claim("MG-9010", "project", "held", "198X", HTML, "tesis")


def _claim(ref: str, *args: Any, **kwargs: Any) -> Claim:
    return save_claim(draft=_draft(ref, *args, **kwargs), status=Status.RECORDED)[0]


def _draft(
    ref: str,
    instrument: str,
    event: str,
    when: str | None,
    statement: str,
    source: str,
    locator: str = "",
    counterparts: tuple[CounterpartDraft, ...] = (),
    *,
    territory: str = MEDELLIN,
    kind: str = "claim",
) -> ClaimDraft:
    cited = CitationDraft(source=source, locator=locator, note="Lo que leyó quien la recogió.", checked="2026-11-22")
    return ClaimDraft(
        ref=ref,
        kind=kind,
        instrument=instrument,
        event=event,
        when=when,
        statement=statement,
        territory=territory,
        counterparts=counterparts,
        citations=(cited,),
    )


def _document(access: Access, ref: str) -> None:
    """A document of two paragraphs: one that proves a claim, one that no page may show."""
    slug = f"documento-{access}"
    source, _ = save_source(slug=slug, csl={"id": slug, "type": "report", "title": f"Informe ({access})"})
    quote = f"En 1987 Jalisco creó una oficina, según el informe ({access})."
    # Farther than the 200 characters that may be shown around a quote.
    text = f"{quote}\n\n{'Sigue el informe. ' * 20}\n\n{SECRET}\n"
    document = archive(data=text.encode(), source=source, media_type="text/plain", language="es", access=access)
    store_text(document=document, extractor="plain", version="1", text=text, cuts=paragraphs(text))
    cited = CitationDraft(source=slug, quote=quote, document=document.sha256)
    statement = f"Jalisco creó una oficina en 1987 ({access})."
    draft = ClaimDraft(ref, "claim", "office", statement, JALISCO, event="created", when="1987", citations=(cited,))
    save_claim(draft=draft, status=Status.RECORDED)


def claim_on(document: Document, quote: str, ref: str, *, status: Status, statement: str = "") -> Claim:
    """A claim that stands on some words of a document."""
    cited = CitationDraft(source=document.source.slug, quote=quote, document=document.sha256)
    said = statement or f"Jalisco tiene una oficina ({ref})."
    draft = ClaimDraft(ref, "claim", "office", said, JALISCO, event="in_force", citations=(cited,))
    return save_claim(draft=draft, status=status)[0]


def propose(document: Document, quote: str, *, territory: str, instrument: str, **words: Any) -> Proposal:
    """A proposal that waits on some words of a document's newest text."""
    extracted = document.texts.order_by("-pk")[0]
    start = extracted.text.index(quote)
    parts = {"event": "in_force", "when": "", "areas": [], "why": ["who_did_what"], "confidence": 0.9, **words}
    ref = ref_of(document.sha256, territory, instrument, parts["event"], parts["when"], parts["areas"])
    claim = claim_on(document, quote, f"MG-{ref[3:]}", status=Status.PROPOSED, statement=f"Dice: {quote}")
    return Proposal.objects.create(
        ref=ref,
        extracted=extracted,
        passage=extracted.passages.filter(start__lte=start, end__gt=start).first(),
        start=start,
        end=start + len(quote),
        quote=quote,
        territory=Territory.objects.get(code=territory),
        instrument=instrument,
        rule=parts["why"][0],
        relation=Relation.NEW,
        claim=claim,
        version="1",
        **parts,
    )
