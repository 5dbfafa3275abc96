"""What passed on is seen by who took over: through reorganisations, into one row of two, and after reopening."""

import uuid
from typing import Any

import pytest

from inspections.choices import OrganisationKind
from inspections.operations.organisations import establish
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor
from tests.factories.shared import Answered, make_answered, make_shared
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending, ReorganisationKind
from tracker.models import Answerable, EvidenceUse, Judgement, Reorganisation, Response, Takeover


def pass_on(answered: Answered, **more: Any) -> None:
    save_changed(answered.answerable, to_on=TODAY, ending=Ending.PASSED_ON, ended_at=NOW, **more)


def row_of(world: World, body: str, **more: Any) -> Answerable:
    return Answerable.objects.create(
        recommendation=world.recommendations["shared"], organisation=world.organisations[body], from_on=TODAY, **more
    )


def decide_for_leeds(world: World, former: Answered, **changes: Any) -> None:
    """A merger, confirmed unless told otherwise, in which Leeds takes over."""
    record = Reorganisation.objects.create(
        kind=ReorganisationKind.MERGER, on=TODAY, words="Merged", token=uuid.uuid4(), recorded_at=NOW, confirmed_at=NOW
    )
    decided = Takeover.objects.create(reorganisation=record, answerable=former.answerable, decided_at=NOW)
    decided.bodies.add(world.organisations["leeds"])
    if changes:
        save_changed(record, **changes)


class TestWhatPassedOn:
    @pytest.fixture
    def former(self, world: World) -> Answered:
        """The work of a body that is in nobody's area."""
        make_shared(world)
        world.organisations["former"] = establish(kind=OrganisationKind.PDU, name="Former", slug="former")
        world.posts["Head of PDU, former"] = world.posts["Head of PDU, wigan"]
        return make_answered(world, world.recommendations["shared"], "former", "former")

    def sees(self, world: World, key: str, former: Answered) -> bool:
        by = actor(world, key)
        seen = {Judgement.objects.visible_to(by).filter(answerable=former.answerable).exists()}
        seen.add(Response.objects.visible_to(by).filter(answerable=former.answerable).exists())
        seen.add(EvidenceUse.objects.visible_to(by).filter(answerable=former.answerable).exists())
        [one] = seen
        return one

    def test_it_is_seen_by_who_took_over_two_reorganisations_later_and_by_no_sibling(
        self, world: World, former: Answered
    ) -> None:
        world.organisations["middle"] = establish(kind=OrganisationKind.PDU, name="Middle", slug="middle")
        pass_on(former)
        middle = row_of(world, "middle", follows=former.answerable)
        save_changed(middle, to_on=TODAY, ending=Ending.PASSED_ON, ended_at=NOW)
        last = Answerable.objects.get(
            recommendation=world.recommendations["shared"], organisation=world.organisations["leeds"]
        )
        assert not self.sees(world, "sibling_head", former)

        save_changed(last, follows=middle)

        assert [self.sees(world, key, former) for key in ("sibling_head", "lead", "head")] == [True, True, False]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, True),
            ({"confirmed_at": None}, False),
            ({"undone_at": NOW, "undone_reason": "It did not happen"}, False),
        ],
        ids=["confirmed", "not yet confirmed", "undone"],
    )
    def test_where_two_rows_became_one_it_is_seen_by_the_body_that_was_named(
        self, world: World, former: Answered, changes: dict[str, Any], expected: bool
    ) -> None:
        pass_on(former)
        decide_for_leeds(world, former, **changes)

        assert self.sees(world, "sibling_head", former) is expected
        assert not self.sees(world, "head", former)

    def test_what_is_decided_of_an_open_row_shows_nothing_yet(self, world: World, former: Answered) -> None:
        decide_for_leeds(world, former)

        assert not self.sees(world, "sibling_head", former)

    def test_what_was_reopened_before_it_passed_on_is_seen_too(self, world: World, former: Answered) -> None:
        save_changed(former.answerable, to_on=TODAY, ending=Ending.SUFFICIENT, ended_at=NOW)
        again = row_of(world, "former", follows=former.answerable)
        assert not self.sees(world, "sibling_head", former)
        save_changed(again, to_on=TODAY, ending=Ending.PASSED_ON, ended_at=NOW)
        leeds = Answerable.objects.filter(
            recommendation=world.recommendations["shared"], organisation=world.organisations["leeds"]
        )
        leeds.update(follows=again)

        assert self.sees(world, "sibling_head", former)
