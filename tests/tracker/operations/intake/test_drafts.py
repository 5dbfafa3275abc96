"""A report comes in as a draft; a person's answers are kept; a draft can be deleted."""

import hashlib
from dataclasses import replace

import pytest

from inspections.choices import InspectionStatus
from inspections.models import Inspection
from tests.factories import reports
from tests.factories.world import NOW, TODAY, World
from tracker.errors import AlreadyHeld, EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Event, Recommendation, ReportDraft, actor_of
from tracker.operations.intake.drafts import confirm_as_read, delete_draft, save_answers, start_draft
from tracker.operations.intake.publish import publish
from tracker.rules.access import SERVICE, Actor, Grant
from tracker.rules.intake.proposals import Task


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def coordinator(world: World) -> Actor:
    return actor_of(world.people["coordinator"], on=TODAY)


def bring_in(by: Actor = SERVICE, document: bytes = b"one", **changes) -> ReportDraft:
    return start_draft(read=reports.read(**changes), file_name="look-alike.txt", document=document, by=by, at=NOW)


def publish_as_read(draft: ReportDraft) -> Inspection:
    confirmed = confirm_as_read(draft=draft, by=SERVICE, at=NOW)
    return publish(draft=confirmed, version=confirmed.version, by=SERVICE, at=NOW)


def test_a_draft_names_the_body_and_makes_no_recommendation(world, coordinator):
    before = Recommendation.objects.count()

    draft = bring_in(coordinator)

    assert draft.inspection.organisation == world.organisations["kirklees"]
    assert draft.inspection.status == InspectionStatus.DRAFT
    assert Recommendation.objects.count() == before


def test_the_file_is_kept_under_a_name_of_our_own(world, coordinator):
    draft = bring_in(coordinator, document=b"the bytes")

    assert draft.document.name.startswith("reports/")
    assert "look-alike" not in draft.document.name
    with draft.document.open() as kept:
        assert kept.read() == b"the bytes"
    assert draft.sha256 == hashlib.sha256(b"the bytes").hexdigest()


def test_bringing_in_is_on_the_trail(world, coordinator):
    draft = bring_in(coordinator)

    event = Event.objects.about(draft.inspection.ref).get()
    assert (event.verb, event.by) == ("report.brought-in", world.people["coordinator"])


def test_a_body_that_is_not_certain_is_left_open(world, coordinator):
    draft = bring_in(coordinator, organisation="Kirkles")

    assert draft.inspection.organisation is None
    assert ReportDraft.objects.visible_to(coordinator).filter(pk=draft.pk).exists()


@pytest.mark.parametrize("key", ["head", "lead", "national", "administrator", "auditor", "owner"])
def test_only_coordinators_bring_reports_in(key, world):
    with pytest.raises(NotAllowed):
        bring_in(actor_of(world.people[key], on=TODAY))


def test_a_coordinator_of_one_region_does_not_record_anothers_report(world, coordinator):
    path = world.organisations["manchester"].path
    of_manchester = replace(coordinator, grants=tuple(Grant(each.role, path) for each in coordinator.grants))

    with pytest.raises(NotAllowed):
        bring_in(of_manchester)


@pytest.mark.parametrize(
    ("document", "changes"),
    [
        (b"one", {"organisation": "Leeds PDU"}),
        (b"two", {}),
        (b"two", {"published": "2026-06-17", "recommendations": []}),
        (b"two", {"published": None}),
    ],
    ids=["same file", "same month", "same month to the day", "no month but the same recommendations"],
)
def test_the_same_report_is_recognised(document, changes, world, coordinator):
    first = bring_in()

    with pytest.raises(AlreadyHeld) as refusal:
        bring_in(coordinator, document, **changes)

    assert refusal.value.held == first.inspection


def test_a_published_report_is_recognised_too(world, coordinator):
    held = publish_as_read(bring_in())

    with pytest.raises(AlreadyHeld) as refusal:
        bring_in(coordinator, b"two")

    assert refusal.value.held == held


def test_another_month_is_another_report(world, coordinator):
    first = bring_in()

    second = bring_in(coordinator, b"two", published="2024-02")

    assert first.inspection != second.inspection


def test_answers_are_kept_with_a_version_and_an_event(world, coordinator):
    draft = bring_in()
    answers = {"1": {"text": "words of a person"}}

    saved = save_answers(draft=draft, task=Task.RECOMMENDATIONS, answers=answers, version=1, by=coordinator, at=NOW)

    assert (saved.answers["recommendations"], saved.version) == (answers, 2)
    event = Event.objects.about(draft.inspection.ref).get(verb="report.checked")
    assert event.after["1"] == {"text": "words of a person"}


def test_answers_against_an_older_version_are_refused_with_the_newer(world, coordinator):
    draft = bring_in()
    save = {"draft": draft, "task": Task.RECOMMENDATIONS, "version": 1, "by": coordinator, "at": NOW}
    save_answers(**save, answers={"1": {"text": "first"}})

    with pytest.raises(EditConflict) as refusal:
        save_answers(**save, answers={"1": {"text": "second"}})

    assert refusal.value.current.answers["recommendations"] == {"1": {"text": "first"}}


def details(world: World, body: str) -> dict:
    facts = {"organisation": world.organisations[body].pk, "kind": "pdu", "published": "2026-05"}
    empty = {"framework": "", "fieldwork_started": None, "isbn": "", "lead_inspector": "", "rating": ""}
    return facts | empty | {"score": None, "max_score": None}


def test_details_move_the_draft_to_its_body(world, coordinator):
    draft = bring_in()

    save_answers(draft=draft, task=Task.DETAILS, answers=details(world, "leeds"), version=1, by=coordinator, at=NOW)

    draft.inspection.refresh_from_db()
    assert draft.inspection.organisation == world.organisations["leeds"]
    assert draft.inspection.published_on.isoformat() == "2026-05-01"


def test_a_body_out_of_reach_cannot_be_chosen(world, coordinator):
    path = world.organisations["yorkshire"].path
    of_yorkshire = replace(coordinator, grants=tuple(Grant(each.role, path) for each in coordinator.grants))
    draft = bring_in()

    with pytest.raises(NotAllowed):
        save_answers(
            draft=draft, task=Task.DETAILS, answers=details(world, "wigan"), version=1, by=of_yorkshire, at=NOW
        )


@pytest.mark.parametrize(
    "answer", [{"is_left_out": True, "left_out": ""}, {"is_added": True, "text": ""}], ids=["no reason", "no words"]
)
def test_answers_that_say_too_little_are_refused(answer, world, coordinator):
    with pytest.raises(InvalidInput):
        save_answers(
            draft=bring_in(), task=Task.RECOMMENDATIONS, answers={"1": answer}, version=1, by=coordinator, at=NOW
        )


def test_a_published_draft_takes_no_answers(world, coordinator):
    draft = bring_in()
    publish_as_read(draft)

    with pytest.raises(WrongState):
        save_answers(draft=draft, task=Task.EARLIER, answers={}, version=3, by=coordinator, at=NOW)


def test_a_deleted_draft_is_gone_with_its_file_and_stays_on_the_trail(
    world, coordinator, django_capture_on_commit_callbacks
):
    draft = bring_in()
    ref, storage, name = draft.inspection.ref, draft.document.storage, draft.document.name

    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(draft=draft, by=coordinator, at=NOW)

    assert not Inspection.objects.by_ref(ref).exists()
    assert not storage.exists(name)
    assert Event.objects.about(ref).filter(verb="report.deleted").count() == 1


def test_a_published_report_is_not_deleted(world, coordinator):
    draft = bring_in()
    publish_as_read(draft)

    with pytest.raises(WrongState):
        delete_draft(draft=draft, by=coordinator, at=NOW)


WHY = "It is from the inspectorate’s own page; only its title is odd."


def vouch(by, because: str = WHY, **changes):
    read = reports.read_anyway(**changes)
    return start_draft(read=read, file_name="odd.txt", document=b"odd", because=because, by=by, at=NOW)


def test_a_refused_report_that_somebody_vouches_for_says_so_for_ever(world, coordinator):
    draft = vouch(coordinator, f"  {WHY}  ")

    draft.refresh_from_db()
    assert (draft.refused_as, draft.vouched_because) == (reports.REFUSED_AS, WHY)
    event = Event.objects.about(draft.inspection.ref).get(verb="report.vouched-for")
    assert event.after == {"reason": WHY, "refused_as": reports.REFUSED_AS, "person": draft.created_by.name}
    assert event.by_id == coordinator.person_id


@pytest.mark.parametrize("because", ["", "  "])
def test_a_refused_report_is_not_brought_in_without_a_reason(because, world, coordinator):
    with pytest.raises(InvalidInput) as refusal:
        vouch(coordinator, because)

    assert refusal.value.field == "because"
    assert not ReportDraft.objects.exists()


def test_the_service_itself_vouches_for_nothing(world):
    with pytest.raises(NotAllowed):
        vouch(SERVICE)


def test_nobody_vouches_twice_for_the_same_report(world, coordinator):
    first = vouch(coordinator)

    with pytest.raises(AlreadyHeld) as refusal:
        vouch(coordinator)

    assert refusal.value.held == first.inspection


def test_a_report_that_was_let_in_needs_nobody_to_vouch(world, coordinator):
    read = reports.read()

    draft = start_draft(read=read, file_name="a.txt", document=b"a", because=WHY, by=coordinator, at=NOW)

    assert (draft.refused_as, draft.vouched_because) == ("", "")
    assert not Event.objects.of_verb("report.vouched-for").exists()


def test_who_vouched_stands_in_the_trail_of_the_record_that_takes_the_report_over(world, coordinator):
    judging = {
        "previous_report_published": "2023-03",
        "previous_recommendations": [reports.earlier(text) for text in reports.EARLIER_WORDS],
    }
    publish_as_read(bring_in(**judging))
    held = Inspection.objects.get(known_from_later=True)
    draft = vouch(coordinator, published="2023-03")

    assert publish_as_read(draft) == held
    event = Event.objects.about(held.ref).get(verb="report.vouched-for")
    assert event.after["person"] == draft.created_by.name
