"""The pages of offers: for everybody, for one's own office, and for the one that looks for what another has."""

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from django.test import Client
from django.utils import timezone

from minga.accounts.domain.permissions import Role
from minga.exchange.models import Exchange
from minga.notices.models import Notice
from minga.offers.actions.sleeping import look
from minga.offers.domain.offers import Direction
from minga.offers.models import Offer
from minga.search.actions import refresh
from tests.offers.conftest import SECRET, Offices, published
from tests.people import browser, somebody

DEMAND: dict[str, Any] = {"direction": Direction.DEMAND, "per_year": None}
FORM: dict[str, Any] = {
    "direccion": "offer", "tema": "office", "modalidad": "study_visit", "idiomas": ["es", "pt"], "cupo": "1",
    "pruebas": ["MG-8101"], "palabras": "Cómo se hace en una ciudad mediana.",
}  # fmt: skip


def shown(client: Client, address: str, status: int = 200) -> str:
    """The words of a page."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_from_what_is_ready_to_an_exchange_by_forms_alone(offices: Offices, client: Client) -> None:
    manizales, caldono, stranger = (browser(one) for one in (offices.manizales, offices.caldono, offices.stranger))
    mine = shown(manizales, "/ofertas/mias/")
    assert "lo muestra 1 afirmación" in mine and 'value="offer instrument office"' in mine
    assert "Ninguna oficina ha publicado la suya" in shown(client, "/ofertas/")
    keys = ["offer instrument office", "offer area international_cooperation"]
    sent = manizales.post("/ofertas/sugeridas/", {"clave": keys}, follow=True)
    assert "Publicadas 2." in sent.content.decode()
    sent = caldono.post("/ofertas/sugeridas/", {"una": "demand instrument organ", "clave": keys}, follow=True)
    assert "Publicada 1." in sent.content.decode()
    assert "No se marcó ninguna" in caldono.post("/ofertas/sugeridas/", {}, follow=True).content.decode()
    offer = Offer.objects.get(instrument="office")
    found = shown(caldono, "/ofertas/coincidencias/")
    assert "Un tema es parte del otro: oficina o unidad, de órgano" in found and f"?oferta={offer.ref}" in found
    page = shown(caldono, offer.get_absolute_url())
    assert "Coincide con lo de su oficina" in page and "Ellos enseñan lo que ustedes buscan" in page
    assert "Un libro" in page and "MG-8101" in page, "what shows it, with its citation"
    form = shown(caldono, f"/intercambios/nuevo/?oferta={offer.ref}")
    assert re.search(r'value="call"[^>]*checked', form)
    assert '<option value="office" selected>' in form and '<option value="es" selected>' in form
    assert "peer_review" not in form and "MG-8101" in form and "Lengua en común: español" in form
    sent = caldono.post(
        f"/intercambios/nuevo/?oferta={offer.ref}",
        {"tema": "office", "modalidad": "call", "idioma": "es", "pregunta": "¿Cómo?", "razones": "Por esto."},
    )
    made = Exchange.objects.get()
    assert sent["Location"] == made.get_absolute_url() and made.offer == offer and "MG-8101" in made.claims
    said = shown(manizales, made.get_absolute_url())
    assert "Manizales enseña a Caldono" in said and offer.ref in said and "Español" in said
    dossier = manizales.get(f"{made.get_absolute_url()}expediente.pdf")
    assert dossier.content.startswith(b"%PDF-")
    assert "queda cupo para 3 de 4 este año" in shown(manizales, "/ofertas/mias/")
    Offer.objects.filter(pk=offer.pk).update(per_year=1)
    other = published(offices.stranger)
    full = shown(caldono, offer.get_absolute_url())
    assert "No le queda cupo este año." in full and other.get_absolute_url() in full and "Pedir este" not in full
    again = f"/intercambios/nuevo/?oferta={offer.ref}"
    assert "A esta oferta no le queda cupo este año." in shown(stranger, again)
    assert stranger.post(again, {"modalidad": "call", "pregunta": "¿Y?"}).status_code == 409
    assert "ya no está en pie" in shown(caldono, "/intercambios/nuevo/?oferta=ZZZZZZZZ")


def test_whoever_answers_a_demand_teaches_and_who_learns_writes_the_plan(offices: Offices) -> None:
    wanted = published(offices.caldono, instrument="", areas=("culture",), **DEMAND)
    published(offices.manizales, instrument="", areas=("culture",))
    manizales, caldono = browser(offices.manizales), browser(offices.caldono)
    page = shown(manizales, wanted.get_absolute_url())
    assert "Ofrecerles este intercambio" in page and "Coincide con lo que su oficina ofrece" in page
    address = f"/intercambios/nuevo/?oferta={wanted.ref}"
    form = shown(manizales, address)
    assert "Ofrecer un intercambio a" in form and '<option value="culture" selected>' in form and "peer_review" in form
    manizales.post(address, {"tema": "culture", "modalidad": "written_answer", "pregunta": "Les contamos."})
    made = Exchange.objects.get()
    assert "Manizales enseña a Caldono" in shown(manizales, made.get_absolute_url())
    assert "cultura" in shown(caldono, "/intercambios/")
    Exchange.objects.update(state="adapting", answer_due=None)
    assert "paso/plan/" in shown(caldono, made.get_absolute_url())
    assert "paso/plan/" not in shown(manizales, made.get_absolute_url())
    both = published(offices.stranger, instrument="project", direction=Direction.TWO_WAY)
    caldono.post(f"/intercambios/nuevo/?oferta={both.ref}", {"modalidad": "call", "pregunta": "¿Y?"})
    assert "se enseñan uno a otro" in shown(caldono, Exchange.objects.get(offer=both).get_absolute_url())


def test_a_draft_is_written_changed_published_and_withdrawn_by_its_office_alone(offices: Offices) -> None:
    manizales, caldono = browser(offices.manizales), browser(offices.caldono)
    reader = browser(somebody(Role.READER, of="oficina-manizales"))
    form = shown(manizales, "/ofertas/nueva/?sugerencia=offer+instrument+office")
    assert '<option value="office" selected>' in form and re.search(r'value="MG-8101"[^>]*checked', form)
    assert shown(manizales, "/ofertas/nueva/") and "Lo que lo muestra" not in shown(
        browser(offices.federation), "/ofertas/nueva/"
    )
    assert manizales.post("/ofertas/nueva/", FORM | {"modalidad": "x"}).status_code == 422
    wrong = manizales.post("/ofertas/nueva/", FORM | {"tema": "", "cupo": ""})
    assert wrong.status_code == 422 and "Falta el tema" in wrong.content.decode()
    assert "Cómo se hace en una" in wrong.content.decode(), "what was typed stays"
    sent = manizales.post("/ofertas/nueva/", FORM | {"hacer": "draft", "palabras": SECRET})
    made = Offer.objects.get()
    here = made.get_absolute_url()
    assert sent["Location"] == here and made.state == "draft"
    assert "La ve solo su oficina" in shown(manizales, here)
    assert "Confirmar y publicar" not in shown(reader, here) and SECRET in shown(reader, here)
    assert SECRET not in shown(caldono, "/ofertas/") and shown(caldono, here, 404)
    assert reader.get(f"{here}cambiar/").status_code == reader.post(f"{here}hacer/publish/").status_code == 403
    for address in (f"{here}cambiar/", f"{here}hacer/publish/"):
        assert caldono.post(address, FORM).status_code == 404
    assert shown(manizales, f"{here}cambiar/").count("checked") >= 5
    assert manizales.post(f"{here}cambiar/", FORM | {"direccion": ""}).status_code == 422
    assert manizales.post(f"{here}cambiar/", FORM | {"ambitos": [], "tema": ""}).status_code == 422
    assert manizales.post(f"{here}cambiar/", FORM)["Location"] == here
    assert manizales.post(f"{here}hacer/nada/").status_code == 404
    assert "Publicada:" in manizales.post(f"{here}hacer/publish/", follow=True).content.decode()
    assert "Ya no se puede" in manizales.post(f"{here}hacer/publish/", follow=True).content.decode()
    assert "Cómo se hace en una" in shown(caldono, here)
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/ofertas/mias.xlsx").content)).active
    assert book is not None and [cell.value for cell in book[2]][1:4] == [
        "publicada", "ofrece enseñar", "oficina o unidad",
    ]  # fmt: skip
    sent = manizales.post("/ofertas/nueva/", FORM | {"hacer": "publish", "tema": "project"}, follow=True)
    assert "Publicada:" in sent.content.decode()
    manizales.post(f"{here}hacer/withdraw/")
    assert "Esta oferta se retiró" in shown(caldono, here, 410)
    assert "Retirada." in shown(manizales, here) and shown(manizales, f"{here}cambiar/", 404)
    ada = browser(somebody(Role.ADMINISTRATOR))
    assert "en nombre de una organización" in shown(ada, "/ofertas/mias/")
    assert ada.post("/ofertas/nueva/", FORM | {"pruebas": []}).status_code == 409
    assert "elija por cuál" in ada.post("/ofertas/sugeridas/", {"una": "x"}, follow=True).content.decode()
    assert "no es de un gobierno" in shown(browser(offices.federation), "/ofertas/mias/")


def test_one_that_sleeps_says_so_and_is_renewed_from_its_notice(offices: Offices, client: Client) -> None:
    old = timezone.now() - timedelta(days=366)
    made = published(offices.manizales, now=old, words=SECRET)
    look()
    here = made.get_absolute_url()
    gone = shown(client, here)
    assert "Esta oferta duerme" in gone and SECRET not in gone and "oficina-manizales" not in gone
    notice = Notice.objects.get(kind="offers.sleeps")
    manizales = browser(offices.manizales)
    assert notice.address == here and "se durmió" in shown(manizales, "/avisos/")
    assert "Duerme desde el" in shown(manizales, here)
    assert "Renovada." in manizales.post(f"{here}hacer/renew/", follow=True).content.decode()
    assert SECRET in shown(client, here)


def test_the_list_is_for_everybody_by_words_filters_and_likeness(offices: Offices, client: Client) -> None:
    near = published(offices.manizales, words="Para municipios pequeños.", areas=("culture",))
    far = published(offices.stranger, instrument="ir_policy", languages=("es", "en"))
    published(offices.caldono, instrument="organ", **DEMAND)
    every = shown(client, "/ofertas/")
    assert "3 ofertas y demandas" in every and every.index(far.ref) < every.index(near.ref)
    seen = shown(client, "/ofertas/?mi=CO-19137")
    assert "parecido a Caldono: mismo país" in seen and seen.index(near.ref) < seen.index(far.ref)
    assert "su territorio" in seen
    recent = shown(client, "/ofertas/?mi=CO-19137&orden=recientes")
    assert recent.index(far.ref) < recent.index(near.ref)
    assert "1 oferta o demanda" in shown(client, "/ofertas/?q=pequenos&ambito=culture&nivel=municipality")
    assert "No hay ninguna así." in shown(client, "/ofertas/?q=zzz") and shown(client, "/ofertas/?orden=cerca&pagina=9")
    assert "Lo que Manizales ofrece y busca" in shown(client, "/ofertas/?de=CO-17001")
    assert "entre por su oficina" in shown(client, near.get_absolute_url())
    for form in ("atom", "rss"):
        feed = client.get(f"/ofertas/ofertas.{form}?tema=ir_policy")
        assert feed.content.decode().count(far.get_absolute_url()) >= 1 and near.ref not in feed.content.decode()
    line = 'Ofrece enseñar</dt><dd><a href="/ofertas/?de=CO-17001">oficina o unidad (cultura)</a>'
    assert line in shown(client, "/territorios/co-17001-manizales/")
    assert line.replace("Ofrece", "ofrece") in shown(client, "/pares/?territorio=CO-19137&meta=organ")
    refresh()
    found = shown(client, "/buscar/?q=oficina+para+municipios+peque%C3%B1os")
    assert "Oferta de una oficina" in found and near.get_absolute_url() in found
    assert near.get_absolute_url() in shown(
        client, "/buscar/?q=oficina+para+municipios+peque%C3%B1os&agrupar=territorio"
    )
    Offer.objects.filter(pk=near.pk).update(state="withdrawn")
    assert near.get_absolute_url() not in shown(client, "/buscar/?q=oficina+para+municipios+peque%C3%B1os")
    assert shown(client, "/ofertas/ZZZZZZZZ/", 404)
    manizales = browser(offices.manizales)
    assert "no ha publicado ninguna" in shown(manizales, "/ofertas/coincidencias/")
    published(offices.manizales, instrument="award")
    assert "Nada todavía." in shown(manizales, "/ofertas/coincidencias/")
