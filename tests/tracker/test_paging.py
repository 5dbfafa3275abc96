"""Pages by key: every row once, forwards and back, whatever the order and however many rows share a value."""

import json
from base64 import urlsafe_b64encode
from datetime import date

import pytest
from django.db.models import QuerySet

from inspections.choices import InspectionKind
from inspections.models import Inspection
from tracker.paging import Sort, count_up_to_limit, page_of, read_sort

DATES = [date(2024, 11, 1), None, date(2023, 5, 1), date(2024, 11, 1), None, date(2022, 10, 1), date(2024, 11, 1)]


@pytest.fixture
def reports(db: None) -> QuerySet[Inspection]:
    for day in DATES:
        Inspection.objects.create(kind=InspectionKind.PDU, published_on=day, published_month=day)
    return Inspection.objects.all()


@pytest.mark.parametrize("empty_is_least", [False, True])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_walking_forwards_and_back_shows_every_row_once(
    reports: QuerySet[Inspection], descending: bool, size: int, empty_is_least: bool
) -> None:
    sort = Sort("published_on", descending=descending, empty_is_least=empty_is_least)
    pages = [page_of(reports, sort=sort, size=size)]
    while pages[-1].after:
        pages.append(page_of(reports, sort=sort, after=pages[-1].after, size=size))
    back = [pages[-1]]
    while back[-1].before:
        back.append(page_of(reports, sort=sort, before=back[-1].before, size=size))

    forwards = [row.pk for page in pages for row in page.rows]
    assert sorted(forwards) == sorted(reports.values_list("pk", flat=True))
    assert [row.pk for page in reversed(back) for row in page.rows] == forwards


@pytest.mark.parametrize("descending", [False, True])
def test_rows_without_a_value_come_last(reports: QuerySet[Inspection], descending: bool) -> None:
    rows = page_of(reports, sort=Sort("published_on", descending=descending)).rows

    assert [row.published_on is None for row in rows] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(("descending", "empty"), [(False, [True] * 2 + [False] * 5), (True, [False] * 5 + [True] * 2)])
def test_rows_without_a_value_come_first_where_that_is_least(
    reports: QuerySet[Inspection], descending: bool, empty: list[bool]
) -> None:
    rows = page_of(reports, sort=Sort("published_on", descending=descending, empty_is_least=True)).rows

    assert [row.published_on is None for row in rows] == empty


@pytest.mark.parametrize("key", ["", "x", "bnVsbA", "W10", "WzEsMl0x", "IiI", "[1]", "é" * 9, "WyJ4Il0"])
def test_a_key_that_says_nothing_gives_the_first_page(reports: QuerySet[Inspection], key: str) -> None:
    first = page_of(reports, sort=Sort("published_on"), size=2)

    assert page_of(reports, sort=Sort("published_on"), after=key, size=2) == first


def test_a_key_of_another_order_does_no_harm(reports: QuerySet[Inspection]) -> None:
    key = page_of(reports, sort=Sort("isbn"), size=2).after

    page = page_of(reports, sort=Sort("published_on"), after=key, size=2)

    assert page == page_of(reports, sort=Sort("published_on"), size=2)


def test_a_single_page_has_no_neighbours(reports: QuerySet[Inspection]) -> None:
    page = page_of(reports, sort=Sort("published_on"))

    assert (page.after, page.before) == ("", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("due", Sort("due_on")),
        ("-due", Sort("due_on", descending=True)),
        ("password", Sort("title")),
        ("--due", Sort("title")),
        ("", Sort("title")),
    ],
)
def test_only_allowed_columns_sort(text: str, expected: Sort) -> None:
    assert read_sort(text, {"due": "due_on", "title": "title"}, default="title") == expected


def test_counting_stops_at_a_thousand(reports: QuerySet[Inspection], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.paging.COUNT_LIMIT", 3)

    assert count_up_to_limit(reports) == "3+"
    assert count_up_to_limit(reports.filter(published_on__isnull=True)) == "2"


@pytest.mark.parametrize("pk", ["1", -1, 2**70, None])
def test_a_key_that_was_made_up_gives_the_first_page(reports: QuerySet[Inspection], pk: object) -> None:
    key = urlsafe_b64encode(json.dumps(["published_on", "2024-99-99", pk]).encode()).decode()

    assert len(page_of(reports, sort=Sort("published_on"), after=key).rows) == len(DATES)


def test_a_value_that_the_column_cannot_hold_gives_the_first_page(reports: QuerySet[Inspection]) -> None:
    key = urlsafe_b64encode(json.dumps(["published_on", "not a date", 1]).encode()).decode()

    assert len(page_of(reports, sort=Sort("published_on"), after=key).rows) == len(DATES)
