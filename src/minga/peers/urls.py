"""Addresses of the room."""

from django.urls import path, re_path

from minga.peers import letter_views, partner_views, views

urlpatterns = [
    path("pares/", views.peers, name="peers"),
    path("pares/carta/", letter_views.letter, name="letter"),
    re_path(r"^pares/carta\.(?P<form>docx|pdf)$", letter_views.download, name="letter-file"),
    path("socios/", partner_views.partners, name="partners"),
    path("camino/", views.path, name="path"),
]
