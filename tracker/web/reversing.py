"""Addresses of pages by their names, as Django's `reverse` makes them, but looked for once for each name."""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, reverse
from django.urls.converters import SlugConverter, StringConverter

# What each converter for text takes and no address has to quote: references, slugs, numbers written out.
_PLAIN = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_TAKES_PLAIN = (SlugConverter, StringConverter)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page; raises NoReverseMatch."""
    if not kwargs and all(isinstance(arg, str) and _PLAIN(arg) for arg in args):
        pattern = _pattern(settings.ROOT_URLCONF, get_script_prefix(), name, len(args))
        if pattern is not None:
            return pattern % args
    return reverse(name, args=args or None, kwargs=kwargs or None)


def has_page(name: str) -> bool:
    """Return whether a page of that name exists, so that shared navigation never links to nowhere."""
    return _pattern(settings.ROOT_URLCONF, get_script_prefix(), name, 0) is not None


@lru_cache(maxsize=1_000)
def _pattern(urlconf: str, _prefix: str, name: str, count: int) -> str | None:
    """Return an address with '%s' for each argument; None where an address depends on more than its arguments."""
    converters = [possible[3].values() for possible in get_resolver(urlconf).reverse_dict.getlist(name)]
    if count and (len(converters) != 1 or not all(type(converter) in _TAKES_PLAIN for converter in converters[0])):
        return None
    stand_ins = [f"stand-in-{number}-of-an-argument" for number in range(count)]
    try:
        pattern = reverse(name, args=stand_ins or None).replace("%", "%%")
    except NoReverseMatch:
        return None
    for stand_in in stand_ins:
        pattern = pattern.replace(stand_in, "%s")
    return pattern
