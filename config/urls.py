"""The map of addresses: each door keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("tracker.api.urls")),
    path("", include("tracker.web.urls")),
]

handler400 = "tracker.web.views.errors.bad_request"
handler403 = "tracker.web.views.errors.no_access"
handler404 = "tracker.web.views.errors.not_found"
handler500 = "tracker.web.views.errors.problem"
