"""Recording who closes and takes over, deciding and confirming what passes on: effect, refusal, event, twice."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Organisation, Succession
from inspections.rules.succession import Edge, living_bodies
from tests.factories.reorganisations import (
    CASES,
    actor,
    confirm_case,
    decide_as_proposed,
    dump,
    later,
    make_changing_world,
    record_case,
)
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import (
    Answerable,
    Event,
    Takeover,
)
from tracker.operations.reorganisation_undo import undo
from tracker.operations.reorganisations import NewBody
from tracker.queries.reorganisations import orphans, waiting_for

pytestmark = pytest.mark.django_db
STAFFORDSHIRE = CASES["staffordshire"]


@pytest.fixture
def staffordshire() -> World:
    return make_changing_world("staffordshire-and-stoke")


@pytest.fixture(params=list(CASES))
def case(request: Any) -> tuple[World, Any]:
    held = CASES[request.param]
    return make_changing_world(*held.closing), held


def body(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def test_recording_closes_opens_and_links_the_bodies(case: tuple[World, Any]) -> None:
    world, held = case

    record = record_case(world, held)

    for key in held.closing:
        assert body(key).closed_on == held.on
    made = [each.organisation for each in record.following if each.is_new]
    assert [(each.name, each.opened_on, each.closed_on) for each in made if each] == [
        (name, held.on, None) for name, _ in held.new
    ]
    followed: dict[str, set[str]] = {}
    for each in Succession.objects.select_related("predecessor", "successor"):
        followed.setdefault(each.predecessor.name, set()).add(each.successor.name)
    assert followed == {name: set(others) for name, others in held.expected.items()}
    assert Event.objects.filter(verb="reorganisation.recorded", subject=record.ref).count() == 1


def test_recording_twice_with_one_token_records_once(staffordshire: World) -> None:
    token = uuid.uuid4()

    first, second = (record_case(staffordshire, STAFFORDSHIRE, token=token) for _ in range(2))

    assert first == second
    assert Organisation.objects.filter(name="Staffordshire North").count() == 1


def test_recommendations_stay_and_are_listed_until_somebody_confirms(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)

    assert Answerable.objects.of_closed_bodies(on=TODAY).count() == 3
    for key in ("administrator", "coordinator", "national"):
        [waiting] = waiting_for(actor(staffordshire, key), on=TODAY)
        assert (waiting, waiting.waiting) == (record, 3)
    assert waiting_for(actor(staffordshire, "lead"), on=TODAY) == []
    assert waiting_for(actor(staffordshire, "head"), on=TODAY) == []


@pytest.mark.parametrize("key", ["national", "coordinator", "lead", "head", "auditor", "owner"])
def test_administrators_alone_record(staffordshire: World, key: str) -> None:
    with pytest.raises(NotAllowed):
        record_case(staffordshire, STAFFORDSHIRE, by=key)


def test_what_is_to_come_takes_effect_on_its_day(staffordshire: World) -> None:
    on = TODAY + timedelta(days=30)
    record = record_case(staffordshire, replace(STAFFORDSHIRE, on=on))
    living = Organisation.objects.living

    assert body("staffordshire-and-stoke") in living(on=TODAY)
    assert body("staffordshire-north") not in living(on=TODAY)
    assert body("staffordshire-north") in living(on=on)
    assert waiting_for(actor(staffordshire, "national"), on=TODAY) == []
    assert len(waiting_for(actor(staffordshire, "national"), on=on)) == 1
    decide_as_proposed(staffordshire, record)
    with pytest.raises(WrongState, match="You can confirm this from 18 December 2026"):
        confirm_case(staffordshire, record)
    confirm_case(staffordshire, record, at=later(on))
    assert not Answerable.objects.of_closed_bodies(on=on).exists()


@pytest.mark.parametrize(
    ("other", "field", "words"),
    [
        ({"closing": ()}, "closing", "Select a body to close"),
        ({"new": ()}, "into", "Select at least 2 bodies to take over"),
        ({"following": "itself"}, "into", "cannot take over from itself"),
        ({"following": "closed"}, "into", "closed on"),
        ({"following": "later"}, "into", "after this date"),
        ({"on": date(2019, 1, 1)}, "on", "opened on"),
        ({"on": date(1066, 1, 1)}, "on", "between 1990 and 2029"),
        ({"on": date(2031, 1, 1)}, "on", "between 1990 and 2029"),
        ({"new": "taken"}, "new", "already"),
        ({"new": "twice"}, "new", "stands twice"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(staffordshire: World, other: Any, field: str, words: str) -> None:
    held = staffordshire.organisations
    Organisation.objects.filter(slug="staffordshire-and-stoke").update(opened_on=date(2021, 6, 26))
    Organisation.objects.filter(slug="wakefield").update(closed_on=date(2024, 1, 1))
    Organisation.objects.filter(slug="salford").update(opened_on=date(2026, 1, 1))
    slugs = {"itself": "staffordshire-and-stoke", "closed": "wakefield", "later": "salford"}
    if isinstance(other.get("following"), str):
        other = {"following": (body(slugs[other["following"]]), held["leeds"]), "new": ()}
    if isinstance(other.get("new"), str):
        names = {"taken": ("Kirklees PDU", "One"), "twice": ("One", "one")}[other["new"]]
        other = {"new": tuple(NewBody(name, held["west-midlands"]) for name in names)}
    before = dump()

    with pytest.raises(InvalidInput, match=words) as refusal:
        record_case(staffordshire, STAFFORDSHIRE, **other)

    assert refusal.value.field == field
    assert dump() == before


def test_a_body_closes_once(staffordshire: World) -> None:
    record_case(staffordshire, STAFFORDSHIRE)

    for on in (STAFFORDSHIRE.on, date(2026, 1, 1)):
        with pytest.raises(InvalidInput, match="closed on 1 March 2025 already"):
            record_case(staffordshire, STAFFORDSHIRE, on=on, new=(), following=(body("leeds"), body("wakefield")))


def test_a_loop_is_refused(staffordshire: World) -> None:
    Succession.objects.create(
        predecessor=body("leeds"), successor=body("staffordshire-and-stoke"), on=date(2020, 1, 1), kind="merged"
    )

    with pytest.raises(InvalidInput, match="already follows"):
        record_case(staffordshire, STAFFORDSHIRE, following=(body("leeds"), body("wakefield")), new=())


def test_a_body_on_record_as_closed_gets_its_successors(staffordshire: World) -> None:
    """As the bodies of before 2021 come with the release: closed, and nobody known to follow."""
    Organisation.objects.filter(slug="staffordshire-and-stoke").update(closed_on=STAFFORDSHIRE.on)
    assert [(each.organisation.slug, each.open) for each in orphans(on=TODAY)] == [("staffordshire-and-stoke", 3)]

    record = record_case(staffordshire, STAFFORDSHIRE)

    assert orphans(on=TODAY) == []
    undo(reorganisation=record, reason="Mistake", by=actor(staffordshire, "administrator"), at=NOW)
    assert body("staffordshire-and-stoke").closed_on == STAFFORDSHIRE.on


def test_a_second_reorganisation_before_the_first_is_confirmed_proposes_who_lives(staffordshire: World) -> None:
    first = record_case(staffordshire, STAFFORDSHIRE)
    decide_as_proposed(staffordshire, first)
    record_case(
        staffordshire, replace(STAFFORDSHIRE, kind="merger", on=date(2026, 1, 1), new=()),
        closing=(body("staffordshire-north"), body("staffordshire-south")),
        following=(staffordshire.organisations["leeds"],),
    )  # fmt: skip
    with pytest.raises(WrongState, match="no decision yet"):
        confirm_case(staffordshire, first)
    decide_as_proposed(staffordshire, first)
    confirm_case(staffordshire, first)

    edges = [Edge(*row) for row in Succession.objects.values_list("predecessor_id", "successor_id", "on")]
    closed = dict(Organisation.objects.filter(closed_on__isnull=False).values_list("pk", "closed_on"))
    [old] = set(Answerable.objects.filter(ending=Ending.PASSED_ON).values_list("organisation", flat=True))
    assert living_bodies(old, edges, closed, TODAY) == {body("leeds").pk}
    rows = Answerable.objects.filter(follows__isnull=False)
    assert set(rows.values_list("organisation__slug", "from_on")) == {("leeds", date(2026, 1, 1))}
    assert not Takeover.objects.filter(bodies__slug="staffordshire-north").exists()
