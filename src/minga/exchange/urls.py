"""Addresses of exchanges; each answers as one that never was to whoever is no party of it."""

from django.urls import path, re_path

from minga.exchange import ask_views, views, work_views

_REF = r"^intercambios/(?P<ref>[A-Z0-9]{8})/"

urlpatterns = [
    path("intercambios/", views.exchanges, name="exchanges"),
    path("intercambios/nuevo/", ask_views.new, name="exchange-new"),
    path("intercambios/entrega/", views.handover, name="exchange-handover"),
    re_path(rf"{_REF}$", views.exchange, name="exchange"),
    re_path(rf"{_REF}paso/(?P<slug>[a-z-]+)/$", views.step, name="exchange-step"),
    re_path(rf"{_REF}a-quien/$", views.whom_next, name="exchange-next"),
    re_path(rf"{_REF}mensajes/$", work_views.message, name="exchange-message"),
    re_path(rf"{_REF}archivos/$", work_views.new_file, name="exchange-file-new"),
    re_path(rf"{_REF}archivos/(?P<short>[0-9a-f]{{12}})/$", work_views.file, name="exchange-file"),
    re_path(rf"{_REF}compromisos/$", work_views.new_promise, name="exchange-promise"),
    re_path(rf"{_REF}compromisos/(?P<number>[0-9]{{1,6}})/$", work_views.commitment, name="exchange-commitment"),
    re_path(rf"{_REF}sesiones/(?P<number>[0-9]{{1,6}})/$", work_views.session, name="exchange-session"),
    re_path(rf"{_REF}sesiones/(?P<number>[0-9]{{1,6}})\.ics$", work_views.invitation, name="exchange-invitation"),
    re_path(rf"{_REF}participantes/$", work_views.part, name="exchange-part"),
    re_path(rf"{_REF}expediente\.pdf$", work_views.whole_dossier, name="exchange-dossier"),
]
