"""What was said of a report before this service: recorded and put right by a coordinator, with its answers."""

from datetime import date, timedelta

import pytest

from inspections.models import Inspection
from tests.factories.publishing import bring_in, publish_report
from tests.factories.said_before import AGREED, DAY, NOT_AGREED, PARTLY, judge_later, row_of, say
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, BeforeService, Decision, Ending
from tracker.errors import EditConflict, InvalidInput, NotAllowed
from tracker.models import Answerable, Event, KeptAnswer, Response, SaidBefore
from tracker.operations.corrections.withdrawal import withdraw_report
from tracker.operations.intake.publish import publish
from tracker.rules.access import SERVICE
from tracker.rules.intake.said_before import PaperAnswer, SaysBefore

NOT_YET, ANSWERED, JUDGED = BeforeService
LATER = NOW + timedelta(hours=1)


def kept(world: World, place: str = "kirklees") -> KeptAnswer:
    return KeptAnswer.objects.filter(recommendation=world.recommendations[place]).latest("pk")


def verbs(subject: str) -> list[str]:
    return list(Event.objects.filter(subject=subject).order_by("pk").values_list("verb", flat=True))


class TestAnswers:
    def test_they_are_confirmed_with_their_day_and_owe_nothing(self, world: World) -> None:
        say(world, ANSWERED, kirklees=AGREED, region=PARTLY)

        given = Response.objects.get(answerable=row_of(world, "region"))
        assert (given.decision, given.reasons, given.answered_on) == (PARTLY.decision, PARTLY.words, DAY)
        assert (given.confirmed_at, given.confirmed_by) == (NOW, world.people["coordinator"])
        for place in ("kirklees", "region"):
            held = kept(world, place)
            assert (held.is_answered, held.is_acknowledged, held.answered_before_on) == (True, True, DAY)
        assert kept(world, "leeds").is_answered is False
        assert verbs(world.recommendations["region"].ref) == ["response.given-before"]

    def test_what_was_not_answered_is_still_asked(self, world: World) -> None:
        say(world, ANSWERED, kirklees=AGREED)

        assert not Answerable.objects.unanswered().filter(pk=row_of(world, "kirklees").pk).exists()
        assert Answerable.objects.unanswered().filter(pk=row_of(world, "region").pk).exists()

    def test_not_agreed_ends_it(self, world: World) -> None:
        say(world, ANSWERED, kirklees=NOT_AGREED)

        ended = Answerable.objects.get(recommendation=world.recommendations["kirklees"])
        assert (ended.ending, ended.ending_reason) == (Ending.NOT_AGREED, NOT_AGREED.words)
        world.actions["kirklees"].refresh_from_db()
        assert world.actions["kirklees"].status == ActionStatus.WITHDRAWN

    def test_the_same_again_changes_nothing(self, world: World) -> None:
        say(world, ANSWERED, kirklees=AGREED)

        again = say(world, ANSWERED, kirklees=AGREED, version=0, at=LATER)

        assert (again.version, again.recorded_at, Response.objects.count()) == (1, NOW, 1)
        assert verbs(world.inspections["kirklees"].ref) == ["inspection.said-before"]

    def test_another_answer_is_one_more_and_the_earlier_stays(self, world: World) -> None:
        say(world, ANSWERED, kirklees=AGREED)

        say(world, ANSWERED, kirklees=PARTLY, at=LATER)

        given = Response.objects.filter(answerable=row_of(world, "kirklees")).order_by("pk")
        assert [response.decision for response in given] == [AGREED.decision, PARTLY.decision]

    def test_another_day_is_said_anew(self, world: World) -> None:
        say(world, ANSWERED, kirklees=AGREED)

        held = say(world, ANSWERED, kirklees=AGREED, on=DAY + timedelta(days=1), at=LATER)

        assert (held.version, kept(world).answered_before_on) == (2, DAY + timedelta(days=1))
        [first, second] = Event.objects.filter(verb="inspection.said-before").order_by("pk")
        assert second.before == {"said": "answered", "said_on": DAY.isoformat()}
        assert (first.before, second.after["said_on"]) == ({}, (DAY + timedelta(days=1)).isoformat())

    def test_one_that_ended_it_does_not_become_another(self, world: World) -> None:
        say(world, ANSWERED, kirklees=NOT_AGREED)

        with pytest.raises(InvalidInput, match="stays ‘Not agreed’"):
            say(world, ANSWERED, kirklees=AGREED)
        say(world, ANSWERED, kirklees=PaperAnswer(Decision.NOT_AGREED, "It is the council's"))

        assert Response.objects.latest("pk").reasons == "It is the council's"

    def test_what_was_answered_with_this_service_is_not_written_over(self, world: World) -> None:
        row = row_of(world, "kirklees")
        Response.objects.create(answerable=row, decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW)

        say(world, ANSWERED, kirklees=PARTLY, region=AGREED)

        assert Response.objects.get(answerable=row).answered_on is None


class TestJudged:
    def test_it_asks_for_nothing(self, world: World) -> None:
        say(world, JUDGED)

        held = kept(world)
        assert (held.is_asked, held.is_judged, held.judged_on, held.is_open) == (False, True, DAY, True)
        assert (kept(world, "region").is_asked, kept(world, "leeds").is_asked) == (False, True)

    def test_not_yet_asks_again(self, world: World) -> None:
        say(world, JUDGED)

        say(world, NOT_YET)

        assert (kept(world).is_asked, kept(world).is_judged) == (True, False)

    def test_a_verdict_of_a_later_report_is_enough(self, world: World) -> None:
        judge_later(world, "kirklees")

        assert (kept(world).is_asked, kept(world).judged_on) == (False, date(2026, 6, 2))
        assert kept(world, "region").is_asked is True

    def test_a_draft_waits_for_nobody(self, world: World) -> None:
        row = row_of(world, "kirklees")
        Response.objects.create(answerable=row, decision=Decision.AGREED, drafted_at=NOW)

        say(world, JUDGED)

        assert list(Response.objects.to_confirm()) == []


class TestRefusals:
    @pytest.mark.parametrize("key", ["owner", "head", "lead", "national", "administrator", "auditor"])
    def test_only_a_coordinator(self, world: World, key: str) -> None:
        with pytest.raises(NotAllowed):
            say(world, JUDGED, by=key)
        assert SaidBefore.objects.count() == 0

    def test_not_yet_after_answers(self, world: World) -> None:
        say(world, ANSWERED, kirklees=AGREED)

        with pytest.raises(InvalidInput, match="Answers are recorded already"):
            say(world, NOT_YET)

    def test_a_day_that_does_not_fit(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="today or in the past"):
            say(world, JUDGED, on=TODAY + timedelta(days=1))

    def test_the_second_of_two_savers(self, world: World) -> None:
        say(world, JUDGED)

        with pytest.raises(EditConflict) as conflict:
            say(world, ANSWERED, kirklees=AGREED, version=0)

        assert conflict.value.current.said == JUDGED
        assert Response.objects.count() == 0


class TestWithItsReport:
    def published(self, says: SaysBefore | None, **changes: object) -> Inspection:
        draft = bring_in(**changes)
        return publish(draft=draft, version=draft.version, before=says, by=SERVICE, at=NOW)

    def test_answers_come_with_the_report(self, world: World) -> None:
        body = world.organisations["kirklees"].pk
        on = date(2026, 7, 1)

        inspection = self.published(SaysBefore(ANSWERED, on, {f"1-{body}": AGREED, f"2-{body}": NOT_AGREED}))

        rows = Answerable.objects.filter(recommendation__inspection=inspection).order_by("recommendation__position")
        held = [(row.ending, row.kept.is_asked, row.kept.is_answered, row.kept.answered_before_on) for row in rows]
        assert held == [("", True, True, on), ("not-agreed", False, True, on), ("", True, False, None)]
        assert SaidBefore.objects.get(inspection=inspection).said == ANSWERED

    def test_a_judged_one_asks_for_nothing_from_the_start(self, world: World) -> None:
        inspection = self.published(SaysBefore(JUDGED, date(2026, 9, 1)))

        asked = KeptAnswer.objects.filter(recommendation__inspection=inspection, is_asked=True)
        assert not asked.exists()

    def test_without_an_answer_everything_is_asked(self, world: World) -> None:
        inspection = self.published(None)

        asked = KeptAnswer.objects.filter(recommendation__inspection=inspection, is_asked=True)
        assert (asked.count(), SaidBefore.objects.count()) == (3, 0)

    def test_a_day_that_does_not_fit_publishes_nothing(self, world: World) -> None:
        with pytest.raises(InvalidInput):
            self.published(SaysBefore(JUDGED, date(2026, 5, 1)))
        assert Inspection.objects.published().filter(published_month=date(2026, 6, 1)).count() == 0

    def test_a_closed_bodys_answer_stands_for_who_took_over(self, world: World) -> None:
        inspection = publish_report()
        row = Answerable.objects.filter(recommendation__inspection=inspection).first()
        assert row is not None
        Answerable.objects.filter(pk=row.pk).update(
            to_on=TODAY, ending=Ending.PASSED_ON, ended_at=NOW, organisation=world.organisations["leeds"]
        )
        follower = Answerable.objects.create(
            recommendation=row.recommendation, organisation=world.organisations["kirklees"], from_on=TODAY, follows=row
        )
        Response.objects.create(
            answerable=row, decision=Decision.AGREED, answered_on=DAY, drafted_at=NOW, confirmed_at=NOW
        )

        held = KeptAnswer.objects.get(answerable=follower)
        assert (held.is_answered, held.is_acknowledged, held.answered_before_on) == (True, True, DAY)

    def test_withdrawing_the_report_takes_it_back_and_keeps_it_in_the_event(self, world: World) -> None:
        body = world.organisations["kirklees"].pk
        inspection = self.published(SaysBefore(ANSWERED, date(2026, 7, 1), {f"1-{body}": AGREED}))
        [ref] = [row.ref for row in inspection.recommendations.filter(position=1)]

        withdraw_report(inspection=inspection, reason="The wrong file", by=SERVICE, at=LATER)

        assert (SaidBefore.objects.count(), Response.objects.count()) == (0, 0)
        before = Event.objects.get(verb="inspection.withdrawn").before
        assert before["said before"] == ["answered"]
        assert [row[0] for row in before["answered before"]] == [ref]
        assert before["answered before"][0][3] == AGREED.words
