"""The lists of the service as workbooks: the same rows as on the page, all of them, through the same gate."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any, cast

from django.conf import settings
from django.utils import timezone

from inspections.choices import DatePrecision
from inspections.models import Inspection
from tracker.choices import Judge, ListKind
from tracker.documents.workbook import Cell, Column, write_workbook
from tracker.models import Judgement, Membership, Person, Post
from tracker.queries import lists
from tracker.queries.actions import ListedAction
from tracker.queries.lists import one_moment
from tracker.queries.recommendation_rows import InspectionLine, ListedRecommendation, RecommendationLine
from tracker.rules.access import Actor
from tracker.rules.progress import View
from tracker.rules.wording import date_long, date_month, date_stamp

SHOWN_ELSEWHERE = "shown to its own area"

About = Sequence[tuple[str, str]]
Told = Callable[[Iterable[Any]], Iterable[Any]]


def as_they_are(rows: Iterable[Any]) -> Iterable[Any]:
    """Return the rows: nobody is told how far a file is that is made while its reader waits."""
    return rows


def stated(day: date | None, precision: str) -> Cell:
    """Return a date as a date, a month as its words: a cell must not state a day that nobody stated."""
    return date_month(day) if day and precision == DatePrecision.MONTH else day


def inspected(inspection: Inspection | InspectionLine) -> str:
    """Return the name of the inspected body; empty where the report's body is not one of ours."""
    return inspection.organisation.display_name if inspection.organisation else ""


def said_by(row: ListedRecommendation, judge: Judge) -> str:
    """Return one judge's views, each with its body where more than one answers."""
    hidden = row.hidden if judge is not Judge.INSPECTORATE else []
    said = [(body.organisation.name, body.views[judge]) for body in row.bodies if body not in hidden]
    several = len(row.bodies) > 1
    lines = [f"{name}: {_view(view)}" if several else _view(view) for name, view in said if view]
    return "\n".join([*lines, *(f"{body.organisation.name}: {SHOWN_ELSEWHERE}" for body in hidden)])


def _view(view: View) -> str:
    on = stated(view.dated_on, view.precision)
    words = date_long(on) if isinstance(on, date) else on
    return f"{view.category.label}, {words}" if words else view.category.label


def _addressee(recommendation: RecommendationLine) -> str:
    addressee = recommendation.addressee
    return addressee.display_name if addressee else recommendation.addressee_as_printed


def _themes(recommendation: RecommendationLine) -> str:
    return "; ".join(theme.name for theme in recommendation.themes)


def _rating(inspection: Inspection) -> str:
    if inspection.known_from_later:
        return "Known from a later report"
    return inspection.get_rating_display() if inspection.rating else "Not rated"


def _published(inspection: Inspection | InspectionLine) -> Cell:
    return stated(inspection.published_on, inspection.published_precision)


def _at(title: str, place: Membership | Post) -> str:
    return f"{title}, {place.organisation.display_name}"


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _link(path: str) -> str:
    return f"{settings.SERVICE_URL}/{path}/"


RECOMMENDATION_COLUMNS: tuple[Column[ListedRecommendation], ...] = (
    Column("Reference", 12, lambda row: row.recommendation.ref),
    Column("Recommendation", 50, lambda row: row.recommendation.short_title),
    Column("What the report says", 80, lambda row: row.recommendation.text),
    Column("Inspected", 28, lambda row: inspected(row.recommendation.inspection)),
    Column("Report published", 18, lambda row: _published(row.recommendation.inspection)),
    Column("Number", 9, lambda row: row.recommendation.number),
    Column("Addressed to", 28, lambda row: _addressee(row.recommendation)),
    Column("Flagged as a repeat", 12, lambda row: "Yes" if row.recommendation.flagged_repeat else "No"),
    Column("Themes", 32, lambda row: _themes(row.recommendation)),
    Column("Owner says", 30, lambda row: said_by(row, Judge.OWNER)),
    Column("Region says", 30, lambda row: said_by(row, Judge.REGION)),
    Column("Inspectorate said", 30, lambda row: said_by(row, Judge.INSPECTORATE)),
    Column("State", 18, lambda row: row.state),
    Column("Response", 34, lambda row: "\n".join(row.notes)),
    Column("Next due", 18, lambda row: stated(*row.next_due) if row.next_due else None),
    Column("Actions", 9, lambda row: row.actions),
    Column("Overdue actions", 9, lambda row: row.overdue),
    Column("Times made", 9, lambda row: row.made.times if row.made else 1),
    Column("First made", 18, lambda row: stated(row.made.since, row.made.precision) if row.made else None),
    Column("Link", 50, lambda row: _link(f"recommendations/{row.recommendation.ref}")),
)
ACTION_COLUMNS: tuple[Column[ListedAction], ...] = (
    Column("Reference", 12, lambda row: row.ref),
    Column("Action", 50, lambda row: row.title),
    Column("Status", 16, lambda row: row.status.label),
    Column("Due", 18, lambda row: stated(row.due_on, row.due_precision)),
    Column("First due", 18, lambda row: row.first_due_on),
    Column("Times moved later", 12, lambda row: row.moves),
    Column("Overdue", 10, lambda row: "Yes" if row.is_overdue else "No"),
    Column("Blocked: waiting on", 28, lambda row: row.blocked_by_whom),
    Column("Owner", 40, lambda row: row.owner),
    Column("Held by", 36, lambda row: row.holder_name or "Vacant"),
    Column("Recommendations", 60, lambda row: "\n".join(row.recommendations)),
    Column("How we will know it worked", 50, lambda row: row.success_measure),
    Column("Last update", 18, lambda row: _day(row.last_update_at)),
    Column("Link", 50, lambda row: _link(f"actions/{row.ref}")),
)
INSPECTION_COLUMNS: tuple[Column[Inspection], ...] = (
    Column("Reference", 12, lambda inspection: inspection.ref),
    Column("Inspected", 40, inspected),
    Column("Report published", 18, _published),
    Column("Kind", 36, lambda inspection: inspection.get_kind_display()),
    Column("Standards", 36, lambda inspection: inspection.framework.name if inspection.framework else ""),
    Column("Overall rating", 22, _rating),
    Column("Score", 8, lambda inspection: inspection.score),
    Column("Out of", 8, lambda inspection: inspection.max_score),
    # queries/inspections adds the count
    Column("Recommendations", 16, lambda inspection: cast(Any, inspection).recommendation_count),
    Column("Link", 50, lambda inspection: _link(f"inspections/{inspection.ref}")),
)
REVIEW_COLUMNS: tuple[Column[Judgement], ...] = (
    Column("Reference", 12, lambda self_assessment: self_assessment.answerable.recommendation.ref),
    Column("Recommendation", 50, lambda self_assessment: self_assessment.answerable.recommendation.short_title),
    Column("Body", 32, lambda self_assessment: self_assessment.answerable.organisation.display_name),
    Column("Owner says", 22, lambda self_assessment: self_assessment.get_category_display()),
    Column("Why", 60, lambda self_assessment: self_assessment.reasons),
    Column("What effect was seen", 60, lambda self_assessment: self_assessment.effect),
    Column("Sent", 18, lambda self_assessment: _day(self_assessment.made_at)),
    Column("By", 36, lambda self_assessment: self_assessment.made_by.name if self_assessment.made_by else ""),
    Column(
        "Link",
        50,
        lambda self_assessment: _link(f"recommendations/{self_assessment.answerable.recommendation.ref}/review"),
    ),
)
USER_COLUMNS: tuple[Column[Any], ...] = (  # people with `roles_now` and `posts_now`, which queries/people adds
    Column("Reference", 12, lambda person: person.ref),
    Column("Name", 40, lambda person: person.name),
    Column("Email address", 40, lambda person: person.email),
    Column("Roles", 50, lambda person: "\n".join(_at(role.get_role_display(), role) for role in person.roles_now)),
    Column("Posts", 50, lambda person: "\n".join(_at(held.post.title, held.post) for held in person.posts_now)),
    Column("Account", 10, lambda person: "Open" if person.is_active else "Closed"),
    Column("First signed in", 18, lambda person: _day(person.first_signed_in_at)),
)


def write_list(
    kind: ListKind,
    actor: Actor,
    selection: Any,
    *,
    sort: str,
    chosen: About,
    on: date,
    at: datetime,
    told: Told = as_they_are,
) -> IO[bytes]:
    """Return a list as a workbook, through the gate, as it stands at one moment (queries/lists says for what price).

    Each row passes through `told` on its way, so that somebody can be told how far it is.
    """
    about = about_list(actor, chosen, at=at)
    with one_moment():
        return WRITERS[kind](told(lists.every(kind, actor, selection, sort=sort, on=on)), about)


def recommendations_workbook(rows: Iterable[ListedRecommendation], about: About) -> IO[bytes]:
    """Return recommendations as a workbook."""
    return write_workbook(name="Recommendations", columns=RECOMMENDATION_COLUMNS, rows=rows, about=about)


def actions_workbook(rows: Iterable[ListedAction], about: About) -> IO[bytes]:
    """Return actions as a workbook."""
    return write_workbook(name="Actions", columns=ACTION_COLUMNS, rows=rows, about=about)


def inspections_workbook(rows: Iterable[Inspection], about: About) -> IO[bytes]:
    """Return inspections as a workbook."""
    return write_workbook(name="Inspections", columns=INSPECTION_COLUMNS, rows=rows, about=about)


def reviews_workbook(rows: Iterable[Judgement], about: About) -> IO[bytes]:
    """Return self-assessments that wait for a review as a workbook."""
    return write_workbook(name="Reviews", columns=REVIEW_COLUMNS, rows=rows, about=about)


def users_workbook(rows: Iterable[Person], about: About) -> IO[bytes]:
    """Return people with their roles and posts of the day as a workbook."""
    return write_workbook(name="Users", columns=USER_COLUMNS, rows=rows, about=about)


WRITERS: dict[ListKind, Callable[[Iterable[Any], About], IO[bytes]]] = {
    ListKind.RECOMMENDATIONS: recommendations_workbook,
    ListKind.ACTIONS: actions_workbook,
    ListKind.INSPECTIONS: inspections_workbook,
    ListKind.REVIEWS: reviews_workbook,
    ListKind.USERS: users_workbook,
}


def about_list(actor: Actor, chosen: About, *, at: datetime) -> About:
    """Return the sheet 'About' of a list: who made it, when, with which filters."""
    return [
        ("Service", settings.SERVICE_NAME),
        ("Handling", settings.CLASSIFICATION),
        ("Made", f"{date_stamp(at)} by {actor.name}"),
        ("Holds", "What this person may see, in the order of the page"),
        *chosen,
    ]
