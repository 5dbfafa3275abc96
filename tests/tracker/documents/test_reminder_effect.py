"""What reminders achieve as a workbook: the rows of the page's table, and one for updates without a reminder."""

from tests.factories.world import NOW
from tests.tracker.documents.reading import ReadWorkbook, read
from tracker.documents.reminder_effect import effect_workbook
from tracker.notifications.rules.reminder_effect import Effect, EffectStep
from tracker.rules.access import SERVICE

NEAR = EffectStep("3 working days before the date", reminders=9, updates=4, median_days=2.0)
LATE = EffectStep("1 working day after the date", reminders=5, updates=2, median_days=None)


def effect_of(*steps: EffectStep) -> ReadWorkbook:
    effect = Effect(steps=steps, updates=13, without=7)
    return read(effect_workbook(SERVICE, effect, chosen=[("Period", "Last 4 weeks")], at=NOW))


def test_a_kind_of_reminder() -> None:
    row = effect_of(NEAR).rows[0]

    assert row == [
        ("Reminder", "3 working days before the date"),
        ("Sent", 9),
        ("Updates that followed", 4),
        ("Median time to the update", "2 days"),
    ]


def test_a_median_of_too_few_updates_is_left_out() -> None:
    assert effect_of(NEAR, LATE).column("Median time to the update")[1] == "Fewer than 3 updates"


def test_the_last_row_is_of_updates_without_a_reminder() -> None:
    row = effect_of(NEAR, LATE).rows[-1]

    assert row == [
        ("Reminder", "Updates without a reminder"),
        ("Sent", 0),
        ("Updates that followed", 7),
        ("Median time to the update", None),
    ]


def test_about_has_the_filters_and_the_sum_in_short() -> None:
    book = effect_of()

    assert (book.name, book.about["Period"]) == ("Reminders", "Last 4 weeks")
    assert book.about["In short"] == "7 of 13 updates came without a reminder."
