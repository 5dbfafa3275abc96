"""Links between recommendations: public, read in one query, and never to oneself."""

from typing import Any

import pytest

from tests.factories.recurrence import link, make_line
from tests.factories.rows import STRANGER, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import World
from tracker.choices import Relation
from tracker.models import Link
from tracker.rules.access import SERVICE


def test_who_is_signed_in_knows_every_link(world: World) -> None:
    make_line(world, 2022, 2023)
    readers = [actor(world, "other_head"), SERVICE, actor(world, "disabled"), STRANGER]

    assert [Link.objects.visible_to(by).count() for by in readers] == [2, 2, 0, 0]


def test_pairs_are_read_in_one_query(world: World, django_assert_num_queries: Any) -> None:
    first, second, last = make_line(world, 2022, 2023)

    with django_assert_num_queries(1):
        pairs = Link.objects.pairs()

    assert sorted(pairs) == sorted([(first.pk, second.pk), (second.pk, last.pk)])


def test_links_between_are_those_that_start_there(world: World) -> None:
    first, second, last = make_line(world, 2022, 2023)
    made = Link.objects.get(earlier=second)

    assert list(Link.objects.between([second.pk, last.pk])) == [made]
    assert str(made) == f"{second.ref} repeated in {last.ref}"
    assert Link.objects.get(earlier=first).is_flagged


def test_a_link_is_refused_a_second_time(world: World) -> None:
    made = link(world.recommendations["kirklees"], world.recommendations["region"])

    with refused_by(Link, "link_once"):
        save_twin(made, relation=Relation.MERGED)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("link_not_to_itself", {"later": "kirklees"}),
        ("link_relation_known", {"relation": "similar"}),
        ("link_without_carry_over_has_a_reason", {"inspection": None}),
    ],
)
def test_a_link_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    made = link(world.recommendations["kirklees"], world.recommendations["region"])
    values = {name: world.recommendations.get(value, value) for name, value in changes.items()}

    with refused_by(Link, constraint):
        save_changed(made, **values)


def test_links_of_one_and_of_a_pair_whichever_is_earlier(world: World) -> None:
    first, second, last = make_line(world, 2022, 2023)

    assert Link.objects.of_recommendation(second).count() == 2
    assert Link.objects.pair(second, first).get() == Link.objects.pair(first, second).get()
    assert not Link.objects.pair(first, last).exists()
