"""Addresses of what people bring."""

from django.urls import path, re_path
from django.views.decorators.cache import cache_control

from minga.contributions import address_views, propose_views, source_views, upload_views, views

# One person's own: kept by no one on the way, and asked for anew. Not "no-store": with that a browser that goes back
# has lost what was typed.
_own = cache_control(private=True, no_cache=True)
_KEY = "(?P<key>[0-9a-f]{24})"

urlpatterns = [
    path("aportar/", _own(views.contributions), name="contributions"),
    path("aportar/afirmacion/", _own(propose_views.propose), name="propose"),
    path("aportar/direccion/", _own(address_views.address), name="address"),
    re_path(rf"^aportar/direccion/{_KEY}/$", _own(address_views.errand), name="errand"),
    path("aportar/borradores/", _own(views.save), name="draft-save"),
    re_path(rf"^aportar/borradores/{_KEY}/descartar/$", _own(views.drop), name="draft-drop"),
    path("aportar/documentos/", _own(upload_views.uploads), name="uploads"),
    path("aportar/documentos/empezar/", _own(upload_views.begin), name="upload-begin"),
    re_path(rf"^aportar/documentos/{_KEY}/$", _own(upload_views.upload), name="upload"),
    re_path(rf"^aportar/documentos/{_KEY}/fuente/$", _own(source_views.source), name="upload-source"),
    re_path(rf"^aportar/documentos/{_KEY}/parte/$", _own(upload_views.part), name="upload-part"),
    re_path(rf"^aportar/documentos/{_KEY}/cancelar/$", _own(upload_views.cancel), name="upload-cancel"),
]
