"""Stale evidence that somebody is to renew: told with the first of its places, while nobody has renewed it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import save_changed
from tests.factories.self_assessments import add_version, make_evidence
from tests.factories.world import NOW, STARTED, TODAY, World
from tracker.choices import NoticeKind
from tracker.models import Deputy, Evidence, EvidenceUse
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.stale_evidence import stale_notice, still_stale
from tracker.notifications.rules.mail_rows import StaleEvidence
from tracker.rules.notices import Identity

ABOUT = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _stale_after_ten_days(settings: Any) -> None:
    settings.EVIDENCE_STALE_DAYS = 10


@pytest.fixture
def evidence(staff: World) -> Evidence:
    """Used for the recommendation of Kirklees, which its head manages."""
    return make_evidence(staff)


def notice(world: World, evidence: Evidence, key: str = "head", *, about_on: date = ABOUT) -> NoticeToTell:
    identity = stale_notice(evidence=evidence.pk, about_on=about_on, person_id=world.people[key].pk)
    return NoticeToTell.made(identity, way="digest", at=NOW)


def take_out(world: World, evidence: Evidence) -> None:
    EvidenceUse.objects.update(removed_at=NOW)


def renew(world: World, evidence: Evidence) -> None:
    save_changed(add_version(evidence), about_on=TODAY)


def use_for_action(world: World, evidence: Evidence) -> None:
    EvidenceUse.objects.create(evidence=evidence, action=world.actions["kirklees"], used_at=NOW)


def test_it_is_told_once_for_each_day_that_it_is_about() -> None:
    assert stale_notice(evidence=7, about_on=ABOUT, person_id=3) == Identity(
        NoticeKind.STALE_EVIDENCE, "evidence-7", 3, 7, ABOUT
    )


def test_the_row_has_the_title_of_the_place_and_not_what_it_shows(staff: World, evidence: Evidence) -> None:
    each, place = notice(staff, evidence), staff.recommendations["kirklees"].ref
    title = "Check each plan with a second manager in Kirklees"

    row = StaleEvidence(f"evidence-{evidence.pk}", str(evidence.uid), title, place, ABOUT)
    assert still_stale([each], Day(TODAY)) == {each.identity: row}


def test_of_several_places_it_names_the_first(staff: World, evidence: Evidence) -> None:
    use_for_action(staff, evidence)
    each = notice(staff, evidence)

    assert still_stale([each], Day(TODAY))[each.identity].place == staff.recommendations["kirklees"].ref


@pytest.mark.parametrize(("days", "is_stale"), [(10, False), (11, True)])
def test_it_is_stale_after_the_days_of_the_settings(
    staff: World, evidence: Evidence, days: int, is_stale: bool
) -> None:
    found = still_stale([notice(staff, evidence)], Day(ABOUT + timedelta(days=days)))

    assert bool(found) is is_stale


@pytest.mark.parametrize("change", [take_out, renew])
def test_what_needs_no_renewal_is_left_out(
    staff: World, evidence: Evidence, change: Callable[[World, Evidence], None]
) -> None:
    change(staff, evidence)

    assert still_stale([notice(staff, evidence)], Day(TODAY)) == {}


def test_so_is_what_somebody_else_is_to_renew_and_an_older_day(staff: World, evidence: Evidence) -> None:
    others = [notice(staff, evidence, "lead"), notice(staff, evidence, about_on=STARTED)]

    assert still_stale(others, Day(TODAY)) == {}


def test_of_an_action_it_is_who_covers_its_post(staff: World, evidence: Evidence) -> None:
    take_out(staff, evidence)
    use_for_action(staff, evidence)
    Deputy.objects.create(
        post=staff.posts["Head of PDU, kirklees"], person=staff.people["owner"], from_on=STARTED,
        to_on=TODAY + timedelta(days=7),
    )  # fmt: skip
    head, owner = notice(staff, evidence), notice(staff, evidence, "owner")

    found = still_stale([head, owner], Day(TODAY))

    assert {identity: row.title for identity, row in found.items()} == {owner.identity: staff.actions["kirklees"].title}


@pytest.mark.parametrize("count", [1, 5])
def test_it_costs_one_query_for_any_number(staff: World, count: int, django_assert_num_queries: Any) -> None:
    notices = [notice(staff, make_evidence(staff, shows=f"Sample {number}")) for number in range(count)]

    with django_assert_num_queries(1):
        assert len(still_stale(notices, Day(TODAY))) == count
