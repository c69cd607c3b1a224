"""Addresses of offers. One that sleeps or was withdrawn says so at its own; a draft is there for its office alone."""

from django.urls import path, re_path

from minga.offers import own_views, views

_REF = r"^ofertas/(?P<ref>[A-Z0-9]{8})/"

urlpatterns = [
    path("ofertas/", views.offers, name="offers"),
    re_path(r"^ofertas/ofertas\.(?P<form>atom|rss)$", views.feed, name="offers-feed"),
    path("ofertas/mias/", own_views.mine, name="offers-mine"),
    path("ofertas/mias.xlsx", own_views.sheet, name="offers-sheet"),
    path("ofertas/coincidencias/", own_views.matches, name="offers-matches"),
    path("ofertas/sugeridas/", own_views.take_up_suggested, name="offers-take-up"),
    path("ofertas/nueva/", own_views.new, name="offer-new"),
    re_path(rf"{_REF}$", views.offer, name="offer"),
    re_path(rf"{_REF}cambiar/$", own_views.change_one, name="offer-change"),
    re_path(rf"{_REF}hacer/(?P<act>[a-z]{{1,12}})/$", own_views.act, name="offer-act"),
]
