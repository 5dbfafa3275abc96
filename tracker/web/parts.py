"""Parts of pages that stand hundreds of times on one: links, bodies, and the rows of tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.models import Action, Recommendation
from tracker.web.reversing import url

_KINDS_WITH_AREA = frozenset(
    {OrganisationKind.REGION, OrganisationKind.AGENCY, OrganisationKind.FUNCTION, OrganisationKind.PDU}
)
_ROW, _ROW_END = '    <tr class="govuk-table__row" role="row">\n', "    </tr>\n"
_NAME, _NAME_END = '      <th scope="row" role="rowheader" class="govuk-table__header app-table__name"', "</th>\n"
_CELL, _CELL_END = '      <td role="cell" class="govuk-table__cell', "</td>\n"


def link(text: Any, href: str, about: Any = "") -> Markup:
    """Return a link; `about` is read out after its words, where they repeat on the page."""
    more = f'<span class="govuk-visually-hidden"> {escape(about)}</span>' if about else ""
    return Markup(f'<a class="govuk-link" href="{escape(href)}">{escape(text)}{more}</a>')  # noqa: S704 (escaped)


def area_href(organisation: Organisation) -> str:
    """Return the address of a body's area; empty for one that has none."""
    if organisation.kind == OrganisationKind.PDU and organisation.parent:
        return url("pdu", organisation.parent.slug, organisation.slug)
    return url("region", organisation.slug) if organisation.kind in _KINDS_WITH_AREA else ""


def body(organisation: Organisation) -> Markup:
    """Return a body with a link to its area, or its plain name where it has none."""
    href = area_href(organisation)
    return link(organisation.display_name, href) if href else escape(organisation.display_name)


def answered(action: Action) -> Markup:
    """Return the recommendations that an action answers, three at most, from the same prefetch as its list."""
    recommendations = {
        answer.answerable.recommendation.pk: answer.answerable.recommendation for answer in action.current_answers
    }
    lines = [_LINE.format(_recommendation(recommendation)) for recommendation in list(recommendations.values())[:3]]
    if len(recommendations) > len(lines):
        lines.append(_LINE.format(f"and {len(recommendations) - len(lines)} more"))
    return Markup("").join(lines)


def _recommendation(recommendation: Recommendation) -> Markup:
    return link(recommendation.ref, url("recommendation", recommendation.ref), about=recommendation.short_title)


def slipped(action: Action) -> Markup:
    """Return how often and how far an action's date was moved, to stand below it."""
    return _QUIET_LINE.format(action.slip_words) if action.slip_words else Markup("")


_LINE = Markup('<span class="app-line">{}</span>')
_QUIET_LINE = Markup('<span class="app-line app-quiet">{}</span>')


def options(items: Iterable[Mapping[str, Any]]) -> Markup:
    """Return the choices of a select, as `choice_items` gives them."""
    return Markup("").join(
        _OPTION.format(choice["value"], _SELECTED if choice["checked"] else "", choice["text"]) for choice in items
    )


_OPTION = Markup('<option value="{}"{}>{}</option>\n')
_SELECTED = Markup(" selected")


def table_rows(columns: Sequence[Mapping[str, Any] | str], rows: Sequence[Sequence[Any]]) -> Markup:
    """Return the rows of a table; `columns` as `table` of components/page.html takes them."""
    begun = [_begun(column, is_name=place == 0) for place, column in enumerate(columns)]
    text = []
    for row in rows:
        text.append(_ROW)
        for (begin, end), cell in zip(begun, row, strict=False):
            text += (begin, escape(cell), end)
        text.append(_ROW_END)
    return Markup("".join(text))  # noqa: S704 (all of it is escaped)


def _begun(column: Mapping[str, Any] | str, *, is_name: bool) -> tuple[str, str]:
    """Return what stands before and after the cells of a column."""
    facts = column if isinstance(column, Mapping) else {"text": column}
    label = f' data-label="{escape(facts["text"])}"'
    if is_name:
        return f"{_NAME}{label}>", _NAME_END
    kind = ' govuk-table__cell--numeric"' if facts.get("numeric") else '"'
    return f"{_CELL}{kind}{'' if facts.get('hidden') else label}>", _CELL_END


class _Given:
    """What a macro is given, equal to all that is written the same way."""

    __slots__ = ("params", "written")

    def __init__(self, params: Any) -> None:
        self.params, self.written = params, repr(params)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Given) and self.written == other.written

    def __hash__(self) -> int:
        return hash(self.written)


def kept(macro: Callable[[Any], Markup], params: Any) -> Markup:
    """Return what a macro makes of plain values, made once for the same ones.

    Never for what holds a token, a nonce or anything about a person: it is kept for whoever asks next.
    """
    return _made(macro, _Given(params))


@lru_cache(maxsize=500)
def _made(macro: Callable[[Any], Markup], given: _Given) -> Markup:
    return macro(given.params)
