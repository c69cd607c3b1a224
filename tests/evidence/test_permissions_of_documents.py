"""Who may know of a document."""

import pytest

from minga.accounts.actors import installation
from minga.accounts.domain.permissions import Role
from minga.accounts.guards import NotAllowed
from minga.evidence.actions import NotBrought, archive, note_bringing, save_source, share_bringing
from minga.evidence.domain.statuses import Access
from minga.evidence.models import Bringing, Document
from minga.journal.models import Event
from tests.people import office, somebody

pytestmark = pytest.mark.django_db


def test_a_private_document_is_known_to_the_people_of_who_brought_it_and_to_nobody_else() -> None:
    source, _ = save_source(slug="acta", csl={"id": "acta", "title": "Acta"})
    document = archive(data=b"x", source=source, media_type="text/plain", language="es", access=Access.PRIVATE)
    ana = somebody(Role.CONTRIBUTOR)
    assert not Document.objects.visible_to(ana.organization).exists()
    assert note_bringing(sha256=document.sha256, by=ana) and not note_bringing(sha256=document.sha256, by=ana)
    assert Document.objects.visible_to(ana.organization).get() == document
    assert not Document.objects.visible_to(office("otra")).exists() and not Document.objects.visible_to(None).exists()
    assert str(Bringing.objects.get()).endswith(document.short)
    assert Event.objects.get(verb="document.brought").actor_id == ana.key


def test_what_the_installation_brings_in_belongs_to_no_office() -> None:
    assert not note_bringing(sha256="a" * 64, by=installation()) and not Bringing.objects.exists()


def test_a_private_document_is_opened_to_another_organization_only_by_one_that_brought_it() -> None:
    source, _ = save_source(slug="nota", csl={"id": "nota", "title": "Nota"})
    document = archive(data=b"x", source=source, media_type="text/plain", language="es", access=Access.PRIVATE)
    ana, otto, other = somebody(Role.CONTRIBUTOR), somebody(Role.CONTRIBUTOR, of="tercera"), office("otra")
    note_bringing(sha256=document.sha256, by=ana)
    for stranger in (otto, installation()):
        with pytest.raises(NotBrought):
            share_bringing(sha256=document.sha256, organization=other, by=stranger)
    with pytest.raises(NotAllowed):
        share_bringing(sha256=document.sha256, organization=other, by=somebody(Role.READER))
    assert not Document.objects.visible_to(other).exists()
    assert share_bringing(sha256=document.sha256, organization=other, by=ana)
    assert not share_bringing(sha256=document.sha256, organization=other, by=ana)
    assert Document.objects.visible_to(other).get() == document and not Document.objects.visible_to(otto.organization)
    assert Bringing.objects.get(organization=other).by is None, "nobody of the other side did it"
