"""What is proposed for a report on its way in, which tasks of its review are complete, and what blocks publishing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from inspections.choices import InspectionKind, OrganisationKind
from inspections.rules.names import NameCandidate, kind_named, match_organisation, normalise_name
from inspections.rules.succession import Edge
from tracker.errors import WrongState
from tracker.rules.intake.draft import ReadRecommendation, ReadReport
from tracker.rules.intake.matching import HeldReport

# A recommendation outside these is often a heading, or two run together.
FEWEST_WORDS = 4
MOST_WORDS = 120

KIND_OF_BODY: Mapping[str, InspectionKind] = {
    OrganisationKind.PDU: InspectionKind.PDU,
    OrganisationKind.REGION: InspectionKind.REGION,
    OrganisationKind.NPS_DIVISION: InspectionKind.REGION,
    OrganisationKind.CRC: InspectionKind.CRC,
}
# What a heading says when it names no body: 'The PDU should', 'The region should'.
ONLY_THE_INSPECTED = {"pdu", "crc", "probation delivery unit", "community rehabilitation company"}
ONLY_THE_REGION = {"region", "probation region"}


class Task(StrEnum):
    """The tasks of the review, in order; the value is the last part of the task's address."""

    DETAILS = "details"
    RATINGS = "ratings"
    RECOMMENDATIONS = "recommendations"
    ADDRESSEES = "addressees"
    EARLIER = "earlier"
    ALERT = "alert"
    PUBLISH = "publish"


class TaskState(StrEnum):
    """How far a task is, in the words of the task list."""

    NOT_STARTED = "Not yet started"
    IN_PROGRESS = "In progress"
    COMPLETED = "Completed"
    CANNOT_START = "Cannot start yet"


UNFINISHED: Mapping[Task, str] = {
    Task.DETAILS: "Check the report details",
    Task.RATINGS: "Check the ratings",
    Task.RECOMMENDATIONS: "Check the recommendations",
    Task.ADDRESSEES: "Check the addressees",
    Task.EARLIER: "Check the earlier recommendations",
    Task.ALERT: "Check the organisational alert",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What we hold that a report is compared with; bodies and inspections by primary key.

    `frameworks` maps a framework's code to its kind of inspection, `standards` to its standards' codes and titles.
    """

    bodies: Mapping[int, NameCandidate[int]]
    parents: Mapping[int, int | None]
    edges: tuple[Edge[int], ...]
    frameworks: Mapping[str, str]
    held: tuple[HeldReport, ...]
    standards: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """The body that is proposed, why, and whether a person must look ('Check this'). `others` come next."""

    body: int | None
    reason: str
    needs_check: bool
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to check in a task; `key` is the row it is about, empty for the task as a whole.

    `line` is that of the file which it is about, where it is about one.
    """

    task: Task
    key: str
    message: str
    line: int | None = None


def propose_inspected_body(report: ReadReport, known: Known) -> ProposedValue:
    """Return the body that the report inspects, by its printed name on the day of publication."""
    on = report.published or report.fieldwork_started
    if not report.organisation:
        return ProposedValue(None, "The report does not name the inspected body", needs_check=True)
    return _by_name(report.organisation, known, on.on if on else None)


def propose_addressee(printed: str, *, inspected: int | None, known: Known, on: date | None) -> ProposedValue:
    """Return the body that a group heading names; the inspected body, to be checked, where it names none."""
    words = normalise_name(printed)
    if not words:
        return ProposedValue(inspected, "The report names nobody, so the inspected body is proposed", needs_check=True)
    if inspected is not None and words in ONLY_THE_INSPECTED and _is_of_kind(words, inspected, known):
        return ProposedValue(inspected, "The inspected body", needs_check=False)
    if inspected is not None and words in ONLY_THE_REGION and (region := _region_of(inspected, known)):
        return ProposedValue(region, "The region of the inspected body", needs_check=False)
    return _by_name(printed, known, on)


def propose_kind(*, framework: str, body: int | None, known: Known) -> tuple[InspectionKind, bool]:
    """Return the kind of inspection and whether to check it: by its framework, else by the inspected body."""
    if framework in known.frameworks:
        return InspectionKind(known.frameworks[framework]), False
    kind = KIND_OF_BODY.get(known.bodies[body].kind) if body is not None else None
    return (kind, False) if kind else (InspectionKind.THEMATIC, True)


def doubts_of_recommendation(row: ReadRecommendation, rows: Sequence[ReadRecommendation]) -> list[str]:
    """Return what looks odd about one recommendation among those of its report."""
    doubts = []
    length = len(row.text.split())
    if length < FEWEST_WORDS:
        doubts.append("This is very short. Check that all of it is here.")
    if length > MOST_WORDS:
        doubts.append("This is very long. Check that it is one recommendation.")
    if Counter(other.text for other in rows)[row.text] > 1:
        doubts.append("The same words stand in this report twice. Leave one out if it was read twice.")
    if row.number is None and any(other.number is not None for other in rows):
        doubts.append("The others are numbered. Check that this is a recommendation.")
    if row.number is not None and Counter(other.number for other in rows)[row.number] > 1:
        doubts.append(f"Number {row.number} stands in this report more than once.")
    return doubts


def state_of(task: Task, *, confirmed: frozenset[str], keys: Iterable[str], checked: Iterable[str]) -> TaskState:
    """Return how far one task is: confirmed as a whole, or row by row. One without rows to check needs no check."""
    wanted, done = set(keys), set(checked)
    if task in confirmed or (task is not Task.DETAILS and wanted <= done):
        return TaskState.COMPLETED
    return TaskState.IN_PROGRESS if done else TaskState.NOT_STARTED


def publishing_problems(states: Mapping[Task, TaskState], *, body: int | None, clashes: Sequence[str]) -> list[str]:
    """Return what has to be done before the report can be published, as instructions; empty when nothing."""
    problems = [words for task, words in UNFINISHED.items() if states[task] is not TaskState.COMPLETED]
    if body is None:
        problems.insert(0, "Choose the inspected body in the report details")
    return problems + list(clashes)


def can_publish(problems: Sequence[str]) -> bool:
    """Return whether nothing is left of `publishing_problems`."""
    return not problems


def check_can_publish(problems: Sequence[str]) -> None:
    """Raise WrongState, with what to do first, unless `can_publish`."""
    if problems:
        raise WrongState(f"This report cannot be published yet. {'. '.join(problems)}.")


def _by_name(name: str, known: Known, on: date | None) -> ProposedValue:
    matches = match_organisation(name, known.bodies.values(), on=on)
    if not matches:
        return ProposedValue(None, f"No body that we hold is named like ‘{name}’", needs_check=True)
    best, *others = matches
    return ProposedValue(best.key, best.reason, best.needs_check, tuple(match.key for match in others))


def _is_of_kind(words: str, body: int, known: Known) -> bool:
    return kind_named(f"any {words}") == known.bodies[body].kind


def _region_of(body: int, known: Known) -> int | None:
    at: int | None = body
    while at is not None and known.bodies[at].kind != OrganisationKind.REGION:
        at = known.parents[at]
    return at


def entry(answers: Mapping[str, Any], task: Task) -> Mapping[str, Any]:
    """Return the answers given in one task so far."""
    answered: Mapping[str, Any] = answers.get(task, {})
    return answered
