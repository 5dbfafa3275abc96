"""Self-assessing and withdrawing: effect, refusal, event, notice, and doing it twice."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.self_assessments import (
    actor,
    add_version,
    answerable,
    make_evidence,
    make_review,
    make_self_assessment,
)
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import Ending, Judge, NoticeKind, Progress, Role
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Answerable, Event, EvidenceUse, Judgement, Person, Withdrawal
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.operations.self_assessments import withdraw
from tracker.rules.access import SERVICE

LATER = NOW + timedelta(minutes=5)


def ref(world: World, place: str = "kirklees") -> str:
    return str(world.recommendations[place].ref)


def self_assessments() -> int:
    return Judgement.objects.filter(judge=Judge.OWNER).count()


def test_a_self_assessment_is_the_owners_view_of_today(world: World) -> None:
    made = make_self_assessment(world)

    assert (made.judge, made.category, made.dated_on) == (Judge.OWNER, Progress.SOME, TODAY)
    assert (made.made_by, made.made_at) == (world.people["head"], NOW)
    assert list(Judgement.objects.waiting()) == [made]


def test_a_self_assessment_keeps_the_newest_version_of_its_evidence(world: World) -> None:
    evidence = make_evidence(world)
    newest = add_version(evidence)

    made = make_self_assessment(world, category=Progress.SUFFICIENT, effect="Fewer gaps", evidence=[evidence])
    add_version(evidence)

    assert [used.version for used in made.evidence.all()] == [newest]
    assert (made.proof, made.has_proof) == (newest, True)


@pytest.mark.parametrize(("effect", "pieces"), [("Fewer gaps", 0), ("", 1)])
def test_less_than_sufficient_names_what_it_has(world: World, effect: str, pieces: int) -> None:
    made = make_self_assessment(world, effect=effect, evidence=[make_evidence(world)] if pieces else [])

    assert (made.proof is not None, made.has_proof) == (bool(pieces), False)


def test_a_self_assessment_is_recorded(world: World) -> None:
    made = make_self_assessment(world)

    event = Event.objects.about(ref(world)).get()
    assert (event.verb, event.by, event.at) == ("self-assessment.made", world.people["head"], NOW)
    assert event.after == {"self_assessment": made.pk, "category": "some", "organisation": "kirklees"}


def test_a_self_assessment_is_noted_for_the_director_of_the_region(world: World) -> None:
    Person.objects.update(first_signed_in_at=NOW)

    made = make_self_assessment(world)
    raise_decision_notices(by=SERVICE, at=NOW)

    notice = NoticeToTell.objects.get()
    assert (notice.person, notice.kind) == (world.people["lead"], NoticeKind.SELF_ASSESSMENT_TO_REVIEW)
    assert (notice.subject, notice.number) == (ref(world), made.pk)


def test_a_directors_own_self_assessment_is_noted_for_the_other_reviewers_only(world: World) -> None:
    make_person(world, "second_lead", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
    Person.objects.update(first_signed_in_at=NOW)

    make_self_assessment(world, by="lead")
    raise_decision_notices(by=SERVICE, at=NOW)

    assert [notice.person for notice in NoticeToTell.objects.all()] == [world.people["second_lead"]]


def test_a_self_assessment_of_hmpps_waits_for_nobody(world: World) -> None:
    Answerable.objects.filter(pk=answerable(world).pk).update(organisation=world.organisations["hmpps"])
    Person.objects.update(first_signed_in_at=NOW)

    make_self_assessment(world, by="national")
    raise_decision_notices(by=SERVICE, at=NOW)

    assert (Judgement.objects.waiting().count(), NoticeToTell.objects.count()) == (0, 0)


@pytest.mark.parametrize("person", ["owner", "sibling_head", "other_lead", "coordinator", "administrator", "auditor"])
def test_self_assessing_outside_ones_area_or_role_is_refused(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        make_self_assessment(world, by=person)

    assert self_assessments() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reasons": " "}, "reasons"),
        ({"category": Progress.SUFFICIENT, "effect": "Fewer gaps"}, "evidence"),
        ({"category": Progress.SUFFICIENT}, "effect"),
    ],
)
def test_an_unfinished_self_assessment_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        make_self_assessment(world, **changes)

    assert (refusal.value.field, self_assessments(), Event.objects.filter(verb="self-assessment.made").count()) == (
        field,
        0,
        0,
    )


def test_evidence_of_another_body_or_taken_out_meanwhile_is_refused(world: World) -> None:
    own, other = make_evidence(world), make_evidence(world, "leeds")
    EvidenceUse.objects.filter(evidence=own).update(removed_at=NOW)

    for evidence in (own, other):
        with pytest.raises(InvalidInput, match="Select evidence from the list"):
            make_self_assessment(world, evidence=[evidence])

    assert self_assessments() == 0


def test_a_body_that_no_longer_answers_cannot_self_assess(world: World) -> None:
    Answerable.objects.filter(pk=answerable(world).pk).update(to_on=TODAY, ending=Ending.OVERTAKEN, ended_at=NOW)

    with pytest.raises(WrongState):
        make_self_assessment(world)


def test_twice_makes_one_self_assessment(world: World) -> None:
    evidence = make_evidence(world)

    first = make_self_assessment(world, newest=0, evidence=[evidence])
    again = make_self_assessment(world, newest=0, evidence=[evidence], at=LATER)

    assert (again, self_assessments()) == (first, 1)
    assert Event.objects.filter(verb="self-assessment.made").count() == 1


@pytest.mark.parametrize("changes", [{"reasons": "Other words"}, {"by": "lead"}, {"category": Progress.NONE}])
def test_a_self_assessment_from_a_page_opened_before_another_self_assessment_is_refused(
    world: World, changes: dict[str, Any]
) -> None:
    first = make_self_assessment(world)

    with pytest.raises(EditConflict) as refusal:
        make_self_assessment(world, newest=0, **changes)

    assert (refusal.value.current, self_assessments()) == (first, 1)


def test_a_newer_self_assessment_replaces_the_one_that_waits(world: World) -> None:
    make_self_assessment(world)

    newer = make_self_assessment(world, category=Progress.NONE, at=LATER)

    assert list(Judgement.objects.waiting()) == [newer]


class TestWithdrawing:
    def take_back(self, world: World, made: Judgement, *, by: str = "head") -> Withdrawal:
        return withdraw(self_assessment=made, reason="Sent too early", by=actor(world, by), at=LATER)

    def test_it_waits_for_no_review_and_stays_as_it_was_said(self, world: World) -> None:
        made = make_self_assessment(world)

        self.take_back(world, made)

        assert not Judgement.objects.waiting().exists()
        assert Judgement.objects.get(pk=made.pk).reasons == made.reasons

    def test_the_one_before_stands_again(self, world: World) -> None:
        first, second = make_self_assessment(world), make_self_assessment(world, reasons="More was done", at=LATER)

        self.take_back(world, second)

        assert list(Judgement.objects.waiting()) == [first]

    def test_it_is_recorded_once_when_done_twice(self, world: World) -> None:
        made = make_self_assessment(world)

        first, again = self.take_back(world, made), self.take_back(world, made)

        assert first == again
        assert Event.objects.filter(verb="self-assessment.withdrawn").count() == 1

    def test_a_second_person_is_told_that_it_was_withdrawn(self, world: World) -> None:
        made = make_self_assessment(world)
        self.take_back(world, made)

        with pytest.raises(WrongState, match="withdrawn before"):
            self.take_back(world, made, by="lead")

    def test_not_after_its_review(self, world: World) -> None:
        made = make_self_assessment(world)
        make_review(world, made)

        with pytest.raises(WrongState, match="reviewed"):
            self.take_back(world, made)

    def test_not_after_a_newer_one(self, world: World) -> None:
        first = make_self_assessment(world)
        make_self_assessment(world, reasons="More was done", at=LATER)

        with pytest.raises(WrongState, match="newer"):
            self.take_back(world, first)

    @pytest.mark.parametrize("person", ["owner", "sibling_head", "auditor"])
    def test_only_by_who_may_self_assess(self, world: World, person: str) -> None:
        made = make_self_assessment(world)

        with pytest.raises(NotAllowed):
            self.take_back(world, made, by=person)

        assert not Withdrawal.objects.exists()
