"""Claims as rows of a sheet."""

from collections.abc import Iterable

from minga.accounts.actors import Actor
from minga.evidence.domain.statuses import Stance
from minga.evidence.models import Citation, Claim
from minga.sheets.domain import COLUMNS, MOST_ROWS
from minga.sheets.models import SheetImport


def claims_of(territory: str) -> list[Claim]:
    """The public claims of a territory, in the order of their refs; at most as many as a sheet may hold."""
    found = Claim.objects.public().filter(territory__code=territory, collection__is_register=False)
    return list(found.with_citations().order_by("ref")[:MOST_ROWS])


def known(refs: Iterable[str]) -> dict[str, Claim]:
    """Claims by their refs, whatever their status; four queries."""
    return {claim.ref: claim for claim in Claim.objects.filter(ref__in=set(refs)).with_citations()}


def first_citation(claim: Claim) -> Citation | None:
    """The citation that a sheet shows: the first that supports the claim."""
    return next((one for one in claim.citations.all() if one.stance == Stance.SUPPORTS), None)


def row_of(claim: Claim) -> dict[str, str]:
    """The cells of a claim, as they are compared; of a private document none of its words."""
    cited = first_citation(claim)
    cells = {
        "ref": claim.ref,
        "huella": claim.fingerprint[:12],
        "territorio": claim.territory.code if claim.territory else "",
        "organizacion": claim.organization.slug if claim.organization else "",
        "clase": claim.kind,
        "instrumento": claim.instrument,
        "hecho": claim.event,
        "cuando": claim.when,
        "ambitos": "; ".join(claim.areas),
        "enunciado": claim.statement,
        "actor": claim.actor,
        "en_el_organigrama": claim.hosted_in,
        "fuente": cited.source.slug if cited else "",
        "autores": cited.source.authors if cited else "",
        "anio_de_la_fuente": str(cited.source.year or "") if cited else "",
        "titulo": cited.source.title if cited else "",
        "direccion": cited.source.url if cited else "",
        "localizador": cited.locator if cited else "",
        "cita": cited.shown_quote if cited else "",
        "nota": cited.note if cited else "",
    }
    return {name: " ".join(cells[name].split()) for name in COLUMNS}


def held(key: str, actor: Actor) -> SheetImport | None:
    """A sheet that this person handed in for whom she acts now; None where it is another's."""
    return SheetImport.objects.filter(key=key, user=actor.user, organization=actor.organization).first()
