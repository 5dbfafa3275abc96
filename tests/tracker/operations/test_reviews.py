"""Reviewing a self-assessment: effect, refusal, event, notice, twice, and after a change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.self_assessments import (
    actor,
    add_version,
    make_evidence,
    make_return,
    make_review,
    make_self_assessment,
)
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import Judge, NoticeKind, NoticeWay, Progress, ReviewOutcome, Role
from tracker.errors import EditConflict, InvalidInput, NotAllowed
from tracker.models import Event, EvidenceUse, Judgement, Person, PostHolder, Review
from tracker.models.review import version_of
from tracker.notifications import sending
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.notifications.operations.reminders import remind
from tracker.operations.self_assessments import withdraw
from tracker.rules.access import SERVICE

LATER = NOW + timedelta(minutes=5)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def test_a_review_is_a_decision_and_the_regions_own_view(world: World) -> None:
    made = make_review(world, make_self_assessment(world), category=Progress.NONE, reason="The sample fails")

    view = made.region_view
    assert (made.decision, made.decided_by, made.answer_by_on) == ("assured", world.people["lead"], None)
    assert view is not None
    assert (view.judge, view.category, view.reasons, view.dated_on) == (Judge.REGION, "none", "The sample fails", TODAY)


def test_a_view_of_sufficient_progress_rests_on_what_was_reviewed(world: World) -> None:
    evidence = make_evidence(world)
    said = make_self_assessment(world, category=Progress.SUFFICIENT, effect="Fewer gaps", evidence=[evidence])

    view = make_review(world, said).region_view

    assert view is not None
    assert (view.category, view.effect, view.proof) == ("sufficient", "Fewer gaps", evidence.newest)


@pytest.mark.parametrize("decision", list(ReviewOutcome))
def test_nobody_sees_sufficient_progress_in_what_names_no_effect_with_evidence(
    world: World, decision: ReviewOutcome
) -> None:
    said = make_self_assessment(world, evidence=[make_evidence(world)])

    with pytest.raises(InvalidInput) as refused:
        make_review(world, said, category=Progress.SUFFICIENT, decision=decision, reason="Seen on a visit")

    assert refused.value.field == "category"
    assert not Review.objects.exists()


def test_the_self_assessment_leaves_the_queue(world: World) -> None:
    make_review(world, make_self_assessment(world))

    assert not Judgement.objects.to_review(actor(world, "lead")).exists()


@pytest.mark.parametrize(
    ("decide", "verb"), [(make_review, "self-assessment.assured"), (make_return, "self-assessment.returned")]
)
def test_a_review_is_recorded(world: World, decide: Callable[..., Review], verb: str) -> None:
    self_assessment = make_self_assessment(world)

    made = decide(world, self_assessment)

    event = Event.objects.get(verb=verb)
    assert made.region_view is not None
    assert (event.by, event.at) == (world.people["lead"], NOW)
    assert event.after == {
        "self_assessment": self_assessment.pk,
        "category": made.region_view.category,
        "organisation": "kirklees",
    }


def test_a_returned_self_assessment_is_noted_for_the_head(world: World) -> None:
    self_assessment = make_self_assessment(world)
    Person.objects.update(first_signed_in_at=NOW)

    make_return(world, self_assessment)
    raise_decision_notices(by=SERVICE, at=NOW)

    notice = NoticeToTell.objects.get()
    assert (notice.person, notice.kind) == (world.people["head"], NoticeKind.SELF_ASSESSMENT_RETURNED)


@pytest.mark.parametrize(
    ("gone", "at_once"),
    [((), {"second"}), (("second",), {"head"}), (("second", "head"), {"third"})],
)
def test_it_goes_at_once_to_who_made_it_or_leads_the_body_and_others_read_of_it(
    world: World, gone: tuple[str, ...], at_once: set[str]
) -> None:
    for key in ("second", "third"):
        make_person(world, key, role=Role.HEAD_OF_PDU, body="kirklees", title=f"Manager {key}")
    self_assessment = make_self_assessment(world, by="second")
    Person.objects.update(first_signed_in_at=NOW)
    Person.objects.filter(pk__in=[world.people[key].pk for key in gone]).update(is_active=False)

    make_return(world, self_assessment)
    raise_decision_notices(by=SERVICE, at=NOW)

    ways = {(notice.person_id, notice.way) for notice in NoticeToTell.objects.all()}
    told = {"head", "second", "third"} - set(gone)
    assert ways == {(world.people[key].pk, NoticeWay.INSTANT if key in at_once else NoticeWay.DIGEST) for key in told}


def test_an_assured_self_assessment_is_noted_for_nobody(world: World) -> None:
    self_assessment = make_self_assessment(world)
    Person.objects.update(first_signed_in_at=NOW)

    make_review(world, self_assessment)

    assert not NoticeToTell.objects.exists()


@pytest.mark.parametrize("person", ["owner", "head", "sibling_head", "other_lead", "national", "auditor"])
def test_who_is_not_the_next_body_up_is_refused(world: World, person: str) -> None:
    self_assessment = make_self_assessment(world)

    with pytest.raises(NotAllowed):
        make_review(world, self_assessment, by=person)

    assert (Review.objects.count(), Judgement.objects.filter(judge=Judge.REGION).count()) == (0, 0)


def test_nobody_reviews_their_own_self_assessment(world: World) -> None:
    self_assessment = make_self_assessment(world, by="lead")

    with pytest.raises(NotAllowed, match="own self-assessment"):
        make_review(world, self_assessment)


def test_hmpps_reviews_a_region(world: World) -> None:
    self_assessment = make_self_assessment(world, "region", by="lead")

    made = make_review(world, self_assessment, by="national")

    assert made.decided_by == world.people["national"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": Progress.NONE}, "reason"),
        ({"decision": ReviewOutcome.RETURNED, "reason": "Show it"}, "answer_by_on"),
        ({"decision": ReviewOutcome.RETURNED, "answer_by_on": date(2026, 12, 1)}, "reason"),
    ],
)
def test_an_unfinished_review_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    self_assessment = make_self_assessment(world)

    with pytest.raises(InvalidInput) as refusal:
        make_review(world, self_assessment, **changes)

    assert (refusal.value.field, Review.objects.count()) == (field, 0)


@pytest.mark.parametrize("decide", [make_review, make_return])
def test_twice_makes_one_review(world: World, decide: Callable[..., Review]) -> None:
    self_assessment = make_self_assessment(world)

    first, again = decide(world, self_assessment), decide(world, self_assessment, at=LATER)

    assert first == again
    assert Judgement.objects.filter(judge=Judge.REGION).count() == 1


@pytest.mark.parametrize("changes", [{"by": "second_lead"}, {"category": Progress.NONE, "reason": "The sample fails"}])
def test_the_second_is_told_who_decided_and_when(world: World, changes: dict[str, Any]) -> None:
    make_person(world, "second_lead", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
    self_assessment = make_self_assessment(world)
    first = make_review(world, self_assessment)

    with pytest.raises(EditConflict) as refusal:
        make_review(world, self_assessment, **changes)

    assert refusal.value.current == first
    assert (refusal.value.current.decided_by, refusal.value.current.decided_at) == (world.people["lead"], NOW)


class TestChangedSinceItWasOpened:
    def withdrawn(self, world: World, self_assessment: Judgement) -> None:
        withdraw(self_assessment=self_assessment, by=actor(world, "head"), at=NOW)

    def replaced(self, world: World, self_assessment: Judgement) -> None:
        make_self_assessment(world, reasons="More was done")

    def new_version(self, world: World, self_assessment: Judgement) -> None:
        add_version(self_assessment.evidence.get().version.evidence)

    def taken_out(self, world: World, self_assessment: Judgement) -> None:
        EvidenceUse.objects.update(removed_at=NOW)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ("withdrawn", "withdrawn"),
            ("replaced", "newer self-assessment"),
            ("new_version", "evidence changed"),
            ("taken_out", "evidence changed"),
        ],
    )
    def test_it_is_refused_with_what_happened(self, world: World, change: str, words: str) -> None:
        self_assessment = make_self_assessment(world, evidence=[make_evidence(world)])
        version = version_of(self_assessment)
        getattr(self, change)(world, self_assessment)

        with pytest.raises(EditConflict, match=words):
            make_review(world, self_assessment, version=version)

        assert not Review.objects.exists()


class TestTelling:
    """Self-assessments in the digest's group 'Needs your decision'."""

    @pytest.fixture
    def cast(self, world: World) -> World:
        Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
        return world

    def mail(self, world: World, key: str) -> str:
        remind(by=SERVICE, at=MONDAY)
        message = Message.objects.select_related("person").filter(person=world.people[key]).first()
        letter = sending.digest(message, MONDAY) if message else None
        return f"{letter.body}{letter.alternatives[0][0]}" if letter else ""

    def test_a_self_assessment_to_review_is_told_without_its_words(self, cast: World) -> None:
        self_assessment = make_self_assessment(cast)

        mail = self.mail(cast, "lead")

        assert "Needs your decision" in mail
        assert f"/recommendations/{self_assessment.answerable.recommendation.ref}/review/?body=kirklees" in mail
        assert self_assessment.reasons not in mail
        assert "Some progress" not in mail

    def test_a_returned_self_assessment_is_told_to_the_head_without_its_reason(self, cast: World) -> None:
        made = make_return(cast, make_self_assessment(cast))

        mail = self.mail(cast, "head")

        assert "self-assessment returned, answer expected by 11 December 2026" in mail
        assert made.reason not in mail

    def test_what_was_decided_meanwhile_is_not_told(self, cast: World) -> None:
        make_review(cast, make_self_assessment(cast))

        assert "Needs your decision" not in self.mail(cast, "lead")

    def test_it_is_noted_for_whoever_takes_up_the_post(self, cast: World) -> None:
        PostHolder.objects.filter(person=cast.people["lead"]).update(to_on=TODAY)
        make_self_assessment(cast)
        assert not NoticeToTell.objects.filter(kind=NoticeKind.SELF_ASSESSMENT_TO_REVIEW).exists()

        PostHolder.objects.filter(person=cast.people["lead"]).update(to_on=None)
        remind(by=SERVICE, at=MONDAY)
        remind(by=SERVICE, at=MONDAY)

        assert NoticeToTell.objects.filter(kind=NoticeKind.SELF_ASSESSMENT_TO_REVIEW).count() == 1
