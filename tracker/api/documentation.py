"""The API in words: the OpenAPI description for programs, and a page made from it for people.

Both are public: they hold no data, only the shape of what is answered, and whoever writes a program needs them
before they have a token.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from tracker.api.pagination import MOST_ROWS

MEDIA_TYPE = "application/vnd.oai.openapi+json"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of what is sent."""

    name: str
    where: str
    required: bool
    kind: str
    words: str
    choices: list[str]


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked at one address with one method."""

    id: str
    method: str
    path: str
    title: str
    paragraphs: list[str]
    fields: list[Field]
    answers: list[tuple[str, str]]
    sent: str
    answered: str


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description; made once in a process, because only a release changes it."""
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return described


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(description()), content_type=MEDIA_TYPE)


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {"rooms": rooms(), "info": description()["info"], "most_rows": MOST_ROWS}
    return render(request, "tracker/api/docs.html", context)


def rooms() -> dict[str, list[Operation]]:
    """Return the operations by room, in the order of the description."""
    by_room: dict[str, list[Operation]] = {}
    for path, methods in description()["paths"].items():
        for method in METHODS:
            if method in methods:
                by_room.setdefault(methods[method]["tags"][0], []).append(_operation(path, method, methods[method]))
    return by_room


def _operation(path: str, method: str, said: dict[str, Any]) -> Operation:
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    answers = said["responses"]
    good = next(answers[code] for code in answers if code.startswith("2"))
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        title=said.get("summary", path),
        paragraphs=said.get("description", "").split("\n\n"),
        fields=[*map(_parameter, said.get("parameters", [])), *_body_fields(body.get("schema", {}))],
        answers=[(code, answers[code].get("description", "")) for code in answers],
        sent=_example(body),
        answered=_example(good.get("content", {}).get("application/json", {})),
    )


def _parameter(said: dict[str, Any]) -> Field:
    where = {"path": "In the address", "query": "In the query", "header": "Header"}[said["in"]]
    return _field(said["name"], where, said["schema"] | said, required=said.get("required", False))


def _body_fields(body: dict[str, Any]) -> list[Field]:
    whole = _resolved(body)
    needed = whole.get("required", [])
    return [
        _field(name, "Body", said, required=name in needed and "default" not in said)
        for name, said in whole.get("properties", {}).items()
    ]


def _field(name: str, where: str, said: dict[str, Any], *, required: bool) -> Field:
    shape = _resolved(said)
    kind = shape.get("type", "string")
    return Field(
        name=name,
        where=where,
        required=required,
        kind=shape.get("format") or (kind if isinstance(kind, str) else kind[0]),
        words=(said.get("description") or "").split("\n\n* ")[0].removeprefix("* "),
        choices=[str(choice) for choice in shape.get("enum", []) if choice],
    )


def _resolved(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference leads to, however it is wrapped."""
    if "$ref" in said:
        shape: dict[str, Any] = description()["components"]["schemas"][said["$ref"].rsplit("/", 1)[-1]]
        return shape
    for wrapper in ("allOf", "oneOf", "anyOf"):
        if wrapper in said:
            return _resolved(said[wrapper][0])
    return said


def _example(content: dict[str, Any]) -> str:
    for example in content.get("examples", {}).values():
        return json.dumps(example["value"], indent=2)
    return ""
