"""Addresses of documents; they are for ever."""

from django.urls import path, re_path

from minga.ingest import views

_SHORT = r"^documentos/(?P<short>[0-9a-f]{12})"

urlpatterns = [
    path("documentos/", views.documents, name="documents"),
    re_path(rf"{_SHORT}/$", views.document, name="document"),
    re_path(rf"{_SHORT}/texto\.txt$", views.text, name="document-text"),
    re_path(rf"{_SHORT}/cita\.(?P<form>bib|ris|json)$", views.reference, name="document-reference"),
    re_path(
        rf"{_SHORT}/imagen-(?P<number>[1-9][0-9]{{0,4}})-(?P<width>640|1280)$", views.page_image, name="document-image"
    ),
]
