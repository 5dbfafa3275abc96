"""Several counts in one statement, each of them stopped where lists stop counting."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from tracker.rules.wording import COUNT_LIMIT


class CountUpTo(Subquery):
    """How many rows a queryset has, counted up to one more than lists say: cheap for any size of table."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset: QuerySet[Any], column: str = "pk") -> None:
        """Count different values of a column."""
        values = queryset.order_by().values(column)
        super().__init__((values if column == "pk" else values.distinct())[: COUNT_LIMIT + 1])
