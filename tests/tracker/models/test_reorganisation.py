"""Reorganisations: which wait for whom, what they were about, and what may be decided for a closed body."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import STRANGER, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import Ending, ReorganisationKind, ReorganisationPart, Role
from tracker.models import ActionTakeover, Reorganisation, ReorganisationBody, Takeover
from tracker.rules.access import SERVICE

Part = ReorganisationPart


def make_merger(
    world: World, closes: str = "leeds", follows: str = "kirklees", *, on: date = TODAY, **more: Any
) -> Reorganisation:
    """One body that closes and one that takes over."""
    record = Reorganisation.objects.create(
        kind=ReorganisationKind.MERGER, on=on, words="Merged", token=uuid.uuid4(), recorded_at=NOW, **more
    )
    for key, part in [(closes, Part.CLOSES), (follows, Part.FOLLOWS)]:
        body = world.organisations[key]
        ReorganisationBody.objects.create(reorganisation=record, organisation=body, part=part, name=body.name)
    return record


def undo(record: Reorganisation) -> None:
    save_changed(record, undone_at=NOW, undone_reason="A mistake")


def takeover_of(world: World, **more: Any) -> Takeover:
    record = make_merger(world)
    return Takeover.objects.create(reorganisation=record, answerable=answerable(world, "leeds"), decided_at=NOW, **more)


class TestWhichWait:
    @pytest.mark.parametrize(("on", "waiting"), [(TODAY, 1), (TODAY + timedelta(days=1), 0)])
    def test_open_recommendations_of_the_closed_body_wait_from_its_day(
        self, world: World, on: date, waiting: int
    ) -> None:
        make_merger(world, on=on)

        assert Reorganisation.objects.with_waiting(on=TODAY).get().waiting == waiting

    def test_nothing_waits_once_it_was_undone_or_all_has_ended(self, world: World) -> None:
        undo(make_merger(world, "wigan"))
        make_merger(world, "leeds")
        save_changed(answerable(world, "leeds"), to_on=TODAY, ending=Ending.LAPSED, ended_at=NOW)

        assert [record.waiting for record in Reorganisation.objects.with_waiting(on=TODAY)] == [0, 0]
        assert not Reorganisation.objects.unconfirmed(on=TODAY).exists()

    def test_the_longest_in_effect_comes_first(self, world: World) -> None:
        newer = make_merger(world, "leeds")
        older = make_merger(world, "wigan", on=date(2026, 1, 1))

        assert list(Reorganisation.objects.unconfirmed(on=TODAY)) == [older, newer]

    @pytest.mark.parametrize(
        ("key", "expected"),
        [("lead", 1), ("national", 1), ("administrator", 1), ("coordinator", 1), ("head", 0), ("other_lead", 0)],
    )
    def test_who_confirms_or_records_in_the_successors_area_is_asked(
        self, world: World, key: str, expected: int
    ) -> None:
        make_merger(world)

        assert Reorganisation.objects.to_confirm(actor(world, key), on=TODAY).count() == expected


class TestWhichAreListed:
    def test_who_is_signed_in_sees_every_one(self, world: World) -> None:
        make_person(world, "reader", role=Role.AUDITOR, body="wigan", title=None)
        make_merger(world)
        readers = [actor(world, "reader"), SERVICE, actor(world, "disabled"), STRANGER]

        assert [Reorganisation.objects.visible_to(by).count() for by in readers] == [1, 1, 0, 0]

    def test_later_ones_about_the_same_bodies(self, world: World) -> None:
        first = make_merger(world, "leeds", "kirklees")
        later = make_merger(world, "kirklees", "yorkshire")
        undo(make_merger(world, "kirklees", "wigan"))
        make_merger(world, "wigan", "manchester")

        assert list(Reorganisation.objects.later_about(first)) == [later]
        assert not Reorganisation.objects.later_about(later).exists()

    def test_those_of_a_body_come_newest_first_without_undone_ones(self, world: World) -> None:
        undone = make_merger(world, "leeds", "kirklees")
        older = make_merger(world, "leeds", "kirklees", on=date(2026, 1, 1))
        newer = make_merger(world, "wigan", "kirklees")
        undo(undone)

        assert list(Reorganisation.objects.of_body(world.organisations["kirklees"])) == [newer, older]
        assert set(Reorganisation.objects.standing()) == {newer, older}

    def test_the_page_costs_two_queries(self, world: World, django_assert_num_queries: Any) -> None:
        make_merger(world, "leeds", "kirklees")
        make_merger(world, "wigan", "kirklees")

        with django_assert_num_queries(2):
            said = [
                ([row.name for row in record.closing], [str(row) for row in record.following])
                for record in Reorganisation.objects.order_by("pk").for_page()
            ]

        assert said == [(["Leeds"], ["Kirklees: Takes over"]), (["Wigan"], ["Kirklees: Takes over"])]

    def test_it_is_held_for_an_operation(self, world: World) -> None:
        record = make_merger(world)

        assert Reorganisation.objects.locked().get(pk=record.pk) == record


class TestTakeovers:
    def test_they_come_with_their_bodies_in_two_queries(self, world: World, django_assert_num_queries: Any) -> None:
        takeover = takeover_of(world)
        takeover.bodies.add(world.organisations["kirklees"])
        Takeover.objects.create(
            reorganisation=make_merger(world, "wigan"), answerable=takeover.answerable, decided_at=NOW
        )

        with django_assert_num_queries(2):
            rows = Takeover.objects.of_reorganisation(takeover.reorganisation)
            bodies = [[body.name for body in row.bodies.all()] for row in rows]

        assert bodies == [["Kirklees"]]

    def test_their_bodies_come_by_name_however_they_were_chosen(self, world: World) -> None:
        takeover = takeover_of(world)
        save_changed(world.organisations["leeds"], name="Aire")
        for key in ("wigan", "leeds", "kirklees"):
            takeover.bodies.add(world.organisations[key])

        [held] = Takeover.objects.of_reorganisation(takeover.reorganisation)

        assert [body.name for body in held.bodies.all()] == ["Aire", "Kirklees", "Wigan"]

    def test_the_bodies_of_a_record_come_as_they_were_named(self, world: World) -> None:
        record = make_merger(world)
        for pk in (902, 901):
            ReorganisationBody.objects.create(pk=pk, reorganisation=record, part=Part.CLOSES, name=f"Body {pk}")

        assert [body.pk for body in record.as_named()][-2:] == [901, 902]

    def test_in_words(self, world: World) -> None:
        takeover = takeover_of(world)
        action = ActionTakeover(reorganisation=takeover.reorganisation, action=world.actions["leeds"])

        assert str(takeover).endswith(": passes on")
        assert str(action) == f"{world.actions['leeds'].ref} to the post it has"


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [("reorganisation_kind_known", {"kind": "closure"}), ("reorganisation_undone_with_a_reason", {"undone_at": NOW})],
)
def test_a_reorganisation_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(Reorganisation, constraint):
        save_changed(make_merger(world), **changes)


def test_a_body_is_refused_a_second_part_and_an_unknown_one(world: World) -> None:
    [row] = make_merger(world).closing

    with refused_by(ReorganisationBody, "reorganisation_body_once"):
        save_twin(row, part=Part.FOLLOWS)
    with refused_by(ReorganisationBody, "reorganisation_part_known"):
        save_changed(row, part="shrinks")


def test_a_second_decision_on_the_same_is_refused(world: World) -> None:
    takeover = takeover_of(world)

    with refused_by(Takeover, "takeover_decided_once"):
        save_twin(takeover)


@pytest.mark.parametrize("changes", [{"ending": Ending.LAPSED}, {"ending": Ending.SUFFICIENT, "reason": "It is done"}])
def test_an_ending_without_a_reason_or_of_another_kind_is_refused(world: World, changes: dict[str, Any]) -> None:
    with refused_by(Takeover, "takeover_ends_with_a_reason"):
        save_changed(takeover_of(world), **changes)


def test_a_second_new_owner_of_an_action_is_refused(world: World) -> None:
    made = ActionTakeover.objects.create(reorganisation=make_merger(world), action=world.actions["leeds"])

    with refused_by(ActionTakeover, "action_takeover_once"):
        save_twin(made)
