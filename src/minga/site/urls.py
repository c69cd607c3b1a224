"""Addresses of the pages that show several rooms."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path, re_path

from minga.search.urls import urlpatterns as search_urls
from minga.site import mine, views
from minga.site.lenses import seen_from
from minga.site.sitemaps import PARTS

urlpatterns = [
    path("", views.home, name="home"),
    path("cronologia/", views.chronology, name="chronology"),
    path("territorios/", views.territories, name="territories"),
    re_path(r"^territorios/(?P<slug>[-_a-zA-Z0-9]{1,250})/$", views.territory, name="territory"),
    re_path(r"^organizaciones/(?P<slug>[-_a-z0-9]{1,120})/$", views.organization, name="organization"),
    path("mi-territorio/", mine.mine, name="mine"),
    path("mi-territorio/recordar/", mine.remember, name="mine-remember"),
    path("mi-territorio/olvidar/", mine.forget_mine, name="mine-forget"),
    *search_urls(seen_from),
    path("acerca/", views.about, name="about"),
    path("metodo/", views.method, name="method"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": PARTS, "sitemap_url_name": "sitemap-part"}, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": PARTS}, name="sitemap-part"),
]
