"""The pages that correct what was published: who may, what is prefilled, mistakes, two savers, the timeline."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from inspections.models import Inspection, StandardRating
from tests.factories.answers import make_alert
from tests.factories.carry_over import confirm_it, decide_both, make_reinspection
from tests.factories.corrections import WHY, correct, make_findings
from tests.factories.publishing import publish_report
from tests.factories.world import World
from tracker.models import Correction, Recommendation

SignedIn = Callable[[str], Client]
TITLE = "Check every plan with a second manager"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def shown(page: Any) -> dict[str, Any]:
    """What a browser sends of a page's form that nobody changed."""
    [form] = html.fromstring(page.content).xpath("//main//form")
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def filled_in(page: Any, **changed: Any) -> dict[str, Any]:
    """What a browser sends when only these answers are changed: every other one as the page opened it."""
    return shown(page) | {"reason": WHY} | changed


class TestRecommendation:
    def test_it_opens_with_what_is_said_now(self, world: World, signed_in: SignedIn) -> None:
        held = world.recommendations["kirklees"]

        page = signed_in("coordinator").get(f"/recommendations/{held.ref}/correct/")

        words = text_of(page)
        assert f'value="{held.short_title}"' in words
        assert held.text in words
        assert "Responsible body" in words

    def test_it_is_saved_and_the_earlier_words_stand_in_the_timeline(self, world: World, signed_in: SignedIn) -> None:
        held = world.recommendations["kirklees"]
        address = f"/recommendations/{held.ref}/"
        client = signed_in("coordinator")

        answer = client.post(
            f"{address}correct/", filled_in(client.get(f"{address}correct/"), short_title=TITLE), follow=True
        )

        words = text_of(answer)
        assert f">{TITLE}</h1>" in words.replace(" </h1>", "</h1>").replace("> ", ">")
        assert "Recommendation corrected: short title" in words
        assert f"Before: {held.short_title}" in words
        assert f"Reason: {WHY}" in words
        assert "Corrected. The timeline shows" in words
        for person in ("head", "other_head"):
            seen = text_of(signed_in(person).get(address))
            assert f"Now: {TITLE}" in seen
            assert "Correct this recommendation" not in seen

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({}, "Nothing was changed. Correct what is wrong, or go back"),
            ({"reason": "", "short_title": TITLE}, "Enter why this is corrected"),
            ({"short_title": ""}, "Enter the short title"),
            ({"number": "first"}, "must be a whole number"),
        ],
    )
    def test_mistakes_stand_at_the_top(
        self, world: World, signed_in: SignedIn, changed: dict[str, str], message: str
    ) -> None:
        address, client = f"/recommendations/{world.recommendations['kirklees'].ref}/correct/", signed_in("coordinator")

        answer = client.post(address, filled_in(client.get(address), **changed))

        assert answer.status_code == 400
        assert "There is a problem" in text_of(answer)
        assert message in text_of(answer)
        assert not Correction.objects.exists()

    def test_the_second_saver_sees_both_texts_and_can_save_again(self, world: World, signed_in: SignedIn) -> None:
        address, client = f"/recommendations/{world.recommendations['kirklees'].ref}/correct/", signed_in("coordinator")
        sent = filled_in(client.get(address), short_title=TITLE)
        correct(world, short_title="Let two managers check each plan")

        answer = client.post(address, sent)

        assert answer.status_code == 409
        words = text_of(answer)
        assert "Somebody corrected this after you opened it" in words
        assert "Let two managers check each plan" in words
        assert f'value="{TITLE}"' in words
        again = client.post(address, sent | {"version": filled_in(answer)["version"]})
        assert again.status_code == 302
        assert Recommendation.objects.get(pk=world.recommendations["kirklees"].pk).short_title == TITLE

    def test_there_is_none_for_others_or_for_what_is_not_there(self, world: World, signed_in: SignedIn) -> None:
        ref = world.recommendations["kirklees"].ref

        assert signed_in("head").get(f"/recommendations/{ref}/correct/").status_code == 403
        assert signed_in("coordinator").get("/recommendations/REC-9999/correct/").status_code == 404
        assert "Correct this recommendation" in text_of(signed_in("coordinator").get(f"/recommendations/{ref}/"))


class TestInspection:
    def test_cover_and_ratings_are_corrected_and_seen(self, world: World, signed_in: SignedIn) -> None:
        rating, _, _ = make_findings(world)
        address, client = f"/inspections/{world.inspections['kirklees'].ref}/", signed_in("coordinator")
        sent = filled_in(client.get(f"{address}correct/"), rating="good", **{f"rating_{rating.pk}": "outstanding"})

        answer = client.post(f"{address}correct/", sent, follow=True)

        words = text_of(answer)
        assert "Inspection corrected: overall rating, rating, P 1.1 Leadership" in words
        assert "Before: Requires improvement" in words
        assert StandardRating.objects.get(pk=rating.pk).rating == "outstanding"
        assert Inspection.objects.get(pk=world.inspections["kirklees"].pk).rating == "good"

    def test_key_questions_and_verdicts_have_pages_of_their_own(self, world: World, signed_in: SignedIn) -> None:
        _, question, judged = make_findings(world)
        address, client = f"/inspections/{world.inspections['kirklees'].ref}/correct/", signed_in("coordinator")

        for page, changed in (
            ("key-questions/", {f"percent_{question.pk}": "74"}),
            ("verdicts/", {f"category_{judged.pk}": "sufficient"}),
        ):
            assert client.post(address + page, filled_in(client.get(address + page), **changed)).status_code == 302

        question.refresh_from_db()
        judged.refresh_from_db()
        assert (question.percent, judged.category) == (74, "sufficient")
        leeds = text_of(client.get(f"/recommendations/{world.recommendations['leeds'].ref}/"))
        assert "What the inspectorate said corrected" in leeds

    def test_what_is_not_there_says_so(self, world: World, signed_in: SignedIn) -> None:
        address, client = f"/inspections/{world.inspections['leeds'].ref}/correct/", signed_in("coordinator")

        assert "nothing to correct here" in text_of(client.get(f"{address}key-questions/"))
        assert "nothing to correct here" in text_of(client.get(f"{address}verdicts/"))
        assert client.get("/inspections/INS-9999/correct/").status_code == 404
        assert signed_in("lead").get(address).status_code == 403

    def test_a_date_that_is_none_is_refused(self, world: World, signed_in: SignedIn) -> None:
        address, client = f"/inspections/{world.inspections['kirklees'].ref}/correct/", signed_in("coordinator")

        answer = client.post(address, filled_in(client.get(address), published_month="13"))

        assert answer.status_code == 400
        assert "must be a real date" in text_of(answer)


def test_the_words_of_an_alert_are_corrected(world: World, signed_in: SignedIn) -> None:
    alert, client = make_alert(world, "kirklees"), signed_in("coordinator")
    address = f"/alerts/{alert.ref}/correct/"

    answer = client.post(address, filled_in(client.get(address), concerns="Plans come late\n\nNo manager reads them"))

    assert answer.status_code == 302
    page = text_of(client.get(f"/alerts/{alert.ref}/"))
    assert "Correct this alert" in page
    assert "Alert corrected: concerns" in page
    assert list(alert.concerns.values_list("text", flat=True)) == ["Plans come late", "No manager reads them"]
    assert client.post(address, filled_in(client.get(address))).status_code == 400
    assert signed_in("lead").get(address).status_code == 403


class TestTakingBack:
    def test_a_report_is_withdrawn_with_a_reason(self, world: World, signed_in: SignedIn) -> None:
        report, client = publish_report(), signed_in("coordinator")
        address = f"/inspections/{report.ref}/withdraw/"

        assert "Withdraw this report" in text_of(client.get(f"/inspections/{report.ref}/correct/"))
        assert client.post(address, {"reason": ""}).status_code == 400
        answer = client.post(address, {"reason": WHY}, follow=True)

        assert "It is a draft again" in text_of(answer)
        assert answer.redirect_chain[0][0] == f"/inspections/{report.ref}/import/"
        assert signed_in("head").get(f"/inspections/{report.ref}/").status_code == 404

    def test_what_depends_on_a_report_is_said_instead(self, world: World, signed_in: SignedIn) -> None:
        address, client = f"/inspections/{world.inspections['leeds'].ref}/withdraw/", signed_in("coordinator")

        page = client.get(address)

        assert "cannot be withdrawn, because of 1 action" in text_of(page)
        assert "Why?" not in text_of(page)
        assert client.post(address, {"reason": WHY}).status_code == 409
        assert signed_in("lead").get(address).status_code == 403

    def test_a_carry_over_is_opened_again_or_corrected_entry_by_entry(self, world: World, signed_in: SignedIn) -> None:
        make_reinspection(world)
        decide_both(world)
        confirm_it(world, at=timezone.now())
        address, client = f"/inspections/{world.inspections['again'].ref}/carry-over/", signed_in("lead")
        entry = f"{address}{world.recommendations['region'].ref}/correct/"

        assert "Open this carry-over again" in text_of(client.get(address))
        assert world.recommendations["region"].ref in text_of(client.get(f"{address}entries/correct/"))
        unchanged = client.post(entry, shown(client.get(entry)) | {"why": WHY})
        assert unchanged.status_code == 400
        assert "Nothing was changed" in text_of(unchanged)
        assert client.post(entry, shown(client.get(entry)) | {"why": WHY, "ending": "open"}).status_code == 302
        page = client.get(f"/recommendations/{world.recommendations['region'].ref}/")
        assert "Carry-over corrected: what happened to it" in text_of(page)
        assert client.post(f"{address}reopen/", {"reason": ""}).status_code == 400

    def test_it_is_opened_again_within_a_day(self, world: World, signed_in: SignedIn) -> None:
        make_reinspection(world)
        decide_both(world)
        held = confirm_it(world, at=timezone.now())
        address, client = f"/inspections/{world.inspections['again'].ref}/carry-over/", signed_in("lead")

        answer = client.post(f"{address}reopen/", {"reason": WHY}, follow=True)

        assert "The carry-over is open again" in text_of(answer)
        assert "Carry-over opened again" in text_of(client.get(f"/inspections/{world.inspections['again'].ref}/"))
        confirm_it(world, at=held.confirmed_at - timedelta(days=2))
        late = client.get(f"{address}reopen/")
        assert "more than a day ago" in text_of(late)
        assert client.post(f"{address}reopen/", {"reason": WHY}).status_code == 409


class TestAdditions:
    def test_a_standard_and_a_key_question_that_were_missed_are_added(self, world: World, signed_in: SignedIn) -> None:
        address, client = f"/inspections/{world.inspections['kirklees'].ref}/", signed_in("coordinator")
        words = text_of(client.get(f"{address}correct/"))
        assert f'href="{address}correct/standards/new/"' in words
        assert f'href="{address}correct/key-questions/new/"' in words
        assert "No standard is recorded of this report" in text_of(client.get(f"{address}correct/key-questions/new/"))

        standard = filled_in(client.get(f"{address}correct/standards/new/"), code="P 1.2", title="Staff", rating="good")
        answer = client.post(f"{address}correct/standards/new/", standard, follow=True)
        assert "Inspection corrected: rating, P 1.2 Staff" in text_of(answer)
        rating = StandardRating.objects.get(inspection=world.inspections["kirklees"])
        question = filled_in(
            client.get(f"{address}correct/key-questions/new/"),
            standard=rating.pk, text="Do staff have time to plan?", percent="61",
        )  # fmt: skip
        answer = client.post(f"{address}correct/key-questions/new/", question, follow=True)

        assert "Inspection corrected: key question, P 1.2 key question 1" in text_of(answer)
        assert "Do staff have time to plan?" in text_of(answer)
        assert client.post(f"{address}correct/key-questions/new/", question).status_code == 302
        assert rating.key_questions.count() == 1

    @pytest.mark.parametrize(
        ("page", "changed", "message"),
        [
            ("standards", {"title": "Staff", "rating": "good"}, "Enter the code of the standard"),
            ("standards", {"code": "P 1.2", "title": "Staff"}, "Select the rating"),
            ("standards", {"code": "P 1.1", "title": "Leadership", "rating": "good"}, "P 1.1 is recorded already"),
            ("standards", {"code": "P 1.2", "title": "Staff", "rating": "good", "reason": ""}, "Enter why"),
            ("key-questions", {"text": "Do staff have time?"}, "Select the standard"),
            ("key-questions", {"standard": "P 1.1", "text": ""}, "Enter the key question"),
            ("key-questions", {"standard": "P 1.1", "text": "Enough?", "percent": "101"}, "must be 100 or fewer"),
        ],
    )
    def test_mistakes_keep_every_answer(
        self, world: World, signed_in: SignedIn, page: str, changed: dict[str, str], message: str
    ) -> None:
        rating, _, _ = make_findings(world)
        changed = changed | ({"standard": str(rating.pk)} if changed.get("standard") else {})
        address = f"/inspections/{world.inspections['kirklees'].ref}/correct/{page}/new/"
        client = signed_in("coordinator")

        answer = client.post(address, filled_in(client.get(address), **changed))

        assert answer.status_code == 400
        words = text_of(answer)
        assert "There is a problem" in words
        assert message in words
        assert all(value in words for value in changed.values())
        assert not Correction.objects.exists()

    @pytest.mark.parametrize("page", ["standards", "key-questions"])
    def test_there_is_none_for_others_or_for_what_is_not_there(
        self, world: World, signed_in: SignedIn, page: str
    ) -> None:
        address = f"/inspections/{world.inspections['kirklees'].ref}/correct/{page}/new/"

        assert signed_in("lead").get(address).status_code == 403
        assert signed_in("coordinator").get(f"/inspections/INS-9999/correct/{page}/new/").status_code == 404
