"""Long lists as pages: asked for, followed, fetched, made again; each for the person who asked and for nobody else."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from openpyxl import load_workbook

from tests.factories.list_files import ask, asked_actions, write
from tests.factories.world import NOW, TODAY, World
from tracker import tasks
from tracker.choices import ListFileState, ListKind
from tracker.models import Event, ListFile, Membership
from tracker.queries import lists

SignedIn = Callable[[str], Client]
ADDRESSES = ["", "again/", "file.xlsx"]


@pytest.fixture(autouse=True)
def today(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(client: Client, file: ListFile, query: str = "") -> str:
    return client.get(f"/exports/{file.uid}/{query}").content.decode()


def in_state(file: ListFile, state: ListFileState, /, **more: Any) -> ListFile:
    ListFile.objects.filter(pk=file.pk).update(state=state, **more)
    file.refresh_from_db()
    return file


def writing(file: ListFile, **more: Any) -> ListFile:
    lease = {"leased_to": "one", "lease_until_at": NOW}
    return in_state(file, ListFileState.WRITING, **lease, **more)


class TestAsk:
    @pytest.fixture(autouse=True)
    def _long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lists, "MOST_AT_ONCE", 1)

    @pytest.mark.parametrize("kind", ["recommendations", "actions", "inspections"])
    def test_a_long_list_leads_to_the_page_that_has_it_made(self, signed_in: SignedIn, world: World, kind: str) -> None:
        answer = signed_in("lead").get(f"/{kind}.xlsx?q=kirklees,&q=e&sort=body")

        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/exports/new/{kind}/?q=kirklees%2C&q=e&sort=body"

    def test_a_short_one_is_given_at_once(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").get("/actions.xlsx?q=brief+the+managers+on+second+checks+%28kirklees")
        answer.close()

        assert answer.status_code == 200

    def test_reading_the_page_asks_for_nothing(self, signed_in: SignedIn, world: World) -> None:
        page = signed_in("head").get("/exports/new/actions/?q=plans").content.decode()

        assert "Make the file" in page
        assert "plans" in page
        assert not ListFile.objects.exists()

    def test_the_button_asks_and_leads_to_the_file(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").post("/exports/new/actions/?q=plans&sort=-due", {"token": uuid4()})

        file = ListFile.objects.get()
        assert answer.headers["Location"] == f"/exports/{file.uid}/"
        assert (file.person, file.selection["words"], file.sort) == (world.people["head"], "plans", "-due")

    def test_pressed_twice_it_asks_once(self, signed_in: SignedIn, world: World) -> None:
        client = signed_in("head")
        page = client.get("/exports/new/actions/").content.decode()
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token is not None

        answers = [client.post("/exports/new/actions/", {"token": token[1]}) for _ in range(2)]

        assert len({answer.headers["Location"] for answer in answers}) == 1
        assert ListFile.objects.count() == 1

    def test_without_a_token_it_says_what_to_do(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").post("/exports/new/actions/", {})

        assert answer.status_code == 400
        assert "Open this page again" in answer.content.decode()
        assert not ListFile.objects.exists()

    def test_a_sixth_is_refused_with_the_reason(self, signed_in: SignedIn, world: World) -> None:
        for number in range(5):
            ask(world, asked=asked_actions(words=str(number)))

        answer = signed_in("head").post("/exports/new/actions/", {"token": uuid4()})

        assert answer.status_code == 409
        assert "5 of your files are being made" in answer.content.decode()

    @pytest.mark.parametrize("kind", ["reviews", "users"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_list_that_is_not_theirs_is_refused(
        self, signed_in: SignedIn, world: World, kind: str, method: str
    ) -> None:
        answer = getattr(signed_in("head"), method)(f"/exports/new/{kind}/", {"token": uuid4()})

        assert answer.status_code == 403

    def test_a_list_that_there_is_not_is_not_found(self, signed_in: SignedIn, world: World) -> None:
        assert signed_in("head").get("/exports/new/secrets/").status_code == 404


class TestFollow:
    def test_one_that_waits_says_so_and_refreshes(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").get(f"/exports/{ask(world).uid}/")

        assert answer.headers["Refresh"] == "5"
        assert "It starts within a minute" in answer.content.decode()
        assert "You can leave this page" in answer.content.decode()

    def test_how_far_it_is(self, signed_in: SignedIn, world: World) -> None:
        page = page_of(signed_in("head"), writing(ask(world), rows_written=1200, row_count=4800))

        assert "1,200 of 4,800 rows written" in page
        assert "<title>25%: Your file is being made" in page.replace("\n", "")

    def test_refreshing_can_be_stopped(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").get(f"/exports/{ask(world).uid}/?refresh=no")

        assert "Refresh" not in answer.headers
        assert "Check again now" in answer.content.decode()

    @pytest.mark.parametrize("state", [ListFileState.READY, ListFileState.FAILED, ListFileState.DELETED])
    def test_what_is_finished_stays_as_it_is(self, signed_in: SignedIn, world: World, state: ListFileState) -> None:
        file = in_state(write(ask(world)), state)

        assert "Refresh" not in signed_in("head").get(f"/exports/{file.uid}/").headers

    def test_one_that_failed_says_why_and_can_be_made_again(self, signed_in: SignedIn, world: World) -> None:
        file = in_state(ask(world), ListFileState.FAILED, reason="Making it was stopped three times.")

        page = page_of(signed_in("head"), file)

        assert "Your file could not be made" in page
        assert "Making it was stopped three times." in page
        assert "Try again" in page


class TestFetch:
    def test_it_is_the_file_under_a_name_that_says_what_it_is(self, signed_in: SignedIn, world: World) -> None:
        file = write(ask(world))

        answer = signed_in("head").get(f"/exports/{file.uid}/file.xlsx")

        assert answer.headers["Content-Disposition"] == 'attachment; filename="actions-2026-11-18.xlsx"'
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        answer.close()
        assert book.worksheets[0].max_row == 3

    @pytest.mark.parametrize("state", [ListFileState.WAITING, ListFileState.FAILED, ListFileState.DELETED])
    def test_what_is_not_there_leads_to_its_page(self, signed_in: SignedIn, world: World, state: ListFileState) -> None:
        file = in_state(ask(world), state)

        answer = signed_in("head").get(f"/exports/{file.uid}/file.xlsx")

        assert answer.headers["Location"] == f"/exports/{file.uid}/"

    def test_after_a_week_it_has_gone_and_its_page_says_so(
        self, signed_in: SignedIn, world: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        file = write(ask(world))
        with time_machine.travel(NOW + timedelta(days=8)), django_capture_on_commit_callbacks(execute=True):
            tasks.tidy()

            page = page_of(signed_in("head"), file)

        assert not default_storage.exists(file.file.name)
        assert "This file has been deleted" in page
        assert "Make it again to get the list as it stands now" in page

    def test_with_other_roles_it_can_no_longer_be_opened(self, signed_in: SignedIn, world: World) -> None:
        file = write(ask(world))
        Membership.objects.filter(person=world.people["head"]).update(to_on=TODAY)

        answer = signed_in("head").get(f"/exports/{file.uid}/file.xlsx", follow=True)

        assert "Your roles or posts have changed since it was made" in answer.content.decode()

    def test_one_that_is_missing_says_so(self, signed_in: SignedIn, world: World) -> None:
        file = write(ask(world))
        default_storage.delete(file.file.name)

        answer = signed_in("head").get(f"/exports/{file.uid}/file.xlsx")

        assert answer.status_code == 404
        assert "It is no longer where files are stored" in answer.content.decode()


class TestAgain:
    def test_it_is_made_again_at_the_same_address(self, signed_in: SignedIn, world: World) -> None:
        file = in_state(write(ask(world)), ListFileState.DELETED, file="")
        client = signed_in("head")

        answer = client.post(f"/exports/{file.uid}/again/")

        assert answer.headers["Location"] == f"/exports/{file.uid}/"
        assert write(file).is_ready

    def test_pressed_twice_it_is_made_once(self, signed_in: SignedIn, world: World) -> None:
        file, client = write(ask(world)), signed_in("head")

        for _ in range(2):
            client.post(f"/exports/{file.uid}/again/")

        assert Event.objects.filter(verb="list-file.asked-again").count() == 1

    def test_by_reading_nothing_is_made(self, signed_in: SignedIn, world: World) -> None:
        file = write(ask(world))

        assert signed_in("head").get(f"/exports/{file.uid}/again/").status_code == 405


class TestOthers:
    @pytest.mark.parametrize("person", ["lead", "national", "administrator"])
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_nobody_else_sees_that_it_exists(
        self, signed_in: SignedIn, world: World, person: str, address: str
    ) -> None:
        file, client = write(ask(world, "head")), signed_in(person)

        method = client.post if address == "again/" else client.get

        assert method(f"/exports/{file.uid}/{address}").status_code == 404

    @pytest.mark.parametrize("address", ["/exports/", "/exports/new/actions/", "/exports/{uid}/"])
    def test_strangers_sign_in_first_and_come_back(self, world: World, address: str) -> None:
        asked = address.format(uid=ask(world).uid)

        answer = Client().get(asked)

        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/sign-in/?next={asked}"

    def test_the_list_of_files_is_ones_own(self, signed_in: SignedIn, world: World) -> None:
        mine, theirs = ask(world, "head"), ask(world, "lead")

        page = signed_in("head").get("/exports/").content.decode()

        assert str(mine.uid) in page
        assert str(theirs.uid) not in page

    def test_without_files_it_says_what_they_are(self, signed_in: SignedIn, world: World) -> None:
        assert "You have asked for no files" in signed_in("head").get("/exports/").content.decode()


def test_each_list_has_an_address_for_its_file(signed_in: SignedIn, world: World) -> None:
    clients = {ListKind.REVIEWS: "lead", ListKind.USERS: "administrator"}

    statuses = {
        kind: signed_in(clients.get(kind, "head")).get(f"/exports/new/{kind}/").status_code for kind in ListKind
    }

    assert set(statuses.values()) == {200}
