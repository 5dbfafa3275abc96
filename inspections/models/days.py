"""The bounds of a day that is kept, for every table whose days are counted on."""

from django.db.models import CheckConstraint, Q

from inspections.choices import FIRST_DAY, LAST_DAY


def days_in_bounds(table: str, *columns: str) -> CheckConstraint:
    """Return the constraint that these columns of a table hold no day before 2000 or after 2100; null is allowed."""
    condition = Q()
    for column in columns:
        empty = Q(**{f"{column}__isnull": True})
        condition &= empty | Q(**{f"{column}__gte": FIRST_DAY, f"{column}__lte": LAST_DAY})
    return CheckConstraint(name=f"{table}_days_in_bounds", condition=condition)
