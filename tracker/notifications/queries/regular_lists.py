"""What is overdue, the exception list of each region and HMPPS's picture of repeats: for whom, and what they hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.conf import settings

from inspections.choices import DatePrecision, OrganisationKind
from inspections.models import Organisation
from tracker.choices import NoticeKind, Role
from tracker.models import Action, Answerable, Membership
from tracker.notifications.models import NoticeToTell, actions_on_ladder
from tracker.notifications.rules import ladder, regular_lists
from tracker.notifications.rules.mail_rows import Late, MailLine
from tracker.notifications.rules.regular_lists import ListedRepeat
from tracker.queries import kept
from tracker.queries.accountable import accountable
from tracker.queries.recurrence import made_of
from tracker.rules import working_days
from tracker.rules.access import SERVICE
from tracker.rules.notices import Identity

# Where the role that gets a list is held.
KINDS = {Role.REGIONAL_LEAD: OrganisationKind.REGION, Role.NATIONAL: OrganisationKind.AGENCY}


def still_held(notices: Iterable[NoticeToTell], *, on: date) -> set[Identity]:
    """Return those whose person still gets the list and whose list is not empty; at most 7 queries."""
    by_kind: dict[str, set[Identity]] = defaultdict(set)
    for each in notices:
        by_kind[each.kind].add(each.identity)
    held = {identity for identity, rows in still_listed(by_kind[NoticeKind.EXCEPTION_LIST], on=on).items() if rows}
    if by_kind[NoticeKind.REPEATS_PICTURE] and picture(on=on):
        able = people(Role.NATIONAL, on=on)
        held |= {each for each in by_kind[NoticeKind.REPEATS_PICTURE] if each.person_id in able}
    if by_kind[NoticeKind.OVERDUE_LIST]:
        behind = with_overdue(on=on)
        held |= {each for each in by_kind[NoticeKind.OVERDUE_LIST] if each.person_id in behind}
    return held


def with_overdue(*, on: date) -> frozenset[int]:
    """Who is told of an action that is overdue and whose reminders are not put off; 1 query."""
    posts = actions_on_ladder().overdue(on=on).not_put_off(on=on).order_by().values_list("owner_post_id", flat=True)
    told = accountable(on=on).told_for_post
    return frozenset(told[post] for post in posts.distinct() if post in told)


def still_listed(lists: Collection[Identity], *, on: date) -> dict[Identity, list[Late]]:
    """By exception list: the late actions of its person's regions, by PDU; 3 queries, none without lists."""
    if not lists:
        return {}
    areas = people(Role.REGIONAL_LEAD, on=on)
    late = exceptions(on=on)
    return {
        each: [row for path, row in late if path.startswith(tuple(areas[each.person_id]))]
        for each in lists
        if each.person_id in areas
    }


def exceptions(*, on: date) -> list[tuple[str, Late]]:
    """Every action that is late by the days of the region's rung or more, with its body's path, by PDU; 1 query."""
    days = next(rung.days for rung in ladder.ladder(settings.LADDER_DAYS) if rung.code == ladder.EXCEPTIONS_FROM)
    last = regular_lists.last_exception_due_on(on, days=days, holidays=working_days.bank_holidays())
    found = Action.objects.overdue(on=last + working_days.DAY)
    rows = [
        (action.owner_post.organisation.path, late(action, on=on))
        for action in found.select_related("owner_post__organisation")
    ]
    return sorted(rows, key=lambda row: (row[1].body, row[1].due_on, row[1].ref))


def people(role: Role, *, on: date) -> dict[int, list[str]]:
    """Who has this role on the day and can be mailed, with the places for which they have it; 2 queries.

    Not for a place where their post is covered: who stands in for them there is.
    """
    found: dict[int, list[str]] = {}
    posts = accountable(on=on)
    held = Membership.objects.current(on=on).of_those_who_can_be_told(role, on=on)
    for person, path in held.values_list("person_id", "organisation__path"):
        if (person, path) not in posts.away:
            found.setdefault(person, []).append(path)
    for path, stand_ins in posts.stand_ins.items():
        if posts.kinds[path] == KINDS[role]:
            for person in sorted(stand_ins):
                found.setdefault(person, []).append(path)
    return found


def picture(*, on: date) -> tuple[MailLine, ...]:
    """Open recommendations that were made before, by region and age; 4 queries, once in a run of a job."""
    return kept.once(("picture", on), lambda: _picture(on))


def _picture(on: date) -> tuple[MailLine, ...]:
    rows = list(Answerable.objects.open().select_related("organisation__parent"))
    made = made_of(SERVICE, {each.recommendation_id for each in rows})
    seen: dict[tuple[int, str], ListedRepeat] = {}
    for each in rows:
        if each.recommendation_id in made:
            region = _region(each.organisation)
            slug = region.slug if region.kind == OrganisationKind.REGION else ""
            repeat = ListedRepeat(region.display_name, slug, made[each.recommendation_id].since)
            seen[each.recommendation_id, region.name] = repeat
    return regular_lists.picture(seen.values(), on=on)


def _region(body: Organisation) -> Organisation:
    return body.parent if body.kind == OrganisationKind.PDU and body.parent else body


def late(action: Action, *, on: date, is_escalated: bool = False) -> Late:
    """A row of an open action that is overdue on the day; its post and body must be loaded."""
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
