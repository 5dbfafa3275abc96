"""A published recommendation is put right with a reason: its words, its addressee, who answers; and nothing is lost."""

from datetime import timedelta

import pytest

from tests.factories.answers import make_response_draft
from tests.factories.corrections import WHY, correct
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import Ending, NoticeKind
from tracker.errors import EditConflict, InvalidInput, NotAllowed
from tracker.models import Answerable, Answers, Correction, Event, KeptRecommendation, Notice, Recommendation, Theme
from tracker.projections.rebuild import differences
from tracker.queries.corrections.said import recommendation_says

TITLE = "Check every plan with a second manager"


def rows_of(recommendation: Recommendation) -> dict[str, tuple[object, object]]:
    rows = Correction.objects.filter(subject=recommendation.ref).order_by("pk")
    return {row.field: (row.before, row.after) for row in rows}


def told(kind: NoticeKind = NoticeKind.CORRECTED) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__email", flat=True))


class TestWords:
    def test_they_are_changed_with_before_after_and_reason(self, world: World) -> None:
        was = world.recommendations["kirklees"].short_title

        corrected = correct(world, short_title=TITLE, number=4)

        assert (corrected.short_title, corrected.number, corrected.version) == (TITLE, 4, 2)
        assert rows_of(corrected) == {"title": (was, TITLE), "number": (1, 4)}
        row = Correction.objects.filter(subject=corrected.ref).latest("pk")
        assert (row.version, row.reason, row.corrected_by) == (2, WHY, world.people["coordinator"])
        event = Event.objects.about(corrected.ref).get(verb="recommendation.corrected")
        assert event.before == {"Short title": was, "Number in the report": "1"}
        assert event.after == {"Short title": TITLE, "Number in the report": "4", "reason": WHY}

    def test_lists_and_search_follow(self, world: World) -> None:
        corrected = correct(world, text="let a second manager sign each safety plan", short_title=TITLE)

        words = KeptRecommendation.objects.get(recommendation=corrected).words
        assert "sign each safety plan" in words
        assert TITLE.lower() in words
        assert list(differences(mend=False)) == []

    def test_who_answers_is_told_in_their_digest_and_nobody_else(self, world: World) -> None:
        corrected = correct(world, short_title=TITLE)

        assert told() == {"head@example.org"}
        notice = Notice.objects.get(kind=NoticeKind.CORRECTED)
        assert (notice.subject, notice.number, notice.way) == (corrected.ref, corrected.version, "digest")

    def test_themes_are_replaced_and_their_trace_kept(self, world: World) -> None:
        for place, code in enumerate(("staffing", "courts"), start=1):
            Theme.objects.get_or_create(code=code, defaults={"name": code.title(), "position": place})
        first = correct(world, themes=("staffing", "courts"))
        assert recommendation_says(first).themes == ("staffing", "courts")

        second = correct(world, themes=("courts",))

        assert recommendation_says(second).themes == ("courts",)
        row = Correction.objects.get(subject=second.ref, version=3)
        assert (row.before, row.after) == (["staffing", "courts"], ["courts"])
        assert KeptRecommendation.objects.get(recommendation=second).theme.code == "courts"


class TestRefusals:
    @pytest.mark.parametrize("person", ["owner", "head", "lead", "national", "administrator", "auditor"])
    def test_only_a_coordinator_corrects(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed, match="correct what was published"):
            correct(world, by=person, short_title=TITLE)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({}, ""),
            ({"short_title": TITLE, "reason": " "}, "reason"),
            ({"short_title": " "}, "short_title"),
            ({"text": ""}, "text"),
            ({"text": "see case X123456"}, "text"),
            ({"short_title": "a" * 201}, "short_title"),
        ],
        ids=["nothing changed", "no reason", "no title", "no words", "a case number", "too long"],
    )
    def test_what_cannot_be_saved_changes_nothing(self, world: World, changes: dict[str, str], field: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            correct(world, **changes)

        assert refused.value.field == field
        assert not Correction.objects.exists()
        assert not Notice.objects.exists()

    def test_the_second_saver_is_told_and_the_same_again_is_saved_once(self, world: World) -> None:
        correct(world, version=1, short_title=TITLE)

        with pytest.raises(EditConflict) as conflict:
            correct(world, version=1, short_title="Another title")
        assert conflict.value.current.short_title == TITLE
        assert correct(world, version=1, short_title=TITLE).version == 2
        assert Correction.objects.count() == 1


class TestBodies:
    def test_a_wrong_body_that_said_nothing_gives_its_row_to_the_right_one(self, world: World) -> None:
        row = Answerable.objects.get(recommendation=world.recommendations["region"])
        Answers.objects.filter(answerable=row).delete()
        leeds = world.organisations["leeds"]

        corrected = correct(world, "region", addressee=leeds.pk, bodies={row.pk: leeds.pk})

        row.refresh_from_db()
        assert (row.organisation, row.to_on, corrected.addressee) == (leeds, None, leeds)
        assert rows_of(corrected)["body"] == ("yorkshire", "leeds")
        assert rows_of(corrected)["addressee"] == ("yorkshire", "leeds")

    def test_what_the_wrong_body_said_stays_its_own(self, world: World) -> None:
        draft = make_response_draft(world, "leeds")
        row, wigan = draft.answerable, world.organisations["wigan"]
        answers = Answers.objects.current().filter(answerable=row).count()

        correct(world, "leeds", bodies={row.pk: wigan.pk}, at=NOW + timedelta(days=1))

        row.refresh_from_db()
        new = Answerable.objects.open().get(recommendation=row.recommendation)
        assert (row.organisation.slug, row.ending, row.ending_reason) == ("leeds", Ending.PASSED_ON, WHY)
        assert (new.organisation, new.follows, new.asked_from_on) == (wigan, row, row.from_on)
        assert Answers.objects.current().filter(answerable=new).count() == answers > 0
        assert not Answers.objects.current().filter(answerable=row).exists()
        assert draft.answerable == row
        assert told() == {"sibling-head@example.org", "other-head@example.org"}

    def test_a_body_that_answers_already_is_refused(self, world: World) -> None:
        held = world.recommendations["region"]
        row = Answerable.objects.get(recommendation=held)
        Answerable.objects.create(recommendation=held, organisation=world.organisations["leeds"], from_on=row.from_on)

        with pytest.raises(InvalidInput, match="Leeds PDU answers for it already"):
            correct(world, "region", bodies={row.pk: world.organisations["leeds"].pk})

    def test_whoever_corrects_is_not_told(self, world: World) -> None:
        assert actor(world, "coordinator").person_id is not None
        correct(world, "region", number=9)

        assert told() == {"lead@example.org"}
