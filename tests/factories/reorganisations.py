"""Three reorganisations that happened, on a small world with recommendations, actions, evidence and roles."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from inspections.operations.organisations import establish
from tests.factories.evidence import make_evidence
from tests.factories.world import (
    NOW,
    TODAY,
    World,
    make_action,
    make_inspection,
    make_person,
    make_recommendation,
    make_world,
)
from tracker.choices import Decision, Judge, Progress, ReorganisationKind, Role
from tracker.models import Acknowledgement, Judgement, Reorganisation, Response, actor_of
from tracker.models.kept_row import KeptRow
from tracker.operations import takeovers
from tracker.operations.reorganisations import BodyChange, NewBody, record
from tracker.operations.takeovers import TakeoverChoice
from tracker.queries.reorganisations import who_takes_over
from tracker.rules.access import SERVICE, Actor

Kind = ReorganisationKind
PDU, CRC, REGION = OrganisationKind.PDU, OrganisationKind.CRC, OrganisationKind.REGION
BODIES = {
    "west-midlands": (REGION, "West Midlands", "hmpps"),
    "west-yorkshire-crc": (CRC, "West Yorkshire CRC", None),
    "bradford-and-calderdale": (PDU, "Bradford and Calderdale", "yorkshire"),
    "wakefield": (PDU, "Wakefield", "yorkshire"),
    "salford": (PDU, "Salford", "manchester"),
    "stockport-and-trafford": (PDU, "Stockport and Trafford", "manchester"),
    "tameside": (PDU, "Tameside", "manchester"),
    "staffordshire-and-stoke": (PDU, "Staffordshire and Stoke", "west-midlands"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One reorganisation: who closes, who takes over, what is made, and which follows which (places in the lists)."""

    kind: ReorganisationKind
    on: date
    closing: tuple[str, ...]
    following: tuple[str, ...] = ()
    new: tuple[tuple[str, str], ...] = ()
    pairs: frozenset[tuple[int, int]] | None = None
    expected: dict[str, frozenset[str]] = field(default_factory=dict)


CASES = {
    "west yorkshire": Case(
        Kind.SPLIT,
        date(2021, 6, 26),
        ("west-yorkshire-crc",),
        ("leeds", "bradford-and-calderdale", "kirklees", "wakefield"),
        expected={"West Yorkshire CRC": frozenset({"Leeds", "Bradford and Calderdale", "Kirklees", "Wakefield"})},
    ),
    "greater manchester": Case(
        Kind.TRANSFER,
        date(2025, 12, 1),
        ("salford", "stockport-and-trafford", "tameside"),
        new=(("Salford and Trafford", "manchester"), ("Stockport and Tameside", "manchester")),
        pairs=frozenset({(0, 0), (1, 0), (1, 1), (2, 1)}),
        expected={
            "Salford": frozenset({"Salford and Trafford"}),
            "Stockport and Trafford": frozenset({"Salford and Trafford", "Stockport and Tameside"}),
            "Tameside": frozenset({"Stockport and Tameside"}),
        },
    ),
    "staffordshire": Case(
        Kind.SPLIT,
        date(2025, 3, 1),
        ("staffordshire-and-stoke",),
        new=(("Staffordshire North", "west-midlands"), ("Staffordshire South", "west-midlands")),
        expected={"Staffordshire and Stoke": frozenset({"Staffordshire North", "Staffordshire South"})},
    ),
}


def make_changing_world(*bodies: str) -> World:
    """The cast, more bodies, and for each of `bodies` a head, an inspection and work that is under way."""
    world = make_world()
    for key, (kind, name, parent) in BODIES.items():
        world.organisations[key] = establish(
            kind=kind, name=name, slug=key, parent=world.organisations[parent] if parent else None
        )
    for body in bodies:
        add_work(world, body)
    return world


def add_work(world: World, body: str) -> None:
    """A head with a post; three recommendations.

    Answered with a self-assessment and evidence, planned for, not touched.
    """
    if f"Head of PDU, {body}" not in world.posts:
        make_person(world, f"{body}-head", role=Role.HEAD_OF_PDU, body=body, title="Head of PDU")
    make_inspection(world, body)
    for number in (1, 2, 3):
        make_recommendation(world, f"{body}-{number}", inspection=body, addressee=body)
        # As old as the body: it answered before it closed.
        world.recommendations[f"{body}-{number}"].answerables.update(from_on=date(2020, 3, 1))
    answerable = world.recommendations[f"{body}-1"].answerables.get()
    head = world.people.get(f"{body}-head")
    Response.objects.create(
        answerable=answerable, decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW, drafted_by=head
    )
    Acknowledgement.objects.create(answerable=answerable, acknowledged_at=NOW)
    Judgement.objects.create(
        answerable=answerable, judge=Judge.OWNER, category=Progress.SOME, reasons="Half done", made_at=NOW,
        dated_on=date(2026, 11, 2),
    )  # fmt: skip
    for number in (1, 2):
        post = f"Head of PDU, {body}"
        action = make_action(world, f"{body}-{number}", recommendation=f"{body}-{number}", post=post)
        make_evidence(world, action, by=f"{body}-head")


def actor(world: World, key: str, *, on: date = TODAY) -> Actor:
    return actor_of(world.people[key], on=on)


def change_of(world: World, case: Case, **other: Any) -> BodyChange:
    held = world.organisations
    given: dict[str, Any] = {
        "kind": case.kind,
        "on": case.on,
        "closing": tuple(Organisation.objects.get(pk=held[key].pk) for key in case.closing),
        "following": tuple(held[key] for key in case.following),
        "new": tuple(NewBody(name, held[parent]) for name, parent in case.new),
        "pairs": case.pairs,
    }
    return BodyChange(**(given | other))


def record_case(world: World, case: Case, *, by: str = "administrator", **other: Any) -> Reorganisation:
    """As an administrator records it; `token` and `at` can be given."""
    token, at = other.pop("token", None) or uuid.uuid4(), other.pop("at", NOW)
    return record(change=change_of(world, case, **other), token=token, by=actor(world, by), at=at)


def decide_as_proposed(
    world: World, record: Reorganisation, *, by: str = "national", at: datetime = NOW, **ended: Any
) -> Reorganisation:
    """Each row to all that are proposed, each action to the proposed post; `ended` is the choice for all instead."""
    record.refresh_from_db()
    whole = who_takes_over(record, on=at.date())
    return takeovers.decide(
        reorganisation=record,
        version=record.version,
        choices=[
            TakeoverChoice(row.answerable.pk, **(ended or {"bodies": tuple(each.pk for each in row.proposed)}))
            for row in whole.rows
        ],
        posts={row.action.pk: row.chosen for row in whole.actions},
        by=actor(world, by),
        at=at,
    )


def confirm_case(world: World, record: Reorganisation, *, by: str = "national", at: datetime = NOW) -> Reorganisation:
    record.refresh_from_db()
    return takeovers.confirm(reorganisation=record, version=record.version, by=actor(world, by), at=at)


# What an undone reorganisation leaves behind on purpose: its own record, the trail, what was told.
LEFT_BEHIND = {"Reorganisation", "ReorganisationBody", "Event", "Notice", "Session"}


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours but those; an action's version counts saves, so it only grows.

    Rows that are kept for lists come and go, so their own numbers say nothing.
    """
    tables = {}
    for app in ("inspections", "tracker"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if issubclass(model, KeptRow):
                names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
                tables[model.__name__] = list(model._base_manager.order_by(*names).values(*names))
            elif model.__name__ not in LEFT_BEHIND:
                rows = list(model._base_manager.order_by("pk").values())
                tables[model.__name__] = [
                    {name: value for name, value in row.items() if (model.__name__, name) != ("Action", "version")}
                    for row in rows
                ]
    return tables


def later(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def make_takeover(world: World, body: str) -> Reorganisation:
    """That a company of before 2021, with nothing left open, passed on to this body."""
    before = establish(kind=CRC, name=f"CRC before {body}", slug=f"crc-before-{body}")
    change = BodyChange(Kind.TRANSFER, date(2021, 6, 26), closing=(before,), following=(world.organisations[body],))
    return record(change=change, token=uuid.uuid4(), by=SERVICE, at=NOW)
