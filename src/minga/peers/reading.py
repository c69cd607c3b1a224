"""What the claims say, read in columns: the public acts of territories, and whom they are bound to."""

from collections.abc import Collection as Several
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, ClaimQuerySet, Collection, Counterpart
from minga.peers.domain.standing import Acts, Names
from minga.territories.models import Territory

_CHUNK = 20_000
# A plan is no bond yet.
_PLANNED = "planned"


@dataclass(frozen=True)
class Record:
    """The acts on record in columns of one length, `key` being the territory's, and every bond once.

    bound       key, partner (a territory by its key, an organization by its key below zero), and 1 where it is no mere
                plan
    background  public claims that are no act, by ref, with the territory's key
    """

    key: NDArray[np.int64]
    ref: NDArray[np.object_]
    instrument: NDArray[np.int16]
    event: NDArray[np.int16]
    first: NDArray[np.float64]
    last: NDArray[np.float64]
    areas: NDArray[np.uint32]
    register: NDArray[np.int32]
    bound: NDArray[np.int64]
    codes: dict[int, str]
    background: dict[str, int]

    def keys_of(self, refs: Several[str]) -> set[int]:
        """The territories of these claims, as they stood."""
        if not refs:
            return set()
        acts = {int(key) for key, ref in zip(self.key, self.ref, strict=True) if ref in refs}
        return acts | {self.background[ref] for ref in refs if ref in self.background}

    def acts(self, keys: NDArray[np.int64]) -> Acts:
        """The acts of these territories, in their order."""
        row = rows_of(keys, self.key)
        kept = np.flatnonzero(row >= 0)
        order = kept[np.argsort(row[kept], kind="stable")]
        return Acts(
            names=names(),
            count=len(keys),
            row=row[order].astype(np.int32),
            instrument=self.instrument[order],
            event=self.event[order],
            first=self.first[order],
            last=self.last[order],
            areas=self.areas[order],
            register=self.register[order],
            ref=self.ref[order],
        )

    def bonds(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Row and partner of every bond of these territories."""
        row = rows_of(keys, self.bound[:, 0])
        kept = row >= 0
        return row[kept].astype(np.int32), self.bound[kept, 1].astype(np.int32)

    @property
    def firm(self) -> NDArray[np.int64]:
        """Key and partner of every bond that is more than a plan."""
        return np.asarray(self.bound[self.bound[:, 2] == 1, :2])


def rows_of(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of each wanted key among the keys, in whatever order these stand; -1 for none."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(keys)
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    return np.where(keys[order[at]] == wanted, order[at], -1)


def names() -> Names:
    """The codes of the vocabulary that columns number."""
    words = vocabulary()
    return Names(words.claimable("instrument"), words.claimable("event"), words.claimable("area"))


def read() -> Record:
    """All public acts of territories; background is none. Four queries."""
    return _record(None)


def again(known: Record, keys: Several[int]) -> Record:
    """The record with what these territories have read anew."""
    fresh = _record(keys)
    stays, bound = ~np.isin(known.key, list(keys)), ~np.isin(known.bound[:, 0], list(keys))
    columns = ("key", "ref", "instrument", "event", "first", "last", "areas", "register")
    return Record(
        **{name: np.concatenate([getattr(known, name)[stays], getattr(fresh, name)]) for name in columns},
        bound=np.concatenate([known.bound[bound], fresh.bound]),
        codes={key: code for key, code in known.codes.items() if key not in keys} | fresh.codes,
        background={ref: key for ref, key in known.background.items() if key not in keys} | fresh.background,
    )


def _record(keys: Several[int] | None) -> Record:
    rows = list(_rows(keys))
    key, ref, instrument, event, first, last, areas, register = zip(*rows, strict=True) if rows else ((),) * 8
    named = names()
    return Record(
        key=np.array(key, np.int64),
        ref=np.array(ref, object),
        instrument=np.array(_numbers(instrument, named.instrument), np.int16),
        event=np.array(_numbers(event, named.event), np.int16),
        first=np.array(first, float),
        last=np.array(last, float),
        areas=np.array(_numbers(map(tuple, areas), named.bits), np.uint32),
        register=np.array(register, np.int32),
        bound=_bound(keys),
        codes=dict(Territory.objects.filter(pk__in=set(key)).values_list("pk", "code")),
        background=dict(_of(Claim.objects.public().background(), keys).values_list("ref", "territory")),
    )


def _of(claims: ClaimQuerySet, keys: Several[int] | None) -> ClaimQuerySet:
    """Those of these claims that are a territory's, of these territories or of any."""
    return claims.filter(territory__isnull=False) if keys is None else claims.filter(territory__in=keys)


def _rows(keys: Several[int] | None) -> Iterable[Any]:
    claims = _of(Claim.objects.public().activity(), keys)
    registers = set(Collection.objects.filter(is_register=True).values_list("pk", flat=True))
    fields = ("territory_id", "ref", "instrument", "event", "year_first", "year_last", "areas", "collection_id")
    for *rest, body in claims.order_by().values_list(*fields).iterator(chunk_size=_CHUNK):
        yield (*rest, body if body in registers else -1)


def _numbers(codes: Iterable[Any], number: Any) -> list[int]:
    """The number of each code, asked once for each that occurs."""
    known: dict[Any, int] = {}
    return [known[code] if code in known else known.setdefault(code, number(code)) for code in codes]


def _bound(keys: Several[int] | None) -> NDArray[np.int64]:
    bonds = vocabulary().narrower("bond", "instrument")
    claims = Claim.objects.public().activity().filter(instrument__in=bonds, territory__isnull=False)
    if keys is not None:
        claims = claims.filter(territory__in=keys)
    parties = Counterpart.objects.filter(claim__in=claims).order_by()
    fields = ("claim__territory_id", "territory_id", "organization_id", "claim__event")
    firm: dict[tuple[int, int], int] = {}
    for key, other, body, event in parties.values_list(*fields).iterator(chunk_size=_CHUNK):
        if other or body:
            pair = key, other or -body
            firm[pair] = firm.get(pair, 0) | (event != _PLANNED)
    return np.array(sorted((*pair, is_firm) for pair, is_firm in firm.items()), np.int64).reshape(-1, 3)
