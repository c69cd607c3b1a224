"""Addresses of notices."""

from django.urls import path, re_path

from minga.notices import views

urlpatterns = [
    path("avisos/", views.notices, name="notices"),
    path("avisos/leidos/", views.read, name="notices-read"),
    path("avisos/correo/", views.preference, name="notices-mail"),
    path("avisos/canal/", views.own_feed, name="notices-own-feed"),
    re_path(r"^avisos/canal/(?P<secret>[-_A-Za-z0-9]{40,64})\.(?P<form>atom|rss)$", views.feed, name="notices-feed"),
]
