"""Parts of pages that stand hundreds of times on one: links, bodies, and the rows of tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.forms import BoundField, ChoiceField
from markupsafe import Markup, escape

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.models import Action, Recommendation
from tracker.rules.access import Body
from tracker.rules.people import slug_above, slug_of
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
    return _area_href(organisation.kind, organisation.slug, _above(organisation))


def body_href(place: Body) -> str:
    """Return the address of the area of a body that is known by its place alone."""
    return _area_href(place.kind, slug_of(place), slug_above(place))


def _area_href(kind: str, slug: str, above: str) -> str:
    if kind == OrganisationKind.PDU and above:
        return url("pdu", above, slug)
    return url("region", slug) if kind in _KINDS_WITH_AREA else ""


def body(organisation: Organisation) -> Markup:
    """Return a body with a link to its area, or its plain name where it has none."""
    return _body(organisation.kind, organisation.slug, organisation.display_name, _above(organisation))


def _above(organisation: Organisation) -> str:
    """Return the slug of the region of a PDU, which no other address names."""
    parent = organisation.parent if organisation.kind == OrganisationKind.PDU else None
    return parent.slug if parent else ""


@lru_cache(maxsize=2_000)
def _body(kind: str, slug: str, name: str, above: str) -> Markup:
    href = _area_href(kind, slug, above)
    return link(name, href) if href else escape(name)


def answered(action: Action) -> Markup:
    """Return the recommendations that an action answers, three at most, from the same prefetch as its list."""
    recommendations = {
        answer.answerable.recommendation.pk: answer.answerable.recommendation for answer in action.current_answers
    }
    lines = [_line(_recommendation(recommendation)) for recommendation in list(recommendations.values())[:3]]
    if len(recommendations) > len(lines):
        lines.append(_line(f"and {len(recommendations) - len(lines)} more"))
    return Markup("").join(lines)


def _recommendation(recommendation: Recommendation) -> Markup:
    ref = recommendation.ref
    return link(ref, url("recommendation", ref), about=recommendation.short_title)


def _line(text: Any) -> Markup:
    return Markup(f'<span class="app-line">{escape(text)}</span>')  # noqa: S704 (escaped)


def slipped(action: Action) -> Markup:
    """Return how often and how far an action's date was moved, to stand below it."""
    words = action.slip_words
    return _QUIET_LINE.format(words) if words else Markup("")


_QUIET_LINE = Markup('<span class="app-line app-quiet">{}</span>')


def options(items: Iterable[Mapping[str, Any]]) -> Markup:
    """Return the choices of a select, as `choice_items` gives them."""
    return Markup("").join(
        _OPTION.format(choice["value"], _SELECTED if choice["checked"] else "", choice["text"]) for choice in items
    )


_OPTION = Markup('<option value="{}"{}>{}</option>\n')
_SELECTED = Markup(" selected")


def filter_field(macro: Callable[..., Markup], bound: BoundField) -> Markup:
    """Return a field of a filter as `field` of components/forms.html makes it; a choice is made once for each value.

    What was typed, and what has a mistake in it, is made anew: nothing that somebody wrote is kept.
    """
    field = bound.field
    if not isinstance(field, ChoiceField) or bound.errors:
        return macro(bound, mark_optional=False)
    key = (macro, bound.html_name, bound.auto_id, bound.label, str(bound.help_text), bound.value(), repr(field.choices))
    made = _FIELDS.get(key)
    if made is None:
        if len(_FIELDS) >= _MOST_FIELDS:
            _FIELDS.clear()
        made = _FIELDS[key] = macro(bound, mark_optional=False)
    return made


_FIELDS: dict[Any, Markup] = {}
_MOST_FIELDS = 1_000


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
    # A column without a visible heading, or of checkboxes, is of controls: they say nothing on paper.
    is_control = facts.get("hidden") or facts.get("control")
    kind = ' govuk-table__cell--numeric"' if facts.get("numeric") else ' app-no-print"' if is_control else '"'
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
