"""The list of pages that are measured: each is an address of the service, and each is recorded."""

import pytest
from django.urls import resolve

from benchmarks.pages import RECORDED
from benchmarks.pages_figures import read_record
from benchmarks.pages_list import BUSY, PAGES, READERS, Page, names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_is_an_address_of_the_service(page: Page) -> None:
    path = page.path.format(action="ACT-0001", recommendation="REC-0001").partition("?")[0]

    match = resolve(path)

    assert match.url_name != "api-not-found"
    assert set(page.readers) <= set(READERS)


def test_names_are_given_once() -> None:
    assert len(set(names())) == len(names())
    assert BUSY in names()


def test_each_is_recorded() -> None:
    """Where this fails, a page came or went: record anew (docs/performance.md#how-to-run)."""
    assert list(read_record(RECORDED)["pages"]) == names()
