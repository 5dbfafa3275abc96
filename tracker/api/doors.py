"""What every door of the API does: who asks, when, how much may be sent, and lists with filters and pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.http import Http404
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.errors import TooLarge
from tracker.api.filters import Filters
from tracker.api.pagination import KeyPagination, Keys
from tracker.api.rows import represented
from tracker.models import Person, actor_of
from tracker.paging import Page, read_sort
from tracker.rules.access import Actor

MOST_BYTES = 64 * 1024


class Door(GenericAPIView[Any]):
    """Signed-in people only, read anew on each request; the only clock of the API.

    `queryset` serves the OpenAPI description alone: what is answered comes from the queries and their gates.
    """

    actor: Actor
    at: datetime
    on: date

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_BYTES:
            raise TooLarge
        super().initial(request, *args, **kwargs)
        self.at = timezone.now()
        self.on = timezone.localdate(self.at)
        self.actor = actor_of(cast(Person, request.user), on=self.on)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def get_serializer_context(self) -> dict[str, Any]:
        """Return what serializers may ask: who reads, and on which day."""
        return {"actor": getattr(self, "actor", None), "on": getattr(self, "on", None)}


class ListDoor(Door):
    """A list: filters, then one page by key. A room says which rows (`page`) and how a row looks."""

    filterset_class: type[Filters]
    sorts: Mapping[str, str]
    default_sort: str
    filter_backends = [DjangoFilterBackend]  # describes the filters; `get` reads them
    pagination_class = KeyPagination

    def page(self, chosen: dict[str, Any], keys: Keys) -> tuple[Page, Sequence[Any]]:
        """Return the page of keys, and its rows as the serializer takes them."""
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        chosen = self.filterset_class(request.query_params, queryset=self.get_queryset()).given()
        keys = Keys.from_request(request, read_sort(chosen["sort"], self.sorts, default=self.default_sort))
        page, rows = self.page(chosen, keys)
        return KeyPagination.answer(request, page, represented(self.get_serializer(), rows))


@extend_schema(exclude=True)
class NotFound(Door):
    """An address under /api/ that does not exist: 404 in the API's shape, whatever the method."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404
