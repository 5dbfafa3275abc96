"""What the jobs of mail remember: the runs that were made, each once, and the settings in force."""

from datetime import date, timedelta
from typing import Any

from tests.factories.rows import refused_by, save_twin
from tests.factories.world import NOW
from tracker.choices import Frequency
from tracker.notifications.models import DigestRun, SettingsUse
from tracker.notifications.rules.email_preferences import DigestRunDue

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def made(frequency: Frequency, run_on: date) -> DigestRun:
    return DigestRun.objects.create(frequency=frequency, run_on=run_on, made_at=NOW, digests=3)


def test_a_run_is_refused_a_second_time(db: None) -> None:
    run = made(Frequency.WEEKLY, MONDAY)

    with refused_by(DigestRun, "digest_run_once"):
        save_twin(run, digests=0)


def test_of_runs_that_are_due_it_knows_those_that_were_made(db: None, django_assert_num_queries: Any) -> None:
    made(Frequency.WEEKLY, MONDAY)
    made(Frequency.DAILY, TUESDAY)
    due = {
        DigestRunDue(frequency, day) for frequency in (Frequency.WEEKLY, Frequency.DAILY) for day in (MONDAY, TUESDAY)
    }

    with django_assert_num_queries(1):
        found = DigestRun.objects.made_of(due)

    assert found == {DigestRunDue(Frequency.WEEKLY, MONDAY), DigestRunDue(Frequency.DAILY, TUESDAY)}


def test_one_that_is_not_asked_for_is_left_out(db: None) -> None:
    made(Frequency.DAILY, MONDAY)

    assert DigestRun.objects.made_of([DigestRunDue(Frequency.WEEKLY, MONDAY)]) == set()


def test_of_no_runs_nothing_is_asked(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert DigestRun.objects.made_of([]) == set()


def test_the_settings_used_last_are_in_force_the_newer_of_two_at_one_moment(db: None) -> None:
    for mark, days in (("first", 0), ("oldest", -1), ("second", 0)):
        SettingsUse.objects.create(mark=mark, used_at=NOW + timedelta(days=days))

    newest = SettingsUse.objects.newest()

    assert newest is not None
    assert newest.mark == "second"


def test_before_any_mail_no_settings_are_in_force(db: None) -> None:
    assert SettingsUse.objects.newest() is None
