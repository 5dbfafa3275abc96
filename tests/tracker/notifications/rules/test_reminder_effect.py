"""What reminders achieve: which reminder an update counts for, medians with their bases, and what is not said."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.notifications.rules.reminder_effect import Reminded, Updated, effect

START = datetime(2026, 9, 1, tzinfo=UTC)
ORDER = ["near", "late"]


def day(number):
    return START + timedelta(days=number)


def measured(reminders, updates):
    told = [Reminded(action, code, day(at)) for action, code, at in reminders]
    posted = [Updated(action, day(at)) for action, at in updates]
    return effect(told, posted, since=START, order=ORDER)


@pytest.mark.parametrize(
    ("reminders", "updates", "without"),
    [
        ([], [(1, 3)], 1),
        ([(1, "near", 1)], [(1, 3)], 0),
        ([(2, "near", 1)], [(1, 3)], 1),  # another action's
        ([(1, "near", 4)], [(1, 3)], 1),  # only afterwards
        ([(1, "near", 1)], [(1, 3), (1, 5)], 1),  # the second one came without
        ([(1, "near", 1), (1, "late", 4)], [(1, 3), (1, 5)], 0),
        ([(1, "near", -9)], [(1, 3)], 0),  # before the period
        ([(1, "near", -9)], [(1, -5), (1, 3)], 1),  # and answered before it
    ],
)
def test_which_updates_came_without_a_reminder(reminders, updates, without):
    found = measured(reminders, updates)

    assert found.without == without
    assert found.updates == sum(at >= 0 for _, at in updates)


def test_an_update_counts_for_the_last_reminder_alone():
    found = measured([(1, "near", 1), (1, "late", 4)], [(1, 6)])

    assert [(step.code, step.reminders, step.updates) for step in found.steps] == [("near", 1, 0), ("late", 1, 1)]


@pytest.mark.parametrize(("count", "words"), [(2, "Fewer than 3 updates"), (3, "2 days"), (4, "2.5 days")])
def test_a_median_needs_three_updates(count, words):
    found = measured([(n, "near", 0) for n in range(count)], [(n, n + 1) for n in range(count)])

    assert found.steps[0].words == words


def test_counts_without_a_percentage_under_twenty():
    few = measured([], [(n, 1) for n in range(19)])
    many = measured([(n, "near", 0) for n in range(5)], [(n, 1) for n in range(20)])
    hardly = measured([], [(1, 1), (2, 1)])

    assert few.share_words == "19 of 19 updates came without a reminder."
    assert many.share_words == "15 of 20 updates (75%) came without a reminder."
    assert hardly.share_words.startswith("Fewer than 3 updates")


def test_a_picture_needs_three_rungs_and_a_sentence_says_the_rest():
    found = measured([(n, "near", 0) for n in range(3)], [(n, 2) for n in range(3)])

    assert not found.has_picture
    assert found.sentence == "Median time from reminder to update. near: 2 days."


def test_rungs_stand_in_their_order_and_unknown_ones_last():
    found = measured([(1, "other", 1), (2, "late", 1), (3, "near", 1)], [])

    assert [step.code for step in found.steps] == ["near", "late", "other"]
