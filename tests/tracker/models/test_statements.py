"""A question whose SQL is made once: other values get other answers, and each shape has SQL of its own."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, Q

from tests.factories.world import NOW, STARTED, TODAY, World
from tracker.models import Membership, Person
from tracker.models.statements import MOST_KEPT, Question


def named(*, email: str, at: datetime, on: date, number: int) -> Any:
    people = Person.objects.filter(Q(visited_at=None) | Q(visited_at__lt=at), Q(email=email) | Q(pk=number))
    return people.filter(memberships__from_on__lte=on).values_list("name", "is_active", "visited_at").order_by("name")


def test_it_is_asked_again_with_other_values(world: World, django_assert_num_queries: Any) -> None:
    question = Question(named)
    head, lead = world.people["head"], world.people["lead"]
    Person.objects.filter(pk=head.pk).update(visited_at=NOW)

    with django_assert_num_queries(3):
        before = question.rows(email=head.email, at=NOW, on=TODAY, number=lead.pk)
        after = question.rows(email=head.email, at=NOW + timedelta(seconds=1), on=TODAY, number=lead.pk)
        nobody = question.rows(email="", at=NOW, on=STARTED - timedelta(days=1), number=lead.pk)

    assert [list(row) for row in before] == [[lead.name, True, None]]
    assert sorted(list(row) for row in after) == sorted([[head.name, True, NOW], [lead.name, True, None]])
    assert nobody == []


def test_its_sql_is_made_once(world: World) -> None:
    made: list[str] = []

    def build(*, name: str) -> Any:
        made.append(name)
        return Person.objects.filter(name=name).values_list("pk")

    question = Question(build)
    rows = [question.rows(name=world.people[key].name) for key in ("head", "lead", "head")]

    assert len(made) == 1
    assert [row[0][0] for row in rows] == [world.people[key].pk for key in ("head", "lead", "head")]


def test_each_shape_has_sql_of_its_own(world: World) -> None:
    question = Question(lambda roles, on: Membership.objects.current(on=on).filter(role__in=roles).values_list("role"))

    found = [{row[0] for row in question.rows(roles, on=TODAY)} for roles in (("auditor",), ("auditor", "national"))]

    assert found == [{"auditor"}, {"auditor", "national"}]


def test_the_oldest_shapes_are_forgotten(world: World) -> None:
    question = Question(lambda number, name: Person.objects.filter(name=name).values_list("pk")[: number + 1])

    for number in range(MOST_KEPT + 2):
        question._statement((number,), {"name": ""})

    assert next(iter(question._kept.statements)) == (2, "name")
    assert len(question._kept.statements) == MOST_KEPT


def test_a_value_that_the_sql_changes_is_refused(db: None) -> None:
    question = Question(lambda start: Person.objects.filter(name__startswith=start).values_list("pk"))

    with pytest.raises(ValueError, match="start"):
        question.rows(start="Head")


def test_it_gives_records_with_what_is_fetched_along(world: World, django_assert_num_queries: Any) -> None:
    def build(*, name: str) -> Any:
        held = Membership.objects.select_related("person", "organisation").filter(person__email=name)
        return held.annotate(address=F("person__email")).prefetch_related("organisation__aliases")

    question = Question(build)
    head = world.people["head"]
    with django_assert_num_queries(2):
        [held] = question.rows(name=head.email)
        assert held.person == head
        assert (held.organisation.name, held.address) == (world.organisations["kirklees"].name, head.email)
        assert list(held.organisation.aliases.all()) == []
    assert held == head.memberships.get()
    assert question.rows(name="nobody") == []


def test_a_list_of_keys_has_room_for_more(world: World, django_assert_num_queries: Any) -> None:
    made: list[int] = []

    def build(*, keys: list[int]) -> Any:
        made.append(len(keys))
        return Person.objects.filter(pk__in=keys).order_by("pk").values_list("pk")

    question = Question(build)
    people = sorted(person.pk for person in world.people.values())[:5]
    with django_assert_num_queries(2):
        found = [[row[0] for row in question.rows(keys=keys)] for keys in (people[:2], people[:3], [])]

    assert found == [people[:2], people[:3], []]
    assert made == [4]


def test_nothing_is_asked_for_nobody(world: World, django_assert_num_queries: Any) -> None:
    question = Question(lambda name: Person.objects.none().filter(name=name))

    with django_assert_num_queries(0):
        assert question.rows(name="Head") == []


def test_what_is_left_out_is_no_condition_of_what_is_asked_with_it(world: World) -> None:
    def build(*, least: int, name: str = "") -> Any:
        rows = Person.objects.filter(pk__gte=least).values_list("pk")
        return rows.filter(email=name) if name else rows

    question, head = Question(build), world.people["head"]

    everybody, alone = question.rows(least=0), question.rows(least=0, name=head.email)

    assert len(everybody) > 1
    assert [pk for (pk,) in alone] == [head.pk]


def test_a_day_that_is_worked_out_from_one_that_is_asked_too_is_refused(db: None) -> None:
    def build(*, on: date) -> Any:
        held = Membership.objects.filter(from_on__lte=on, to_on__gte=on - timedelta(days=7))
        return held.values_list("pk")

    with pytest.raises(ValueError, match="on"):
        Question(build).rows(on=TODAY)
