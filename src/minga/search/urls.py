"""Addresses of the search; they can be shared."""

from django.urls import URLPattern, path, re_path

from minga.search import views


def urlpatterns(seen_from: views.SeenFrom) -> list[URLPattern]:
    """The search, and its lists as files; `seen_from` tells from which territory a request sees them."""
    told = {"seen_from": seen_from}
    return [
        path("buscar/", views.search, told, name="search"),
        re_path(r"^buscar/resultados\.(?P<form>csv|xlsx|ris)$", views.export, told, name="search-export"),
    ]
