"""Pages of the API's lists by key: `next` and `previous` are addresses to follow, never to make up."""

from dataclasses import dataclass
from typing import Any, Self

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.paging import PAGE_SIZE, Page, Sort, read_key

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Keys:
    """Which page is asked for."""

    after: str
    before: str
    size: int

    @classmethod
    def from_request(cls, request: Request, sort: Sort) -> Self:
        """From `?after=`, `?before=` and `?page_size=`. Raises ValidationError for what cannot be one."""
        asked = request.query_params
        size = asked.get("page_size") or str(PAGE_SIZE)
        if not (size.isascii() and size.isdigit() and 1 <= int(size[:6]) <= MOST_ROWS):
            raise ValidationError({"page_size": [f"Send a number from 1 to {MOST_ROWS}"]})
        for name in ("after", "before"):
            if asked.get(name) and read_key(asked[name], sort) is None:
                raise ValidationError({name: ["Follow the address in next or previous of a page in this order"]})
        return cls(after=asked.get("after", ""), before=asked.get("before", ""), size=int(size))


class KeyPagination(BasePagination):
    """How a page looks, for the answer and for its OpenAPI description."""

    @staticmethod
    def answer(request: Request, page: Page, results: Any) -> Response:
        return Response(
            {
                "next": _address(request, after=page.after),
                "previous": _address(request, before=page.before),
                "results": results,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": address
                | {
                    "description": "The address of the next page, or null on the last",
                    "example": "https://service.example/api/v1/actions/?after=WyIyMDI2LTExLTMwIiwgNDEyXQ",
                },
                "previous": address
                | {"description": "The address of the page before, or null on the first", "example": None},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter("after", {"type": "string"}, "The key of the page before; it is in the address in next"),
            _parameter("before", {"type": "string"}, "The key of the page after; it is in the address in previous"),
            _parameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": PAGE_SIZE},
                f"How many rows a page has, up to {MOST_ROWS}",
            ),
        ]


def _parameter(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}


def _address(request: Request, *, after: str = "", before: str = "") -> str | None:
    if not (after or before):
        return None
    query = request.query_params.copy()
    for name, value in (("after", after), ("before", before)):
        query.pop(name, None)
        if value:
            query[name] = value
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
