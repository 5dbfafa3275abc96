"""Every address that a mail leads to is a page of this service."""

import inspect
from pathlib import Path
from types import FunctionType
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tracker.notifications import links

PACKAGE = Path(links.__file__).parent
VALUES = {"ref": "ACT-0001", "slug": "yorkshire", "uid": "5e17b5a4-0000-4000-8000-000000000001"}
LINKS = {name: made for name, made in vars(links).items() if isinstance(made, FunctionType)}


@pytest.mark.parametrize("name", sorted(LINKS))
def test_it_is_a_page(name: str) -> None:
    made = LINKS[name]
    address = made(**{word: VALUES[word] for word in inspect.signature(made).parameters})

    assert resolve(urlsplit(address).path)


@pytest.mark.parametrize("prefix", sorted(links.PAGES_OF_REFERENCES))
def test_a_reference_leads_to_its_page(prefix: str) -> None:
    assert resolve(links.page_of(f"{prefix}-0001"))


def test_a_reference_without_a_page_leads_nowhere() -> None:
    assert links.page_of("POS-0001") == ""


@pytest.mark.parametrize("start", [f'"/{word}' for word in ("actions", "areas", "account", "evidence", "inspections")])
def test_nobody_else_in_the_package_writes_an_address(start: str) -> None:
    writers = [path.name for path in PACKAGE.rglob("*.py") if start in path.read_text()]

    assert [name for name in writers if name != "links.py"] == []
