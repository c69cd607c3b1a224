"""Bringing sources, documents and their texts in."""

import hashlib
from dataclasses import replace
from typing import Any

from django.db import transaction

from minga.accounts.actors import Actor
from minga.accounts.domain.permissions import Capability
from minga.accounts.guards import needs
from minga.accounts.models import User
from minga.evidence import adapters
from minga.evidence.actions.waiting import tell_judges
from minga.evidence.domain.passages import Cut
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Bringing, Change, Document, ExtractedText, Passage, Source
from minga.journal.actions import record
from minga.kit.text import nfc
from minga.territories.models import Organization


@transaction.atomic
def save_source(
    *, slug: str, csl: dict[str, Any], is_mirror: bool = False, by: int | None = None
) -> tuple[Source, bool]:
    """Add a source, or bring the one with this slug up to date; the source, and whether anything changed.

    csl     the record as a CSL-JSON item (citation style language 1.0.2)
    """
    fields = {**_shown(csl), "csl": csl, "is_mirror": is_mirror}
    source = Source.objects.select_for_update().filter(slug=slug).first()
    if source is not None and all(getattr(source, name) == value for name, value in fields.items()):
        return source, False
    verb = "source.changed" if source else "source.added"
    # Fields alone, and no words: somebody's name may stand in them.
    changed = sorted(name for name, value in csl.items() if source is None or source.csl.get(name) != value)
    source, _ = Source.objects.update_or_create(slug=slug, defaults=fields)
    _reindex_claims_of(source)
    record(verb, source, by=by, after={"fields": changed})
    return source, True


def _reindex_claims_of(source: Source) -> None:
    refs = source.citations.values_list("claim__ref", flat=True).distinct()
    Change.objects.bulk_create(Change(kind="claim", ref=ref) for ref in refs)


def _shown(csl: dict[str, Any]) -> dict[str, Any]:
    parts = csl.get("issued", {}).get("date-parts") or [[None]]
    return {
        "title": str(csl.get("title") or csl["id"]),
        "authors": "; ".join(_name(author) for author in csl.get("author", [])),
        "year": parts[0][0] if parts[0] else None,
        "url": str(csl.get("URL") or ""),
        "doi": str(csl.get("DOI") or ""),
    }


def _name(author: dict[str, str]) -> str:
    if literal := author.get("literal"):
        return literal
    return ", ".join(part for part in (author.get("family"), author.get("given")) if part)


@transaction.atomic
def archive(
    *,
    data: bytes,
    source: Source,
    media_type: str,
    language: str,
    access: Access = Access.QUOTES,
    pages: int | None = None,
    by: int | None = None,
) -> Document:
    """Keep a document's bytes; the same bytes twice are one document."""
    sha256 = adapters.keep(data)
    document, new = Document.objects.get_or_create(
        sha256=sha256,
        defaults={
            "source": source,
            "media_type": media_type,
            "size": len(data),
            "language": language,
            "access": access,
            "pages": pages,
        },
    )
    if new:
        record("document.archived", document, by=by, after={"sha256": sha256, "access": access})
    return document


@transaction.atomic
def store_text(
    *, document: Document, extractor: str, version: str, text: str, cuts: list[Cut], by: int | None = None
) -> ExtractedText:
    """Store what an extractor read, with its passages; the same extractor and version reads a document once.

    cuts    offsets in the text after Unicode NFC
    """
    text = nfc(text)
    extracted, new = ExtractedText.objects.get_or_create(
        document=document,
        extractor=extractor,
        version=version,
        defaults={"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest()},
    )
    if not new:
        return extracted
    passages = [
        Passage(
            extracted=extracted,
            ordinal=n,
            kind=cut.kind,
            label=cut.label,
            start=cut.start,
            end=cut.end,
            page=cut.page,
        )
        for n, cut in enumerate(cuts, 1)
    ]
    Passage.objects.bulk_create(passages)
    Change.objects.bulk_create(Change(kind="passage", ref=passage.ref) for passage in passages)
    record("text.extracted", document, by=by, after={"extractor": extractor, "version": version})
    return extracted


class NotBrought(PermissionError):
    """An organization lets others see what it brought itself, and nothing else."""


@transaction.atomic
@needs(Capability.BRING)
def note_bringing(*, sha256: str, by: Actor) -> bool:
    """Keep that an organization brought this file in, so that its people may see it; whether that is new.

    Of whoever acts for no organization nothing is kept: there is nobody to show a private file to.
    """
    return by.organization is not None and _keep_bringing(sha256, by.organization, by, by.user)


@transaction.atomic
@needs(Capability.EXCHANGE)
def share_bringing(*, sha256: str, organization: Organization, by: Actor) -> bool:
    """Let the people of another organization see a file, as the other side of an exchange; whether that is new.

    Raises NotBrought where the organization for which somebody acts did not bring it: nobody opens what is not theirs.
    """
    if by.organization is None or not Bringing.objects.filter(sha256=sha256, organization=by.organization).exists():
        raise NotBrought(sha256[:12])
    return _keep_bringing(sha256, organization, by, None)


def _keep_bringing(sha256: str, whose: Organization, by: Actor, hers: User | None) -> bool:
    _, new = Bringing.objects.get_or_create(sha256=sha256, organization=whose, defaults={"by": hers})
    if new:
        after = {"for": whose.slug}
        record("document.brought", object_type="evidence.document", object_ref=sha256[:12], by=by.key, after=after)
        tell_judges(by=replace(by, organization=whose), documents=1)
    return new
