"""A day's mail tried out: the same as the run makes, and no row kept."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories.world import NOW, TODAY, World
from tests.tracker.permissions.test_mail import everything
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Person, actor_of
from tracker.notifications.models import Message
from tracker.notifications.operations.jobs_note import make_notes
from tracker.notifications.operations.mail_preview import preview
from tracker.notifications.operations.reminders import remind
from tracker.notifications.queries.planned_mails import Planned
from tracker.rules.access import SERVICE

MONDAY = date(2026, 11, 23)
HALF_PAST_SEVEN = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def cast(world: World) -> World:
    Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
    return world


def planned(on: date = MONDAY) -> tuple[Planned, ...]:
    return preview(on=on, by=SERVICE, at=NOW)


def test_it_keeps_no_row(cast: World) -> None:
    before = everything()

    found = planned()

    assert found
    assert everything() == before


def test_it_says_what_the_run_then_makes(cast: World) -> None:
    found = {(each.email, told.subject, told.rung) for each in planned() for told in each.told}

    for day in range(6):
        at = max(NOW, datetime(2026, 11, 18, 7, 30, tzinfo=UTC) + day * DAY)
        remind(by=SERVICE, at=at)
        if at < HALF_PAST_SEVEN:
            Message.objects.unsent(at=at).update(state="sent", sent_at=at)
    make_notes(by=SERVICE, at=HALF_PAST_SEVEN)

    made = Message.objects.filter(created_at__gte=HALF_PAST_SEVEN).prefetch_related("notices", "person")
    kept = {each.person.email: [(told.subject, told.rung) for told in each.notices.all()] for each in made}
    kept["administrator@example.org"].append(("", ""))  # the note that the jobs ran tells no notice
    assert found == {(email, subject, rung) for email, told in kept.items() for subject, rung in told}


def test_each_mail_has_its_subject_and_its_reasons(cast: World) -> None:
    head = next(each for each in planned() if each.email == "head@example.org")

    assert (head.subject, head.state, head.kind) == ("1 overdue: inspection actions", "Would be made", "Digest")
    assert "1 working day after 20 November 2026" in [told.why for told in head.told]


def test_what_was_made_already_is_shown_as_it_is(cast: World) -> None:
    remind(by=SERVICE, at=HALF_PAST_SEVEN)
    make_notes(by=SERVICE, at=HALF_PAST_SEVEN)
    Message.objects.update(state="sent", sent_at=HALF_PAST_SEVEN, subject="1 overdue: inspection actions")

    found = preview(on=MONDAY, by=SERVICE, at=HALF_PAST_SEVEN + timedelta(hours=2))

    assert {each.state for each in found} == {"Sent"}


@pytest.mark.parametrize("on", [TODAY - DAY, TODAY + 15 * DAY])
def test_other_days_are_refused(cast: World, on: date) -> None:
    with pytest.raises(InvalidInput, match="Enter a date from 18 November 2026 to 2 December 2026"):
        planned(on)


def test_only_the_service_tries_out(cast: World) -> None:
    with pytest.raises(NotAllowed):
        preview(on=MONDAY, by=actor_of(cast.people["administrator"], on=TODAY), at=NOW)


class TestCommand:
    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOW)

    def run(self, *arguments: Any) -> str:
        out = StringIO()
        call_command("preview_mail", *arguments, stdout=out)
        return out.getvalue()

    def test_it_prints_person_mail_and_each_reason(self, cast: World) -> None:
        said = self.run("--on", "2026-11-23", "--person", "other-head")

        ref = cast.actions["wigan"].ref
        assert "Head of PDU, Wigan <other-head@example.org>\n" in said
        assert "  Digest, would be made: 1 overdue: inspection actions\n" in said
        assert f"    {ref}  Action late (action-late: 1 working day after 20 November 2026)\n" in said
        assert "Kirklees" not in said
        assert "1 mail on 23 November 2026. Nothing was kept or sent." in said

    def test_without_a_day_it_is_today(self, cast: World) -> None:
        assert "on 18 November 2026" in self.run()

    def test_a_day_that_is_over_is_refused(self, cast: World) -> None:
        with pytest.raises(CommandError, match="Enter a date from"):
            self.run("--on", "2026-01-01")
