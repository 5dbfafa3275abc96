"""What a report found, in its review: ratings and the alert as a person left them, and how far they are checked."""

from collections.abc import Mapping
from typing import Any

from tracker.rules.intake import proposals
from tracker.rules.intake.draft import ReadKeyQuestion, ReadReport, ReadStandard
from tracker.rules.intake.proposals import Task, TaskState, entry
from tracker.rules.intake.rows import AlertLines


def printed_standards(report: ReadReport, answers: Mapping[str, Any]) -> tuple[ReadStandard, ...]:
    """Return the standards as a person left them, else as they were read."""
    answered = entry(answers, Task.RATINGS)
    if not answered:
        return report.standards
    return tuple(
        ReadStandard(
            code=row["code"],
            title=row["title"],
            rating=row["rating"],
            previous_rating=row["previous_rating"],
            key_questions=tuple(ReadKeyQuestion(**question) for question in row["key_questions"]),
        )
        for row in answered["standards"]
    )


def alert_lines(report: ReadReport, answers: Mapping[str, Any]) -> AlertLines:
    """Return the lines of the alert as a person left them, else as they were read."""
    answered = entry(answers, Task.ALERT)
    if not answered:
        return AlertLines(report.concerns, report.required_actions)
    return AlertLines(tuple(answered["concerns"]), tuple(answered["required_actions"]))


def states_of(confirmed: frozenset[str], answers: Mapping[str, Any], report: ReadReport) -> dict[Task, TaskState]:
    """Return how far the ratings and the alert are; where none were read there is nothing to check."""
    printed = {Task.RATINGS: report.standards, Task.ALERT: report.concerns + report.required_actions}
    return {
        task: proposals.state_of(
            task, confirmed=confirmed, keys=[task] if lines else [], checked=[task] if task in answers else []
        )
        for task, lines in printed.items()
    }
