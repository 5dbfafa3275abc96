"""Human references such as INS-0045, read from the primary key, so that they never need a second column."""

import re
from typing import Any, ClassVar, Self

from django.db import models


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
