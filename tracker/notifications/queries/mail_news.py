"""What a digest adds when it is sent anyway: what others changed since the last digest, and the area in counts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Max, Q

from inspections.models import Organisation
from inspections.models.reference import reference
from tracker.choices import MessageState, Role
from tracker.models import Action, Answerable, Event, Judgement, Membership, Recommendation
from tracker.models.said_before import still_asked
from tracker.notifications import links
from tracker.notifications.models import Message
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.digests import News
from tracker.notifications.rules.mail_rows import MailLine
from tracker.queries.accountable import Accountable
from tracker.rules.calendar import london_date
from tracker.rules.deadlines import end_of_this_week
from tracker.rules.timeline import DRAFTS, OF_EVERY_BODY, PUBLIC, TOLD_AS_CORRECTED, WORDS, describe
from tracker.rules.wording import date_long, noun, plain_plural, starts_upper

TOLD = WORDS.keys() - DRAFTS - TOLD_AS_CORRECTED
# Told with their day: it is another one than that on which somebody recorded it.
BEFORE_SERVICE = frozenset({"response.given-before"})
SELF_ASSESSMENTS = ("self-assessment waiting for review", "self-assessments waiting for review")


def of_people(people: Iterable[int], day: Day) -> dict[int, News]:
    """Return the news of each person; 10 queries for any number of people, none for nobody."""
    numbers = sorted(people)
    if not numbers:
        return {}
    on = day.on
    roles = _roles(numbers, on=on)
    last = _last_digests(numbers)
    changes = _changes(last, roles, day.people)
    counts = _area_counts(roles, on=on)
    return {
        person: News(
            changes=tuple(changes.get(person, ())),
            since_on=london_date(last[person]) if person in last else None,
            area=tuple(counts.get(person, ())),
        )
        for person in numbers
    }


def _roles(people: list[int], *, on: date) -> dict[int, list[tuple[Role, Organisation]]]:
    """Return the current roles that bring an area of one's own: heads of PDU and regional leads."""
    held = Membership.objects.current(on=on).filter(person__in=people, role__in=[Role.HEAD_OF_PDU, Role.REGIONAL_LEAD])
    roles: dict[int, list[tuple[Role, Organisation]]] = defaultdict(list)
    for membership in held.select_related("organisation__parent").order_by("pk"):
        roles[membership.person_id].append((Role(membership.role), membership.organisation))
    return roles


def _last_digests(people: list[int]) -> dict[int, datetime]:
    """Return when each person was last sent a digest, which alone tells changes; people who never were have none."""
    sent = Message.objects.digests().filter(person__in=people, state=MessageState.SENT)
    return {person: at for person, at in sent.order_by().values_list("person").annotate(last=Max("sent_at")) if at}


def _changes(
    last: dict[int, datetime], roles: dict[int, list[tuple[Role, Organisation]]], accountable: Accountable
) -> dict[int, list[MailLine]]:
    """Return what others did to a person's own actions and recommendations since their last digest, newest first.

    Their own: the actions of posts for which they are told that day, a head's whole PDU and a lead's own body.
    """
    if not last:
        return {}
    whose = _own_records(list(last), roles, accountable)
    events = Event.objects.about(*whose).by_people(verbs=TOLD, since=min(last.values())) if whose else ()
    by_person: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        for person in whose[event.subject]:
            if event.at >= last[person] and event.by_id != person and _is_theirs(event, roles.get(person, ())):
                by_person[person].append(event)
    titles = _titles({event.subject for rows in by_person.values() for event in rows})
    return {person: [_change(event, titles) for event in rows] for person, rows in by_person.items()}


def _is_theirs(event: Event, roles: Iterable[tuple[Role, Organisation]]) -> bool:
    """Return whether it was done for one of their bodies: of what was done for another one they are not told."""
    body = event.after.get("organisation") or event.before.get("organisation")
    if isinstance(body, str):
        return body in {organisation.slug for _, organisation in roles}
    return not event.subject.startswith(Recommendation.REF_PREFIX) or event.verb in PUBLIC | OF_EVERY_BODY


def _own_records(
    people: list[int], roles: dict[int, list[tuple[Role, Organisation]]], accountable: Accountable
) -> dict[str, set[int]]:
    """Return, by reference, whose action or recommendation it is; 2 queries."""
    wanted = set(people)
    by_post = {post: {person} for post, person in accountable.told_for_post.items() if person in wanted}
    bodies: dict[str, set[int]] = defaultdict(set)
    for person in people:
        for _, body in roles.get(person, ()):
            bodies[body.path].add(person)
    whose: dict[str, set[int]] = defaultdict(set)
    near = Q(owner_post__in=list(by_post)) | Q(owner_post__organisation__path__in=list(bodies))
    for number, post, path in Action.objects.filter(near).values_list(
        "pk", "owner_post_id", "owner_post__organisation__path"
    ):
        whose[reference(Action.REF_PREFIX, number)] |= by_post.get(post, set()) | bodies.get(path, set())
    answered = Answerable.objects.open().filter(organisation__path__in=list(bodies))
    for number, path in answered.values_list("recommendation_id", "organisation__path"):
        whose[reference(Recommendation.REF_PREFIX, number)] |= bodies[path]
    return whose


def _titles(refs: set[str]) -> dict[str, str]:
    actions = [number for ref in refs if (number := Action.number_of(ref))]
    others = [number for ref in refs if (number := Recommendation.number_of(ref))]
    titles: dict[str, str] = {}
    if actions:
        named = Action.objects.filter(pk__in=actions).values_list("pk", "title")
        titles |= {reference(Action.REF_PREFIX, number): title for number, title in named}
    if others:
        named = Recommendation.objects.filter(pk__in=others).values_list("pk", "short_title")
        titles |= {reference(Recommendation.REF_PREFIX, number): starts_upper(title) for number, title in named}
    return titles


def _change(event: Event, titles: dict[str, str]) -> MailLine:
    """Return who did what to which record: in our own words alone, never in theirs."""
    is_action = event.subject.startswith(Action.REF_PREFIX)
    by = event.by.name if event.by else "the service"
    words = f"{WORDS[event.verb]} by {by}"
    if event.verb in BEFORE_SERVICE:
        words = f"{describe(event.verb, event.before, event.after)}; recorded by {by}"
    return MailLine(
        ref=event.subject,
        lines=(
            titles.get(event.subject, event.subject),
            f"{event.subject}: {words}, {date_long(event.at)}",
        ),
        link="See this action" if is_action else "See this recommendation",
        link_about=f"{event.subject}, {WORDS[event.verb]}",
        address=links.page_of(event.subject),
    )


def _area_counts(roles: dict[int, list[tuple[Role, Organisation]]], *, on: date) -> dict[int, list[MailLine]]:
    """Return three counts for each area, those above nought; 2 queries."""
    if not roles:
        return {}
    end = end_of_this_week(on)
    overdue, due = Q(due_on__lt=on), Q(due_on__gte=on, due_on__lte=end)
    urgent = (
        Action.objects.open()
        .filter(still_asked(), due_on__lte=end)
        .order_by()
        .values_list("owner_post__organisation__path")
    )
    actions = list(urgent.annotate(overdue=Count("pk", filter=overdue), due=Count("pk", filter=due)))
    self_assessments = list(
        Judgement.objects.waiting().order_by().values_list("answerable__organisation__path").annotate(n=Count("pk"))
    )
    return {
        person: [line for _, body in bodies for line in _area_lines(body, actions, self_assessments)]
        for person, bodies in roles.items()
    }


def _area_lines(
    body: Organisation, actions: list[tuple[str, int, int]], self_assessments: list[tuple[str, int]]
) -> Iterable[MailLine]:
    overdue = sum(count for path, count, _ in actions if path.startswith(body.path))
    due = sum(count for path, _, count in actions if path.startswith(body.path))
    waiting = sum(count for path, count in self_assessments if path.startswith(body.path))
    name, page = body.display_name, _area_page(body)
    counts = (
        (overdue, ("overdue action", "overdue actions"), "See what is overdue", f"{page}#overdue"),
        (due, ("action due this week", "actions due this week"), "See the area", page),
        (waiting, SELF_ASSESSMENTS, "See the area", page),
    )
    for count, (singular, plural), link, address in counts:
        if count:
            lines, about = (
                (f"{name}: {plain_plural(count, singular, plural)}",),
                f"{name}, {noun(count, singular, plural)}",
            )
            yield MailLine(f"{body.slug}:{singular}", lines, link, about, address)


def _area_page(body: Organisation) -> str:
    is_pdu = body.kind == "pdu" and body.parent is not None
    return links.area("", f"{body.parent.slug}/{body.slug}" if is_pdu and body.parent else body.slug)
