"""What is overdue, the exception list of each region and HMPPS's picture of repeats: for whom, and what they hold."""

from collections.abc import Collection, Iterable
from datetime import date

from django.conf import settings

from inspections.choices import DatePrecision, OrganisationKind
from inspections.models import Organisation
from tracker.choices import Role
from tracker.models import Action, Answerable, Membership
from tracker.models.said_before import still_asked
from tracker.notifications.models import NoticeToTell, actions_on_ladder
from tracker.notifications.queries.day import Day
from tracker.notifications.rules import ladder, regular_lists
from tracker.notifications.rules.mail_rows import Late, MailLine
from tracker.notifications.rules.regular_lists import ListedRepeat
from tracker.queries.recurrence import made_of
from tracker.rules import working_days
from tracker.rules.access import SERVICE
from tracker.rules.notices import Identity

# Where the role that gets a list is held.
KINDS = {Role.REGIONAL_LEAD: OrganisationKind.REGION, Role.NATIONAL: OrganisationKind.AGENCY}


def still_behind(notices: Iterable[NoticeToTell], day: Day) -> set[Identity]:
    """Return those whose person still has something overdue; 1 query."""
    behind = with_overdue(day)
    return {notice.identity for notice in notices if notice.person_id in behind}


def still_with_exceptions(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, tuple[Late, ...]]:
    """Return the exceptions of those whose person still gets them and where there are any; 3 queries."""
    listed = still_listed({notice.identity for notice in notices}, day)
    return {identity: tuple(rows) for identity, rows in listed.items() if rows}


def still_with_picture(notices: Iterable[NoticeToTell], day: Day) -> set[Identity]:
    """Return those whose person still gets the picture, if there is anything in it; at most 6 queries."""
    able = people(Role.NATIONAL, day) if picture(day) else {}
    return {notice.identity for notice in notices if notice.person_id in able}


def pictures(notices: Iterable[NoticeToTell], day: Day) -> dict[Identity, tuple[MailLine, ...]]:
    """Return the picture for each, if there is anything in it."""
    return {notice.identity: shown for notice in notices if (shown := picture(day))}


def with_overdue(day: Day) -> frozenset[int]:
    """Return who is told of an action that is overdue and whose reminders are not put off; 1 query."""
    overdue = actions_on_ladder().to_remind().overdue(on=day.on).not_put_off(on=day.on)
    posts = overdue.order_by().values_list("owner_post_id", flat=True)
    told = day.people.told_for_post
    return frozenset(told[post] for post in posts.distinct() if post in told)


def still_listed(lists: Collection[Identity], day: Day) -> dict[Identity, list[Late]]:
    """Return, by exception list, the late actions of its person's regions, by PDU; 3 queries, none without lists."""
    if not lists:
        return {}
    areas = people(Role.REGIONAL_LEAD, day)
    late = exceptions(on=day.on)
    return {
        identity: [row for path, row in late if path.startswith(tuple(areas[identity.person_id]))]
        for identity in lists
        if identity.person_id in areas
    }


def exceptions(*, on: date) -> list[tuple[str, Late]]:
    """Return every action that is late by the days of the region's rung or more, with its body's path, by PDU.

    1 query.
    """
    days = next(rung.days for rung in ladder.ladder(settings.LADDER_DAYS) if rung.code == ladder.EXCEPTIONS_FROM)
    last = regular_lists.last_exception_due_on(on, days=days, holidays=working_days.bank_holidays())
    overdue_actions = Action.objects.overdue(on=last + working_days.DAY).filter(still_asked())
    rows = [
        (action.owner_post.organisation.path, late(action, on=on))
        for action in overdue_actions.select_related("owner_post__organisation")
    ]
    return sorted(rows, key=lambda row: (row[1].body, row[1].due_on, row[1].ref))


def people(role: Role, day: Day) -> dict[int, list[str]]:
    """Return who has this role on the day and can be mailed, with the places for which they have it; 2 queries.

    Not for a place where their post is covered: who stands in for them there is.
    """
    places: dict[int, list[str]] = {}
    posts = day.people
    held = Membership.objects.current(on=day.on).of_those_who_can_be_told(role, on=day.on)
    for person, path in held.values_list("person_id", "organisation__path"):
        if (person, path) not in posts.away:
            places.setdefault(person, []).append(path)
    for path, stand_ins in posts.stand_ins.items():
        if posts.kinds[path] == KINDS[role]:
            for person in sorted(stand_ins):
                places.setdefault(person, []).append(path)
    return places


def picture(day: Day) -> tuple[MailLine, ...]:
    """Return the open recommendations that were made before, by region and age; 4 queries, once for a day."""
    return day.once("picture of repeats", lambda: _picture(day.on))


def _picture(on: date) -> tuple[MailLine, ...]:
    rows = list(Answerable.objects.open().select_related("organisation__parent"))
    made = made_of(SERVICE, {answerable.recommendation_id for answerable in rows})
    seen: dict[tuple[int, str], ListedRepeat] = {}
    for answerable in rows:
        if answerable.recommendation_id in made:
            region = _region(answerable.organisation)
            slug = region.slug if region.kind == OrganisationKind.REGION else ""
            repeat = ListedRepeat(region.display_name, slug, made[answerable.recommendation_id].since)
            seen[answerable.recommendation_id, region.name] = repeat
    return regular_lists.picture(seen.values(), on=on)


def _region(body: Organisation) -> Organisation:
    return body.parent if body.kind == OrganisationKind.PDU and body.parent else body


def late(action: Action, *, on: date, is_escalated: bool = False) -> Late:
    """Return a row of an open action that is overdue on the day; its post and body must be loaded."""
    assert action.due_on is not None, f"{action.ref} was selected by its date"
    post = action.owner_post
    return Late(
        ref=action.ref,
        title=action.title,
        body=post.organisation.display_name,
        post=post.title,
        due_on=action.due_on,
        precision=DatePrecision(action.due_precision),
        working_days=working_days.between(action.due_on, on, working_days.bank_holidays()),
        is_escalated=is_escalated,
    )
