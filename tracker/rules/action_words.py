"""Says what changed of an action: the facts before and after an event, as a person would put them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus
from tracker.rules.wording import date_stated

Facts = Mapping[str, Any]


def differences(before: Facts, after: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the facts that differ in two sets of facts, as they were and as they are.

    A date comes with its precision, a post with its name, a blockage with its day.
    """
    together = [{"due_on", "due_precision"}, {"owner_post", "owner"}, {"blocked_by_whom", "blocked_since_on"}]
    names = {name for name in after if before[name] != after[name]}
    for group in together:
        names |= group if names & group else set()
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def changes(before: Facts, after: Facts) -> list[str]:
    """Return what an event of an action changed, each in words; empty where it changed nothing."""
    return [
        *_status(before, after),
        *_due(before, after),
        *_owner(before, after),
        *_words(before, after),
        *_blocked(before, after),
        *_answers(after),
    ]


def day_words(day: str, precision: str) -> str:
    """Return '5 March 2027', or 'March 2027' for a month's date."""
    return date_stated(date.fromisoformat(day), precision)


def _both(name: str, before: Facts, after: Facts) -> bool:
    return name in before and name in after and before[name] != after[name]


def _status(before: Facts, after: Facts) -> list[str]:
    if not _both("status", before, after):
        return []
    old, new = ActionStatus(before["status"]).label, ActionStatus(after["status"]).label
    return [f"status changed from ‘{old}’ to ‘{new}’"]


def _due(before: Facts, after: Facts) -> list[str]:
    if "due_on" not in before or "due_on" not in after:
        return []
    new = day_words(after["due_on"], after.get("due_precision", ""))
    if not before["due_on"]:
        return [f"due date set to {new}"]
    return [f"due date moved from {day_words(before['due_on'], before.get('due_precision', ''))} to {new}"]


def _owner(before: Facts, after: Facts) -> list[str]:
    if not _both("owner_post", before, after):
        return []
    return [f"owner changed from {before['owner']} to {after['owner']}"]


def _words(before: Facts, after: Facts) -> list[str]:
    found = []
    if _both("title", before, after):
        found.append(f"what will be done changed from ‘{before['title']}’ to ‘{after['title']}’")
    if _both("success_measure", before, after):
        found.append("how we will know it worked was changed")
    return found


def _blocked(before: Facts, after: Facts) -> list[str]:
    if "blocked_by_whom" not in before or "blocked_by_whom" not in after:
        return []
    if not after["blocked_by_whom"]:
        return ["no longer blocked"]
    since = day_words(after["blocked_since_on"], DatePrecision.DAY)
    return [f"blocked: waiting on {after['blocked_by_whom']} since {since}"]


def _answers(after: Facts) -> list[str]:
    """Say in numbers only what it answers now.

    Which ones stays hidden from those outside their area (docs/model.md, decision 4).
    """
    added, ended = len(after.get("answers_added", ())), len(after.get("answers_ended", ()))
    found = [f"now answers {_recommendations(added, 'more ')}"] if added else []
    return found + ([f"no longer answers {_recommendations(ended)}"] if ended else [])


def _recommendations(count: int, kind: str = "") -> str:
    return f"{count} {kind}recommendation{'' if count == 1 else 's'}"
