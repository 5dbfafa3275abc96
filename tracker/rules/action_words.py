"""What is said of an action, with its check; and what changed of an action, as a person would put it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus
from tracker.errors import InvalidInput
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import one_line, paragraphs
from tracker.rules.wording import date_stated, starts_lower, too_long

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """How pages call one thing that is said of an action, and messages in a sentence; `limit` is in characters."""

    label: str
    noun: str
    limit: int


WORDS: dict[str, Wording] = {
    "title": Wording("What will be done", "the action", 200),
    "success_measure": Wording("How we will know it worked", "the measure of success", 1000),
}


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What is said of an action in a plan or a change of it: a column of `Action` and a row of WORDS for each."""

    title: str
    success_measure: str = ""

    @property
    def beside_title(self) -> list[tuple[str, str]]:
        """Return label and text of everything but the title, in the order in which pages show it."""
        return [(WORDS[name].label, text) for name, text in asdict(self).items() if name != "title"]

    def checked(self) -> Self:
        """Return these words without blanks around them.

        Raises InvalidInput without a title, for words that are too long, and for what looks like a person's number.
        """
        said = {"title": one_line(self.title), "success_measure": paragraphs(self.success_measure)}
        if not said["title"]:
            raise InvalidInput(f"Enter {WORDS['title'].noun}", field="title")
        for name, text in said.items():
            if len(text) > WORDS[name].limit:
                raise InvalidInput(too_long(WORDS[name].noun, WORDS[name].limit), field=name)
            check_free_text(text, field=name)
        return type(self)(**said)


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
    """Say both titles; of longer words only that they changed."""
    changed = [name for name in WORDS if _both(name, before, after)]
    return [
        starts_lower(WORDS[name].label)
        + (f" changed from ‘{before[name]}’ to ‘{after[name]}’" if name == "title" else " was changed")
        for name in changed
    ]


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
    parts = [f"now answers {_recommendations(added, 'more ')}"] if added else []
    return parts + ([f"no longer answers {_recommendations(ended)}"] if ended else [])


def _recommendations(count: int, kind: str = "") -> str:
    return f"{count} {kind}recommendation{'' if count == 1 else 's'}"
