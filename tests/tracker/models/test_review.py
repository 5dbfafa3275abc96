"""Reviews: the evidence that may be offered, what a reviewer has before them, and what a decision must say."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import refused_by, save_changed, save_twin
from tests.factories.self_assessments import (
    actor,
    add_version,
    answerable,
    make_evidence,
    make_review,
    make_self_assessment,
)
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending, ReviewOutcome
from tracker.models import Answerable, Answers, EvidenceUse, Judgement, JudgementEvidence, Review, Withdrawal
from tracker.models.review import evidence_to_offer, newest_versions, version_of


def assessed_with_evidence(world: World) -> tuple[Judgement, JudgementEvidence]:
    evidence = make_evidence(world)
    made = make_self_assessment(world)
    return made, JudgementEvidence.objects.create(judgement=made, version=evidence.newest)


class TestEvidenceToOffer:
    def test_the_newest_version_of_each_piece_the_latest_day_first(self, world: World) -> None:
        first, second = make_evidence(world), make_evidence(world)
        replaced, newest = second.newest, add_version(second)
        save_changed(newest, about_on=date(2026, 11, 3))

        assert list(newest_versions()) == [newest, first.newest]
        assert replaced not in newest_versions()

    def test_what_is_used_for_an_action_that_answers_now(self, world: World) -> None:
        evidence = make_evidence(world, "leeds")
        EvidenceUse.objects.create(evidence=evidence, action=world.actions["kirklees"], used_at=NOW)
        offered = evidence_to_offer(answerable(world), actor(world, "head"))
        before = list(offered)

        Answers.objects.filter(action=world.actions["kirklees"]).update(to_on=TODAY, reason="Done")

        assert before == [evidence.newest]
        assert not offered.all().exists()

    @pytest.mark.parametrize(("ending", "expected"), [(Ending.PASSED_ON, 1), (Ending.LAPSED, 0)])
    def test_what_a_closed_body_left_with_the_recommendation(self, world: World, ending: Ending, expected: int) -> None:
        make_evidence(world)
        left = answerable(world)
        save_changed(left, to_on=TODAY, ending=ending, ended_at=NOW)
        successor = Answerable.objects.create(
            recommendation=left.recommendation, organisation=world.organisations["leeds"], from_on=TODAY
        )

        assert evidence_to_offer(successor, actor(world, "lead")).count() == expected

    @pytest.mark.parametrize(("key", "expected"), [("head", 1), ("lead", 1), ("sibling_head", 0)])
    def test_only_what_the_actor_may_see(self, world: World, key: str, expected: int) -> None:
        make_evidence(world)

        assert evidence_to_offer(answerable(world), actor(world, key)).count() == expected


class TestWhatAReviewerHasBeforeThem:
    def test_it_names_the_evidence_in_one_query(self, world: World, django_assert_num_queries: Any) -> None:
        made, held = assessed_with_evidence(world)

        with django_assert_num_queries(1):
            version = version_of(made)

        assert version == f"{made.pk}.{held.version_id}"

    def test_it_changes_with_a_newer_version_and_when_the_evidence_is_taken_out(self, world: World) -> None:
        made, held = assessed_with_evidence(world)
        newest = add_version(held.version.evidence)
        with_newer = version_of(made)

        EvidenceUse.objects.update(removed_at=NOW)

        assert with_newer == f"{made.pk}.{newest.pk}"
        assert version_of(made) == f"{made.pk}."


def test_the_last_decision_comes_first(world: World) -> None:
    first = make_review(world, make_self_assessment(world))
    leeds = make_self_assessment(world, "leeds", by="sibling_head")
    second = make_review(world, leeds, at=NOW + timedelta(hours=1))

    assert list(Review.objects.newest_first()) == [second, first]


def test_what_was_taken_back_says_so(world: World) -> None:
    made = make_self_assessment(world)

    withdrawal = Withdrawal.objects.create(judgement=made, withdrawn_at=NOW)

    assert str(withdrawal) == "Withdrawn: Owner says: Some progress"


def test_a_version_is_refused_a_second_time_for_one_self_assessment(world: World) -> None:
    _, held = assessed_with_evidence(world)

    with refused_by(JudgementEvidence, "judgement_evidence_once"):
        save_twin(held)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("review_returned_with_reason_and_date", {"reason": "Show it"}),
        ("review_returned_with_reason_and_date", {"answer_by_on": date(2026, 12, 11)}),
        ("review_days_in_bounds", {"reason": "Show it", "answer_by_on": date.min}),
        ("review_outcome_known", {"decision": "kept", "reason": "Show it", "answer_by_on": date(2026, 12, 11)}),
    ],
    ids=["without a date", "without a reason", "by a day that is not kept", "of an unknown kind"],
)
def test_a_decision_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    review = make_review(world, make_self_assessment(world))

    with refused_by(Review, constraint):
        save_changed(review, **({"decision": ReviewOutcome.RETURNED} | changes))
