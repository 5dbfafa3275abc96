"""Works out in which areas a recommendation stands, and what the lists of each area sort and filter by."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tracker.choices import ActionStatus, Ending
from tracker.models import Answerable, Answers, Recommendation
from tracker.projections.facts import Chosen, Reading, WorkFact
from tracker.projections.tree import Tree
from tracker.projections.writing import Rows
from tracker.rules.lifecycle import OPEN_STATUSES


@dataclass(frozen=True, slots=True)
class AnswersAt:
    """Where those who answer, answered and left something for a successor are."""

    path: str
    is_open: bool
    has_passed_on: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """What a report says of a recommendation: on which body, to whom, published when."""

    inspected_path: str | None
    inspected: str
    addressee_path: str | None
    published_on: date | None


@dataclass(slots=True)
class WorkSeen:
    """The actions that are seen from one body: how many, and of the open ones the dates."""

    actions: set[int]
    open_due: list[tuple[date, int, str]]

    def columns(self) -> dict[str, Any]:
        dates = sorted(self.open_due)
        return {
            "next_due_on": dates[0][0] if dates else None,
            "next_due_precision": dates[0][2] if dates else "",
            "actions": len(self.actions),
            "open_due": " ".join(day.isoformat() for day, _, _ in dates),
        }


NO_WORK = WorkSeen(set(), []).columns()
NOT_THERE = {"stands": False, "concerns": False, "is_open": False, **NO_WORK}


def kept_work(work: dict[int, list[WorkFact]], held: Rows, tree: Tree) -> Rows:
    """Return the rows that are held of some recommendations with the actions as they are now, and no more; no query.

    Only who sees which action, and when they are due, is worked out anew: an action changes nothing else.
    """
    seen = {pk: _seen_at(facts, tree) for pk, facts in work.items()}
    rows: Rows = {}
    for (pk, body), columns in held.items():
        for other in seen.get(pk, {}).keys() - {body}:
            rows.setdefault((pk, other), columns | NOT_THERE)
        if columns["stands"] or columns["concerns"] or columns["is_open"] or body in seen.get(pk, {}):
            rows[pk, body] = columns | NO_WORK
    for (pk, body), columns in rows.items():
        if body in seen.get(pk, {}):
            columns.update(seen[pk][body].columns())
    return rows


@Reading
def _answered_at(recommendations: Chosen) -> QuerySet[Answerable, Any]:
    rows = Answerable.objects.filter(recommendations.matching("recommendation"))
    return rows.values_list("recommendation_id", "organisation__path", "to_on", "ending")


@Reading
def _printed(recommendations: Chosen) -> QuerySet[Recommendation, Any]:
    return Recommendation.objects.filter(recommendations.matching("pk")).values_list(
        "pk", "inspection__organisation__path", "inspection__organisation__name", "addressee__path",
        "inspection__published_on",
    )  # fmt: skip


@Reading
def _answering_now(recommendations: Chosen) -> QuerySet[Answers, Any]:
    rows = Answers.objects.current().filter(recommendations.matching("answerable__recommendation"))
    return rows.values_list(
        "answerable__recommendation_id", "action_id", "action__status", "action__due_on", "action__due_precision",
        "action__owner_post__organisation__path", "answerable__kept__seen_from",
    )  # fmt: skip


def kept_places(recommendations: Chosen, tree: Tree) -> Rows:
    """Return the rows of these recommendations by recommendation and body; 3 queries. The answers are kept first."""
    answers: dict[int, list[AnswersAt]] = defaultdict(list)
    for recommendation, path, to_on, ending in _answered_at.rows(recommendations):
        answers[recommendation].append(AnswersAt(path, to_on is None, ending == Ending.PASSED_ON))
    work = work_on(recommendations)
    rows: Rows = {}
    for pk, inspected_path, inspected, addressee_path, published_on in _printed.rows(recommendations):
        said = Printed(inspected_path, inspected or "", addressee_path, published_on)
        for body, columns in places_of(said, answers[pk], work[pk], tree).items():
            rows[pk, body] = columns
    return rows


def places_of(
    said: Printed, answers: Iterable[AnswersAt], work: Iterable[WorkFact], tree: Tree
) -> dict[int, dict[str, Any]]:
    """Return by body what is kept of one recommendation there.

    It stands where the inspected body, the addressee or any body that answers or answered is. It concerns a body that
    was inspected or answers, there or below, and one that came after a body that left it without passing it on. It is
    open at a body while somebody there, or before it, still answers, or while its own report still asks it of anybody.
    """
    inspected = tree.above(said.inspected_path)
    stands, concerns = set(inspected | tree.above(said.addressee_path)), set(inspected)
    open_at: set[int] = set()
    is_open_anywhere = False
    for answer in answers:
        here = tree.above(answer.path)
        stands |= here
        concerns |= here
        if not answer.has_passed_on:
            concerns |= tree.after(answer.path)
        is_open_anywhere |= answer.is_open
        if answer.is_open:
            open_at |= here | tree.after(answer.path) | inspected
    seen = _seen_at(work, tree)
    return {
        body: {
            "stands": body in stands,
            "concerns": body in concerns,
            "is_open": body in open_at,
            "is_open_anywhere": is_open_anywhere,
            "published_on": said.published_on,
            "inspected": said.inspected,
            **(seen[body].columns() if body in seen else NO_WORK),
        }
        for body in stands | concerns | open_at | seen.keys()
    }


def _seen_at(work: Iterable[WorkFact], tree: Tree) -> dict[int, WorkSeen]:
    """Return by body the actions that are seen there: of answers seen there, and of posts there."""
    seen: dict[int, WorkSeen] = {}
    for fact in work:
        for body in tree.above(fact.owner_path).union(*(tree.above(path) for path in fact.seen_from)):
            here = seen.setdefault(body, WorkSeen(set(), []))
            if fact.action not in here.actions:
                here.actions.add(fact.action)
                if fact.is_open and fact.due_on:
                    here.open_due.append((fact.due_on, fact.action, fact.precision))
    return seen


def work_on(recommendations: Chosen) -> dict[int, list[WorkFact]]:
    """Return what answers each recommendation now; 1 query."""
    work: dict[int, list[WorkFact]] = defaultdict(list)
    for recommendation, action, status, due_on, precision, owner_path, seen_from in _answering_now.rows(
        recommendations
    ):
        is_open = ActionStatus(status) in OPEN_STATUSES
        places = tuple((seen_from or "").split())
        work[recommendation].append(WorkFact(action, is_open, due_on, precision, owner_path, places))
    return work
