"""What a row shows, kept: of each recommendation, and of each body's answer."""

from datetime import date

import pytest

from inspections.models import Alias
from tests.factories.recurrence import make_line
from tests.factories.rows import STRANGER
from tests.factories.self_assessments import actor, answerable, make_return, make_self_assessment
from tests.factories.world import NOW, World
from tracker.choices import Decision, Progress
from tracker.models import Acknowledgement, KeptAnswer, KeptRecommendation, RecommendationTheme, Response, Theme
from tracker.rules.access import SERVICE


def kept(world: World, key: str = "kirklees") -> KeptRecommendation:
    return KeptRecommendation.objects.get(recommendation=world.recommendations[key])


class TestKeptRecommendation:
    @pytest.mark.parametrize("key", ["head", "other_head", "auditor"])
    def test_published_wording_is_open_to_everybody(self, world: World, key: str) -> None:
        assert KeptRecommendation.objects.visible_to(actor(world, key)).count() == 4

    def test_but_not_to_a_stranger(self, world: World) -> None:
        assert KeptRecommendation.objects.visible_to(SERVICE).count() == 4
        assert KeptRecommendation.objects.visible_to(STRANGER).count() == 0

    def test_one_that_repeats_nothing_was_made_once(self, world: World) -> None:
        row = kept(world)

        assert (row.times_made, row.first_made_on, row.first_made_precision) == (1, None, "")

    def test_one_that_was_made_again_says_how_often_and_since_when(self, world: World) -> None:
        make_line(world, 2018, 2021)

        row = kept(world)

        assert (row.times_made, row.first_made_on, row.first_made_precision) == (3, date(2018, 5, 1), "month")

    def test_it_has_the_primary_theme_alone(self, world: World) -> None:
        themes = [Theme.objects.create(code=code, name=code, position=9) for code in ("one", "two")]
        for theme in themes:
            RecommendationTheme.objects.create(
                recommendation=world.recommendations["kirklees"], theme=theme, is_primary=theme.code == "two"
            )

        assert kept(world).theme == themes[1]

    def test_its_words_are_folded_with_every_name_of_the_body(self, world: World) -> None:
        Alias.objects.create(organisation=world.organisations["kirklees"], name="HFKCW")

        words = kept(world).words

        assert "hfkcw" in words
        assert "check each plan with a second manager in kirklees" in words
        assert words == words.lower()

    def test_it_says_what_it_is(self, world: World) -> None:
        assert str(kept(world)) == str(world.recommendations["kirklees"])


class TestKeptAnswer:
    def row(self, world: World) -> KeptAnswer:
        return KeptAnswer.objects.get(answerable=answerable(world))

    def test_nothing_is_said_at_first(self, world: World) -> None:
        row = self.row(world)

        assert (row.is_answered, row.is_acknowledged) == (False, False)
        assert (row.owner_view, row.region_view, row.inspectorate_view) == (None, None, None)
        assert row.seen_from == world.organisations["kirklees"].path
        assert str(row) == str(answerable(world))

    def test_it_has_the_latest_view_of_each_judge(self, world: World) -> None:
        make_return(world, make_self_assessment(world))

        row = self.row(world)

        assert (row.owner_category, row.owner_state, row.owner_answer_by_on) == (
            Progress.SOME,
            "RETURNED",
            date(2026, 12, 11),
        )
        assert (row.region_category, row.inspectorate_category) == (Progress.NONE, "")

    def test_it_knows_that_it_was_seen(self, world: World) -> None:
        Acknowledgement.objects.create(answerable=answerable(world), acknowledged_at=NOW)

        assert self.row(world).is_acknowledged

    def test_it_waits_for_its_newest_draft_until_somebody_confirms_it(self, world: World) -> None:
        waits = [self.row(world).is_drafted]
        draft = Response.objects.create(answerable=answerable(world), decision=Decision.AGREED, drafted_at=NOW)
        waits.append(self.row(world).is_drafted)
        draft.confirmed_at = NOW
        draft.save()
        waits.append(self.row(world).is_drafted)

        assert waits == [False, True, False]
