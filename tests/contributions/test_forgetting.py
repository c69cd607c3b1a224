"""What one half wrote is one's own: it is given out, and forgotten with the account."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from minga.accounts import personal
from minga.accounts.actions import erase_account
from minga.accounts.actors import Actor
from minga.contributions import parts
from minga.contributions.actions.drafting import save_draft
from minga.contributions.actions.fetching import begin_errand, run_errand
from minga.contributions.models import Draft, Errand, Upload
from minga.evidence.models import Bringing, Document
from minga.ingest.actions.contributing import propose_claim
from minga.ingest.models import Proposal
from tests.contributions.conftest import Bring, work
from tests.contributions.test_proposing import CREATED, TOLD
from tests.contributions.test_uploading import begin, form, send

Captured = Callable[..., Any]


def test_what_is_half_written_is_given_out_and_forgotten_and_what_was_brought_stays(
    her: Client, ana: Actor, beto: Actor, bring: Bring, django_capture_on_commit_callbacks: Captured
) -> None:
    assert ana.user is not None
    put = propose_claim(document=bring(), quote=CREATED, told=TOLD, by=ana).proposal
    form(her, ("informe.txt", b"Informe de la oficina."))
    work(4)
    key = begin(her, name="a medias.txt").json()["key"]
    send(her, key, 0, b"abc")
    for one in (ana, beto):
        save_draft(form="direccion", about="", sent={"cita": ["palabras"]}, by=one)
    errand = begin_errand(url="https://x.example/", quote="palabras", by=ana)
    told = personal.told(ana.user)["contributions"]
    assert told["drafts"][0]["fields"] == {"cita": ["palabras"]} and len(told["drafts"]) == 1
    assert {each["name"] for each in told["uploads"]} == {"informe.txt", "a medias.txt"}
    assert told["addresses"][0]["url"] == "https://x.example/" and told["proposals"] == [put.ref]
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(confirmed=ana.user.email, by=ana)
    assert not Upload.objects.exists() and not Errand.objects.exists() and not parts.path_of(key).exists()
    assert Draft.objects.get().user == beto.user
    assert Document.objects.filter(ingestion__name="informe.txt").exists() and Bringing.objects.exists()
    assert Proposal.objects.filter(ref=put.ref, proposed_for=ana.organization).exists()
    run_errand(key=errand.key)
    assert not Errand.objects.exists(), "the job that would have fetched it finds nothing to do"
