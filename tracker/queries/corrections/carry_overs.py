"""What confirming a carry-over makes and ends, noted so that it can be taken back; and what depends on it by then."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from inspections.models import Inspection
from tracker.choices import ActionStatus, Judge
from tracker.models import Action, Answerable, Answers, CarryOver, Judgement, Link, SustainCheck, Update
from tracker.queries.carry_over import EarlierTask
from tracker.rules.wording import exact_plural


@dataclass(frozen=True, slots=True)
class WorkState:
    """The rows that a carry-over can make or end, as they are at one moment, by key."""

    judgements: frozenset[int]
    links: frozenset[int]
    open_rows: frozenset[int]
    answers: dict[int, tuple[date | None, str]]
    actions: dict[int, dict[str, Any]]
    checks: frozenset[int]
    waiting_checks: frozenset[int]


def state_of(held: CarryOver, actions: frozenset[int] | None = None) -> WorkState:
    """Return the state of all that this carry-over decides on; 7 queries. `actions` are those of an earlier state."""
    rows = list(held.decisions.values_list("answerable_id", flat=True))
    if actions is None:
        current = Answers.objects.current().filter(answerable__in=rows)
        actions = frozenset(current.values_list("action_id", flat=True))
    answers = Answers.objects.filter(action__in=actions).values_list("pk", "to_on", "reason")
    checks = SustainCheck.objects.filter(answerable__recommendation__answerables__in=rows)
    return WorkState(
        judgements=frozenset(Judgement.objects.filter(inspection=held.inspection_id).values_list("pk", flat=True)),
        links=frozenset(Link.objects.filter(inspection=held.inspection_id).values_list("pk", flat=True)),
        open_rows=frozenset(Answerable.objects.open().filter(pk__in=rows).values_list("pk", flat=True)),
        answers={pk: (to_on, reason) for pk, to_on, reason in answers},
        actions={action.pk: _facts(action) for action in Action.objects.filter(pk__in=actions)},
        checks=frozenset(checks.values_list("pk", flat=True)),
        waiting_checks=frozenset(checks.filter(dropped_at=None, checked_at=None).values_list("pk", flat=True)),
    )


def made_between(before: WorkState, after: WorkState) -> dict[str, Any]:
    """Return what was made and ended between two states, as plain values; a query for each action withdrawn."""
    ended = [pk for pk, (to_on, _) in before.answers.items() if to_on is None and after.answers[pk][0] is not None]
    return {
        "judgements": sorted(after.judgements - before.judgements),
        "links": sorted(after.links - before.links),
        "ended": sorted(before.open_rows - after.open_rows),
        "answers": sorted(after.answers.keys() - before.answers.keys()),
        "answers_ended": [[pk, before.answers[pk][1]] for pk in sorted(ended)],
        "withdrawn": [
            facts | {"version": after.actions[pk]["version"], "update": _last_update(pk)}
            for pk, facts in sorted(before.actions.items())
            if facts["status"] != ActionStatus.WITHDRAWN and after.actions[pk]["status"] == ActionStatus.WITHDRAWN
        ],
        "checks_planned": sorted(after.checks - before.checks),
        "checks_dropped": sorted((before.waiting_checks - after.waiting_checks) & after.checks),
    }


def depending_on_made(made: dict[str, Any]) -> list[str]:
    """Return what has happened since on what a carry-over made or ended, in words; at most 6 queries."""
    ended = list(Answerable.objects.filter(pk__in=made["ended"]))
    again = [
        row
        for row in ended
        if Answerable.objects.open()
        .filter(recommendation=row.recommendation_id, organisation=row.organisation_id)
        .exists()
    ]
    checked = SustainCheck.objects.filter(pk__in=made["checks_planned"], checked_at__isnull=False).count()
    moved = Answers.objects.filter(pk__in=made["answers"], to_on__isnull=False).count()
    versions = dict(
        Action.objects.filter(pk__in=[row["action"] for row in made["withdrawn"]]).values_list("pk", "version")
    )
    changed = sum(versions.get(row["action"]) != row["version"] for row in made["withdrawn"])
    followed = Answerable.objects.filter(follows__in=made["ended"]).count()
    said = [
        (len(again) + followed, "body that answers again", "bodies that answer again"),
        (checked, "check after closing", "checks after closing"),
        (moved, "action that answers another recommendation by now", "actions that answer others by now"),
        (changed, "action that was changed since", "actions that were changed since"),
    ]
    return [exact_plural(number, *words) for number, *words in said if number]


def _facts(action: Action) -> dict[str, Any]:
    since, last = action.blocked_since_on, action.last_update_at
    return {
        "action": action.pk,
        "status": action.status,
        "blocked_by_whom": action.blocked_by_whom,
        "blocked_since_on": since.isoformat() if since else None,
        "last_update_at": last.isoformat() if last else None,
        "version": action.version,
    }


def _last_update(action: int) -> int | None:
    newest = Update.objects.newest_of(Action(pk=action))
    return newest.pk if newest else None


def entry_of(task: EarlierTask, inspection: Inspection) -> EarlierTask:
    """Return an entry of a confirmed carry-over with the verdict that is on record; 1 query."""
    printed = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=inspection, answerable=task.answerable)
    return EarlierTask(task.answerable, printed.select_related("inspection").first(), task.decision)
