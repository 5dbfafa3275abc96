"""Renames, and undoing before anything depends on it: everything as it was, or the reason why not."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Organisation, OrganisationName
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
from tracker.choices import Decision, Ending, ReorganisationPart, Role
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import (
    Answerable,
    Answers,
    Event,
    Membership,
    Post,
    Recommendation,
    Reorganisation,
    Response,
    Update,
)
from tracker.operations.reorganisation_undo import undo
from tracker.operations.reorganisations import rename, show_names_of_the_day
from tracker.projections.rebuild import differences
from tracker.queries.reorganisations import waiting_for

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


@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize("ended", [False, True])
def test_undoing_restores_everything_exactly(case: tuple[World, Any], confirmed: bool, ended: bool) -> None:
    world, held = case
    before = dump()
    record = record_case(world, held)
    for each in record.following:
        if each.is_new:
            Post.objects.create(organisation=each.organisation, title="Head of PDU")
    if confirmed:
        choice = {"ending": Ending.OVERTAKEN, "reason": "No longer done"} if ended else {}
        decide_as_proposed(world, record, **choice)
        confirm_case(world, record)
        assert dump() != before

    undo(reorganisation=record, reason="Recorded on the wrong day", by=actor(world, "administrator"), at=NOW)

    assert dump() == before
    record.refresh_from_db()
    assert (record.undone_reason, record.undone_by) == ("Recorded on the wrong day", world.people["administrator"])
    assert Event.objects.filter(verb="reorganisation.undone").count() == 1


def test_undoing_twice_undoes_once(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    by = actor(staffordshire, "administrator")

    for _ in range(2):
        undo(reorganisation=record, reason="Mistake", by=by, at=NOW)

    assert Event.objects.filter(verb="reorganisation.undone").count() == 1


def test_what_was_made_and_decided_stays_in_the_event(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    decide_as_proposed(staffordshire, record)
    confirm_case(staffordshire, record)
    made = Reorganisation.objects.get(pk=record.pk).made

    undo(reorganisation=record, reason="Announced too early", by=actor(staffordshire, "administrator"), at=NOW)

    event = Event.objects.get(verb="reorganisation.undone")
    assert event.before["made"] == made
    assert event.before["decisions"]
    assert all(decided["bodies"] or decided["ending"] for decided in event.before["decisions"])


def respond(world: World, row: Answerable) -> None:
    Response.objects.create(answerable=row, decision=Decision.AGREED, drafted_at=NOW)


def give_role(world: World, row: Answerable) -> None:
    Membership.objects.create(
        person=world.people["auditor"], organisation=row.organisation, role=Role.HEAD_OF_PDU, from_on=TODAY
    )


def change_action(world: World, row: Answerable) -> None:
    action = Answers.objects.filter(answerable=row).first()
    assert action is not None
    Update.objects.create(
        action=action.action, status="in-progress", token=uuid.uuid4(), posted_at=later(TODAY + timedelta(days=1))
    )


def merge_again(world: World, row: Answerable) -> None:
    case = CASES["staffordshire"]
    record_case(
        world, replace(case, kind="merger", on=TODAY, closing=("staffordshire-and-stoke",), new=()),
        closing=(row.organisation, world.organisations["wakefield"]), following=(world.organisations["leeds"],),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("depend", "words"),
    [
        (respond, "has a response"),
        (give_role, "has a person with a role"),
        (change_action, "has an update of its action"),
        (merge_again, "RGN-0002 was recorded later"),
    ],
)
def test_what_something_depends_on_is_not_undone(staffordshire: World, depend: Any, words: str) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)
    decide_as_proposed(staffordshire, record)
    confirm_case(staffordshire, record)
    depend(staffordshire, Answerable.objects.filter(follows__isnull=False).order_by("recommendation_id")[0])
    before = dump()

    with pytest.raises(WrongState, match=words.replace("RGN-0002", r"RGN-\d+")):
        undo(reorganisation=record, reason="Mistake", by=actor(staffordshire, "administrator"), at=NOW)

    assert dump() == before


def test_undoing_needs_a_reason_and_an_administrator(staffordshire: World) -> None:
    record = record_case(staffordshire, STAFFORDSHIRE)

    with pytest.raises(InvalidInput, match="Enter why"):
        undo(reorganisation=record, reason=" ", by=actor(staffordshire, "administrator"), at=NOW)
    with pytest.raises(NotAllowed):
        undo(reorganisation=record, reason="Mistake", by=actor(staffordshire, "national"), at=NOW)


def call(world: World, name: str, on: date, *, at: Any = NOW, token: uuid.UUID | None = None) -> Reorganisation:
    return rename(
        organisation=body("kirklees"),
        name=name,
        on=on,
        token=token or uuid.uuid4(),
        by=actor(world, "administrator"),
        at=at,
    )


def test_a_rename_keeps_the_body_its_address_and_its_earlier_name(staffordshire: World) -> None:
    record = call(staffordshire, "Huddersfield and Dewsbury", date(2026, 4, 1))

    renamed = body("kirklees")
    assert (renamed.name, renamed.path) == ("Huddersfield and Dewsbury", staffordshire.organisations["kirklees"].path)
    assert list(
        OrganisationName.objects.filter(organisation=renamed).order_by("pk").values_list("name", "from_on", "to_on")
    ) == [
        ("Kirklees", None, date(2026, 4, 1)),
        ("Huddersfield and Dewsbury", date(2026, 4, 1), None),
    ]
    assert staffordshire.recommendations["kirklees"] in Recommendation.objects.matching("kirklees")
    assert [each.part for each in record.bodies.all()] == [ReorganisationPart.RENAMED]
    assert not waiting_for(actor(staffordshire, "national"), on=TODAY)


def test_a_name_to_come_shows_from_its_day(staffordshire: World) -> None:
    on = TODAY + timedelta(days=7)
    call(staffordshire, "Huddersfield", on)
    by = actor(staffordshire, "administrator")

    assert show_names_of_the_day(by=by, at=later(on - timedelta(days=1))) == 0
    assert body("kirklees").name == "Kirklees"
    assert show_names_of_the_day(by=by, at=later(on)) == 1
    assert body("kirklees").name == "Huddersfield"
    assert show_names_of_the_day(by=by, at=later(on)) == 0


def test_lists_show_a_name_from_its_day(staffordshire: World) -> None:
    on = TODAY + timedelta(days=7)
    call(staffordshire, "Huddersfield", on)

    show_names_of_the_day(by=actor(staffordshire, "administrator"), at=later(on))

    assert staffordshire.recommendations["kirklees"].kept.inspected == "Huddersfield"
    assert differences(mend=False) == []


@pytest.mark.parametrize("days", [-100, 0, 100])
def test_a_rename_is_undone_exactly(staffordshire: World, days: int) -> None:
    before = dump()
    record = call(staffordshire, "Huddersfield", TODAY + timedelta(days=days))

    undo(reorganisation=record, reason="Mistake", by=actor(staffordshire, "administrator"), at=NOW)

    assert dump() == before


@pytest.mark.parametrize(
    ("name", "on", "field"),
    [("", TODAY, "name"), ("Kirklees", TODAY, "name"), ("Leeds", TODAY, "name"), ("K" * 101, TODAY, "name"),
     ("Huddersfield", date(2020, 1, 1), "on"), ("...", TODAY, "name")],
)  # fmt: skip
def test_a_name_that_cannot_be_is_refused(staffordshire: World, name: str, on: date, field: str) -> None:
    Organisation.objects.filter(slug="kirklees").update(opened_on=date(2021, 6, 26))

    with pytest.raises(InvalidInput) as refusal:
        call(staffordshire, name, on)

    assert refusal.value.field == field
