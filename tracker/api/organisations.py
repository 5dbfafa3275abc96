"""Organisations in the API: who is inspected and who answers, with their names and predecessors."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django_filters import ChoiceFilter
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspections.choices import OrganisationKind, SuccessionKind
from inspections.models import Organisation
from tracker.api import examples, filters
from tracker.api.doors import Door, ListDoor
from tracker.api.fields import Texts
from tracker.api.pagination import Keys
from tracker.paging import Page
from tracker.queries import organisations


class OrganisationLink(serializers.Serializer[Organisation]):
    """A body as other records name it."""

    slug = serializers.SlugField(help_text="The address of the record: /api/v1/organisations/{slug}/")
    name = serializers.CharField(source="display_name")


class OrganisationRow(serializers.Serializer[Organisation]):
    """A body in the tree of organisations, or a predecessor beside it."""

    slug = serializers.SlugField()
    name = serializers.CharField(source="display_name", help_text="As a sentence needs it: Kirklees PDU")
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    parent = OrganisationLink(allow_null=True)
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True, help_text="The first day on which it no longer existed")
    is_verified = serializers.BooleanField(help_text="False for facts that are believed, not confirmed")


class DatedName(serializers.Serializer[Any]):
    """A name between two days; an open end means still, an open start means always."""

    name = serializers.CharField()
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)


class Predecessor(serializers.Serializer[Any]):
    """A body whose recommendations this one answers for since a day."""

    organisation = OrganisationLink(source="predecessor")
    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=SuccessionKind.choices)


class Successor(serializers.Serializer[Any]):
    """A body that answers for this one's recommendations since a day."""

    organisation = OrganisationLink(source="successor")
    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=SuccessionKind.choices)


class OrganisationRecord(OrganisationRow):
    """One body with every name it had, and who came before and after it."""

    names = DatedName(many=True)
    aliases = Texts(of="name", help_text="Other names that reports use")
    predecessors = Predecessor(many=True, source="precessions")
    successors = Successor(many=True, source="successions")


class OrganisationFilters(filters.Filters):
    """The filters of the list."""

    kind = ChoiceFilter(choices=OrganisationKind.choices, help_text="What kind of body")
    region = filters.region()
    sort = filters.sort_by(organisations.SORTS, default=organisations.DEFAULT_SORT)


@extend_schema_view(
    get=extend_schema(
        responses=OrganisationRow(many=True),
        summary="List organisations",
        description="Regions, probation delivery units (PDUs), their predecessors and HMPPS; open to everybody.",
        examples=[examples.ORGANISATION],
    )
)
class Organisations(ListDoor):
    queryset = Organisation.objects.none()
    serializer_class = OrganisationRow
    filterset_class = OrganisationFilters
    sorts, default_sort = organisations.SORTS, organisations.DEFAULT_SORT

    def page(self, chosen: dict[str, Any], keys: Keys) -> tuple[Page, Sequence[Any]]:
        narrowed = organisations.OrganisationSelection(kind=chosen["kind"], region=chosen["region"], words=chosen["q"])
        page = organisations.page_of_organisations(
            narrowed, sort=chosen["sort"], after=keys.after, before=keys.before, size=keys.size
        )
        return page, page.rows


class OneOrganisation(Door):
    queryset = Organisation.objects.none()
    serializer_class = OrganisationRecord

    @extend_schema(summary="Read an organisation")
    def get(self, request: Request, slug: str) -> Response:
        """A body with every name it had, and who came before and after it."""
        organisation = Organisation.objects.for_record().filter(slug=slug).first()
        if organisation is None:
            raise Http404
        return Response(self.get_serializer(organisation).data)
