"""Cells of the long lists: what stands alike in many rows is made once, here and in tags.py, and no macro is called."""

from functools import lru_cache

from markupsafe import Markup, escape

from tracker.choices import Judge
from tracker.models import Action
from tracker.queries.recommendation_rows import BodyViews, ListedRecommendation, RecommendationLine
from tracker.rules.wording import plural
from tracker.web import parts, tags
from tracker.web.reversing import url

_QUIET = Markup('<span class="app-quiet">{}</span>')
_NOT_SAID = _QUIET.format("Not yet said")
_MOST_KEPT = 4_000


def recommendation(row: ListedRecommendation) -> Markup:
    """Return the name of a recommendation with its link, number, theme and what its answers owe."""
    line = row.recommendation
    name = parts.link(line.short_title, url("recommendation", line.ref))
    made = _quiet_line(row.made.words) if row.made else ""
    theme = _quiet_line(line.theme) if line.theme else ""
    numbered = f'<span class="app-line app-quiet">{escape(_numbered(line))}</span>\n'
    return Markup(f"{name}{numbered}{made}{theme}{tags.tag_lines(row.tags)}")  # noqa: S704 (escaped)


def said_by(row: ListedRecommendation, judge: str) -> Markup:
    """Return one judge's views in a cell; the body is named where more than one answers, and those who said count.

    Of bodies whose work others alone see it says that and nothing else.
    """
    if len(row.bodies) == 1 and not row.bodies[0].is_hidden:
        view = row.bodies[0].views[Judge(judge)]
        return _line(tags.said(view)) if view else _NOT_SAID
    hidden = row.hidden if judge != Judge.INSPECTORATE else []
    lines: list[Markup] = []
    silent = 0
    for body in row.bodies:
        if not (body.is_hidden and hidden):
            view = body.views[Judge(judge)]
            silent += view is None
            if view:
                name = f"{body.organisation.name}: " if len(row.bodies) > 1 else ""
                lines.append(_line(escape(name) + tags.said(view)))
    lines += _elsewhere(hidden)
    if silent == len(row.bodies):
        lines.append(_NOT_SAID)
    elif silent:
        lines.append(_QUIET.format(f"{plural(silent, 'body', 'bodies')} not yet"))
    return Markup("\n").join(lines)


def _elsewhere(hidden: list[BodyViews]) -> list[Markup]:
    """Return what stands for the work of bodies that the reader does not see, whether or not there is any."""
    if len(hidden) > 1:
        return [_quiet_line(f"{plural(len(hidden), 'other body', 'other bodies')}: shown to their own areas")]
    return [_quiet_line(f"{body.organisation.name}: shown to its own area") for body in hidden]


def choice(action: Action) -> Markup:
    """Return the checkbox by which an action is chosen, for a form around the list."""
    return _CHOICE.format(ref=action.ref, title=action.title)


def _numbered(line: RecommendationLine) -> str:
    number = f", recommendation {line.number}" if line.number else ""
    return f"{line.ref}{number}{', flagged as a repeat' if line.flagged_repeat else ''}"


@lru_cache(_MOST_KEPT)
def _quiet_line(words: str) -> Markup:
    return Markup('<span class="app-line app-quiet">{}</span>\n').format(words)


@lru_cache(_MOST_KEPT)
def _line(said: Markup) -> Markup:
    return Markup('<span class="app-line">{}</span>').format(said)


_CHOICE = Markup(
    '<div class="govuk-checkboxes govuk-checkboxes--small app-choice"><div class="govuk-checkboxes__item">'
    '<input class="govuk-checkboxes__input" type="checkbox" name="action" value="{ref}" id="choose-{ref}">'
    '<label class="govuk-label govuk-checkboxes__label" for="choose-{ref}">'
    '<span class="govuk-visually-hidden">Choose {ref} {title}</span></label></div></div>'
)
