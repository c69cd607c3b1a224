"""Addresses of the desk. The ref of a consultation is its asker's secret; its code says nothing."""

from django.urls import path, re_path

from minga.desk import board_views, desk_views, settings_views, views

_REF = r"^consultas/(?P<ref>[-_A-Za-z0-9]{43})/"

urlpatterns = [
    path("consultas/", views.consultations, name="consultations"),
    path("consultas/nueva/", views.new, name="consultation-new"),
    re_path(rf"{_REF}$", views.consultation, name="consultation"),
    re_path(rf"{_REF}decir/$", views.give_word, name="consultation-say"),
    path("preguntas/", views.questions, name="questions"),
    re_path(r"^preguntas/respondidas\.(?P<form>atom|rss)$", views.lately, name="questions-feed"),
    path("preguntas/<str:code>/", views.question, name="question"),
    path("mesa/", desk_views.desk, name="desk"),
    path("mesa/registrar/", desk_views.record, name="desk-record"),
    path("mesa/ajustes/", settings_views.settings, name="desk-settings"),
    path("mesa/ajustes/<slug:act>/", settings_views.change, name="desk-set"),
    path("mesa/miembros/", settings_views.members, name="desk-members"),
    path("mesa/tablero/", board_views.board, name="desk-board"),
    path("mesa/por-investigar/", board_views.agenda, name="desk-research"),
    path("mesa/consultas.xlsx", board_views.sheet, name="desk-sheet"),
    path("mesa/intercambios/", board_views.exchanges, name="desk-exchanges"),
    path("mesa/intercambios.xlsx", board_views.exchange_sheet, name="desk-exchange-sheet"),
    path("mesa/informe-<int:year>.pdf", board_views.report, name="desk-report"),
    path("mesa/consultas/<str:code>/", desk_views.consultation, name="desk-consultation"),
    path("mesa/consultas/<str:code>/<slug:act>/", desk_views.act, name="desk-act"),
]
