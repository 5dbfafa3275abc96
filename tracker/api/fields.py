"""Fields that several rooms of the API share."""

from typing import Any

from rest_framework import serializers

from inspections.choices import FIRST_DAY, LAST_DAY
from tracker.rules.typed.dates import OUT_OF_BOUNDS
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import too_long


class Coded(serializers.ChoiceField):
    """A choice that may be unsaid: stored as '', answered as null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return value or None


class Words(serializers.CharField):
    """Text that is sent; `noun` names it where it is too long, as the form of the page does."""

    def __init__(self, *, noun: str, max_length: int, **kwargs: Any) -> None:
        messages: dict[str, Any] = {"max_length": too_long(noun, max_length)}
        super().__init__(max_length=max_length, error_messages=messages, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return paragraphs(super().to_internal_value(data))


class Day(serializers.DateField):
    """A day that is sent: one that the service keeps."""

    def to_internal_value(self, value: Any) -> Any:
        day = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise serializers.ValidationError(OUT_OF_BOUNDS)
        return day


class Texts(serializers.ListField):
    """Related rows as a list of their words: `of` names the column."""

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(child=serializers.CharField(), **kwargs)

    def to_representation(self, data: Any) -> list[str]:
        return [getattr(record, self.of) for record in data.all()]
