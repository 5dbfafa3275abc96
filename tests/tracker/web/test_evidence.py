"""The pages of evidence: who sees what, what survives a mistake, and how a download is served."""

import re
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.evidence_files import HOSTILE, docx, pdf, png
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Action, ChosenFile, Evidence, EvidenceUse, EvidenceVersion, Update, actor_of
from tracker.operations.chosen_files import keep_file
from tracker.operations.evidence import NewEvidence, attach_evidence

SignedIn = Callable[[str], Client]
ABOUT = {"about_on": "2/3/2026"}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def upload(data: bytes = b"", name: str = "minutes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or pdf(), content_type="text/html")


def held(world: World, *, place: Any = None, key: str = "head", shows: str = "Minutes", data: bytes = b"") -> Evidence:
    """A piece of evidence that is attached already."""
    by = actor_of(world.people[key], on=TODAY)
    file = keep_file(data=data or pdf(), name="minutes.pdf", by=by, at=NOW)
    given = NewEvidence(shows, date(2024, 3, 2), (file,))
    return attach_evidence(place=place or world.actions["kirklees"], given=given, by=by, at=NOW)[0].evidence


def new_address(world: World, record: str = "action", key: str = "kirklees") -> str:
    ref = world.actions[key].ref if record == "action" else world.recommendations[key].ref
    return f"/{record}s/{ref}/evidence/new/"


def file_address(evidence: Evidence, number: int = 1) -> str:
    return f"/evidence/{evidence.uid}/{number}/"


class TestAttaching:
    @pytest.mark.parametrize("record", ["action", "recommendation"])
    def test_a_file_is_attached_and_listed(self, signed_in: SignedIn, world: World, record: str) -> None:
        client = signed_in("head")

        answer = client.post(new_address(world, record), {"upload": upload(), "shows": "Minutes of May"} | ABOUT)

        page = client.get(answer.headers["Location"]).content.decode()
        assert answer.status_code == 302
        assert "Evidence added: Minutes of May" in page
        assert file_address(Evidence.objects.get()) in page
        assert "2 March 2026" in page

    def test_a_link_is_attached(self, signed_in: SignedIn, world: World) -> None:
        client = signed_in("head")

        answer = client.post(new_address(world), {"link": "https://example.org/a?b=1&c=2", "shows": "Minutes"} | ABOUT)

        page = client.get(answer.headers["Location"]).content.decode()
        assert 'href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer external"' in page

    def test_what_is_attached_already_is_offered(self, signed_in: SignedIn, world: World) -> None:
        evidence = held(world)
        client = signed_in("head")

        page = client.get(new_address(world, "recommendation")).content.decode()
        answer = client.post(new_address(world, "recommendation"), {"reused": [evidence.pk], "shows": ""} | ABOUT)

        assert "Minutes (minutes.pdf, 2 March 2024)" in page
        assert answer.status_code == 302
        assert evidence.uses.count() == 2

    def test_what_belongs_to_others_is_not_offered(self, signed_in: SignedIn, world: World) -> None:
        hidden = held(world, place=world.actions["wigan"], key="other_head")

        answer = signed_in("head").post(new_address(world), {"reused": [hidden.pk]} | ABOUT)

        assert answer.status_code == 400
        assert hidden.uses.count() == 1

    def test_nothing_given(self, signed_in: SignedIn, world: World) -> None:
        answer = signed_in("head").post(new_address(world), {"shows": ""} | ABOUT)

        page = answer.content.decode()
        assert answer.status_code == 400
        assert page.count("Select a file or enter a link") == 2
        assert "<title>Error: " in page

    @pytest.mark.parametrize(
        "name", ["HTML", "EICAR", "no bytes", "PDF with a password", "Word with a password", "macros in Word", "15 MB"]
    )
    def test_a_bad_file_gets_its_message_beside_the_field(self, signed_in: SignedIn, world: World, name: str) -> None:
        data, words = HOSTILE[name]

        answer = signed_in("head").post(
            new_address(world), {"upload": SimpleUploadedFile("minutes.pdf", data), "shows": "Minutes"} | ABOUT
        )

        assert answer.status_code == 400
        assert answer.content.decode().count(words.replace("The selected file", "‘minutes.pdf’")) == 2
        assert not Evidence.objects.exists()

    def test_eleven_files_are_too_many(self, signed_in: SignedIn, world: World) -> None:
        files = [upload(png(bytes([number])), f"{number}.png") for number in range(11)]

        answer = signed_in("head").post(new_address(world), {"upload": files, "shows": "Pictures"} | ABOUT)

        assert "You can only select up to 10 files at the same time" in answer.content.decode()
        assert not ChosenFile.objects.exists()

    def test_ten_files_are_attached(self, signed_in: SignedIn, world: World) -> None:
        files = [upload(png(bytes([number])), f"{number}.png") for number in range(10)]

        answer = signed_in("head").post(new_address(world), {"upload": files, "shows": "Pictures"} | ABOUT)

        assert answer.status_code == 302
        assert Evidence.objects.count() == 10

    def test_a_chosen_file_survives_a_mistake_elsewhere(self, signed_in: SignedIn, world: World) -> None:
        client = signed_in("head")
        page = client.post(new_address(world), {"upload": upload(), "shows": ""} | ABOUT).content.decode()
        token = re.search(r'name="chosen" type="checkbox" value="([0-9a-f-]+)" checked', page)

        answer = client.post(
            new_address(world), {"chosen": token and token.group(1), "shows": "Minutes of May"} | ABOUT
        )

        assert "Chosen: minutes.pdf" in page
        assert answer.status_code == 302
        assert EvidenceVersion.objects.get().file_name == "minutes.pdf"

    def test_a_chosen_file_can_be_left_out(self, signed_in: SignedIn, world: World) -> None:
        client = signed_in("head")
        client.post(new_address(world), {"upload": upload(), "shows": ""} | ABOUT)

        client.post(new_address(world), {"link": "https://example.org", "shows": "Minutes"} | ABOUT)

        assert EvidenceVersion.objects.get().link == "https://example.org"

    def test_another_persons_chosen_file_is_not_taken(self, signed_in: SignedIn, world: World) -> None:
        signed_in("lead").post(new_address(world), {"upload": upload(), "shows": ""} | ABOUT)
        token = ChosenFile.objects.get().token

        answer = signed_in("head").post(new_address(world), {"chosen": str(token), "shows": "Minutes"} | ABOUT)

        assert answer.status_code == 400
        assert "minutes.pdf" not in answer.content.decode()

    @pytest.mark.parametrize("token", ["", "nonsense", "0" * 400, "\x00", str(uuid.UUID(int=7))])
    def test_a_token_of_nonsense_is_nothing_chosen(self, signed_in: SignedIn, world: World, token: str) -> None:
        answer = signed_in("head").post(new_address(world), {"chosen": token, "shows": "Minutes"} | ABOUT)

        assert answer.status_code == 400

    @pytest.mark.parametrize(
        ("key", "status"),
        [("head", 200), ("lead", 200), ("national", 200), ("auditor", 403), ("owner", 403), ("sibling_head", 404)],
    )
    def test_who_may_attach_to_an_action(self, signed_in: SignedIn, world: World, key: str, status: int) -> None:
        assert signed_in(key).get(new_address(world)).status_code == status

    @pytest.mark.parametrize(("key", "status"), [("head", 200), ("lead", 200), ("auditor", 403), ("sibling_head", 403)])
    def test_who_may_attach_to_a_recommendation(self, signed_in: SignedIn, world: World, key: str, status: int) -> None:
        assert signed_in(key).get(new_address(world, "recommendation")).status_code == status

    def test_a_withdrawn_action_says_so_and_keeps_the_file(self, signed_in: SignedIn, world: World) -> None:
        Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)

        answer = signed_in("head").post(new_address(world), {"upload": upload(), "shows": "Minutes"} | ABOUT)

        assert answer.status_code == 409
        assert "Chosen: minutes.pdf" in answer.content.decode()

    def test_the_number_of_queries_does_not_grow(
        self, signed_in: SignedIn, world: World, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(5):
            held(world, shows=f"Minutes {number}", data=png(bytes([number])))
        client = signed_in("head")

        with django_assert_max_num_queries(20):
            client.get(f"/actions/{world.actions['kirklees'].ref}/")
        with django_assert_max_num_queries(15):
            client.get(new_address(world, "recommendation"))


class TestVersions:
    def address(self, evidence: Evidence) -> str:
        return f"/evidence/{evidence.uid}/new/"

    def test_a_newer_file_stands_above_the_earlier_one(self, signed_in: SignedIn, world: World) -> None:
        evidence, client = held(world), signed_in("head")

        answer = client.post(self.address(evidence), {"upload": upload(png(), "b.png"), "version": "1"} | ABOUT)

        page = client.get(answer.headers["Location"]).content.decode()
        assert "1 earlier version" in page
        assert page.index(file_address(evidence, 2)) < page.index(file_address(evidence, 1))

    def test_a_version_added_meanwhile_is_shown_and_the_file_kept(self, signed_in: SignedIn, world: World) -> None:
        evidence = held(world)
        signed_in("lead").post(self.address(evidence), {"upload": upload(png(), "b.png"), "version": "1"} | ABOUT)

        answer = signed_in("head").post(
            self.address(evidence), {"upload": upload(docx(), "c.docx"), "version": "1"} | ABOUT
        )

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "b.png" in page
        assert "Chosen: c.docx" in page
        assert 'name="version" value="2"' in page

    @pytest.mark.parametrize("given", [{}, {"upload": upload(), "link": "https://example.org"}])
    def test_one_file_or_one_link(self, signed_in: SignedIn, world: World, given: dict[str, Any]) -> None:
        answer = signed_in("head").post(self.address(held(world)), given | {"version": "1"} | ABOUT)

        assert answer.status_code == 400
        assert "Select a file or enter a link" in answer.content.decode()

    @pytest.mark.parametrize(("key", "status"), [("head", 200), ("owner", 403), ("auditor", 403), ("other_head", 404)])
    def test_who_may(self, signed_in: SignedIn, world: World, key: str, status: int) -> None:
        assert signed_in(key).get(self.address(held(world))).status_code == status


class TestTakingOut:
    def address(self, world: World, evidence: Evidence) -> str:
        return f"/evidence/{evidence.uid}/remove/{world.actions['kirklees'].ref}/"

    def test_it_is_asked_first(self, signed_in: SignedIn, world: World) -> None:
        page = signed_in("head").get(self.address(world, held(world))).content.decode()

        assert "Are you sure you want to take this evidence out?" in page
        assert EvidenceUse.objects.current().exists()

    def test_it_goes_and_the_timeline_says_so(self, signed_in: SignedIn, world: World) -> None:
        client = signed_in("head")

        answer = client.post(self.address(world, held(world)))

        page = client.get(answer.headers["Location"]).content.decode()
        assert "Evidence taken out: Minutes" in page
        assert "No evidence yet." in page

    def test_a_double_click_ends_on_the_same_page(self, signed_in: SignedIn, world: World) -> None:
        client, address = signed_in("head"), self.address(world, held(world))

        answers = [client.post(address).headers["Location"] for _ in range(2)]

        assert answers[0] == answers[1]

    @pytest.mark.parametrize(("key", "status"), [("owner", 403), ("auditor", 403), ("sibling_head", 404)])
    def test_who_may_not(self, signed_in: SignedIn, world: World, key: str, status: int) -> None:
        evidence = held(world)

        assert signed_in(key).post(self.address(world, evidence)).status_code == status
        assert EvidenceUse.objects.current().exists()

    def test_from_where_it_is_not_used(self, signed_in: SignedIn, world: World) -> None:
        evidence = held(world)

        answer = signed_in("head").post(f"/evidence/{evidence.uid}/remove/{world.actions['region'].ref}/")

        assert answer.status_code == 404


class TestWithAnUpdate:
    def post(self, client: Client, world: World, **given: Any) -> Any:
        answers = {
            "status": "in-progress",
            "text": "Two briefings held",
            "version": "1",
            "token": str(uuid.UUID(int=1)),
        }
        return client.post(f"/actions/{world.actions['kirklees'].ref}/update/", answers | ABOUT | given)

    def test_the_file_is_saved_with_the_update(self, signed_in: SignedIn, world: World) -> None:
        answer = self.post(signed_in("head"), world, upload=upload(), shows="Minutes of May")

        assert answer.status_code == 302
        assert EvidenceUse.objects.get().update == Update.objects.get()

    def test_one_attached_already_is_reused(self, signed_in: SignedIn, world: World) -> None:
        place = world.recommendations["kirklees"].answerables.select_related("organisation", "recommendation").get()
        evidence = held(world, place=place)

        answer = self.post(signed_in("head"), world, reused=[evidence.pk])

        assert answer.status_code == 302
        assert evidence.uses.count() == 2

    def test_what_it_shows_is_asked_only_of_a_file(self, signed_in: SignedIn, world: World) -> None:
        client = signed_in("head")

        refused = self.post(client, world, upload=upload())
        saved = self.post(client, world)

        page = refused.content.decode()
        assert refused.status_code == 400
        assert page.count("Enter what it shows") == 2
        assert "Chosen: minutes.pdf" in page
        assert re.search(r'<details class="govuk-details" open>\s*<summary[^>]*><span[^>]*>Attach a file', page)
        assert saved.status_code == 302

    def test_a_bad_file_keeps_the_words_and_saves_nothing(self, signed_in: SignedIn, world: World) -> None:
        answer = self.post(signed_in("head"), world, upload=upload(HOSTILE["HTML"][0]), shows="Minutes of May")

        page = answer.content.decode()
        assert answer.status_code == 400
        assert "must be a PDF, Word, Excel, PowerPoint, email, CSV, JPG or PNG" in page
        assert "Two briefings held" in page
        assert 'value="Minutes of May"' in page
        assert not Update.objects.exists()

    def test_a_conflict_keeps_the_chosen_file(self, signed_in: SignedIn, world: World) -> None:
        self.post(signed_in("lead"), world, token=str(uuid.UUID(int=2)))

        answer = self.post(signed_in("head"), world, upload=upload(), shows="Minutes of May")

        assert answer.status_code == 409
        assert "Chosen: minutes.pdf" in answer.content.decode()

    def test_it_opens_closed_and_without_a_date(self, signed_in: SignedIn, world: World) -> None:
        page = signed_in("head").get(f"/actions/{world.actions['kirklees'].ref}/update/").content.decode()

        assert "Attach a file or reuse one" in page
        assert '<details class="govuk-details" open>' not in page
        assert re.search(r'name="about_on"[^>]*>', page)
        assert not re.search(r'name="about_on"[^>]*value="[^"]', page)


def test_evidence_of_other_areas_is_on_no_page(signed_in: SignedIn, world: World) -> None:
    place = world.recommendations["kirklees"].answerables.select_related("organisation", "recommendation").get()
    held(world, place=place, shows="Marigold minutes")
    address = f"/recommendations/{world.recommendations['kirklees'].ref}/"

    assert "Marigold" in signed_in("head").get(address).content.decode()
    assert "Marigold" not in signed_in("sibling_head").get(address).content.decode()


def test_stale_evidence_has_a_tag(signed_in: SignedIn, world: World) -> None:
    held(world)

    page = signed_in("head").get(f"/actions/{world.actions['kirklees'].ref}/").content.decode()

    assert re.search(r"2 March 2024 <strong[^>]*>Stale</strong>", page)


@pytest.mark.parametrize("record", ["action", "recommendation"])
def test_lists_can_be_narrowed_to_stale_evidence(signed_in: SignedIn, world: World, record: str) -> None:
    held(world)
    refs = {key: getattr(world, f"{record}s")[key].ref for key in ("kirklees", "region")}

    page = signed_in("head").get(f"/{record}s/?state=stale-evidence").content.decode()

    assert f"/{record}s/{refs['kirklees']}/" in page
    assert f"/{record}s/{refs['region']}/" not in page
