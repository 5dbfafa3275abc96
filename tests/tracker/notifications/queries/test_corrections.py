"""What was corrected, as a digest tells it: with the title of now, and no more once its record is gone."""

from typing import Any

import pytest

from inspections.choices import InspectionStatus
from inspections.models import Inspection
from tests.factories.world import NOW, TODAY, World
from tracker.choices import CorrectedField, NoticeKind, NoticeWay
from tracker.models import Correction, Event
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.corrections import still_to_tell, still_withdrawn
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import MailLine
from tracker.rules.notices import Identity


def corrected(subject: str, *fields: CorrectedField, version: int = 2) -> None:
    for field in fields:
        Correction.objects.create(
            subject=subject, version=version, field=field, before="a", after="b", reason="Misread", corrected_at=NOW
        )


def notice(world: World, subject: str, *, version: int = 2) -> NoticeToTell:
    identity = Identity(NoticeKind.CORRECTED, subject, world.people["head"].pk, version)
    return NoticeToTell.made(identity, way=NoticeWay.DIGEST, at=NOW)


def test_a_correction_is_told_with_the_title_of_now_and_what_it_changed(world: World) -> None:
    ref = world.recommendations["kirklees"].ref
    corrected(ref, CorrectedField.TITLE, CorrectedField.NUMBER)
    told = notice(world, ref)

    assert still_to_tell([told], Day(TODAY)) == {
        told.identity: MailLine(
            ref=ref,
            lines=(
                "Check each plan with a second manager in Kirklees",
                f"{ref}, corrected on 18 November 2026: short title, number in the report",
            ),
            link="See what was corrected",
            link_about=ref,
            address=f"/recommendations/{ref}/",
        )
    }


def test_a_report_is_told_by_the_body_it_inspected(world: World) -> None:
    ref = world.inspections["kirklees"].ref
    corrected(ref, CorrectedField.RATING)
    told = notice(world, ref)

    assert still_to_tell([told], Day(TODAY))[told.identity].lines[0] == "Inspection of Kirklees PDU"


def test_another_version_and_what_is_gone_are_not_told(world: World, django_assert_num_queries) -> None:
    ref = world.recommendations["kirklees"].ref
    corrected(ref, CorrectedField.TITLE, version=3)
    corrected("REC-9999", CorrectedField.TITLE)

    with django_assert_num_queries(2):
        assert still_to_tell([notice(world, ref), notice(world, "REC-9999")], Day(TODAY)) == {}
    with django_assert_num_queries(0):
        assert still_to_tell([], Day(TODAY)) == {}


class TestWithdrawn:
    def withdrawn(self, world: World, **after: Any) -> NoticeToTell:
        ref = world.inspections["kirklees"].ref
        Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(status=InspectionStatus.DRAFT)
        said = {"body": "Kirklees PDU", "recommendations": 3, "judged": 1} | after
        event = Event.objects.create(at=NOW, verb="inspection.withdrawn", subject=ref, before={}, after=said)
        identity = Identity(NoticeKind.REPORT_WITHDRAWN, ref, world.people["head"].pk, event.pk)
        return NoticeToTell.made(identity, way=NoticeWay.DIGEST, at=NOW)

    @pytest.mark.parametrize(
        ("after", "said"),
        [
            ({}, ", with 3 recommendations and 1 verdict on an earlier one"),
            ({"recommendations": 1, "judged": 0}, ", with 1 recommendation"),
            ({"recommendations": 0, "judged": 0}, ""),
        ],
    )
    def test_it_is_told_with_what_went_with_it(self, world: World, after: dict[str, int], said: str) -> None:
        told = self.withdrawn(world, **after)
        ref = told.identity.subject

        assert still_withdrawn([told], Day(TODAY)) == {
            told.identity: MailLine(
                ref=ref,
                lines=("Inspection of Kirklees PDU", f"{ref}, withdrawn on 18 November 2026{said}"),
                link="See what is yours now",
                link_about=f"after {ref} was withdrawn",
                address="/",
            )
        }

    def test_one_that_is_published_again_is_not_told(self, world: World, django_assert_num_queries) -> None:
        told = self.withdrawn(world)
        Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(status=InspectionStatus.PUBLISHED)

        with django_assert_num_queries(2):
            assert still_withdrawn([told], Day(TODAY)) == {}
        with django_assert_num_queries(0):
            assert still_withdrawn([], Day(TODAY)) == {}
