"""The national world at a small size: what it holds, and that it keeps every rule."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.db.models import Count, F, Model, OuterRef, Q, Subquery
from django.test import override_settings

from inspections.models import Inspection, Organisation
from tests.factories.carry_over import is_accepted
from tests.factories.world import NOW, TODAY
from tracker.choices import ActionStatus, Ending, Judge, Role
from tracker.models import (
    Action,
    Answerable,
    CarryOver,
    CarryOverDecision,
    DateChange,
    Event,
    Judgement,
    Link,
    Membership,
    Person,
    Post,
    Recommendation,
    Response,
    Update,
)
from tracker.operations import history
from tracker.rules.access import SERVICE
from tracker.sample_data.demo import facts
from tracker.sample_data.national.world import NationalMade, make_national_world

RECOMMENDATIONS, UPDATES = 20, 4
ACTIONS = 3 * RECOMMENDATIONS


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[NationalMade]:
    """The world once for this file, and nothing of it afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_national_world(
            recommendations=RECOMMENDATIONS, updates=UPDATES, seed=7, is_for_tests=True, on=TODAY, by=SERVICE, at=NOW
        )
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
class TestWhatItHolds:
    @pytest.mark.parametrize(
        ("model", "count"),
        [(Person, 1500), (Recommendation, RECOMMENDATIONS), (Action, ACTIONS), (Update, ACTIONS * UPDATES)],
    )
    def test_as_many_as_asked_for(self, model: type[Model], count: int) -> None:
        assert model._default_manager.count() == count

    def test_it_says_what_it_made(self, made: NationalMade) -> None:
        assert made.rows["updates"] == ACTIONS * UPDATES
        assert made.rows["events"] == Event.objects.count()
        assert made.total == sum(made.rows.values())

    def test_every_pdu_and_every_region_was_inspected_from_2018_on(self) -> None:
        inspected = Organisation.objects.filter(inspections__isnull=False).distinct()

        assert (inspected.regions().count(), inspected.pdus().count()) == (12, 108)
        assert Inspection.objects.filter(published_on__year=2018).exists()
        assert Inspection.objects.filter(published_on__year=TODAY.year).exists()

    def test_every_head_of_pdu_has_a_post_and_an_account(self) -> None:
        posts = Post.objects.filter(title="Head of PDU").with_holder(on=TODAY)

        assert posts.count() == 108
        assert all(post.holder_id for post in posts)
        assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)

    def test_what_became_of_the_work(self) -> None:
        assert Response.objects.confirmed().exists()
        assert Answerable.objects.filter(ending__in=Ending.values).exists()
        assert set(Judgement.objects.values_list("judge", flat=True)) == set(Judge.values)


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
class TestWhatCarriedOver:
    def test_repeats_are_linked_by_confirmed_carry_overs(self) -> None:
        assert CarryOver.objects.filter(confirmed_at__isnull=False).exists()
        assert not CarryOver.objects.unfinished().exists()
        assert Link.objects.exists()

    def test_every_link_leads_to_a_later_report(self) -> None:
        assert not Link.objects.exclude(
            earlier__inspection__published_month__lt=F("later__inspection__published_month")
        ).exists()

    def test_every_decision_is_one_that_the_rules_allow_and_ended_as_it_says(self) -> None:
        decisions = CarryOverDecision.objects.for_page()

        assert decisions.exists()
        assert all(each.ending == each.answerable.ending for each in decisions)
        assert all(is_accepted(each.answer()) for each in decisions if each.relation or each.ending == "sufficient")


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
class TestTheRulesHold:
    def test_every_constraint(self) -> None:
        connection.check_constraints()

        assert not connection.needs_rollback

    def test_status_and_version_are_those_of_the_updates(self) -> None:
        newest = Update.objects.filter(action=OuterRef("pk")).order_by("-posted_at", "-pk").values("status")
        actions = Action.objects.annotate(said=Subquery(newest[:1]), count=Count("updates"))

        assert not actions.filter(count__gt=0).exclude(said=F("status")).exists()
        assert not actions.filter(count=0).exclude(status=ActionStatus.NOT_STARTED).exists()
        assert not actions.exclude(version=F("count") + 1).exists()

    def test_statuses_move_as_they_may(self) -> None:
        seen: dict[int, list[str]] = defaultdict(lambda: [ActionStatus.NOT_STARTED.value])
        for update in Update.objects.order_by("posted_at", "pk"):
            seen[update.action_id].append(update.status)

        order = ["not-started", "in-progress", "completed", "withdrawn"]
        assert all(story == sorted(story, key=order.index) for story in seen.values())

    def test_first_dates_are_kept_and_moves_join_up(self) -> None:
        last: dict[int, tuple[date | None, date | None]] = {}
        for change in DateChange.objects.order_by("changed_at", "pk"):
            first, now = last.get(change.action_id, (change.old_on, change.old_on))
            assert change.old_on == now
            last[change.action_id] = (first, change.new_on)

        moved = {each.pk: (each.first_due_on, each.due_on) for each in Action.objects.filter(pk__in=last)}
        assert moved == last

    def test_one_event_for_each_change(self) -> None:
        told = Event.objects.filter(verb="action.updated").values_list("after__update", flat=True)
        moved = Event.objects.filter(verb="action.updated", after__has_key="due_on")

        assert sorted(told) == sorted(Update.objects.values_list("pk", flat=True))
        assert moved.count() == DateChange.objects.count()
        assert Event.objects.filter(verb="action.planned").count() == ACTIONS

    def test_nothing_is_in_the_future_or_before_its_action(self) -> None:
        assert not Event.objects.filter(at__gt=NOW).exists()
        assert not Update.objects.filter(Q(posted_at__gt=NOW) | Q(posted_at__lt=F("action__created_at"))).exists()
        assert not Judgement.objects.filter(dated_on__gt=TODAY).exists()

    def test_people_go_on_after_the_last_number(self) -> None:
        event = history.record(verb="action.planned", subject="ACT-0001", by=SERVICE, at=NOW, after={})

        assert event.pk == Event.objects.count()

    def test_accounts_are_of_the_demo(self) -> None:
        assert not Person.objects.exclude(is_demo=True).exists()
        with override_settings(DEBUG=True):
            assert authenticate(None, username="head.kirklees@demo.example", password=facts.password()) is not None
