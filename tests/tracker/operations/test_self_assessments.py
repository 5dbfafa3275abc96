"""Claiming and withdrawing: effect, refusal, event, notice, and doing it twice."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.self_assessments import actor, add_version, answerable, make_claim, make_evidence, make_review
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import Ending, Judge, NoticeKind, Progress, Role
from tracker.errors import Changed, NotAllowed, NotNow, Unacceptable
from tracker.models import Answerable, Event, EvidenceUse, Judgement, Person, Withdrawal
from tracker.notifications.models import NoticeToTell
from tracker.operations.self_assessments import withdraw

LATER = NOW + timedelta(minutes=5)


def ref(world: World, place: str = "kirklees") -> str:
    return str(world.recommendations[place].ref)


def claims() -> int:
    return Judgement.objects.filter(judge=Judge.OWNER).count()


def test_a_claim_is_the_owners_view_of_today(world: World) -> None:
    made = make_claim(world)

    assert (made.judge, made.category, made.dated_on) == (Judge.OWNER, Progress.SOME, TODAY)
    assert (made.made_by, made.made_at) == (world.people["head"], NOW)
    assert list(Judgement.objects.waiting()) == [made]


def test_a_claim_keeps_the_newest_version_of_its_evidence(world: World) -> None:
    evidence = make_evidence(world)
    newest = add_version(evidence)

    made = make_claim(world, category=Progress.SUFFICIENT, effect="Fewer gaps", evidence=[evidence])
    add_version(evidence)

    assert [used.version for used in made.evidence.all()] == [newest]


def test_a_claim_is_recorded(world: World) -> None:
    made = make_claim(world)

    event = Event.objects.about(ref(world)).get()
    assert (event.verb, event.by, event.at) == ("claim.made", world.people["head"], NOW)
    assert event.after == {"claim": made.pk, "category": "some", "organisation": "kirklees"}


def test_a_claim_is_noted_for_the_director_of_the_region(world: World) -> None:
    Person.objects.update(first_signed_in_at=NOW)

    made = make_claim(world)

    notice = NoticeToTell.objects.get()
    assert (notice.person, notice.kind) == (world.people["lead"], NoticeKind.CLAIM_TO_REVIEW)
    assert notice.key == f"claim-to-review:{ref(world)}:{made.pk}:{world.people['lead'].pk}"


def test_a_directors_own_claim_is_noted_for_the_other_reviewers_only(world: World) -> None:
    make_person(world, "second_lead", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
    Person.objects.update(first_signed_in_at=NOW)

    make_claim(world, by="lead")

    assert [notice.person for notice in NoticeToTell.objects.all()] == [world.people["second_lead"]]


def test_a_claim_of_hmpps_waits_for_nobody(world: World) -> None:
    Answerable.objects.filter(pk=answerable(world).pk).update(organisation=world.organisations["hmpps"])
    Person.objects.update(first_signed_in_at=NOW)

    make_claim(world, by="national")

    assert (Judgement.objects.waiting().count(), NoticeToTell.objects.count()) == (0, 0)


@pytest.mark.parametrize("person", ["owner", "sibling_head", "other_lead", "coordinator", "administrator", "auditor"])
def test_claiming_outside_ones_area_or_role_is_refused(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        make_claim(world, by=person)

    assert claims() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reasons": " "}, "reasons"),
        ({"category": Progress.SUFFICIENT, "effect": "Fewer gaps"}, "evidence"),
        ({"category": Progress.SUFFICIENT}, "effect"),
    ],
)
def test_an_unfinished_claim_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Unacceptable) as refusal:
        make_claim(world, **changes)

    assert (refusal.value.field, claims(), Event.objects.filter(verb="claim.made").count()) == (field, 0, 0)


def test_evidence_of_another_body_or_taken_out_meanwhile_is_refused(world: World) -> None:
    own, other = make_evidence(world), make_evidence(world, "leeds")
    EvidenceUse.objects.filter(evidence=own).update(removed_at=NOW)

    for evidence in (own, other):
        with pytest.raises(Unacceptable, match="Select evidence from the list"):
            make_claim(world, evidence=[evidence])

    assert claims() == 0


def test_a_body_that_no_longer_answers_cannot_claim(world: World) -> None:
    Answerable.objects.filter(pk=answerable(world).pk).update(to_on=TODAY, ending=Ending.OVERTAKEN, ended_at=NOW)

    with pytest.raises(NotNow):
        make_claim(world)


def test_twice_makes_one_claim(world: World) -> None:
    evidence = make_evidence(world)

    first = make_claim(world, newest=0, evidence=[evidence])
    again = make_claim(world, newest=0, evidence=[evidence], at=LATER)

    assert (again, claims()) == (first, 1)
    assert Event.objects.filter(verb="claim.made").count() == 1


@pytest.mark.parametrize("changes", [{"reasons": "Other words"}, {"by": "lead"}, {"category": Progress.NONE}])
def test_a_claim_from_a_page_opened_before_another_claim_is_refused(world: World, changes: dict[str, Any]) -> None:
    first = make_claim(world)

    with pytest.raises(Changed) as refusal:
        make_claim(world, newest=0, **changes)

    assert (refusal.value.current, claims()) == (first, 1)


def test_a_newer_claim_replaces_the_one_that_waits(world: World) -> None:
    make_claim(world)

    newer = make_claim(world, category=Progress.NONE, at=LATER)

    assert list(Judgement.objects.waiting()) == [newer]


class TestWithdrawing:
    def take_back(self, world: World, made: Judgement, *, by: str = "head") -> Withdrawal:
        return withdraw(claim=made, reason="Sent too early", by=actor(world, by), at=LATER)

    def test_it_waits_for_no_review_and_stays_as_it_was_said(self, world: World) -> None:
        made = make_claim(world)

        self.take_back(world, made)

        assert not Judgement.objects.waiting().exists()
        assert Judgement.objects.get(pk=made.pk).reasons == made.reasons

    def test_the_one_before_stands_again(self, world: World) -> None:
        first, second = make_claim(world), make_claim(world, reasons="More was done", at=LATER)

        self.take_back(world, second)

        assert list(Judgement.objects.waiting()) == [first]

    def test_it_is_recorded_once_when_done_twice(self, world: World) -> None:
        made = make_claim(world)

        first, again = self.take_back(world, made), self.take_back(world, made)

        assert first == again
        assert Event.objects.filter(verb="claim.withdrawn").count() == 1

    def test_a_second_person_is_told_that_it_was_withdrawn(self, world: World) -> None:
        made = make_claim(world)
        self.take_back(world, made)

        with pytest.raises(NotNow, match="withdrawn before"):
            self.take_back(world, made, by="lead")

    def test_not_after_its_review(self, world: World) -> None:
        made = make_claim(world)
        make_review(world, made)

        with pytest.raises(NotNow, match="reviewed"):
            self.take_back(world, made)

    def test_not_after_a_newer_one(self, world: World) -> None:
        first = make_claim(world)
        make_claim(world, reasons="More was done", at=LATER)

        with pytest.raises(NotNow, match="newer"):
            self.take_back(world, first)

    @pytest.mark.parametrize("person", ["owner", "sibling_head", "auditor"])
    def test_only_by_who_may_claim(self, world: World, person: str) -> None:
        made = make_claim(world)

        with pytest.raises(NotAllowed):
            self.take_back(world, made, by=person)

        assert not Withdrawal.objects.exists()
