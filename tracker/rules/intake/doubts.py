"""What is doubtful in a draft: it is marked 'Check this' and sorts first until a person has answered it."""

from collections.abc import Mapping
from typing import Any

from tracker.rules.intake import proposals
from tracker.rules.intake.answers import EARLIER_REPORT
from tracker.rules.intake.doubt_tasks import task_of
from tracker.rules.intake.draft import ReadReport, Warned
from tracker.rules.intake.matching import Sureness
from tracker.rules.intake.proposals import Doubt, Known, ProposedValue, Task
from tracker.rules.intake.rows import Details, EarlierRow, NewRow, Previous, RowGroup


def of_details(
    report: ReadReport, body: ProposedValue, details: Details, known: Known, *, answered: bool
) -> list[Doubt]:
    """Return what to check of the inspection's facts; none once a person has answered them."""
    if answered:
        return []
    _, kind_unsure = proposals.propose_kind(framework=report.framework, body=body.body, known=known)
    name = f"‘{report.organisation}’: " if report.organisation else ""
    no_framework = bool(report.standards) and not details.framework
    messages = [
        (body.needs_check, f"Check the inspected body. {name}{body.reason}."),
        (kind_unsure, "Check the kind of inspection. Nothing in the report says which it is."),
        (no_framework, "Check the framework. The standards are not those of one framework that we hold."),
        (report.published is None, "Enter when the report was published, if you know. It does not say."),
    ]
    doubts = [Doubt(Task.DETAILS, "", words) for is_so, words in messages if is_so]
    return doubts + [
        Doubt(Task.DETAILS, "", warning.message, warning.line) for warning in _warnings(report, Task.DETAILS)
    ]


def of_recommendations(report: ReadReport, rows: tuple[NewRow, ...], answers: Mapping[str, Any]) -> list[Doubt]:
    """Return what looks odd about each recommendation that nobody has checked, then about their list."""
    task, doubts = Task.RECOMMENDATIONS, []
    for row in rows:
        if row.read is not None and not row.is_checked:
            messages = proposals.doubts_of_recommendation(row.read, report.recommendations)
            messages += [
                warning.message for warning in report.warnings if warning.line and warning.line == row.read.line
            ]
            doubts += [Doubt(task, row.key, words, row.read.line) for words in messages]
    if not _is_settled(answers, task):
        doubts += [Doubt(task, "", warning.message, warning.line) for warning in _warnings(report, task)]
    return doubts


def of_findings(report: ReadReport, answers: Mapping[str, Any]) -> list[Doubt]:
    """Return the reader's doubts about ratings and about the alert, until a person has answered each."""
    tasks = [task for task in (Task.RATINGS, Task.ALERT) if not _is_settled(answers, task)]
    return [Doubt(task, "", warning.message, warning.line) for task in tasks for warning in _warnings(report, task)]


def of_groups(groups: tuple[RowGroup, ...], *, answered: bool) -> list[Doubt]:
    """Return a doubt for each addressee that was not matched for certain."""
    unsure = [group for group in groups if group.proposal.needs_check and not answered]
    return [Doubt(Task.ADDRESSEES, group.key, f"{group.proposal.reason}.") for group in unsure]


def of_earlier(
    report: ReadReport, rows: tuple[EarlierRow, ...], previous: Previous | None, answers: Mapping[str, Any]
) -> list[Doubt]:
    """Return the doubts about matches that are only likely, and about verdicts that cannot be recorded."""
    task, doubts = Task.EARLIER, []
    in_full = previous is not None and previous.held is not None and not previous.held.known_from_later
    for row in rows:
        if not row.is_checked:
            doubts += [Doubt(task, row.key, words, row.read.line) for words in _about_earlier(row, in_full=in_full)]
    is_said = _is_settled(answers, task) or EARLIER_REPORT in answers.get(task, {})
    if rows and previous is not None and previous.published is None and not is_said:
        doubts.append(
            Doubt(
                task,
                "",
                "The report does not say when the earlier report was published, or gives a date that cannot be.",
            )
        )
    if not _is_settled(answers, task):
        doubts += [Doubt(task, "", warning.message, warning.line) for warning in _warnings(report, task)]
    return doubts


def _about_earlier(row: EarlierRow, *, in_full: bool) -> list[str]:
    """Say what is doubtful of one earlier recommendation; `in_full` says that we hold its report."""
    sayings = [
        (
            row.pair is not None and row.pair.sureness is Sureness.LIKELY,
            f"{row.pair.reason if row.pair else ''}. Check that it is the same recommendation.",
        ),
        (row.pair is None and in_full, "We hold the earlier report, but not this recommendation of it."),
        (row.category is None, "No category is printed, so no verdict will be recorded."),
        (
            row.body is None and row.match is None,
            "Nobody is known to answer for this, so no verdict will be recorded.",
        ),
    ]
    return [words for is_so, words in sayings if is_so]


def _warnings(report: ReadReport, task: Task) -> list[Warned]:
    """Return the reader's warnings about a task as a whole: those about one row's line are shown with the row."""
    lines = {row.line for row in report.recommendations if row.line}
    return [warning for warning in report.warnings if task_of(warning.code) is task and warning.line not in lines]


def _is_settled(answers: Mapping[str, Any], task: Task) -> bool:
    """Return whether a person confirmed the whole task; an operator's confirmation keeps the doubts."""
    return task in answers.get("confirmed", ()) and not answers.get("by_operator")
