"""Every address of the site, room by room; fixed words come before names of things."""

from django.urls import URLPattern, URLResolver, include, path

from minga.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("salud/", health, name="health"),
    path("", include("minga.accounts.urls")),
    path("cuenta/", include("allauth.urls")),
    path("", include("minga.territories.urls")),
    path("", include("minga.notices.urls")),
    path("", include("minga.evidence.urls")),
    path("", include("minga.reports.urls")),
    path("", include("minga.ingest.urls")),
    path("", include("minga.review.urls")),
    path("", include("minga.peers.urls")),
    path("", include("minga.sheets.urls")),
    path("", include("minga.contributions.urls")),
    path("", include("minga.offers.urls")),
    path("", include("minga.exchange.urls")),
    path("", include("minga.desk.urls")),
    path("", include("minga.site.urls")),
]

handler400 = "minga.frame.errors.bad_request"
handler403 = "minga.frame.errors.forbidden"
handler404 = "minga.frame.errors.not_found"
handler429 = "minga.frame.errors.too_many"
handler500 = "minga.frame.errors.failed"
