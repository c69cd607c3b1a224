"""Addresses of sheets. The key of one that was handed in is nobody else's."""

from django.urls import path, re_path

from minga.sheets import views

_KEY = r"^hojas/(?P<key>[-_A-Za-z0-9]{43})/"

urlpatterns = [
    path("hojas/", views.sheets, name="sheets"),
    re_path(r"^hojas/afirmaciones\.(?P<form>xlsx|ods)$", views.export, name="sheet-export"),
    path("hojas/traer/", views.take_in, name="sheet-take-in"),
    re_path(rf"{_KEY}$", views.sheet, name="sheet"),
    re_path(rf"{_KEY}confirmar/$", views.confirm, name="sheet-confirm"),
    re_path(rf"{_KEY}no-entraron\.(?P<form>xlsx|ods)$", views.refused, name="sheet-refused"),
]
