"""Addresses of the evidence; they are for ever."""

from django.urls import path, re_path

from minga.evidence import feeds, views

_FORM = r"(?P<form>bib|ris|json)"
# Ours are MG-0001; those of registers carry the register's own words after its letters (TW-3674962-3838583).
_REF = r"(?P<ref>[A-Z]{2,4}-[A-Z0-9-]{2,36})"

urlpatterns = [
    re_path(rf"^afirmaciones/{_REF}/$", views.claim, name="claim"),
    re_path(r"^afirmaciones/(?P<ref>[a-zA-Z]{2,4}-[a-zA-Z0-9-]{2,36})/$", views.claim_any_case, name="claim-any-case"),
    re_path(rf"^afirmaciones/{_REF}/cita\.{_FORM}$", views.claim_reference, name="claim-reference"),
    re_path(r"^afirmaciones/aceptadas\.(?P<form>atom|rss)$", feeds.accepted, name="accepted-feed"),
    re_path(r"^fuentes/$", views.sources, name="sources"),
    re_path(r"^fuentes/(?P<slug>[-_a-z0-9]{1,120})/$", views.source, name="source"),
    re_path(rf"^fuentes/(?P<slug>[-_a-z0-9]{{1,120}})/cita\.{_FORM}$", views.source_reference, name="source-reference"),
    path("vocabulario/", views.concepts, name="vocabulary"),
    re_path(r"^vocabulario/(?P<scheme>[a-z]{2,20})/(?P<code>[a-z_]{2,40})/$", views.concept, name="concept"),
]
