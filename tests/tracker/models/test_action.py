"""Actions: who sees them, when they are late, whose they are, and how often their date was moved."""

from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from inspections.choices import DatePrecision
from inspections.models import Alias
from tests.factories.rows import STRANGER, keys_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus
from tracker.models import Action, Answers, DateChange, Deputy, PostHolder, Recommendation, Update
from tracker.rules.access import SERVICE
from tracker.rules.action_words import WORDS, ActionWords
from tracker.rules.deadlines import Urgency

TOMORROW = TODAY + timedelta(days=1)
DUE = date(2026, 11, 20)
ALL = {"kirklees", "leeds", "wigan", "region"}
HEAD = "Head of PDU, kirklees"


def cover(world: World, post: str, key: str) -> Deputy:
    return Deputy.objects.create(post=world.posts[post], person=world.people[key], from_on=TODAY, to_on=TOMORROW)


def move(action: Action, old_on: date | None, new_on: date) -> DateChange:
    return DateChange.objects.create(action=action, old_on=old_on, new_on=new_on, reason="Illness", changed_at=NOW)


def update(action: Action, *, at: Any = NOW, token: str = "a" * 32) -> Update:
    return Update.objects.create(action=action, status=ActionStatus.IN_PROGRESS, token=token, posted_at=at)


def test_an_event_keeps_all_that_is_said(world: World) -> None:
    action = world.actions["kirklees"]
    action.words = said = ActionWords(**{name: f"Said in {name}" for name in WORDS})
    action.save()

    saved = Action.objects.select_related("owner_post").get(pk=action.pk)

    assert saved.words == said
    assert asdict(said).items() <= saved.facts().items()


def answer(action: Action, recommendation: Recommendation) -> Answers:
    return Answers.objects.create(action=action, answerable=recommendation.answerables.get(), from_on=TODAY)


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("key", "expected"),
        [
            ("head", {"kirklees", "region"}),
            ("sibling_head", {"leeds"}),
            ("lead", {"kirklees", "leeds", "region"}),
            ("national", ALL),
            ("disabled", set()),
        ],
    )
    def test_the_gate(self, world: World, key: str, expected: set[str]) -> None:
        assert keys_of(world.actions, Action.objects.visible_to(actor(world, key))) == expected

    def test_the_service_sees_all_and_a_stranger_nothing(self, world: World) -> None:
        assert [Action.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [4, 0]

    def test_an_action_of_a_post_that_one_covers(self, world: World) -> None:
        cover(world, "Head of PDU, wigan", "sibling_head")

        seen = Action.objects.visible_to(actor(world, "sibling_head"))

        assert keys_of(world.actions, seen) == {"leeds", "wigan"}

    def test_an_answer_that_has_ended_shows_nothing(self, world: World) -> None:
        Answers.objects.update(to_on=TODAY, reason="Done")

        assert keys_of(world.actions, Action.objects.visible_to(actor(world, "head"))) == {"kirklees"}

    def test_an_answer_of_another_area_is_known_to_the_owner_alone(self, world: World) -> None:
        answers = answer(world.actions["kirklees"], world.recommendations["wigan"])

        readers = [key for key in ("head", "owner", "lead", "other_lead") if answers in seen_by(world, key)]

        assert readers == ["head", "other_lead"]


def seen_by(world: World, key: str) -> Any:
    return Answers.objects.visible_to(actor(world, key))


class TestDates:
    @pytest.mark.parametrize(
        ("due_on", "expected"),
        [
            (TODAY - timedelta(days=1), ["overdue", "urgent"]),
            (TODAY, ["due_this_week", "urgent"]),
            (TODAY + timedelta(days=6), ["due_this_week", "urgent"]),
            (TODAY + timedelta(days=7), ["due_later"]),
            (None, ["due_later"]),
        ],
    )
    def test_each_open_action_stands_once(self, world: World, due_on: date | None, expected: list[str]) -> None:
        save_changed(world.actions["kirklees"], due_on=due_on)
        lists = ("overdue", "due_this_week", "due_later", "urgent")

        holding = [name for name in lists if world.actions["kirklees"] in getattr(Action.objects.all(), name)(on=TODAY)]

        assert holding == expected

    @pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
    def test_what_has_ended_is_neither_late_nor_due(self, world: World, status: ActionStatus) -> None:
        save_changed(world.actions["kirklees"], status=status, due_on=date(2026, 1, 1))
        action = Action.objects.with_open_due().get(pk=world.actions["kirklees"].pk)

        assert action.urgency(on=TODAY) is Urgency.ENDED
        assert action.open_due_on is None
        assert action not in Action.objects.overdue(on=TODAY)

    def test_the_most_urgent_come_first_and_those_without_a_date_last(self, world: World) -> None:
        save_changed(world.actions["kirklees"], due_on=None)
        save_changed(world.actions["wigan"], due_on=TODAY)

        assert list(Action.objects.most_urgent_first()) == [
            world.actions[key] for key in ("wigan", "leeds", "region", "kirklees")
        ]

    def test_only_moves_to_a_later_day_are_counted(self, world: World) -> None:
        action = world.actions["kirklees"]
        days = [date(2026, 11, 20), date(2026, 12, 1), date(2026, 11, 25), date(2026, 12, 20)]
        for old_on, new_on in [(None, days[0]), *pairwise(days)]:
            move(action, old_on, new_on)
        save_changed(action, due_on=days[-1])

        moved = Action.objects.moved().with_slips().get()

        assert (moved, moved.moves) == (action, 2)
        assert moved.slip_words == "Moved twice, 30 days later than first planned"


class TestWhoseItIs:
    @pytest.mark.parametrize(
        ("key", "expected"),
        [("head", {"kirklees"}), ("lead", {"region"}), ("national", set()), ("owner", set())],
    )
    def test_what_a_person_answers_for(self, world: World, key: str, expected: set[str]) -> None:
        assert keys_of(world.actions, Action.objects.mine(actor(world, key))) == expected

    def test_a_head_answers_for_every_post_of_the_pdu(self, world: World) -> None:
        make_action(world, "officer", recommendation="kirklees", post="Senior Probation Officer, kirklees")

        assert keys_of(world.actions, Action.objects.mine(actor(world, "head"))) == {"kirklees", "officer"}

    def test_the_holder_of_the_day_and_none_of_a_vacant_post(self, world: World) -> None:
        PostHolder.objects.filter(post=world.posts[HEAD]).update(to_on=TODAY)

        holders = dict(Action.objects.with_owner(on=TODAY).values_list("pk", "holder_id"))

        assert holders[world.actions["kirklees"].pk] is None
        assert holders[world.actions["leeds"].pk] == world.people["sibling_head"].pk

    def test_who_covers_is_told_before_who_holds(self, cast: World) -> None:
        cover(cast, HEAD, "lead")

        told = dict(Action.objects.with_told(on=TODAY).values_list("pk", "told_id"))

        assert told[cast.actions["kirklees"].pk] == cast.people["lead"].pk
        assert told[cast.actions["leeds"].pk] == cast.people["sibling_head"].pk

    def test_what_nobody_can_be_told_of_is_left_out(self, cast: World) -> None:
        Action.objects.update(status=ActionStatus.NOT_STARTED)
        PostHolder.objects.filter(post=cast.posts[HEAD]).update(to_on=TODAY)

        assert keys_of(
            cast.actions, Action.objects.urgent(on=TODAY).with_told(on=TODAY).filter(told_id__isnull=False)
        ) == ALL - {"kirklees"}

    def test_actions_of_a_body_and_of_posts(self, world: World) -> None:
        of_body = Action.objects.of_body(world.organisations["yorkshire"])
        of_posts = Action.objects.owned_by([world.posts[HEAD].pk])

        assert keys_of(world.actions, of_body) == {"kirklees", "leeds", "region"}
        assert keys_of(world.actions, of_posts) == {"kirklees"}


class TestWhatIsListed:
    @pytest.mark.parametrize(
        ("words", "expected"), [("(LEEDS)", {"leeds"}), ("director", {"region"}), ("lankyshire", {"wigan"})]
    )
    def test_words_of_title_post_or_body(self, world: World, words: str, expected: set[str]) -> None:
        Alias.objects.create(organisation=world.organisations["wigan"], name="Lankyshire")

        assert keys_of(world.actions, Action.objects.matching(words)) == expected

    def test_a_reference(self, world: World) -> None:
        action = world.actions["leeds"]

        assert list(Action.objects.matching(action.ref.lower())) == [action]

    def test_actions_that_answer_these_recommendations_now(self, world: World) -> None:
        Answers.objects.filter(action=world.actions["leeds"]).update(to_on=TODAY, reason="Done")
        asked = [world.recommendations[key] for key in ("leeds", "region")]

        assert keys_of(world.actions, Action.objects.answering(asked, SERVICE)) == {"region"}

    def test_open_actions_that_wait_for_somebody(self, world: World) -> None:
        Action.objects.update(blocked_by_whom="Estates", blocked_since_on=TODAY)
        save_changed(world.actions["wigan"], status=ActionStatus.COMPLETED)

        assert keys_of(world.actions, Action.objects.blocked()) == ALL - {"wigan"}

    def test_a_list_costs_two_queries(self, world: World, django_assert_num_queries: Any) -> None:
        national = actor(world, "national")

        with django_assert_num_queries(2):
            shown = {row.pk: len(row.current_answers) for row in Action.objects.for_list(national)}

        assert shown == {action.pk: 1 for action in world.actions.values()}

    def test_a_list_names_what_an_action_answers_oldest_first(self, world: World) -> None:
        action = world.actions["kirklees"]
        for pk, key in ((902, "leeds"), (901, "wigan")):
            row = world.recommendations[key].answerables.get()
            Answers.objects.create(pk=pk, action=action, answerable=row, from_on=TODAY)

        shown = Action.objects.for_list(actor(world, "national")).get(pk=action.pk)

        assert [row.pk for row in shown.current_answers][1:] == [901, 902]

    @pytest.mark.parametrize(("key", "expected"), [("sibling_head", ["leeds"]), ("national", ["leeds", "wigan"])])
    def test_a_list_hides_answers_of_other_areas(self, world: World, key: str, expected: list[str]) -> None:
        answer(world.actions["leeds"], world.recommendations["wigan"])
        save_changed(world.actions["leeds"], owner_post=world.posts[HEAD])

        row = Action.objects.for_list(actor(world, key)).get(pk=world.actions["leeds"].pk)

        assert [answers.answerable.organisation.slug for answers in row.current_answers] == expected

    def test_a_mail_names_what_an_action_answers_oldest_first(self, world: World) -> None:
        answer(world.actions["kirklees"], world.recommendations["region"])
        pk, places = world.actions["kirklees"].pk, ("/moj/hmpps/yorkshire/kirklees/", "/moj/hmpps/yorkshire/")

        named = Answers.objects.named_in_mail([pk])

        assert [row[:2] for row in named] == [(pk, place) for place in places]


def test_an_event_keeps_plain_values(world: World) -> None:
    action = world.actions["kirklees"]

    facts = action.facts()

    assert facts["due_on"] == "2026-11-20"
    assert (facts["owner_post"], facts["owner"]) == (world.posts[HEAD].pk, "Head of PDU, Kirklees")
    assert (facts["due_precision"], facts["blocked_since_on"]) == (DatePrecision.DAY, None)


def test_the_newest_update_is_the_last_of_the_day(world: World) -> None:
    action = world.actions["kirklees"]
    update(action, at=NOW - timedelta(days=1))
    newest = update(action, token="b" * 32)

    assert Update.objects.newest_of(action) == newest
    assert list(Update.objects.posted_since(NOW)) == [newest]


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("action_status_known", {"status": "lost"}),
        ("action_has_a_title", {"title": ""}),
        ("action_blocked_says_whom_and_since", {"blocked_by_whom": "Estates"}),
        ("action_blocked_says_whom_and_since", {"blocked_since_on": TODAY}),
        ("action_first_date_kept", {"first_due_on": None}),
    ],
)
def test_an_action_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(Action, constraint):
        save_changed(world.actions["kirklees"], **changes)


def test_an_action_is_refused_a_second_answer_to_the_same(world: World) -> None:
    with refused_by(Answers, "answers_once"):
        save_twin(world.actions["kirklees"].answers.get())


def test_an_answer_without_a_reason_to_end_is_refused(world: World) -> None:
    with refused_by(Answers, "answers_end_with_a_reason"):
        save_changed(world.actions["kirklees"].answers.get(), to_on=TODAY)


def test_an_update_with_an_unknown_status_is_refused(world: World) -> None:
    with refused_by(Update, "update_status_known"):
        save_changed(update(world.actions["kirklees"]), status="lost")


def test_a_move_without_a_reason_is_refused(world: World) -> None:
    with refused_by(DateChange, "date_change_gives_a_reason"):
        save_changed(move(world.actions["kirklees"], DUE, TODAY), reason="")


@pytest.mark.parametrize("column", ["due_on", "first_due_on", "blocked_since_on"])
def test_a_day_of_an_action_beyond_those_that_are_kept_is_refused(world: World, column: str) -> None:
    action = world.actions["kirklees"]
    save_changed(action, blocked_by_whom="The courts", blocked_since_on=TODAY)

    with refused_by(Action, "action_days_in_bounds"):
        save_changed(action, **{column: date.min})


def test_a_move_to_a_day_beyond_those_that_are_kept_is_refused(world: World) -> None:
    with refused_by(DateChange, "date_change_days_in_bounds"):
        save_changed(move(world.actions["kirklees"], DUE, TODAY), new_on=date.max)
