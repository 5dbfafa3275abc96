"""When those who are to renew stale evidence are told that it is stale, and who was told last, at the places shown."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.notices import make_notice
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor, add_version, make_evidence
from tests.factories.world import NOW, STARTED, TODAY, World
from tracker.choices import Frequency, MessageState, NoticeKind
from tracker.models import Deputy, Evidence, EvidenceUse, PostHolder
from tracker.notifications.models import EmailPreference
from tracker.notifications.queries.evidence_reminders import evidence_part, of_pieces
from tracker.notifications.queries.reminders import Last, Next, Reminders
from tracker.queries import evidence as listed_evidence
from tracker.queries.evidence import Listed

ABOUT = date(2026, 11, 2)
HEAD = "Head of PDU, kirklees"
NEXT = Next(date(2026, 11, 23), "Head of PDU, Kirklees", "with the weekly digest", "that it is stale")


@pytest.fixture(autouse=True)
def _stale_after_ten_days(settings: Any) -> None:
    settings.EVIDENCE_STALE_DAYS = 10


@pytest.fixture
def evidence(staff: World) -> Evidence:
    """Used for the action of Kirklees' head alone, and stale."""
    made = make_evidence(staff)
    made.uses.update(answerable=None, action=staff.actions["kirklees"])
    return made


def listed(world: World, action: str = "kirklees") -> Listed:
    return listed_evidence.of_action(actor(world, "lead"), world.actions[action], on=TODAY)


def reminders(world: World, action: str = "kirklees") -> list[Reminders]:
    return list(of_pieces(listed(world, action).pieces, at=NOW).values())


def tell(world: World, evidence: Evidence, key: str = "head") -> None:
    """Somebody was told with today's digest."""
    person = world.people[key]
    message = make_message(person, uid=key, state=MessageState.SENT, sent_at=NOW, frequency=Frequency.WEEKLY)
    subject, given = f"evidence-{evidence.pk}", {"since_on": ABOUT, "message": message}
    make_notice(person, NoticeKind.STALE_EVIDENCE, subject, evidence.pk, **given)


def test_the_holder_of_the_post_is_told_with_the_digest(staff: World, evidence: Evidence) -> None:
    assert reminders(staff) == [Reminders(next=(NEXT,))]


def test_of_a_recommendations_own_it_is_who_manages_the_body(staff: World) -> None:
    uses = list(make_evidence(staff).uses.all().with_evidence())
    piece = listed_evidence.Piece(uses[0].evidence, is_stale=True, uses=uses)

    [found] = of_pieces([piece], at=NOW).values()

    assert [each.to for each in found.next] == ["who manages the PDU"]


def test_what_they_refuse_has_no_day(staff: World, evidence: Evidence) -> None:
    EmailPreference.objects.create(person=staff.people["head"], frequency=Frequency.STOPPED)

    assert [each.on for found in reminders(staff) for each in found.next] == [None]


def test_once_told_it_says_who_was_last_and_no_next(staff: World, evidence: Evidence) -> None:
    tell(staff, evidence)

    assert reminders(staff) == [Reminders(last=Last(TODAY, staff.people["head"].name, "with the weekly digest"))]


def test_who_covers_the_post_is_told_anew(staff: World, evidence: Evidence) -> None:
    tell(staff, evidence)
    Deputy.objects.create(
        post=staff.posts[HEAD], person=staff.people["owner"], from_on=STARTED, to_on=TODAY + timedelta(days=9)
    )

    [found] = reminders(staff)

    assert (found.next, found.last and found.last.to) == ((NEXT,), staff.people["head"].name)


def test_who_was_told_elsewhere_is_not_said_here(staff: World, evidence: Evidence) -> None:
    EvidenceUse.objects.create(evidence=evidence, action=staff.actions["wigan"], used_at=NOW)
    tell(staff, evidence, "other_head")

    assert [found.last for found in reminders(staff)] == [None]


def renew(world: World, evidence: Evidence) -> None:
    save_changed(add_version(evidence), about_on=TODAY)


def vacate(world: World, evidence: Evidence) -> None:
    PostHolder.objects.filter(post=world.posts[HEAD]).update(to_on=TODAY)


@pytest.mark.parametrize(("change", "expected"), [(renew, []), (vacate, [Reminders()])])
def test_nothing_comes_of_what_is_renewed_or_nobodys(
    staff: World, evidence: Evidence, change: Callable[[World, Evidence], None], expected: list[Reminders]
) -> None:
    change(staff, evidence)

    assert reminders(staff) == expected


@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_five_queries_at_most_for_any_number_of_pieces(
    staff: World, evidence: Evidence, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count - 1):
        make_evidence(staff, shows=f"Sample {number}").uses.update(answerable=None, action=staff.actions["kirklees"])
    pieces = listed(staff).pieces

    with django_assert_max_num_queries(5):
        assert len(of_pieces(pieces, at=NOW)) == count


def test_where_nothing_is_stale_nothing_is_asked(
    staff: World, evidence: Evidence, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.EVIDENCE_STALE_DAYS = 100
    found = listed(staff)

    with django_assert_num_queries(0):
        assert evidence_part(found, at=NOW) == {"evidence": found, "evidence_reminders": {}}
