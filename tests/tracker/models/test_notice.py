"""A notice: told once for its key, and named by its kind and subject."""

from tests.factories.rows import refused_by, save_twin
from tests.factories.world import NOW
from tracker.choices import NoticeKind, NoticeWay
from tracker.models import Notice, Person


def make_notice() -> Notice:
    person = Person.objects.create_user("new@example.org", "New")
    return Notice.objects.create(
        key="assigned:ACT-0412:3:7", person=person, kind=NoticeKind.ASSIGNED, subject="ACT-0412", created_at=NOW
    )


def test_the_same_is_refused_a_second_time_for_anybody(db: None) -> None:
    notice = make_notice()

    with refused_by(Notice, "notice_once"):
        save_twin(notice, person=Person.objects.create_user("other@example.org", "Other"))


def test_it_waits_for_the_digest_unless_told_otherwise(db: None) -> None:
    notice = make_notice()

    assert (notice.way, notice.message, str(notice)) == (NoticeWay.DIGEST, None, "Assigned to you: ACT-0412")
