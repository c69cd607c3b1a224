"""Addresses of the room."""

from django.urls import path

from minga.peers import views

urlpatterns = [
    path("pares/", views.peers, name="peers"),
    path("camino/", views.path, name="path"),
]
