"""The addresses of the API: /api/v1/ and its rooms, its description and the readable page."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from tracker.api import actions, documentation, inspections, organisations, recommendations
from tracker.api.doors import NotFound

version_1: list[URLPattern | URLResolver] = [
    path("organisations/", organisations.Organisations.as_view(), name="api-organisations"),
    path("organisations/<slug:slug>/", organisations.OneOrganisation.as_view(), name="api-organisation"),
    path("inspections/", inspections.Inspections.as_view(), name="api-inspections"),
    path("inspections/<str:ref>/", inspections.OneInspection.as_view(), name="api-inspection"),
    path("recommendations/", recommendations.Recommendations.as_view(), name="api-recommendations"),
    path("recommendations/<str:ref>/", recommendations.OneRecommendation.as_view(), name="api-recommendation"),
    path("actions/", actions.Actions.as_view(), name="api-actions"),
    path("actions/<str:ref>/", actions.OneAction.as_view(), name="api-action"),
    path("actions/<str:ref>/updates/", actions.Updates.as_view(), name="api-action-updates"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(version_1)),
    path("schema/", documentation.schema, name="api-schema"),
    path("docs/", documentation.docs, name="api-docs"),
    # Whatever else is asked of the API is answered in its own shape, not with a page.
    re_path(r"", NotFound.as_view(), name="api-not-found"),
]
