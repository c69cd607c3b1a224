"""`minga load` and `minga check`: the way of the data through every room, and the proof that all of it still holds."""

import argparse
from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

from minga.kit.terminal import Progress, say, tell


def register(subparsers: Any) -> None:
    """Add the two commands."""
    load = subparsers.add_parser("load", help=_("cargar el nomenclátor, la colección y el documento fundacional"))
    load.add_argument("--without-vectors", action="store_true", help=_("dejar los vectores para más tarde"))
    load.set_defaults(run=run_load, prepares=True)
    check = subparsers.add_parser("check", help=_("comprobar que todo lo guardado se sostiene"))
    check.set_defaults(run=run_check, prepares=True)


def run_load(args: argparse.Namespace) -> int:
    """Load everything Minga ships; a second run changes nothing. Exit code 1 where a row was refused."""
    return load(vectors=not args.without_vectors)


def load(*, vectors: bool, most_indexed: int | None = None) -> int:
    """See `run_load`.

    most_indexed  where more than so many changes wait for the index, it is left to the site's indexer: nobody waits
    """
    _load_territories()
    refused = _load_evidence()
    if most_indexed is None or _waiting() <= most_indexed:
        _index(vectors=vectors)
    else:
        say(_("Índice de búsqueda: se pone al día mientras el sitio está abierto."))
    return 1 if refused else 0


def _waiting() -> int:
    from minga.evidence.models import Change

    return Change.objects.count()


def _load_territories() -> None:
    from minga.territories import actions

    with Progress(_("Nomenclátor de territorios")) as progress:
        actions.load_gazetteer(progress=progress.reach)
    with Progress(_("Organizaciones")):
        actions.load_organizations()


def _load_evidence() -> int:
    from minga.evidence import actions

    with Progress(_("Documento fundacional")):
        founding = actions.load_founding_document()
    _report(_("Documento fundacional"), founding)
    with Progress(_("Colección de hechos")) as progress:
        collection = actions.load_collection(progress=progress.advance)
    _report(_("Colección de hechos"), collection)
    for ref, reason in actions.unresolved():
        say(_("  {ref} queda fuera de la colección: {reason}").format(ref=ref, reason=reason))
    return len(founding.refused) + len(collection.refused)


def _report(label: str, report: Any) -> None:
    names = {
        "added": _("nuevas"),
        "changed": _("cambiadas"),
        "unchanged": _("sin cambios"),
        "kept": _("conservadas porque ya tienen dictamen"),
        "refused": _("rechazadas"),
    }
    parts = ", ".join(f"{report.outcomes[code]} {name}" for code, name in names.items() if report.outcomes[code])
    say(_("{label}: {rows} filas ({parts}).").format(label=label, rows=report.rows, parts=parts))
    for ref, reason in report.refused:
        tell(f"  {ref}: {reason}")


def _index(*, vectors: bool) -> None:
    from minga.search import actions

    with Progress(_("Índice de búsqueda")) as progress:
        actions.refresh(progress=progress.reach)
    if vectors:
        with Progress(_("Vectores de significado")) as progress:
            actions.embed_missing(progress=progress.reach)


def run_check(args: argparse.Namespace) -> int:
    """Prove every invariant over the whole base; print what fails; exit code 1 where anything does.

    Citations to be verified are listed too: they break nothing.
    """
    found = 0
    for problem in _problems():
        say(problem)
        found += 1
    for waiting in _to_verify():
        say(waiting)
    say(_("Todo se sostiene.") if not found else _("No se sostienen {n} cosas.").format(n=found))
    return 1 if found else 0


def _problems() -> Iterator[str]:
    from minga.accounts import queries as accounts
    from minga.contributions import checking as contributions
    from minga.evidence import queries as evidence
    from minga.ingest import checking as ingest
    from minga.jobs import queries as jobs
    from minga.registers import queries as registers
    from minga.reports import queries as reports
    from minga.territories import queries as territories

    yield from accounts.problems()
    yield from territories.problems()
    yield from evidence.problems()
    yield from registers.problems()
    yield from ingest.problems()
    yield from jobs.problems()
    yield from contributions.problems()
    yield from reports.problems()


def _to_verify() -> Iterator[str]:
    from minga.evidence import queries as evidence

    for citation in evidence.to_verify().select_related("claim", "extracted__document").order_by("claim__ref", "pk"):
        if citation.unverified_since is not None:
            yield _("{claim}: cita por verificar: se cambió un valor y nadie la ha leído con él.").format(
                claim=citation.claim.ref
            )
            continue
        document = citation.extracted.document.short if citation.extracted else ""
        yield _("{claim}: cita por verificar en el documento {document}, leído de nuevo.").format(
            claim=citation.claim.ref, document=document
        )
