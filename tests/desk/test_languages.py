"""A federation's languages: in which of them somebody is answered, with which words, and in which it is published."""

import re

import pytest
from django.test import Client

from minga.desk.actions.publishing import publish, withdraw
from minga.desk.actions.settings import SettingRefused, add_template, set_desk
from minga.desk.queries.desks import answer_language, templates_for
from tests.desk.conftest import House
from tests.desk.test_desk import answered, asked, settings
from tests.people import browser


def test_who_asks_in_a_language_of_the_desk_is_answered_in_it_and_others_in_its_first(house: House) -> None:
    set_desk(settings=settings(languages=("pt", "en")), by=house.ana)
    row = answered(house, asked(house, "¿Cómo se crea una oficina en la alcaldía?", agrees=True), "Cria-se por lei.")
    english = asked(house, "How do we set up an international office in our town hall?")
    assert (row.language, answer_language(row)) == ("es", "pt")
    assert (english.language, answer_language(english)) == ("en", "en")
    for name, language in (("Fecho", "pt"), ("Close", "en"), ("Firma", "")):
        add_template(name=name, text="…", language=language, by=house.ana)
    with pytest.raises(SettingRefused):
        add_template(name="Cierre", text="…", language="es", by=house.ana)
    assert [one.name for one in templates_for(row)] == ["Fecho", "Firma"]
    assert [one.name for one in templates_for(english)] == ["Close", "Firma"]
    desk = browser(house.ana)
    assert "se publica en portugués" in desk.get(row.desk_url).content.decode().lower()
    assert "Fecho (portugués)" in desk.get("/mesa/ajustes/").content.decode()
    assert desk.post("/mesa/ajustes/plantilla/", {"nombre": "x", "texto": "y", "en": "fr"}).status_code == 422
    assert 'lang="pt"' in Client().get(row.get_absolute_url()).content.decode()
    waits = asked(house, "¿Y cómo se cierra?")
    assert "Responde en portugués" in Client().get(waits.get_absolute_url()).content.decode()
    assert "Responde en" not in Client().get(english.get_absolute_url()).content.decode()
    made = publish(consultation=row, question="Como se cria?", answer="Por lei.", with_territory=False, by=house.ana)
    assert made.language == "pt"


def test_published_questions_come_in_a_feed_and_stand_in_the_sitemap_until_they_are_taken_back(house: House) -> None:
    private = answered(house, asked(house, "¿Y la Zurungafil?"))
    row = answered(house, asked(house, agrees=True))
    publish(consultation=row, question="¿Cómo se crea?", answer="Por acuerdo.", with_territory=False, by=house.ana)
    reader = Client()
    for form, item in (("atom", "entry"), ("rss", "item")):
        feed = reader.get(f"/preguntas/respondidas.{form}").content.decode()
        assert re.findall(rf"<{item}>.*?<title>(.*?)</title>", feed, re.DOTALL) == ["¿Cómo se crea?"]
        assert "Por acuerdo." in feed and "Zurungafil" not in feed
    site = reader.get("/sitemap-preguntas.xml").content.decode()
    assert re.findall(r"<loc>(.*?)</loc>", site) == [f"http://testserver/preguntas/{row.code}/"]
    assert private.code not in site and "respondidas.atom" in reader.get("/preguntas/").content.decode()
    withdraw(consultation=row, by=house.ana)
    assert row.code not in reader.get("/sitemap-preguntas.xml").content.decode()
    assert "¿Cómo se crea?" not in reader.get("/preguntas/respondidas.atom").content.decode()
