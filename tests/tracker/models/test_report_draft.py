"""Reports on their way in: which coordinator sees which, and which wait."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from inspections.choices import InspectionKind
from inspections.models import Inspection
from tests.factories.rows import STRANGER, refused_by, save_changed
from tests.factories.self_assessments import actor
from tests.factories.stage import make_draft
from tests.factories.world import NOW, World, make_person
from tracker.choices import Role
from tracker.models import PagePicture, ReportDraft
from tracker.rules.access import SERVICE


@pytest.fixture
def coordinators(world: World) -> World:
    """Manchester has a coordinator of its own."""
    make_person(world, "regional", role=Role.COORDINATOR, body="manchester", title=None)
    return world


def make_unknown(world: World, *, brought_by: str | None) -> ReportDraft:
    """A report of which nobody has said yet whom it is about."""
    inspection = Inspection.objects.create(kind=InspectionKind.PDU)
    person = world.people[brought_by] if brought_by else None
    return ReportDraft.objects.create(inspection=inspection, as_read={}, created_at=NOW, created_by=person)


@pytest.mark.parametrize(
    ("body", "brought_by", "readers"),
    [
        ("wigan", None, ["coordinator", "regional"]),
        ("kirklees", None, ["coordinator"]),
        (None, "regional", ["regional"]),
        (None, None, ["coordinator", "regional"]),
    ],
    ids=["of one's area", "of another area", "brought by oneself", "brought by the service"],
)
def test_a_coordinator_sees(coordinators: World, body: str | None, brought_by: str | None, readers: list[str]) -> None:
    draft = make_draft(coordinators, body) if body else make_unknown(coordinators, brought_by=brought_by)

    seeing = [
        key
        for key in coordinators.people
        if ReportDraft.objects.visible_to(actor(coordinators, key)).filter(pk=draft.pk).exists()
    ]

    assert seeing == readers


def test_the_service_sees_all_and_a_stranger_nothing(world: World) -> None:
    make_draft(world, "kirklees")

    assert [ReportDraft.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [1, 0]


def test_those_that_wait_come_newest_first(world: World) -> None:
    older, newer, done = (make_draft(world, body) for body in ("kirklees", "leeds", "wigan"))
    save_changed(newer, created_at=NOW + timedelta(seconds=1))
    save_changed(done, published_at=NOW)

    assert list(ReportDraft.objects.waiting()) == [newer, older]
    assert list(ReportDraft.objects.published()) == [done]


@pytest.mark.parametrize("spoil", ["", "9"])
def test_a_draft_is_known_by_the_reference_of_its_inspection(world: World, spoil: str) -> None:
    draft = make_draft(world, "kirklees")
    make_draft(world, "leeds")

    drafts = ReportDraft.objects.of_inspection(f"{draft.inspection.ref}{spoil}")

    assert list(drafts) == [draft] * (not spoil)


def test_a_draft_is_known_by_its_file(world: World) -> None:
    draft = make_draft(world, "kirklees")
    make_draft(world, "leeds")

    assert list(ReportDraft.objects.of_file(draft.sha256)) == [draft]
    assert str(draft) == f"kirklees.txt for {draft.inspection.ref}"


def test_the_page_and_an_operation_read_it_in_one_query(world: World, django_assert_num_queries: Any) -> None:
    make_draft(world, "kirklees")

    with django_assert_num_queries(2):
        parents = [draft.inspection.organisation.parent.name for draft in ReportDraft.objects.for_page()]
        bodies = [draft.inspection.organisation.name for draft in ReportDraft.objects.locked()]

    assert (parents, bodies) == (["Yorkshire and the Humber"], ["Kirklees"])


@pytest.mark.parametrize(
    ("brought_by", "words"),
    [
        ("coordinator", {"refused_as": "It is news."}),
        ("coordinator", {"vouched_because": "It is a report."}),
        (None, {"refused_as": "It is news.", "vouched_because": "It is a report."}),
    ],
    ids=["no reason", "not refused", "nobody"],
)
def test_a_refused_report_has_a_reason_and_a_person(
    brought_by: str | None, words: dict[str, str], world: World
) -> None:
    draft = make_unknown(world, brought_by=brought_by)

    with pytest.raises(IntegrityError, match="refused_report_is_vouched_for_by_a_person"), transaction.atomic():
        ReportDraft.objects.filter(pk=draft.pk).update(**words)


def test_a_page_has_one_picture(world: World) -> None:
    draft = make_draft(world, "kirklees")

    with refused_by(PagePicture, "one_picture_of_each_page"):
        PagePicture.objects.create(draft=draft, page=1, picture=b"again")


def test_a_picture_is_seen_by_who_sees_the_draft(world: World) -> None:
    draft = make_draft(world, "kirklees")
    pictures = PagePicture.objects.of_page(draft.inspection.ref, 1)

    assert [str(kept) for kept in pictures.visible_to(actor(world, "coordinator"))] == [
        f"Page 1 of kirklees.txt for {draft.inspection.ref}"
    ]
    assert not pictures.visible_to(actor(world, "head")).exists()
    assert not PagePicture.objects.of_page(draft.inspection.ref, 2).exists()
