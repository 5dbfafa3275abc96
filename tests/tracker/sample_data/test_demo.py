"""The demo world: the facts of the reports, work in every state, and no way into the real service."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Count
from django.test import override_settings

from inspections.models import Alert, Inspection, Organisation
from inspections.reader.sandbox import read_in_child
from inspections.rules import ratings
from tests.factories.carry_over import is_accepted
from tests.factories.world import NOW, TODAY
from tracker.choices import ActionStatus, Decision, Ending, Judge, Role
from tracker.models import (
    Action,
    Answerable,
    DateChange,
    Event,
    Fieldwork,
    Judgement,
    Link,
    Membership,
    Person,
    Post,
    Recommendation,
    RecommendationTheme,
    ReportDraft,
    Response,
    Review,
    SustainCheck,
    Update,
    actor_of,
)
from tracker.queries.carry_over import Board, board_of
from tracker.queries.fieldwork import whole
from tracker.queries.recurrence import chain
from tracker.rules.access import SERVICE
from tracker.rules.recurrence import times_made
from tracker.sample_data.demo import facts
from tracker.sample_data.demo.world import make_demo_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


@pytest.fixture(scope="module")
def demo_world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The whole world once for this file, and nothing of it afterwards."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(DEBUG=True, MEDIA_ROOT=tmp_path_factory.mktemp("media")),
    ):
        report = read_in_child(facts.look_alike(), "report.txt")
        make_demo_world(report=report, on=TODAY, by=SERVICE, at=NOW)
        with override_settings(DEBUG=False):
            yield
        transaction.set_rollback(True)


class TestTheFacts:
    def test_seven_inspections_and_sixty_recommendations(self) -> None:
        held = Inspection.objects.published()

        assert (held.count(), held.filter(known_from_later=True).count()) == (7, 2)
        assert Recommendation.objects.count() == 60
        assert Recommendation.objects.filter(inspection__known_from_later=False).count() == 45

    def test_twelve_regions_and_108_pdus(self) -> None:
        assert Organisation.objects.regions().count() == 12
        assert Organisation.objects.pdus().count() == 108

    def test_fifteen_judgements_of_the_inspectorate(self) -> None:
        said = Judgement.objects.filter(judge=Judge.INSPECTORATE).values_list("category", flat=True)

        assert Counter(said) == {"sufficient": 4, "some": 6, "none": 5}

    def test_three_flagged_repeats(self) -> None:
        flagged = Recommendation.objects.filter(flagged_repeat=True)

        assert sorted(flagged.values_list("number", flat=True)) == [2, 3, 6]

    def test_the_alert_has_eight_concerns_and_four_actions(self) -> None:
        alert = Alert.objects.get()

        assert (alert.concerns.count(), alert.required_actions.count()) == (8, 4)

    @pytest.mark.parametrize(
        ("slug", "score", "addressees"),
        [
            ("west-yorkshire-crc", 11, {"west-yorkshire-crc": 7}),
            ("hammersmith-fulham-kensington-chelsea-and-westminster", 0, {
                "hammersmith-fulham-kensington-chelsea-and-westminster": 8, "london": 4, "hmpps": 2}),
            ("wigan", 7, {"wigan": 4, "greater-manchester": 3, "hmpps": 2}),
            ("wakefield", 6, {"wakefield": 7}),
            ("kirklees", 3, {"kirklees": 8}),
        ],
    )  # fmt: skip
    def test_scores_and_addressees(self, slug: str, score: int, addressees: dict[str, int]) -> None:
        inspection = Inspection.objects.get(organisation__slug=slug, known_from_later=False)

        assert inspection.score == score
        assert Counter(inspection.recommendations.values_list("addressee__slug", flat=True)) == addressees

    def test_scores_and_ratings_come_out_again(self) -> None:
        for inspection in Inspection.objects.published().filter(known_from_later=False):
            bands = inspection.framework.rules
            rows = inspection.standard_ratings.exclude(rating="")

            score = ratings.total_score(rows.values_list("rating", flat=True))

            assert score == inspection.score
            assert ratings.overall_rating(score, bands["overall_bands"]) == inspection.rating

    def test_casework_ratings_come_out_again(self) -> None:
        printed, derived = [], []
        for inspection in Inspection.objects.published():
            for row in inspection.standard_ratings.exclude(rating="").filter(key_questions__isnull=False).distinct():
                percents = row.key_questions.values_list("percent", flat=True)
                bands = inspection.framework.rules["key_question_bands"]
                printed.append(row.rating)
                derived.append(ratings.standard_rating(percents, bands))

        assert len(printed) == 20
        assert derived == printed

    def test_primary_themes_are_spread_as_in_the_reports(self) -> None:
        new = RecommendationTheme.objects.filter(is_primary=True, recommendation__inspection__known_from_later=False)

        found = Counter(new.values_list("theme__code", flat=True))

        assert sorted(found.values(), reverse=True) == [7, 6, 6, 5, 4, 3, 3, 2, 2, 2, 2, 1, 1, 1]

    def test_what_the_company_answered_for_passed_to_four_pdus(self) -> None:
        answerables = Answerable.objects.filter(recommendation__inspection__organisation__slug="west-yorkshire-crc")
        new = answerables.filter(recommendation__inspection__known_from_later=False).exclude(ending=Ending.PASSED_ON)

        bodies = Counter(new.values_list("organisation__slug", "from_on"))

        taken_over = date(2021, 6, 26)
        pdus = ("leeds", "bradford-and-calderdale", "kirklees", "wakefield")
        assert bodies == {(slug, taken_over): 7 for slug in pdus}
        assert answerables.filter(to_on=taken_over, ending=Ending.PASSED_ON).count() == 7


class TestTheCarryOvers:
    def board(self, slug: str, year: int) -> Board:
        inspection = Inspection.objects.published().get(organisation__slug=slug, published_on__year=year)
        coordinator = Person.objects.get(email="coordinator@demo.example")
        return board_of(actor_of(coordinator, on=TODAY), inspection)

    def test_eight_wait_for_a_new_user_to_try(self) -> None:
        board = self.board("kirklees", 2024)

        verdicts = Counter(task.printed.category if task.printed else "" for task in board.waiting)
        assert board.can_decide
        assert verdicts == {"none": 3, "some": 2, "sufficient": 2, "": 1}

    def test_one_report_is_confirmed_as_it_was_judged(self) -> None:
        board = self.board("west-yorkshire-crc", 2020)

        endings = Counter(task.decision.ending for task in board.decided if task.decision)
        assert board.is_confirmed
        assert endings == {"carried-over": 5, "sufficient": 2, "overtaken": 1}
        assert all(is_accepted(task.decision.answer()) for task in board.decided if task.decision)

    def test_and_one_by_a_successor(self) -> None:
        board = self.board("kirklees", 2023)

        assert board.carry_over is not None
        assert str(board.carry_over.confirmed_by) == "Inspection coordinator (demo)"
        assert len(board.decided) == 7
        assert all(is_accepted(task.decision.answer()) for task in board.decided if task.decision)

    def test_the_three_flagged_repeats_are_linked(self) -> None:
        assert Link.objects.filter(is_flagged=True).count() == 3

    def test_every_relation_is_there(self) -> None:
        found = set(Link.objects.values_list("relation", flat=True))

        assert found == {"repeated", "reworded", "merged", "split"}

    def test_a_chain_leads_from_the_company_to_its_successor(self) -> None:
        assert Link.objects.filter(
            earlier__links_to_earlier__isnull=False, later__inspection__organisation__slug="kirklees"
        ).exists()


class TestTheWork:
    def test_every_status_is_there(self) -> None:
        assert set(Action.objects.values_list("status", flat=True)) == set(ActionStatus.values)

    def test_every_answer_is_there_and_some_have_none(self) -> None:
        assert set(Response.objects.values_list("decision", flat=True)) == set(Decision.values)
        assert Response.objects.filter(confirmed_at__isnull=True).exists()
        assert Answerable.objects.open().filter(responses__isnull=True).exists()

    @pytest.mark.parametrize("state", ["overdue", "due_this_week", "due_later"])
    def test_every_urgency_is_there(self, state: str) -> None:
        assert getattr(Action.objects, state)(on=TODAY).count() >= 5

    def test_dates_in_every_shape(self) -> None:
        moved = DateChange.objects.values("action").annotate(times=Count("pk")).filter(times__gte=2)

        assert Action.objects.filter(due_on__isnull=True).exists()
        assert Action.objects.filter(due_precision="month").exists()
        assert Action.objects.exclude(blocked_by_whom="").exists()
        assert moved.filter(action__in=Action.objects.overdue(on=TODAY)).exists()

    def test_timelines_of_every_length(self) -> None:
        lengths = set(Action.objects.annotate(n=Count("updates")).values_list("n", flat=True))

        assert {0, 1} < lengths
        assert max(lengths) > 20

    def test_an_action_may_answer_several_also_from_the_region(self) -> None:
        several = Action.objects.annotate(n=Count("answers")).filter(n__gt=1)

        assert several.filter(owner_post__organisation__kind="region").exists()

    def test_all_that_happened_is_on_the_trail_and_in_the_past(self) -> None:
        updated = Event.objects.filter(verb="action.updated").count()

        assert updated == Update.objects.count()
        assert not Event.objects.filter(at__gt=NOW).exists()
        assert not Judgement.objects.filter(dated_on__gt=TODAY).exists()

    def test_three_judges_side_by_side(self) -> None:
        judges = Recommendation.objects.annotate(n=Count("answerables__judgements__judge", distinct=True))

        assert judges.filter(n=3).count() >= 4

    def test_self_assessments_wait_were_assured_and_came_back(self) -> None:
        decisions = set(Review.objects.values_list("decision", flat=True))

        assert decisions == {"assured", "returned"}
        assert Judgement.objects.waiting().filter(answerable__organisation__kind="pdu").count() >= 5
        assert Judgement.objects.waiting().filter(answerable__organisation__kind="region").exists()

    def test_a_draft_waits_for_the_coordinator_alone(self) -> None:
        seen = {
            key: ReportDraft.objects.visible_to(actor_of(Person.objects.get(email=email), on=TODAY)).count()
            for key, email in (("coordinator", "coordinator@demo.example"), ("head", "head.kirklees@demo.example"))
        }

        assert seen == {"coordinator": 1, "head": 0}


class TestReinspection:
    def test_fieldwork_is_announced_with_something_of_each_kind_missing_or_said(self) -> None:
        fieldwork = Fieldwork.objects.for_row().get()

        found = whole(SERVICE, fieldwork, on=TODAY)

        assert fieldwork.organisation.slug == "kirklees"
        assert found.missing > 10
        assert {view.view.owner_category for view in found.views} >= {"", "some", "sufficient"}

    def test_one_check_is_due_and_one_has_failed(self) -> None:
        due, failed = SustainCheck.objects.due(on=TODAY).get(), SustainCheck.objects.get(has_lasted=False)

        assert due.answerable.organisation.slug == "wigan"
        assert failed.reopened is not None
        assert failed.reopened.to_on is None

    def test_a_chain_has_three_lengths_and_a_picture(self) -> None:
        recommendation = Recommendation.objects.get(inspection__organisation__slug="kirklees", pk__in=_made_thrice())

        found = chain(SERVICE, recommendation)

        assert found.times == 3
        assert found.picture() is not None


def _made_thrice() -> list[int]:
    """One of the recommendations to Kirklees that were made for the third time."""
    pairs = Link.objects.pairs()
    times = times_made(pairs)
    return [min(pk for pk, count in times.items() if count == 3)]


class TestThePeople:
    def test_every_role_can_sign_in(self) -> None:
        emails = [line.email for line in facts.sign_ins()]

        roles = Membership.objects.filter(person__email__in=emails).values_list("role", flat=True)

        assert set(roles) == set(Role.values)
        assert {line.role for line in facts.sign_ins()} == set(Role.values)

    @override_settings(DEBUG=True)
    def test_they_sign_in_with_the_printed_password(self) -> None:
        for line in facts.sign_ins():
            assert authenticate(None, username=line.email, password=facts.password()) is not None

    def test_nobody_signs_in_when_debug_is_off(self) -> None:
        for line in facts.sign_ins():
            assert authenticate(None, username=line.email, password=facts.password()) is None

    def test_all_are_marked_and_named_by_post(self) -> None:
        assert not Person.objects.exclude(is_demo=True, name__endswith="(demo)").exists()
        assert Person.objects.filter(name="Head of Kirklees PDU (demo)").exists()

    def test_every_pdu_has_a_head_s_post(self) -> None:
        assert Post.objects.filter(title="Head of PDU", organisation__kind="pdu").count() == 108

    def test_the_password_is_one_that_we_accept(self) -> None:
        validate_password(facts.password())

        assert len(facts.password()) >= 15
