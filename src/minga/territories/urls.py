"""Addresses of the territories room; a territory's own page shows other rooms too and lives in `site`."""

from django.urls import path

from minga.territories import views

urlpatterns = [path("territorios/sugerir/", views.suggest, name="territory-suggest")]
