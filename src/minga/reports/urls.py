"""Addresses of reports. Their refs are secrets."""

from django.urls import path, re_path

from minga.reports import views

_REF = r"^informes/(?P<ref>[-_A-Za-z0-9]{43})/"

urlpatterns = [
    path("informar/", views.new, name="report-new"),
    path("informes/", views.reports, name="reports"),
    re_path(rf"{_REF}$", views.report, name="report"),
    re_path(rf"{_REF}responder/$", views.give_answer, name="report-answer"),
    re_path(rf"{_REF}cerrar/$", views.close, name="report-close"),
    re_path(rf"{_REF}reabrir/$", views.open_again, name="report-reopen"),
]
