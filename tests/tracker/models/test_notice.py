"""A notice: told once for what it is about, since when and at which rung, and named by its kind and subject."""

from datetime import date
from typing import Any

import pytest

from tests.factories.rows import refused_by, save_changed, save_twin
from tests.factories.world import NOW
from tracker.choices import NoticeKind, NoticeWay
from tracker.models import Notice, Person

DUE = date(2026, 11, 20)


def make_notice(**more: Any) -> Notice:
    person = Person.objects.create_user("new@example.org", "New")
    given = {"kind": NoticeKind.ACTION_DUE, "subject": "ACT-0412", "created_at": NOW} | more
    return Notice.objects.create(person=person, **given)


@pytest.mark.parametrize(
    ("constraint", "more"), [("notice_once", {}), ("notice_rung_once", {"rung": "week-before", "due_on": DUE})]
)
def test_the_same_is_refused_a_second_time(db: None, constraint: str, more: dict[str, Any]) -> None:
    notice = make_notice(**more)

    with refused_by(Notice, constraint):
        save_twin(notice, way=NoticeWay.INSTANT)


def test_a_rung_without_its_date_is_refused(db: None) -> None:
    with refused_by(Notice, "notice_rung_has_its_date"):
        save_changed(make_notice(), rung="week-before")


def test_it_waits_for_the_digest_unless_told_otherwise(db: None) -> None:
    notice = make_notice()

    assert (notice.way, notice.message, str(notice)) == (NoticeWay.DIGEST, None, "Action due: ACT-0412")


@pytest.mark.parametrize(("rung", "expected"), [("", None), ("week-before", DUE)])
def test_only_a_rung_is_known_by_its_due_date(rung: str, expected: date | None) -> None:
    notice = Notice(kind=NoticeKind.ACTION_DUE, subject="ACT-0412", person_id=7, rung=rung, due_on=DUE)

    assert notice.identity.due_on == expected
