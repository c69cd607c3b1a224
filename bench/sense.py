"""Whether peers make sense: `python -m bench.sense [CODE…]` prints the table of docs/peers.md from what is loaded here.

Twelve territories of different kinds, the first five peers of each, and why, in the product's own words. Nothing is
measured: the table is there to be read by somebody who knows the field.
"""

import argparse
import os
from collections.abc import Iterator

import django

KINDS = {
    "CO-19137": "municipio pequeño",
    "MX-OAX": "estado mexicano",
    "BR-2611606": "capital de un estado brasileño",
    "ES-GI": "provincia española (su Diputación)",
    "AR-gn3865086": "ciudad intermedia argentina",
    "CO-88001": "isla",
    "CO-54001": "ciudad de frontera",
    "CA-ON": "provincia canadiense",
    "DE-HE": "Land alemán",
    "FR-OCC": "región francesa",
    "CR-gn3623933": "municipio centroamericano",
    "UY-MO": "capital de un Estado",
}
FIRST = 5


def table(code: str, kind: str, first: int) -> Iterator[str]:
    """The lines for one territory: its heading, what was looked at, a row for each peer."""
    from minga.peers.queries import peers
    from minga.peers.words import notes, percent, why
    from minga.territories.queries import by_code

    territory = by_code(code).territory
    if territory is None:
        yield f"### {code}: no está en el nomenclátor"
        return
    found = peers(territory, limit=first)
    yield f"### {territory.name} ({territory.code}){f', {kind}' if kind else ''}"
    yield ""
    yield from (f"> {note}" for note in notes(found))
    yield f"> {found.ahead_in_all} van adelante, {found.ahead_at_home} de su país."
    yield ""
    yield "| | par | parecido | por qué |"
    yield "|---|---|---|---|"
    for number, peer in enumerate(found.peers, 1):
        reasons = " · ".join(why(peer, territory)).replace("|", "/")
        alike = percent(peer.suggestion.similarity)
        yield f"| {number} | {peer.territory.name} ({peer.territory.code}) | {alike} % | {reasons} |"
    yield ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.sense", description=__doc__)
    parser.add_argument("codes", nargs="*", metavar="CODE")
    parser.add_argument("--first", type=int, default=FIRST)
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
    django.setup()
    from django.conf import settings

    from minga.config import database
    from minga.config.schema import use_database

    with database.running(settings.MINGA_HOME) as url:
        use_database(url)
        for code in args.codes or KINDS:
            print("\n".join(table(code, KINDS.get(code, ""), args.first)), flush=True)


if __name__ == "__main__":
    main()
