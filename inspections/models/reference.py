"""Human references such as INS-0045, read from the primary key, so that they never need a second column."""

import re
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Cast, Concat, LPad

FOUR_DIGITS = 10_000


class Referenced(models.Model):
    """A record that people quote: `ref` is its prefix and its number, four digits or more."""

    REF_PREFIX: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def ref(self) -> str:
        return reference(self.REF_PREFIX, self.pk)

    @classmethod
    def number_of(cls, ref: str) -> int | None:
        """Return the primary key that a typed reference means, or None if it is no reference of this kind."""
        match = re.fullmatch(rf"{cls.REF_PREFIX}-0*(\d{{1,12}})", ref.strip().upper())
        return int(match.group(1)) if match else None


class ReferencedQuerySet(models.QuerySet[Any]):
    """Finds records by the reference people quote."""

    def by_ref(self, ref: str) -> Self:
        return self.filter(pk=self.model.number_of(ref) or 0)


def reference(prefix: str, number: int) -> str:
    """Return 'INS-0045' for 'INS' and 45."""
    return f"{prefix}-{number:04d}"


def reference_in_sql(prefix: str, column: str) -> Concat:
    """Return the reference of a number in a column, worked out by the database."""
    digits = Cast(column, models.CharField())
    four = LPad(digits, 4, models.Value("0"))  # cuts what is longer
    padded = models.Case(models.When(**{f"{column}__lt": FOUR_DIGITS}, then=four), default=digits)
    return Concat(models.Value(f"{prefix}-"), padded, output_field=models.CharField())
