"""Addresses made quickly are those that Django makes."""

import re
from typing import Any

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, get_resolver, reverse, set_script_prefix

from tracker.web.reversing import has_page, url

PLAIN = ["REC-0001", "kirklees", "a_b-c", "7"]
ODD = ["a b", "100%", "caf\u00e9", "x?y", "x&y", "it's", "..", "a/b", "%s", ""]


def outcome(make: Any, name: str, *args: Any) -> str | None:
    try:
        return str(make(name, *args))
    except NoReverseMatch:
        return None


def django(name: str, *args: Any) -> str:
    return reverse(name, args=args or None)


@pytest.mark.parametrize("word", [*PLAIN, *ODD, 7, None])
@pytest.mark.parametrize("name", ["recommendation", "region", "sustain-check", "home", "no-such-page"])
def test_any_argument_gives_what_django_gives(name: str, word: Any) -> None:
    assert outcome(url, name, word) == outcome(django, name, word)


def test_every_page_with_plain_arguments_has_its_address() -> None:
    named = [
        (name, len(found[0][0][1]))
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and (found := get_resolver().reverse_dict.getlist(name)[0])
    ]

    assert len(named) > 100
    for name, count in named:
        args = ["3"] * count
        assert outcome(url, name, *args) == outcome(django, name, *args), name


def test_names_and_keywords_go_to_django() -> None:
    assert url("recommendation", ref="REC-0001") == "/recommendations/REC-0001/"
    with pytest.raises(NoReverseMatch):
        url("recommendation")
    with pytest.raises(NoReverseMatch, match=re.escape("'nowhere'")):
        url("nowhere")


def test_another_place_of_the_service_has_other_addresses() -> None:
    here = url("recommendations")
    set_script_prefix("/tracker/")
    try:
        there = url("recommendations"), url("recommendation", "REC-0001")
    finally:
        set_script_prefix("/")

    assert (here, *there) == ("/recommendations/", "/tracker/recommendations/", "/tracker/recommendations/REC-0001/")


def test_other_maps_of_addresses_have_others() -> None:
    assert has_page("recommendations")
    with override_settings(ROOT_URLCONF="tracker.api.urls"):
        assert not has_page("recommendations")
