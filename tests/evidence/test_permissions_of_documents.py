"""Who may know of a document."""

import pytest

from minga.accounts.actors import installation
from minga.accounts.domain.permissions import Role
from minga.evidence.actions import archive, note_bringing, save_source
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
