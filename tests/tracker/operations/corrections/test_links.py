"""Links outside a carry-over: made with a reason and a trace, undone, refused, twice, and counted by what is kept."""

from datetime import timedelta

import pytest

from inspections.models import Inspection
from tests.factories import carry_over
from tests.factories.recurrence import link, make_earlier, make_line
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World, make_recommendation
from tracker.choices import NoticeKind, Relation
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import (
    Answerable,
    Correction,
    Event,
    KeptChain,
    KeptRecommendation,
    Link,
    MadeCounts,
    Notice,
    Recommendation,
)
from tracker.operations.corrections.links import add_link, remove_link
from tracker.projections.rebuild import differences
from tracker.queries.corrections.withdrawals import depending_on

WHY = "The later report quotes the earlier one"


def add(
    world: World,
    one: Recommendation,
    other: Recommendation,
    *,
    by: str = "coordinator",
    relation: Relation = Relation.REWORDED,
    reason: str = WHY,
) -> Link:
    return add_link(one=one, other=other, relation=relation, reason=reason, by=actor(world, by), at=NOW)


def remove(
    world: World, one: Recommendation, other: Recommendation, *, by: str = "coordinator", reason: str = "A slip"
) -> bool:
    return remove_link(one=one, other=other, reason=reason, by=actor(world, by), at=NOW + timedelta(days=1))


def times(recommendation: Recommendation) -> int:
    return KeptRecommendation.objects.get(pk=recommendation.pk).times_made


class TestAdd:
    @pytest.mark.parametrize("is_turned", [False, True])
    def test_the_earlier_report_comes_first_whichever_is_named_first(self, world: World, is_turned: bool) -> None:
        earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]

        made = add(world, *((later, earlier) if is_turned else (earlier, later)))

        assert (made.earlier, made.later, made.relation) == (earlier, later, Relation.REWORDED)
        assert (made.inspection, made.reason, made.linked_by) == (None, WHY, world.people["coordinator"])

    def test_before_and_after_stand_on_both(self, world: World) -> None:
        earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]

        add(world, earlier, later)

        rows = {row.subject: (row.field, row.before, row.after, row.reason) for row in Correction.objects.all()}
        assert rows == {
            earlier.ref: ("taken-up-in", [], [[later.ref, "reworded"]], WHY),
            later.ref: ("takes-up", [], [[earlier.ref, "reworded"]], WHY),
        }
        events = Event.objects.filter(verb="recommendation.link-added")
        assert {(event.subject, event.after["reason"]) for event in events} == {(earlier.ref, WHY), (later.ref, WHY)}
        assert events.get(subject=later.ref).before == {"Replaces": "nothing"}
        assert events.get(subject=later.ref).after["Replaces"] == f"{earlier.ref} (reworded)"
        assert [Recommendation.objects.get(pk=row.pk).version for row in (earlier, later)] == [2, 2]

    def test_how_often_it_was_made_is_counted_at_once(self, world: World) -> None:
        first, later = make_earlier(world, 2015), make_earlier(world, 2017)
        line = make_line(world, 2019)
        add(world, first, later)
        before = times(line[-1])

        add(world, later, line[0])

        assert (before, times(line[-1]), times(later)) == (2, 4, 2)
        assert [chain.times for chain in KeptChain.objects.all()] == [4]
        assert sum(row.more for row in MadeCounts.objects.all()) == 1
        assert list(differences(mend=False)) == []

    def test_who_answers_endings_and_actions_stay(self, world: World) -> None:
        earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]
        before = list(Answerable.objects.order_by("pk").values_list("pk", "to_on", "ending"))

        add(world, earlier, later)

        assert list(Answerable.objects.order_by("pk").values_list("pk", "to_on", "ending")) == before

    def test_who_answers_now_is_told_in_the_digest(self, world: World) -> None:
        add(world, make_earlier(world, 2019), world.recommendations["kirklees"])

        told = Notice.objects.filter(kind=NoticeKind.CORRECTED).values_list("person__email", "subject")
        assert set(told) <= {(world.people["head"].email, world.recommendations["kirklees"].ref)}

    def test_twice_is_once(self, world: World) -> None:
        earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]

        assert add(world, earlier, later) == add(world, later, earlier)
        assert Correction.objects.count() == 2

    def test_what_is_linked_otherwise_already_stays(self, world: World) -> None:
        earlier, later = make_line(world, 2019)

        with pytest.raises(WrongState, match="linked already"):
            add(world, earlier, later)

        assert Link.objects.get().relation == Relation.REPEATED

    def test_not_to_itself(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="itself"):
            add(world, world.recommendations["kirklees"], world.recommendations["kirklees"])

    def test_not_within_one_report_or_month(self, world: World) -> None:
        second = make_recommendation(world, "second", inspection="kirklees", addressee="kirklees")

        for other in (second, world.recommendations["leeds"]):
            with pytest.raises(InvalidInput, match="same time"):
                add(world, world.recommendations["kirklees"], other)

    def test_not_without_a_date(self, world: World) -> None:
        earlier = make_earlier(world, 2019)
        Inspection.objects.filter(pk=earlier.inspection_id).update(published_on=None, published_month=None)

        with pytest.raises(InvalidInput, match="has no date"):
            add(world, earlier, world.recommendations["kirklees"])

    def test_not_in_a_circle(self, world: World) -> None:
        last, middle, between = world.recommendations["kirklees"], make_earlier(world, 2021), make_earlier(world, 2022)
        link(last, between)  # of a carry-over whose date was put right since
        link(between, middle)

        with pytest.raises(InvalidInput, match="already, so both cannot be"):
            add(world, middle, last)

        assert not Link.objects.filter(reason=WHY).exists()

    def test_it_says_why(self, world: World) -> None:
        with pytest.raises(InvalidInput) as refused:
            add(world, make_earlier(world, 2019), world.recommendations["kirklees"], reason=" ")

        assert refused.value.field == "reason"

    @pytest.mark.parametrize("person", ["owner", "head", "lead", "national", "administrator", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed):
            add(world, make_earlier(world, 2019), world.recommendations["kirklees"], by=person)


class TestUndo:
    def test_a_link_is_undone_and_its_trace_kept(self, world: World) -> None:
        earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]
        add(world, earlier, later)
        before = times(later)

        assert remove(world, later, earlier)

        assert (before, times(later), Link.objects.count(), KeptChain.objects.count()) == (2, 1, 0, 0)
        assert list(differences(mend=False)) == []
        row = Correction.objects.get(subject=later.ref, version=3)
        assert (row.field, row.before, row.after) == ("takes-up", [[earlier.ref, "reworded"]], [])
        event = Event.objects.get(verb="recommendation.link-removed", subject=earlier.ref)
        assert event.before == {"Replaced by": f"{later.ref} (reworded)"}
        assert (event.after["Replaced by"], event.after["reason"]) == ("nothing", "A slip")

    def test_twice_is_once(self, world: World) -> None:
        earlier, later = make_line(world, 2019)

        assert [remove(world, earlier, later), remove(world, earlier, later)] == [True, False]
        assert Event.objects.filter(verb="recommendation.link-removed").count() == 2

    def test_one_of_a_chain_parts_it(self, world: World) -> None:
        first, second, last = make_line(world, 2015, 2019)

        remove(world, second, last)

        assert [times(row) for row in (first, second, last)] == [1, 2, 1]
        assert list(differences(mend=False)) == []

    def test_it_can_be_linked_again(self, world: World) -> None:
        earlier, later = make_line(world, 2019)
        remove(world, earlier, later)

        assert add(world, earlier, later).relation == Relation.REWORDED

    def test_what_a_confirmed_carry_over_says_is_corrected_there(self, world: World) -> None:
        carry_over.make_reinspection(world)
        carry_over.decide_both(world)
        carry_over.confirm_it(world)
        held = Link.objects.select_related("earlier", "later").first()
        assert held is not None
        assert held.inspection is not None

        with pytest.raises(WrongState, match=f"carry-over of {held.inspection.ref} made this link"):
            remove(world, held.earlier, held.later)

        assert Link.objects.filter(pk=held.pk).exists()

    def test_it_says_why(self, world: World) -> None:
        with pytest.raises(InvalidInput) as refused:
            remove(world, *make_line(world, 2019), reason="")

        assert refused.value.field == "reason"

    @pytest.mark.parametrize("person", ["head", "lead", "national", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed):
            remove(world, *make_line(world, 2019), by=person)


def test_a_report_with_a_link_made_by_hand_cannot_be_withdrawn(world: World) -> None:
    add(world, make_earlier(world, 2019), world.recommendations["kirklees"])

    assert depending_on(world.inspections["kirklees"])["link to another recommendation"] == 1
