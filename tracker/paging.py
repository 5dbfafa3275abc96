"""Long lists: pages by key, for which no row is counted or skipped however far down, and all of it in one pass."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, IntegerField, JSONField, Q, QuerySet, Subquery

PAGE_SIZE = 50
COUNT_LIMIT = 1000
LARGEST_KEY = 2**63 - 1
AT_A_TIME = 1_000  # rows of a whole list that are held at once, and for which what goes with them is asked for

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by one column and then by a key, which is unique; rows without a value come last in both directions.

    `is_filled`: the column is never empty, so that the order can be that of an index in both directions.
    `empty_is_least`: a row without a value comes before the smallest one, and so first in the ascending order.
    """

    column: str
    descending: bool = False
    key: str = "pk"
    is_filled: bool = False
    empty_is_least: bool = False

    @property
    def begins_with_empty(self) -> bool:
        return self.empty_is_least and not self.descending


def read_sort(text: str, columns: Mapping[str, str], *, default: str) -> Sort:
    """Return the order that '-due' or 'due' asks for, out of the allowed columns; anything else gives the default."""
    name = text if text.removeprefix("-") in columns else default
    return Sort(columns[name.removeprefix("-")], descending=name.startswith("-"))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and the keys for `?after=` and `?before=`, empty where there is no such page.

    `count` is how many rows the whole list has, in words, where that was asked for with the page.
    """

    rows: list[Any]
    after: str
    before: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page starts: at the beginning, or beyond a key, before it with `backwards`."""

    key: tuple[Any, int] | None = None
    backwards: bool = False


def page_of(queryset: QuerySet[Any], *, sort: Sort, after: str = "", before: str = "", size: int = PAGE_SIZE) -> Page:
    """Return one page, in one query. A key that cannot be read gives the first page."""
    start = start_of(sort, after=after, before=before)
    try:
        rows = from_start(queryset, sort, start, size=size)
    except (ValidationError, ValueError, TypeError):  # a value that the column cannot hold
        start = Start()
        rows = from_start(queryset, sort, start, size=size)
    return page_with(list(rows), start, size=size, key_of=lambda row: write_key(sort, row))


def start_of(sort: Sort, *, after: str, before: str) -> Start:
    """Return where the page starts that an address asks for; at the beginning for a key that cannot be read."""
    key = read_key(after or before, sort)
    return Start(key, backwards=bool(before) and key is not None)


def from_start(queryset: QuerySet[Any], sort: Sort, start: Start, *, size: int) -> QuerySet[Any]:
    """Return the rows of the page that starts there and one more, the nearest first."""
    if start.key is not None:
        queryset = queryset.filter(_beyond(sort, *start.key, backwards=start.backwards))
    return queryset.order_by(*_order(sort, backwards=start.backwards))[: size + 1]


def page_with(fetched: list[Any], start: Start, *, size: int, key_of: Callable[[Any], str]) -> Page:
    """Return the page of the rows that `from_start` gave."""
    more = len(fetched) > size
    rows = fetched[:size][::-1] if start.backwards else fetched[:size]
    has_next = start.backwards or more
    has_previous = more if start.backwards else start.key is not None
    return Page(
        rows=rows,
        after=key_of(rows[-1]) if rows and has_next else "",
        before=key_of(rows[0]) if rows and has_previous else "",
    )


def every_row(queryset: QuerySet[Any], *, sort: Sort) -> Iterator[Any]:
    """Yield every row in the order of the pages: one query, and for each 1,000 rows what is fetched with them.

    PostgreSQL keeps the answer and hands it out bit by bit, so that a long list needs no more memory than a short one.
    """
    return queryset.order_by(*_order(sort, backwards=False)).iterator(chunk_size=AT_A_TIME)


def in_parts(rows: Iterable[T], size: int = AT_A_TIME) -> Iterator[list[T]]:
    """Yield the rows in lists of `size`; the last one is shorter."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part


def exceeds(queryset: QuerySet[Any], rows: int) -> bool:
    """Return whether there are more rows than that; counting stops there."""
    return queryset.order_by()[: rows + 1].count() > rows


def count_up_to_limit(queryset: QuerySet[Any]) -> str:
    """Return '37', or '1,000+' when there are more: cheap for any size of table."""
    return count_words(queryset.order_by()[: COUNT_LIMIT + 1].count())


def count_words(count: int) -> str:
    """Return the words of a count that stopped at one more than the limit."""
    return f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"


def write_key(sort: Sort, row: Any) -> str:
    """Return the key of a row: the sorted column, the row's value in it, and its primary key."""
    value: Any = row
    for part in [sort.column] if hasattr(row, sort.column) else sort.column.split("__"):
        value = getattr(value, part) if value is not None else None
    return key_with(sort, value, getattr(row, sort.key))


def key_with(sort: Sort, value: Any, pk: int) -> str:
    """Return the key of a row with this value in the sorted column, and this primary key."""
    plain = value.isoformat() if isinstance(value, date) else value
    return urlsafe_b64encode(json.dumps([sort.column, plain, pk]).encode()).decode().rstrip("=")


def read_key(text: str, sort: Sort) -> tuple[str | int | None, int] | None:
    """Return the value and primary key in a key of this order, or None for any other text."""
    try:
        column, value, pk = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, RecursionError):
        return None
    if column != sort.column or not isinstance(value, str | int | None) or not isinstance(pk, int):
        return None
    if isinstance(value, str) and not value.isprintable():  # databases refuse a null and half a surrogate pair
        return None
    return (value, pk) if 0 < pk <= LARGEST_KEY else None


def _order(sort: Sort, *, backwards: bool) -> list[Any]:
    column = F(sort.column)
    empty_first = sort.begins_with_empty is not backwards
    ends = {} if sort.is_filled else {"nulls_first": True} if empty_first else {"nulls_last": True}
    first = column.desc(**ends) if sort.descending is not backwards else column.asc(**ends)
    return [first, f"-{sort.key}" if backwards else sort.key]


def _beyond(sort: Sort, value: str | int | None, pk: int, *, backwards: bool) -> Q:
    empty = Q(**{f"{sort.column}__isnull": True})
    before, beyond = Q(**{f"{sort.key}__lt": pk}), Q(**{f"{sort.key}__gt": pk})
    empty_beyond = sort.begins_with_empty is backwards  # those without a value lie beyond every one with a value
    if value is None:
        rest = empty & (before if backwards else beyond)
        return rest if empty_beyond else ~empty | rest
    further = "gt" if sort.descending is backwards else "lt"
    same = Q(**{sort.column: value}) & (before if backwards else beyond)
    ahead = Q(**{f"{sort.column}__{further}": value}) | same
    return ahead | empty if empty_beyond and not sort.is_filled else ahead


class CountUpTo(Subquery):
    """How many rows a queryset has, counted up to one more than lists say: cheap for any size of table."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, queryset: QuerySet[Any], column: str = "pk", *, is_key: bool = False) -> None:
        """Count different values of a column; all of them where they are different by themselves, as those of a key."""
        values = queryset.order_by().values(column)
        super().__init__((values if is_key or column == "pk" else values.distinct())[: COUNT_LIMIT + 1])


class KeysOf(Subquery):
    """The keys of the first rows of a queryset, in its order, as a list; None for none on PostgreSQL."""

    template = "(SELECT JSON_GROUP_ARRAY(listed.key) FROM (%(subquery)s) listed)"
    template_postgresql = "(SELECT JSONB_AGG(listed.key) FROM (%(subquery)s) listed)"
    output_field = JSONField()
    empty_result_set_value = None

    def __init__(self, queryset: QuerySet[Any], *, most: int) -> None:
        super().__init__(queryset.values(key=F("pk"))[:most])

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.template_postgresql, **extra)
