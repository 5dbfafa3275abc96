"""Lists that are asked for page by page: the SQL of each is made once for each order, and asked with other values.

tracker/paging.py says what a page and its key are; tracker/models/statements.py how SQL is kept.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from tracker.models.statements import Question
from tracker.paging import (
    PAGE_SIZE,
    CountUpTo,
    Page,
    Sort,
    Start,
    count_words,
    from_start,
    key_with,
    page_with,
    start_of,
)


class Listing:
    """A list by key: `build` returns the queryset of what is chosen, by its shape and the values of one request."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self.question = Question(self._page)

    def page(
        self,
        *shape: Hashable,
        columns: tuple[str, ...],
        sort: Sort,
        after: str = "",
        before: str = "",
        size: int = PAGE_SIZE,
        counts: bool = False,
        **named: Any,
    ) -> Page:
        """Return one page of rows with these columns, in their order, and with what is sorted by; one query.

        With `counts` it says how long the whole list is. A key that cannot be read gives the first page.
        """
        start = _typed(sort, start_of(sort, after=after, before=before))
        read = tuple(dict.fromkeys((*columns, sort.column, sort.key)))
        value, pk = start.key or (None, None)
        beyond = {"beyond_key": pk} if start.key else {}
        beyond |= {"beyond": value} if value is not None else {}
        asked = _Asked(shape, read, sort, Start((None, 0) if start.key else None, start.backwards), size, counts)
        rows = self.question.rows(asked, **named, **beyond)
        at_value, at_key = read.index(sort.column), read.index(sort.key)
        page = page_with(rows, start, size=size, key_of=lambda row: key_with(sort, row[at_value], row[at_key]))
        return Page(page.rows, page.after, page.before, count_words(rows[0][-1]) if counts and rows else "")

    def _page(
        self, asked: "_Asked", /, *, beyond: Any = None, beyond_key: int = 0, **named: Any
    ) -> "QuerySet[Any, Any]":
        chosen = self.build(*asked.shape, **named)
        start = replace(asked.start, key=(beyond, beyond_key) if asked.start.key else None)
        rows = from_start(chosen, asked.sort, start, size=asked.size)
        return rows.values_list(
            *asked.columns, *([CountUpTo(chosen, asked.sort.key, is_key=True)] if asked.counts else [])
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of a page decides how its SQL looks; `start` says only whether there is a key, and in which direction."""

    shape: tuple[Hashable, ...]
    columns: tuple[str, ...]
    sort: Sort
    start: Start
    size: int
    counts: bool


def _typed(sort: Sort, start: Start) -> Start:
    """Return the same with a value as the column has it, by its name; at the beginning where it can have none such."""
    if start.key is None or start.key[0] is None:
        return start
    value, pk = start.key
    try:
        if sort.column.endswith(("_on", "_at")):
            value = (date if sort.column.endswith("_on") else datetime).fromisoformat(value)
    except (ValueError, TypeError):
        return Start()
    is_fit = isinstance(value, str | date) and not (isinstance(value, datetime) and value.tzinfo is None)
    return Start((value, pk), start.backwards) if is_fit else Start()
