"""Announcing fieldwork: what is frozen, who is told, what changes later, and the report that comes of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus
from inspections.models import Inspection
from tests.factories.reinspection import make_closed, make_fieldwork
from tests.factories.self_assessments import answerable, make_review, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Confidence, NoticeKind, Progress
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Event, Fieldwork, FrozenView, Person, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.notifications.queries import decisions
from tracker.operations import fieldwork as operations
from tracker.rules.access import SERVICE, Actor

STARTS = date(2026, 12, 7)
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def everybody_has_signed_in(world: World) -> None:
    """Nobody is told anything before."""
    Person.objects.update(first_signed_in_at=NOW)


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def announce(world: World, by: str = "lead", body: str = "kirklees", **changed: Any) -> Fieldwork:
    given = {"organisation": world.organisations[body], "kind": InspectionKind.PDU, "starts_on": STARTS} | changed
    return operations.announce(**given, by=actor(world, by), at=NOW)


def report(world: World, body: str = "kirklees", *, on: date = date(2027, 3, 1)) -> Inspection:
    return Inspection.objects.create(
        organisation=world.organisations[body],
        kind=InspectionKind.PDU,
        status=InspectionStatus.PUBLISHED,
        published_on=on,
        published_month=on,
        published_precision=DatePrecision.MONTH,
    )


class TestAnnounce:
    def test_what_owner_and_region_say_is_frozen(self, world: World) -> None:
        self_assessment = make_self_assessment(world)
        review = make_review(world, self_assessment, category=Progress.NONE, reason="Show the sample")

        made = announce(world)

        view = made.views.get(answerable=answerable(world))
        assert (view.owner_judgement, view.owner_category) == (self_assessment, Progress.SOME)
        assert (view.region_judgement, view.region_category) == (review.region_view, Progress.NONE)

    def test_every_live_recommendation_is_there_said_or_not(self, world: World) -> None:
        make_closed(world)

        made = announce(world)

        places = [answerable(world, place).pk for place in ("kirklees", "region")]
        assert sorted(made.views.values_list("answerable_id", flat=True)) == sorted(places)
        assert set(made.views.values_list("owner_category", flat=True)) == {""}

    def test_a_later_view_changes_nothing(self, world: World) -> None:
        make_self_assessment(world)
        made = announce(world)

        make_self_assessment(world, at=LATER, category=Progress.NONE)

        assert made.views.get(answerable=answerable(world)).owner_category == Progress.SOME

    def test_the_people_of_the_body_are_told_once(self, world: World) -> None:
        announce(world)
        raise_decision_notices(by=SERVICE, at=LATER)

        told = NoticeToTell.objects.filter(kind=NoticeKind.FIELDWORK_ANNOUNCED)
        assert {notice.person for notice in told} == {world.people["head"], world.people["owner"]}
        assert Event.objects.filter(verb="fieldwork.announced").count() == 1

    def test_the_same_again_is_the_same(self, world: World) -> None:
        first = announce(world)

        again = announce(world)

        assert (again, Fieldwork.objects.count(), FrozenView.objects.count()) == (first, 1, 2)
        assert Event.objects.filter(verb="fieldwork.announced").count() == 1

    def test_another_day_is_a_move(self, world: World) -> None:
        first = announce(world)

        with pytest.raises(WrongState, match=first.ref):
            announce(world, starts_on=STARTS + timedelta(days=7))

    @pytest.mark.parametrize(("by", "body"), [("coordinator", "leeds"), ("national", "wigan"), ("other_lead", "wigan")])
    def test_who_may(self, world: World, by: str, body: str) -> None:
        assert announce(world, by, body).organisation == world.organisations[body]

    @pytest.mark.parametrize("by", ["owner", "head", "other_lead", "administrator", "auditor"])
    def test_others_cannot(self, world: World, by: str) -> None:
        with pytest.raises(NotAllowed):
            announce(world, by)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"starts_on": TODAY - timedelta(days=1)}, "starts_on"), ({"kind": InspectionKind.REGION}, "kind")],
    )
    def test_what_is_refused(self, world: World, changed: dict[str, Any], field: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            announce(world, **changed)

        assert refused.value.field == field


class TestMoveAndWithdraw:
    def move(self, world: World, made: Fieldwork, by: str = "lead", **changed: Any) -> Fieldwork:
        given = {"starts_on": date(2027, 1, 11), "reason": "The inspectorate asked", "version": made.version} | changed
        return operations.move(fieldwork=made, **given, by=actor(world, by), at=LATER)

    def withdraw(self, world: World, made: Fieldwork, by: str = "lead", **changed: Any) -> Fieldwork:
        given = {"reason": "It does not take place", "version": made.version} | changed
        return operations.withdraw(fieldwork=made, **given, by=actor(world, by), at=LATER)

    def test_the_day_moves_with_its_reason_and_nothing_is_frozen_again(self, world: World) -> None:
        made = announce(world)
        make_self_assessment(world)

        moved = self.move(world, made)

        assert (moved.starts_on, moved.version) == (date(2027, 1, 11), 2)
        event = Event.objects.get(verb="fieldwork.moved")
        assert (event.before["starts_on"], event.after["reason"]) == ("2026-12-07", "The inspectorate asked")
        assert set(made.views.values_list("owner_category", flat=True)) == {""}

    def test_twice_is_once(self, world: World) -> None:
        made = announce(world)

        for _ in range(2):
            self.move(world, made)

        assert Event.objects.filter(verb="fieldwork.moved").count() == 1

    def test_somebody_else_was_first(self, world: World) -> None:
        made = announce(world)
        self.move(world, made)

        with pytest.raises(EditConflict):
            self.move(world, made, starts_on=date(2027, 2, 1))

    def test_withdrawn_with_a_reason_once(self, world: World) -> None:
        made = announce(world)

        for _ in range(2):
            withdrawn = self.withdraw(world, made)

        assert (withdrawn.withdrawn_reason, withdrawn.is_open) == ("It does not take place", False)
        assert Event.objects.filter(verb="fieldwork.withdrawn").count() == 1

    def test_after_withdrawal_it_can_be_announced_anew(self, world: World) -> None:
        self.withdraw(world, announce(world))

        assert announce(world).is_open

    def test_nobody_is_told_of_what_was_withdrawn(self, world: World) -> None:
        made = announce(world)
        before = len(decisions.announced(on=TODAY))

        self.withdraw(world, made)

        assert (before, decisions.announced(on=TODAY)) == (2, [])

    @pytest.mark.parametrize("what", ["move", "withdraw"])
    def test_without_a_reason(self, world: World, what: str) -> None:
        with pytest.raises(InvalidInput, match="Enter why"):
            getattr(self, what)(world, announce(world), reason=" ")

    @pytest.mark.parametrize("what", ["move", "withdraw"])
    def test_others_cannot(self, world: World, what: str) -> None:
        with pytest.raises(NotAllowed):
            getattr(self, what)(world, announce(world), "head")

    def test_what_was_withdrawn_does_not_move(self, world: World) -> None:
        made = self.withdraw(world, announce(world))

        with pytest.raises(WrongState):
            self.move(world, made)


class TestConfidence:
    def give(self, world: World, made: Fieldwork, by: str = "head", *, at: Any = LATER, **changed: Any) -> Fieldwork:
        view = made.views.get(answerable=answerable(world))
        given = {"given": {view.pk: Confidence.LOW}, "version": made.version} | changed
        return operations.give_confidence(fieldwork=made, **given, by=actor(world, by), at=at)

    def test_the_owner_says_how_sure_they_are(self, world: World) -> None:
        made = announce(world)

        self.give(world, made)

        view = made.views.get(answerable=answerable(world))
        assert (view.confidence, view.confidence_by, view.confidence_at) == ("low", world.people["head"], LATER)
        assert Event.objects.get(verb="fieldwork.confidence-given").after == {str(view.pk): "low"}

    def test_the_same_again_changes_nothing(self, world: World) -> None:
        made = announce(world)

        for _ in range(2):
            self.give(world, made)

        assert Event.objects.filter(verb="fieldwork.confidence-given").count() == 1

    def test_it_can_be_taken_back(self, world: World) -> None:
        made = announce(world)
        made = self.give(world, made)
        view = made.views.get(answerable=answerable(world))

        self.give(world, made, given={view.pk: None})

        view.refresh_from_db()
        assert (view.confidence, view.confidence_at, view.confidence_by) == ("", None, None)

    def test_somebody_else_was_first(self, world: World) -> None:
        made = announce(world)
        self.give(world, made)

        with pytest.raises(EditConflict):
            self.give(world, made, given={made.views.get(answerable=answerable(world)).pk: Confidence.HIGH})

    @pytest.mark.parametrize("by", ["owner", "sibling_head", "coordinator", "auditor"])
    def test_others_cannot(self, world: World, by: str) -> None:
        with pytest.raises(NotAllowed):
            self.give(world, announce(world), by)

    def test_not_once_fieldwork_has_started(self, world: World) -> None:
        with pytest.raises(WrongState):
            self.give(world, announce(world), at=NOW + timedelta(days=19))


class TestReport:
    def test_the_report_of_the_body_and_kind_is_tied_to_it(self, world: World) -> None:
        made, published = announce(world), report(world)

        tied = operations.tie_report(inspection=published, by=SERVICE, at=LATER)

        made.refresh_from_db()
        assert (tied, made.inspection, made.is_open) == (made, published, False)
        assert Event.objects.get(verb="fieldwork.reported").after == {"inspection": published.ref}

    def test_twice_is_once(self, world: World) -> None:
        announce(world)
        published = report(world)

        for _ in range(2):
            operations.tie_report(inspection=Inspection.objects.get(pk=published.pk), by=SERVICE, at=LATER)

        assert Event.objects.filter(verb="fieldwork.reported").count() == 1

    @pytest.mark.parametrize(("body", "on"), [("leeds", date(2027, 3, 1)), ("kirklees", date(2023, 3, 1))])
    def test_another_bodys_or_an_older_report_is_not(self, world: World, body: str, on: date) -> None:
        made = announce(world)

        assert operations.tie_report(inspection=report(world, body, on=on), by=SERVICE, at=LATER) is None
        made.refresh_from_db()
        assert made.is_open

    def test_without_fieldwork_nothing_is_frozen(self, world: World) -> None:
        assert operations.tie_report(inspection=report(world), by=SERVICE, at=LATER) is None
        assert not FrozenView.objects.exists()

    def test_nothing_changes_after_the_report(self, world: World) -> None:
        made = make_fieldwork(world)
        operations.tie_report(inspection=report(world), by=SERVICE, at=LATER)

        with pytest.raises(WrongState, match="is published"):
            operations.withdraw(fieldwork=made, reason="Late", version=2, by=actor(world, "lead"), at=LATER)
