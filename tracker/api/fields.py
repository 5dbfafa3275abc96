"""Fields that several rooms of the API share."""

from typing import Any

from rest_framework import serializers


class Coded(serializers.ChoiceField):
    """A choice that may be unsaid: stored as '', answered as null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return value or None


class Texts(serializers.ListField):
    """Related rows as a list of their words: `of` names the column."""

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(child=serializers.CharField(), **kwargs)

    def to_representation(self, data: Any) -> list[str]:
        return [getattr(each, self.of) for each in data.all()]
