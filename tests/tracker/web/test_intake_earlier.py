"""An earlier recommendation that was not read is added by hand; what is still doubtful is shown with its words."""

import pytest

from tests.factories import reports
from tests.factories.world import NOW, World
from tests.tracker.web.test_intake import confirm_all, version
from tracker.models import Judgement, Recommendation, ReportDraft
from tracker.operations.intake.drafts import start_draft
from tracker.rules.access import SERVICE

MISSED = {
    "match": "new",
    "text": "Tell each court which programmes run in its area",
    "number": "4",
    "category": "some",
    "action_taken": "A list went out in spring.",
    "improvement": "yes",
}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def draft(world: World) -> ReportDraft:
    earlier = [reports.earlier(words) for words in reports.EARLIER_WORDS]
    warning = {"code": "table-run-together", "message": "Odd table.", "source": {"line": 7, "page": None}}
    read = reports.read(previous_report_published="2023-03", previous_recommendations=earlier, warnings=[warning])
    return start_draft(read=read, file_name="look-alike.txt", document=b"one", by=SERVICE, at=NOW)


def page_of(draft: ReportDraft, page: str) -> str:
    return f"/inspections/{draft.inspection.ref}/import/{page}"


def add(client, draft: ReportDraft, **changes):
    return client.post(page_of(draft, "earlier/new/"), MISSED | {"version": version(draft)} | changes)


def test_an_earlier_recommendation_that_was_missed_is_added_and_published_with_its_verdict(draft, signed_in):
    client = signed_in("coordinator")
    assert page_of(draft, "earlier/new/") in client.get(page_of(draft, "earlier/")).content.decode()

    answer = add(client, draft)
    assert answer.headers["Location"] == page_of(draft, "earlier/")
    listed = client.get(page_of(draft, "earlier/")).content.decode()
    assert "Tell each court which programmes run in its area" in listed
    assert page_of(draft, "earlier/added-1/") in listed

    confirm_all(client, draft)
    shown = client.get(page_of(draft, "publish/")).content.decode()
    assert "Added by hand" in shown
    client.post(page_of(draft, "publish/"), {"version": version(draft)})

    made = Recommendation.objects.get(text=MISSED["text"])
    assert (made.number, made.inspection.known_from_later) == (4, True)
    judged = Judgement.objects.get(answerable__recommendation=made)
    assert (judged.category, judged.reasons) == ("some", MISSED["action_taken"])
    assert judged.improvement_still_required is True


def test_a_report_of_which_no_earlier_one_was_read_can_have_one(world, signed_in):
    draft = start_draft(read=reports.read(), file_name="look-alike.txt", document=b"two", by=SERVICE, at=NOW)
    client = signed_in("coordinator")

    add(client, draft)

    assert "Tell each court" in client.get(page_of(draft, "earlier/")).content.decode()


def test_without_its_words_it_is_refused_and_what_was_typed_stays(draft, signed_in):
    answer = add(signed_in("coordinator"), draft, text="")

    assert answer.status_code == 400
    assert "Enter the recommendation" in answer.content.decode()
    assert "A list went out in spring." in answer.content.decode()


def test_a_second_one_has_a_key_of_its_own(draft, signed_in):
    client = signed_in("coordinator")
    add(client, draft)
    add(client, draft, text="Keep the list of courts up to date", number="5")

    draft.refresh_from_db()
    assert {"added-1", "added-2"} <= set(draft.answers["earlier"])


def test_one_that_somebody_else_saved_meanwhile_is_not_overwritten(draft, signed_in):
    client = signed_in("coordinator")
    old = version(draft)
    add(client, draft)

    answer = add(client, draft, version=old, text="Keep the list of courts up to date")

    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.answers["earlier"]["added-1"]["text"] == MISSED["text"]


def test_one_that_was_added_can_be_changed_and_left_out(draft, signed_in):
    client = signed_in("coordinator")
    add(client, draft)

    answer = client.get(page_of(draft, "earlier/added-1/")).content.decode()
    assert "Added by hand" in answer
    client.post(page_of(draft, "earlier/added-1/"), MISSED | {"version": version(draft), "match": "leave-out"})

    assert "Left out" in client.get(page_of(draft, "earlier/")).content.decode()


@pytest.mark.parametrize("key", ["head", "national"])
def test_who_may_not_check_the_report_adds_nothing(key, draft, signed_in):
    assert add(signed_in(key), draft).status_code == 404


def test_what_is_still_doubtful_is_shown_with_its_place_and_words(draft, signed_in):
    page = signed_in("coordinator").get(page_of(draft, "publish/")).content.decode()

    assert "Odd table." in page
    assert "Line 7: ‘line 7 of the look-alike’" in page
