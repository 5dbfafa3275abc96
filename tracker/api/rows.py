"""Rows of lists as their serializers describe them, without asking each serializer anew for each row.

A serializer stays the one description of a row. What it does with a value is looked up once for each class.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from rest_framework import serializers
from rest_framework.fields import SkipField

Made = Callable[[Any, Any], Any]  # of a row, and of the serializer with its context


def represented(serializer: Any, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what the serializer, which has no instance of its own, makes of each row."""
    kind: Any = type(serializer)
    make = _made_by(kind)
    return [make(row, serializer) for row in rows]


@lru_cache(maxsize=100)
def _made_by(kind: Any) -> Made:
    """Return what makes a row as a serializer of this kind does; its class has no arguments of its own."""
    return _of_fields(kind().fields)


def _of_fields(fields: Mapping[str, Any]) -> Made:
    parts = [(name, *_part(field)) for name, field in fields.items() if not field.write_only]

    def make(row: Any, serializer: Any) -> dict[str, Any]:
        made = {}
        for name, read, convert in parts:
            try:
                value = read(row)
            except SkipField:
                continue
            made[name] = None if value is None else convert(value, serializer)
        return made

    return make


def _part(field: Any) -> tuple[Callable[[Any], Any], Made]:
    """Return how the value of a field is read from a row, and what is made of it."""
    if isinstance(field, serializers.SerializerMethodField):
        if field.parent.parent is not None:
            raise TypeError(f"{field.parent} is part of another serializer and cannot ask for its context")
        return _itself, lambda row, serializer: getattr(serializer, field.method_name)(row)
    return _reader(field), _converter(field)


def _converter(field: Any) -> Made:
    if isinstance(field, serializers.ListSerializer):
        child: Any = field.child
        make = _of_fields(child.fields)
        return lambda rows, serializer: [make(row, serializer) for row in rows]
    if isinstance(field, serializers.Serializer):
        return _of_fields(field.fields)
    if type(field) in {serializers.CharField, serializers.SlugField}:
        return lambda value, _: str(value)
    represent = field.to_representation
    return lambda value, _: represent(value)


def _reader(field: Any) -> Callable[[Any], Any]:
    """Return what reads the attributes of a field's source; where one is missing, the field itself says what then."""
    names = tuple(field.source_attrs)
    if not names:
        return _itself

    def read(row: Any) -> Any:
        value = row
        try:
            for name in names:
                value = value[name] if type(value) is dict else getattr(value, name)
        except (AttributeError, KeyError):
            return field.get_attribute(row)
        return field.get_attribute(row) if callable(value) else value

    return read


def _itself(row: Any) -> Any:
    return row
