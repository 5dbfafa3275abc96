"""The usability targets at national size: the same scripts, counted and timed (docs/pages.md#counted-interactions)."""

import io
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.models import Count
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page

from inspections.choices import DatePrecision
from inspections.models import Organisation
from tests.browser import usability
from tests.browser.conftest import let_in
from tests.browser.usability import TARGETS
from tests.browser.visitor import WAYS, Visitor
from tests.factories.self_assessments import answerable, make_evidence
from tests.factories.world import World
from tracker.choices import Progress
from tracker.models import Action, Answerable, Person, Post, PostHolder, RecommendationTheme, actor_of
from tracker.notifications.signed_links import sign
from tracker.operations.action_changes import NewDate
from tracker.operations.actions import UpdateAnswers, update_action
from tracker.operations.self_assessments import self_assess
from tracker.queries import recommendations as lists
from tracker.rules.access import SERVICE
from tracker.sample_data.demo import facts
from tracker.sample_data.national.world import make_national_world

pytestmark = pytest.mark.battery
# Three actions for each recommendation: 12,000, with 120,000 updates.
RECOMMENDATIONS, UPDATES = 4_000, 10
# The machine is shared, so that time is printed; a page that takes so many times its target fails all the same.
GENEROUS = 10
# The most urgent is updated, one is handed over, and the date of one is moved.
OVERDUE_ACTIONS = 3


@dataclass(slots=True)
class Place:
    """One PDU of the national world with what the scripts need, under the names that they know, for one way."""

    world: World
    overdue: Action  # the most urgent on the head's page
    moved: Action
    held: Action  # of the head's own post
    count: int  # of the head's overdue actions
    theme: tuple[str, int]  # of overdue recommendations in the PDU, and how many there are

    @property
    def head(self) -> Person:
        return self.world.people["head"]


def holder(post: Post, on: date) -> Person:
    return PostHolder.objects.current(on=on).select_related("person").get(post=post).person


def places(on: date) -> Iterator[Place]:
    """PDUs with overdue actions and self-assessments still to make; two of the actions become the head's own.

    Without that a head with two would be rare, and on some days there would be too few.
    """
    for pdu in Organisation.objects.filter(kind="pdu", closed_on=None).select_related("parent").order_by("path"):
        region = pdu.parent
        director = Post.objects.get(organisation=region, title="Regional Probation Director")
        held = Post.objects.filter(organisation=pdu).with_holder(on=on).exclude(holder_id=None)
        posts = {post.title: post for post in held}
        if "Business manager" not in posts:
            continue
        head = holder(posts["Head of PDU"], on)
        late = list(Action.objects.mine(actor_of(head, on=on)).overdue(on=on).most_urgent_first())
        not_self_assessed = Answerable.objects.not_self_assessed().filter(organisation=pdu)
        single = not_self_assessed.annotate(n=Count("recommendation__answerables")).filter(n=1).order_by("pk")
        answerables = list(single.select_related("recommendation")[:2])
        theme = theme_of_overdue(head, pdu, on)
        if len(late) < OVERDUE_ACTIONS or len(answerables) < 2 or theme is None:
            continue
        for action in late[1:OVERDUE_ACTIONS]:
            action.owner_post = posts["Head of PDU"]
            action.save(update_fields=["owner_post"])
        world = World(organisations={"kirklees": pdu, "leeds": pdu, "yorkshire": region})
        world.posts = {"Head of PDU, kirklees": posts["Head of PDU"]}
        world.people = {"lead": holder(director, on), "head": head}
        world.people |= {"owner": holder(posts["Business manager"], on), "sibling_head": head}
        world.recommendations = {
            key: each.recommendation for key, each in zip(("kirklees", "leeds"), answerables, strict=True)
        }
        yield Place(world, overdue=late[0], held=late[1], moved=late[2], count=len(late), theme=theme)


def theme_of_overdue(person: Person, pdu: Organisation, on: date) -> tuple[str, int] | None:
    """A theme that some recommendations with overdue actions in the PDU have, and how many of the first page."""
    found = lists.chosen(actor_of(person, on=on), lists.RecommendationSelection(state="overdue", pdu=pdu), on=on)
    links = RecommendationTheme.objects.filter(recommendation__in=found.values("recommendation"))
    name = links.values_list("theme__name", flat=True).order_by("theme__name").first()
    return None if name is None else (name, links.filter(theme__name=name).count())


@dataclass(slots=True)
class Line:
    """One task in one way, as measured."""

    name: str
    way: str
    visitor: Visitor

    @property
    def has_missed(self) -> bool:
        target, found = TARGETS[self.name], self.visitor
        is_slow = found.seconds > GENEROUS * target.seconds
        return found.interactions > target.interactions or found.pages > target.pages or is_slow

    def __str__(self) -> str:
        target, found = TARGETS[self.name], self.visitor
        counted = f"{found.interactions:>4} of {target.interactions}{found.pages:>4} of {target.pages}"
        timed = f"{found.seconds:>7.2f} of {target.seconds:.0f}"
        return f"{self.name:<4}{target.task:<52}{self.way:<24}{counted}{timed}{'  MISSED' if self.has_missed else ''}"


@pytest.fixture
def national(live_server: Any, settings: Any, tmp_path: Path) -> date:
    """The national world, committed, as it stands today; nothing is due today, so that midnight changes no count."""
    settings.MEDIA_ROOT = tmp_path / "media"
    now = timezone.now()
    on = timezone.localdate(now)
    make_national_world(
        recommendations=RECOMMENDATIONS, updates=UPDATES, seed=1, is_for_tests=True, on=on, by=SERVICE, at=now
    )
    Person.objects.update(is_demo=False)  # demo accounts do not sign in without DEBUG
    Action.objects.filter(due_on=on).update(due_on=on + timedelta(days=1), due_precision=DatePrecision.DAY)
    return on


def move_date(place: Place, on: date) -> str:
    """Moves the due date of the PDU's second action; returns the new one in words."""
    action, head = place.moved, actor_of(place.head, on=on)
    new = date(on.year + 1, on.month, 1)
    update_action(
        action=action,
        given=UpdateAnswers(
            version=action.version,
            status=action.status,
            text="",
            token=uuid.uuid4(),
            new_date=NewDate(new, DatePrecision.MONTH, "The trainer left"),
        ),
        by=head,
        at=timezone.now(),
    )
    return f"{new:%B %Y}"


class Tasks:
    """All tasks in one PDU, in one way."""

    def __init__(self, place: Place, way: str, visit: Callable[..., Visitor], on: date) -> None:
        self.place, self.way, self.visit, self.on = place, way, visit, on

    def lines(self) -> Iterator[Line]:
        for name in TARGETS:
            yield Line(name, self.way, getattr(self, name.lower())())

    def as_head(self) -> Visitor:
        return self.visit(self.way, self.place.head)

    def u1(self) -> Visitor:
        usability.update_action(head := self.as_head(), self.place.overdue)
        return head

    def u2(self) -> Visitor:
        nobody = self.visit(self.way, None)
        usability.sign_in_and_update(nobody, self.place.overdue, self.place.head.email, facts.password())
        return nobody

    def u3(self) -> Visitor:
        usability.update_the_most_urgent(head := self.as_head(), self.place.overdue)
        return head

    def u4(self) -> Visitor:
        usability.see_what_is_overdue(head := self.as_head(), self.place.count)
        return head

    def u5(self) -> Visitor:
        usability.attach_while_updating(head := self.as_head(), self.place.overdue)
        return head

    def u6(self) -> Visitor:
        world = self.place.world
        owner = f"Business manager, {world.organisations['kirklees'].name}"
        usability.plan_action(head := self.as_head(), world.recommendations["kirklees"].ref, owner)
        return head

    def u7(self) -> Visitor:
        make_evidence(self.place.world)
        usability.self_assessment_progress(head := self.as_head(), self.place.world, "Sample of ten plans")
        return head

    def u8(self) -> Visitor:
        of, head = answerable(self.place.world, "leeds"), actor_of(self.place.head, on=self.on)
        why = "Half of the plans were checked"
        self_assess(answerable=of, category=Progress.SOME, reasons=why, newest=0, by=head, at=timezone.now())
        usability.review_self_assessment(
            lead := self.visit(self.way, self.place.world.people["lead"]), self.place.world
        )
        return lead

    def u9(self) -> Visitor:
        theme, count = self.place.theme
        pdu = self.place.world.organisations["kirklees"].name
        usability.find_overdue(head := self.as_head(), theme, pdu, count)
        return head

    def u11(self) -> Visitor:
        file = usability.download_list(head := self.as_head(), "/actions/?state=overdue&mine=yes")
        assert load_workbook(io.BytesIO(file.data)).worksheets[0].max_row > 1
        return head

    def u14(self) -> Visitor:
        link = f"/email-preferences/{sign(person_id=self.place.head.pk, at=timezone.now())}/"
        usability.stop_digest(nobody := self.visit(self.way, None), link)
        return nobody

    def u15(self) -> Visitor:
        Person.objects.filter(pk=self.place.head.pk).update(first_signed_in_at=None, last_visit_at=None)
        nobody = self.visit(self.way, None)
        usability.sign_in_for_the_first_time(nobody, self.place.head.email, facts.password())
        return nobody

    def u17(self) -> Visitor:
        after, by = move_date(self.place, self.on), self.place.head.name
        usability.find_who_moved_a_date(head := self.as_head(), self.place.moved, after=after, by=by)
        return head

    def u16(self) -> Visitor:
        owner = self.place.world.people["owner"]
        usability.hand_over(head := self.as_head(), self.place.held, f"{owner.name} ({owner.email})")
        return head


def test_each_task_keeps_to_its_target(
    national: date, open_page: Callable[..., Page], live_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def visit(way: str, person: Person | None) -> Visitor:
        page = open_page(**WAYS[way])
        if person is not None:
            let_in(page, person, live_server.url)
        return Visitor(page, way)

    found = list(islice(places(national), len(WAYS)))
    assert len(found) == len(WAYS), f"only {len(found)} PDUs of {national} have what the tasks need, of {len(WAYS)}"

    lines = [
        line for way, place in zip(WAYS, found, strict=True) for line in Tasks(place, way, visit, national).lines()
    ]

    with capsys.disabled():
        engine = django_settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
        print(f"\n{Action.objects.count():,} actions on {engine}; load {os.getloadavg()[0]:.1f}")
        print(f"{'Task':<56}{'Way':<24}{'Taken':>8}{'Pages':>9}{'Seconds':>12}", *lines, sep="\n")
    assert len(lines) == len(TARGETS) * len(WAYS)
    assert [str(line) for line in lines if line.has_missed] == []
