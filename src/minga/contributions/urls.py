"""Addresses of what people bring."""

from django.urls import path, re_path

from minga.contributions import address_views, propose_views, source_views, upload_views, views

_KEY = "(?P<key>[0-9a-f]{24})"

urlpatterns = [
    path("aportar/", views.contributions, name="contributions"),
    path("aportar/afirmacion/", propose_views.propose, name="propose"),
    path("aportar/direccion/", address_views.address, name="address"),
    re_path(rf"^aportar/direccion/{_KEY}/$", address_views.errand, name="errand"),
    path("aportar/borradores/", views.save, name="draft-save"),
    re_path(rf"^aportar/borradores/{_KEY}/descartar/$", views.drop, name="draft-drop"),
    path("aportar/documentos/", upload_views.uploads, name="uploads"),
    path("aportar/documentos/empezar/", upload_views.begin, name="upload-begin"),
    re_path(rf"^aportar/documentos/{_KEY}/$", upload_views.upload, name="upload"),
    re_path(rf"^aportar/documentos/{_KEY}/fuente/$", source_views.source, name="upload-source"),
    re_path(rf"^aportar/documentos/{_KEY}/parte/$", upload_views.part, name="upload-part"),
    re_path(rf"^aportar/documentos/{_KEY}/cancelar/$", upload_views.cancel, name="upload-cancel"),
]
