"""The lists of the service as workbooks: the same rows as on the page, all of them, through the same gate."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any, cast

from django.conf import settings
from django.utils import timezone

from inspections.choices import DatePrecision
from inspections.models import Inspection
from tracker.choices import Judge
from tracker.documents.workbook import Cell, Column, write_workbook
from tracker.models import Action, Judgement
from tracker.paging import Page
from tracker.queries import actions, inspections, people, recommendations, reviews
from tracker.queries.recommendations import ListedRecommendation
from tracker.rules.access import Actor
from tracker.rules.progress import View

ROWS_AT_A_TIME = 500

About = Sequence[tuple[str, str]]

RECOMMENDATION_COLUMNS = (
    Column("Reference", 12),
    Column("Recommendation", 50),
    Column("What the report says", 80),
    Column("Inspected", 28),
    Column("Report published", 18),
    Column("Number", 9),
    Column("Addressed to", 28),
    Column("Flagged as a repeat", 12),
    Column("Themes", 32),
    Column("Owner says", 30),
    Column("Region says", 30),
    Column("Inspectorate said", 30),
    Column("Next due", 18),
    Column("Actions", 9),
    Column("Overdue actions", 9),
    Column("Times made", 9),
    Column("First made", 18),
    Column("Link", 50),
)
ACTION_COLUMNS = (
    Column("Reference", 12),
    Column("Action", 50),
    Column("Status", 16),
    Column("Due", 18),
    Column("First due", 18),
    Column("Times moved later", 12),
    Column("Overdue", 10),
    Column("Blocked: waiting on", 28),
    Column("Owner", 40),
    Column("Held by", 36),
    Column("Recommendations", 60),
    Column("How we will know it worked", 50),
    Column("Last update", 18),
    Column("Link", 50),
)
INSPECTION_COLUMNS = (
    Column("Reference", 12),
    Column("Inspected", 40),
    Column("Report published", 18),
    Column("Kind", 36),
    Column("Standards", 36),
    Column("Overall rating", 22),
    Column("Score", 8),
    Column("Out of", 8),
    Column("Recommendations", 16),
    Column("Link", 50),
)

REVIEW_COLUMNS = (
    Column("Reference", 12),
    Column("Recommendation", 50),
    Column("Body", 32),
    Column("Owner says", 22),
    Column("Why", 60),
    Column("What effect was seen", 60),
    Column("Sent", 18),
    Column("By", 36),
    Column("Link", 50),
)
USER_COLUMNS = (
    Column("Reference", 12),
    Column("Name", 40),
    Column("Email address", 40),
    Column("Roles", 50),
    Column("Posts", 50),
    Column("Account", 10),
    Column("First signed in", 18),
)


def recommendations_workbook(
    actor: Actor, filters: recommendations.RecommendationSelection, *, sort: str, chosen: About, on: date, at: datetime
) -> IO[bytes]:
    """Return the filtered list of recommendations as a workbook; 8 queries for each 500 rows."""

    def rows() -> Iterator[Sequence[Cell]]:
        after = ""
        while True:
            page, found = recommendations.page_of_recommendations(
                actor, filters, sort=sort, after=after, before="", on=on, size=ROWS_AT_A_TIME
            )
            yield from (_recommendation(row) for row in found)
            after = page.after
            if not after:
                return

    return write_workbook(
        name="Recommendations", columns=RECOMMENDATION_COLUMNS, rows=rows(), about=about_list(actor, chosen, at=at)
    )


def actions_workbook(
    actor: Actor, filters: actions.ActionSelection, *, sort: str, chosen: About, on: date, at: datetime
) -> IO[bytes]:
    """Return the filtered list of actions as a workbook; 2 queries for each 500 rows."""

    def page(after: str) -> Page:
        return actions.page_of_actions(actor, filters, sort=sort, after=after, before="", on=on, size=ROWS_AT_A_TIME)

    rows = (_action(action, on=on) for action in _every(page))
    return write_workbook(name="Actions", columns=ACTION_COLUMNS, rows=rows, about=about_list(actor, chosen, at=at))


def inspections_workbook(
    actor: Actor, filters: inspections.InspectionSelection, *, sort: str, chosen: About, at: datetime
) -> IO[bytes]:
    """Return the filtered list of inspections as a workbook; 1 query for each 500 rows."""

    def page(after: str) -> Page:
        return inspections.page_of_inspections(filters, sort=sort, after=after, before="", size=ROWS_AT_A_TIME)

    rows = (_inspection(inspection) for inspection in _every(page))
    return write_workbook(
        name="Inspections", columns=INSPECTION_COLUMNS, rows=rows, about=about_list(actor, chosen, at=at)
    )


def reviews_workbook(actor: Actor, filters: reviews.ReviewSelection, *, chosen: About, at: datetime) -> IO[bytes]:
    """Return the filtered queue of self-assessments that wait for the actor's review; 1 query for each 500 rows."""

    def page(after: str) -> Page:
        return reviews.page_of_reviews(actor, filters, after=after, before="", size=ROWS_AT_A_TIME)

    rows = (_review(self_assessment) for self_assessment in _every(page))
    return write_workbook(name="Reviews", columns=REVIEW_COLUMNS, rows=rows, about=about_list(actor, chosen, at=at))


def users_workbook(
    actor: Actor, filters: people.PersonSelection, *, chosen: About, on: date, at: datetime
) -> IO[bytes]:
    """Return the filtered list of people with their roles and posts of the day; 3 queries for each 50 rows."""

    def page(after: str) -> Page:
        return people.page_of_people(actor, filters, after=after, before="", on=on)

    rows = (_user(person) for person in _every(page))
    return write_workbook(name="Users", columns=USER_COLUMNS, rows=rows, about=about_list(actor, chosen, at=at))


def _every(page_after: Callable[[str], Page]) -> Iterator[Any]:
    after = ""
    while True:
        page = page_after(after)
        yield from page.rows
        after = page.after
        if not after:
            return


def about_list(actor: Actor, chosen: About, *, at: datetime) -> About:
    """Return the sheet 'About' of a list: who made it, when, with which filters."""
    made = timezone.localtime(at)
    return [
        ("Service", settings.SERVICE_NAME),
        ("Handling", settings.CLASSIFICATION),
        ("Made", f"{made:%-d %B %Y at %H:%M} by {actor.name}"),
        ("Holds", "What this person may see, in the order of the page"),
        *chosen,
    ]


def _recommendation(row: ListedRecommendation) -> Sequence[Cell]:
    one = row.recommendation
    return (
        one.ref,
        one.short_title,
        one.text,
        one.inspection.organisation.display_name if one.inspection.organisation else "",
        stated(one.inspection.published_on, one.inspection.published_precision),
        one.number,
        one.addressee.display_name if one.addressee else one.addressee_as_printed,
        "Yes" if one.flagged_repeat else "No",
        "; ".join(link.theme.name for link in one.theme_links.all()),
        *(said_by(row, judge) for judge in Judge),
        stated(*row.next_due) if row.next_due else None,
        row.actions,
        row.overdue,
        row.made.times if row.made else 1,
        stated(row.made.since, row.made.precision) if row.made else None,
        f"{settings.SERVICE_URL}/recommendations/{one.ref}/",
    )


def said_by(row: ListedRecommendation, judge: Judge) -> str:
    """Return one judge's views, each with its body where more than one answers."""
    said = [(body.organisation.name, body.views[judge]) for body in row.bodies]
    several = len(said) > 1
    return "\n".join(f"{name}: {_view(view)}" if several else _view(view) for name, view in said if view)


def _view(view: View) -> str:
    on = stated(view.dated_on, view.precision)
    words = f"{on:%-d %B %Y}" if isinstance(on, date) else on
    return f"{view.category.label}, {words}" if words else view.category.label


def _action(action: Action, *, on: date) -> Sequence[Cell]:
    answered = {each.answerable.recommendation.pk: each.answerable.recommendation for each in action.current_answers}
    return (
        action.ref,
        action.title,
        action.get_status_display(),
        stated(action.due_on, action.due_precision),
        action.first_due_on,
        action.moves,
        "Yes" if action.urgency(on=on) == "overdue" else "No",
        action.blocked_by_whom,
        str(action.owner_post),
        action.holder_name or "Vacant",
        "\n".join(f"{each.ref} {each.short_title}" for each in answered.values()),
        action.success_measure,
        timezone.localtime(action.last_update_at).date() if action.last_update_at else None,
        f"{settings.SERVICE_URL}/actions/{action.ref}/",
    )


def _inspection(inspection: Inspection) -> Sequence[Cell]:
    rating = inspection.get_rating_display() if inspection.rating else "Not rated"
    return (
        inspection.ref,
        inspection.organisation.display_name if inspection.organisation else "",
        stated(inspection.published_on, inspection.published_precision),
        inspection.get_kind_display(),
        inspection.framework.name if inspection.framework else "",
        "Known from a later report" if inspection.known_from_later else rating,
        inspection.score,
        inspection.max_score,
        cast(Any, inspection).recommendation_count,  # page_of_inspections adds it
        f"{settings.SERVICE_URL}/inspections/{inspection.ref}/",
    )


def _review(self_assessment: Judgement) -> Sequence[Cell]:
    recommendation = self_assessment.answerable.recommendation
    return (
        recommendation.ref,
        recommendation.short_title,
        self_assessment.answerable.organisation.display_name,
        self_assessment.get_category_display(),
        self_assessment.reasons,
        self_assessment.effect,
        timezone.localtime(self_assessment.made_at).date(),
        self_assessment.made_by.name if self_assessment.made_by else "",
        f"{settings.SERVICE_URL}/recommendations/{recommendation.ref}/review/",
    )


def _user(person: Any) -> Sequence[Cell]:
    first = person.first_signed_in_at
    return (
        person.ref,
        person.name,
        person.email,
        "\n".join(f"{each.get_role_display()}, {each.organisation.display_name}" for each in person.roles_now),
        "\n".join(f"{each.post.title}, {each.post.organisation.display_name}" for each in person.posts_now),
        "Open" if person.is_active else "Closed",
        timezone.localtime(first).date() if first else None,
    )


def stated(day: date | None, precision: str) -> Cell:
    """Return a date as a date, a month as its words: a cell must not state a day that nobody stated."""
    return f"{day:%B %Y}" if day and precision == DatePrecision.MONTH else day
