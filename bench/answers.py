"""What pages cost on this installation's own base: `python -m bench.answers`, with the registers brought in.

Partners of 100 territories spread over those that have bonds; the first answer about partners after a claim changed,
which is taken back at once; and the list of all twinnings by date, by evidence and seen from a territory. Warm, one
client, the whole page as the browser gets it. Nothing stays written.
"""

import argparse
import os
import time

from bench.scale import ninety_fifth

LISTS = (
    "?instrumento=twinning&mi={}",
    "?instrumento=twinning&orden=fecha&mi={}",
    "?instrumento=twinning&orden=prueba&mi={}",
)
MINE = "CO-05001"


def milliseconds(address: str) -> float:
    """How long a page takes; it must be one."""
    from django.test import Client

    client = Client()
    began = time.perf_counter()
    status = client.get(address).status_code
    took = (time.perf_counter() - began) * 1000
    if status != 200:
        raise SystemExit(f"{address}: {status}")
    return took


def report(name: str, took: list[float]) -> None:
    """One line: p50 and p95."""
    print(f"{name:58} p50 {sorted(took)[len(took) // 2]:.0f} ms  p95 {ninety_fifth(took):.0f} ms", flush=True)


def partners(count: int) -> None:
    """The page of partners, of so many territories."""
    from minga.peers.bonds import bonds
    from minga.territories.models import Territory

    keys = [key for key in bonds().keys if key > 0]
    chosen = Territory.objects.filter(pk__in=keys[:: max(len(keys) // count, 1)][:count])
    addresses = [f"/socios/?territorio={code}" for code in chosen.values_list("code", flat=True)]
    for address in addresses[:5]:
        milliseconds(address)  # warm
    report(f"/socios/ of {len(addresses)} territories", [milliseconds(address) for address in addresses])


def after_a_change(times: int = 10) -> None:
    """The first answer after the event of a claim: its territory is read again, and the network made of it."""
    from django.db import transaction

    from minga.evidence.models import Claim
    from minga.journal.actions import record

    took = []
    claims = Claim.objects.filter(instrument="twinning", territory__isnull=False).order_by("ref")
    with transaction.atomic():
        for claim in claims[:: max(claims.count() // times, 1)][:times]:
            record("claim.recorded", object_type="evidence.claim", object_ref=claim.ref)
            took.append(milliseconds(f"/socios/?territorio={MINE}"))
        transaction.set_rollback(True)
    report("/socios/, the first after a claim changed", took)


def lists(times: int = 20) -> None:
    """The list of all twinnings in its three orders."""
    for query in LISTS:
        address = "/buscar/" + query.format(MINE)
        first = milliseconds(address)
        report(address, [milliseconds(address) for _ in range(times)])
        print(f"{'':58} the first time {first:.0f} ms", flush=True)


def main() -> None:
    """Measure all three."""
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("--territories", type=int, default=100)
    args = parser.parse_args()
    import django

    from minga.config import database, home

    with database.running(home.folder()) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "minga.config.settings"}
        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        # Nobody fetches the files that the pages name.
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        partners(args.territories)
        after_a_change()
        lists()


if __name__ == "__main__":
    main()
