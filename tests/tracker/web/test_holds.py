"""A run of mail that is held back: what is in it, days later too, as a page and as a workbook, and the decision."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.mail import make_mail, make_message
from tests.factories.many_people import make_people
from tests.factories.world import NOW, World, make_person
from tracker.choices import ActionStatus, MessageState, Role
from tracker.models import Action, Person
from tracker.notifications.models import MailHold, Message
from tracker.notifications.operations.holds import drop_hold
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def cast(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Everybody has signed in, and it is Wednesday 18 November 2026, 10am."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    return world


@pytest.fixture
def flood(cast: World, monkeypatch: pytest.MonkeyPatch) -> MailHold:
    """60 digests were held back on Monday, and took in what came up since; it is Thursday."""
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    make_people(cast, 60, due_on=date(2026, 11, 20))
    for days in range(4):
        remind(by=SERVICE, at=MONDAY + timedelta(days=days))
    monkeypatch.setattr(timezone, "now", lambda: THURSDAY)
    return MailHold.objects.get()


@pytest.fixture
def client(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def names(page: str) -> list[str]:
    return re.findall(r"<th scope=\"row\"[^>]*>(manager \d+)</th>", page)


class TestWhatIsInIt:
    def test_days_later_it_says_to_whom_what_and_why(self, flood: MailHold, client: Client) -> None:
        page = words(client.get(f"/mail/holds/{flood.pk}/"))

        action = Action.objects.get(owner_post__title="manager 1")
        assert "manager 1</th>" in page
        assert "1 action due by 20 November" in page
        assert f"/actions/{action.ref}/" in page
        assert "action due (3 working days before 20 November 2026)" in page
        assert "60 emails." in page

    def test_fifty_are_on_a_page(self, flood: MailHold, client: Client) -> None:
        first = client.get(f"/mail/holds/{flood.pk}/").content.decode()
        after = re.search(r'href="\?after=([^"]+)"', first)
        second = client.get(f"/mail/holds/{flood.pk}/?after={after and after[1]}").content.decode()

        everybody = sorted(f"manager {number}" for number in range(60))
        assert (names(first), names(second)) == (everybody[:50], everybody[50:])

    def test_what_no_longer_holds_is_not_shown(self, flood: MailHold, client: Client) -> None:
        done = Action.objects.get(owner_post__title="manager 0")
        Action.objects.filter(pk=done.pk).update(status=ActionStatus.COMPLETED)

        page = words(client.get(f"/mail/holds/{flood.pk}/"))

        assert "Nothing left to say" in page
        assert done.ref not in page

    def test_once_it_is_dropped_what_was_in_it_stays(self, flood: MailHold, client: Client, cast: World) -> None:
        drop_hold(hold=flood, by=SERVICE, at=THURSDAY)

        page = words(client.get(f"/mail/holds/{flood.pk}/"))

        assert "What was in it" in page
        assert "Digest, not sent" in page
        assert "action due (3 working days before 20 November 2026)" in page

    def test_the_workbook_has_them_all(self, flood: MailHold, client: Client) -> None:
        answer: Any = client.get(f"/mail/holds/{flood.pk}.xlsx")

        with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as book:
            sheet, about = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
        assert len(set(re.findall(r"manager-\d+@example.org", sheet))) == 60
        assert "3 working days before 20 November 2026" in sheet
        assert "Emails held back since 16 November 2026, with what they would say on 19 November 2026" in about

    def test_an_administrator_of_one_region_sees_its_people_alone(
        self, flood: MailHold, cast: World, signed_in: SignedIn
    ) -> None:
        make_person(cast, "local", role=Role.ADMINISTRATOR, body="manchester", title=None)
        make_message(
            cast.people["other_head"], uid="5e17b5a4-0000-4000-8000-00000000f100", state=MessageState.HELD, hold=flood
        )

        page = words(signed_in("local").get(f"/mail/holds/{flood.pk}/"))

        assert "1 email to people of your area, and 60 to people outside it" in page
        assert "manager 7" not in page

    def test_of_a_run_elsewhere_nothing_is_shown(self, flood: MailHold, cast: World, signed_in: SignedIn) -> None:
        make_person(cast, "local", role=Role.ADMINISTRATOR, body="manchester", title=None)

        page = words(signed_in("local").get(f"/mail/holds/{flood.pk}/"))

        assert "No email of this run is to people of your area" in page

    def test_an_empty_one_says_so(self, cast: World, client: Client) -> None:
        make_mail(cast)

        assert "No email is left in this run" in words(client.get(f"/mail/holds/{MailHold.objects.get().pk}/"))

    @pytest.mark.parametrize("ending", ["/", ".xlsx"])
    def test_others_and_strangers_do_not_get_in(self, flood: MailHold, signed_in: SignedIn, ending: str) -> None:
        statuses = [signed_in(key).get(f"/mail/holds/{flood.pk}{ending}").status_code for key in ("lead", "auditor")]

        assert statuses == [403, 403]
        assert Client().get(f"/mail/holds/{flood.pk}{ending}").status_code == 302

    @pytest.mark.parametrize("ending", ["/", ".xlsx"])
    def test_one_that_is_not_there(self, cast: World, client: Client, ending: str) -> None:
        assert client.get(f"/mail/holds/999{ending}").status_code == 404

    def test_it_asks_the_same_for_any_number(
        self, flood: MailHold, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(70):
            client.get(f"/mail/holds/{flood.pk}/")


class TestDecision:
    @pytest.fixture(autouse=True)
    def made(self, cast: World) -> World:
        make_mail(cast)
        return cast

    @pytest.mark.parametrize(
        ("decision", "state"), [("release", MessageState.PENDING), ("drop", MessageState.SUPPRESSED)]
    )
    def test_a_run_is_let_go_or_dropped(
        self, cast: World, signed_in: SignedIn, decision: str, state: MessageState
    ) -> None:
        hold = MailHold.objects.get()
        uid = "5e17b5a4-0000-4000-8000-000000000777"
        make_message(cast.people["lead"], uid=uid, state=MessageState.HELD, hold=hold)
        client = signed_in("administrator")

        shown = client.get(f"/mail/holds/{hold.pk}/")
        answer = client.post(f"/mail/holds/{hold.pk}/", {"decision": decision}, follow=True)
        later = client.get(f"/mail/holds/{hold.pk}/")

        assert "Send 1 email" in words(shown)
        assert Message.objects.get(hold=hold).state == state
        assert "1 email" in words(answer)
        assert "Send 1 email" not in words(later)

    def test_neither_is_refused(self, cast: World, signed_in: SignedIn) -> None:
        answer = signed_in("administrator").post(f"/mail/holds/{MailHold.objects.get().pk}/", {"decision": ""})

        assert answer.status_code == 400
        assert "Select whether to send or to drop these emails" in words(answer)

    def test_what_was_decided_cannot_be_decided_again(self, cast: World, signed_in: SignedIn) -> None:
        hold, client = MailHold.objects.get(), signed_in("administrator")
        client.post(f"/mail/holds/{hold.pk}/", {"decision": "drop"})

        answer = client.post(f"/mail/holds/{hold.pk}/", {"decision": "release"}, follow=True)

        hold.refresh_from_db()
        assert (hold.released_at, hold.dropped_at) == (None, NOW)
        assert "already" in words(answer)
