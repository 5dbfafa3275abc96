"""Holds that every table over an enum covers it: a new role, rung or kind of notice is missed by none of them."""

import enum
import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import models

from tests.architecture.house import app_of, modules

# Tables that are about some members only: the others by name, and why they need no row. A new member is in neither.
PARTIAL: dict[str, tuple[str, str]] = {
    "tracker.notifications.queries.dated_item_reminders.ABOUT_WORDS": (
        "ACTION EVIDENCE",
        "actions and evidence have lines of their own on their pages",
    ),
    "tracker.notifications.queries.dated_item_reminders.MANAGERS_OF": (
        "MINISTRY FUNCTION CRC NPS_DIVISION COMPANY OTHER",
        "only these have managers who are told",
    ),
    "tracker.notifications.queries.dated_items.SOURCES": (
        "ACTION EVIDENCE",
        "actions are looked through in SQL, evidence by its uses",
    ),
    "tracker.notifications.queries.dated_items.OF_RECOMMENDATION": (
        "ACTION EVIDENCE CARRY_OVER TAKEOVER ALERT",
        "the others are not about one recommendation",
    ),
    "tracker.notifications.queries.dated_items.OF_INSPECTION": (
        "ACTION RESPONSE REVIEW RETURNED EVIDENCE CHECK TAKEOVER ALERT",
        "the others are not about one inspection",
    ),
    "tracker.notifications.queries.endings.SAYS": (
        "TAKEN_BACK",
        "whoever asks may take it back, so that nobody is told",
    ),
    "tracker.models.ending.ASKED_FOR": (
        "SUFFICIENT CARRIED_OVER PASSED_ON",
        "the others are the inspectorate's, or a reorganisation's",
    ),
    "tracker.notifications.queries.my_mails.OF_ITSELF": (
        "DIGEST REMINDER INSTANT",
        "the others are described by what they tell",
    ),
    "tracker.notifications.queries.regular_lists.KINDS": (
        "ACTION_OWNER HEAD_OF_PDU COORDINATOR ADMINISTRATOR AUDITOR",
        "only leads get lists",
    ),
    "tracker.notifications.queries.reminders.TO_WORDS": (
        "OWNER MANAGERS ABOVE REVIEWERS COORDINATORS CONFIRMERS",
        "the others are named by their post",
    ),
    "tracker.notifications.queries.reminders.DIGESTS": (
        "NEEDED STOPPED",
        "without a digest there is none to name",
    ),
    "tracker.operations.reviews.GONE": (
        "WAITING RETURNED ASSURED NOT_FOR_REVIEW",
        "the others can be reviewed, or were",
    ),
    "tracker.rules.evidence_files._MAIN_PARTS": (
        "PDF OLD_WORD OLD_EXCEL OLD_SLIDES OUTLOOK EMAIL CSV PNG JPEG",
        "only these are zip files",
    ),
    "tracker.rules.fieldwork.KINDS": (
        "MINISTRY CRC NPS_DIVISION COMPANY OTHER",
        "the others are not inspected any more",
    ),
    "inspections.models.organisation.SUFFIXES": (
        "MINISTRY AGENCY FUNCTION CRC NPS_DIVISION COMPANY OTHER",
        "their names say already what they are",
    ),
    "tracker.rules.intake.proposals.KIND_OF_BODY": (
        "MINISTRY AGENCY FUNCTION COMPANY OTHER",
        "a report on any other body is thematic until a person says otherwise",
    ),
    "tracker.rules.intake.proposals.UNFINISHED": (
        "PUBLISH",
        "publishing itself is not a task before publishing",
    ),
    "tracker.rules.reorganisations.CLOSE": (
        "RENAME",
        "a rename closes and opens nothing",
    ),
    "tracker.rules.reorganisations.FOLLOW": (
        "RENAME",
        "a rename closes and opens nothing",
    ),
    "tracker.rules.reorganisations.SUCCESSIONS": (
        "RENAME",
        "a rename closes and opens nothing",
    ),
    "tracker.sample_data.national.carry_over.RELATIONS": (
        "MERGED",
        "the made-up world merges nothing",
    ),
    "tracker.sample_data.national.people.POSTS": (
        "MINISTRY FUNCTION NPS_DIVISION COMPANY OTHER",
        "the made-up world gives posts to these",
    ),
    "tracker.sample_data.national.reports.FRAMEWORKS": (
        "PDU THEMATIC",
        "chosen by the year, or not rated",
    ),
}


def tables() -> Iterator[tuple[str, Mapping[Any, Any], type[enum.Enum]]]:
    """Yield every module-level table whose keys are members of one enum of ours, once, with where it was made."""
    seen: set[int] = set()
    for name, _ in modules():
        if app_of(name) == "config" or name.endswith(("management", "commands")) or ".commands." in name:
            continue
        for attribute, value in vars(importlib.import_module(name)).items():
            if not isinstance(value, Mapping) or not value or id(value) in seen:
                continue
            kinds = {type(key) for key in value}
            if (
                len(kinds) == 1
                and issubclass(kind := kinds.pop(), enum.Enum)
                and kind.__module__.startswith(("tracker", "inspections"))
            ):
                seen.add(id(value))
                yield f"{name}.{attribute}", value, kind


TABLES = list(tables())


@pytest.mark.parametrize(("place", "table", "kind"), TABLES, ids=[place for place, *_ in TABLES])
def test_a_table_over_an_enum_covers_it(place: str, table: Mapping[Any, Any], kind: type[enum.Enum]) -> None:
    without = PARTIAL.get(place, ("", ""))[0].split()

    missing = [member.name for member in kind if member not in table]

    assert sorted(missing) == sorted(without), f"{place}: a row for each, or a reason in PARTIAL"


def test_there_are_tables_to_look_at():
    assert len(TABLES) > 20


def test_no_exception_is_out_of_date():
    assert PARTIAL.keys() <= {place for place, *_ in TABLES}
    assert all(why for _, why in PARTIAL.values())


def test_a_new_member_is_missed_by_its_tables():
    """The check itself can fail: a table made for one more member is found wanting."""

    class Wider(models.TextChoices):
        ONE = "one"
        TWO = "two"

    with pytest.raises(AssertionError, match="PARTIAL"):
        test_a_table_over_an_enum_covers_it("here", {Wider.ONE: 1}, Wider)
