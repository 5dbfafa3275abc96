"""The words, links and dates that templates can use: the globals and filters of the Jinja environment."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static as find_static
from markupsafe import Markup, escape

from tracker.rules import wording
from tracker.web import cells, parts, tags
from tracker.web.forms.rendering import FILTERS as FORM_FILTERS
from tracker.web.reversing import has_page, url


def static(path: str) -> str:
    """Return the address of a static file."""
    return _static(settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"], path)


@lru_cache(maxsize=200)
def _static(_url: str, _storage: str, path: str) -> str:
    return find_static(path)


def with_query(request: HttpRequest, **changes: Any) -> str:
    """Return the present query string with changes, for links: None or '' takes a name out, a list repeats it.

    Returns '?' alone when nothing is left, so that a link still leads to the plain list.
    """
    query = dict(request.GET.lists())
    for name, value in changes.items():
        if value in (None, "", []):
            query.pop(name, None)
        else:
            query[name] = [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]
    return f"?{urlencode(query, doseq=True)}"


def chosen_filters(request: HttpRequest, filters: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return, for `filter_panel`, each filter that is set, with the address of the list without it."""
    return [
        (label, [(words, with_query(request, after=None, before=None, **{name: None}))])
        for name, label, words in filters.chosen
    ]


def paragraphs(text: str | None) -> Markup:
    """Return typed text as paragraphs and line breaks, with everything in it escaped."""
    blocks = re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip())
    return Markup("\n").join(
        Markup('<p class="govuk-body">{}</p>').format(Markup("<br>\n").join(escape(line) for line in lines))
        for block in blocks
        if (lines := block.split("\n")) != [""]
    )


def typed_facts(facts: Iterable[tuple[str, str]]) -> list[tuple[str, Markup]]:
    """Return labels with what was typed below each, for `key_facts`."""
    return [(label, paragraphs(text)) for label, text in facts]


GLOBALS = {
    "url": url,
    "static": static,
    "has_page": has_page,
    "with_query": with_query,
    "chosen_filters": chosen_filters,
    "kept": parts.kept,
    # For templates/components, from where pages import what they use.
    "page_cells": cells,
    "page_parts": parts,
    "page_tags": tags,
}
FILTERS = {
    "date_long": wording.date_long,
    "date_short": wording.date_short,
    "date_day": wording.date_day,
    "date_month": wording.date_month,
    "date_time": wording.date_time,
    "counted": wording.counted,
    "noun": wording.noun,
    "plural": wording.plural,
    "starts_lower": wording.starts_lower,
    "paragraphs": paragraphs,
    "typed_facts": typed_facts,
    **FORM_FILTERS,
}
