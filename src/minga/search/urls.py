"""Addresses of the search; they can be shared."""

from django.urls import path, re_path

from minga.search import views

urlpatterns = [
    path("buscar/", views.search, name="search"),
    re_path(r"^buscar/resultados\.(?P<form>csv|xlsx|ris)$", views.export, name="search-export"),
]
