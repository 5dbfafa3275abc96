"""Works out in which areas an action is seen: where a post owns it, and where an answer that it serves is seen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from tracker.choices import ActionStatus
from tracker.models import Action, Answers, DateChange
from tracker.projections.facts import ActionFact, Chosen, Reading
from tracker.projections.tree import Tree
from tracker.projections.writing import Rows
from tracker.rules.lifecycle import OPEN_STATUSES


@Reading
def _what_they_are(actions: Chosen) -> QuerySet[Action, Any]:
    moved = Exists(DateChange.objects.slips().filter(action=OuterRef("pk")))
    rows = Action.objects.filter(actions.matching("pk")).annotate(is_moved=moved)
    return rows.values_list("pk", "status", "due_on", "owner_post__organisation__path", "owner_post__title", "is_moved")


@Reading
def _seen_from(actions: Chosen) -> QuerySet[Answers, Any]:
    rows = Answers.objects.current().filter(actions.matching("action"))
    return rows.values_list("action_id", "answerable__kept__seen_from")


def kept_action_places(actions: Chosen, tree: Tree) -> Rows:
    """Return the rows of these actions by action and body; 2 queries. The answers are kept first."""
    return places_of_actions(read_actions(actions), seen_by_action(actions), tree)


def seen_by_action(actions: Chosen) -> dict[int, set[str]]:
    """Return the places from which the answers that each action serves are seen; 1 query."""
    seen: dict[int, set[str]] = defaultdict(set)
    for action, places in _seen_from.rows(actions):
        seen[action].update((places or "").split())
    return seen


def read_actions(actions: Chosen) -> list[ActionFact]:
    """Return what these actions are; 1 query."""
    return [
        ActionFact(pk, ActionStatus(status) in OPEN_STATUSES, due_on, owner_path, owner, is_moved)
        for pk, status, due_on, owner_path, owner, is_moved in _what_they_are.rows(actions)
    ]


def places_of_actions(actions: Iterable[ActionFact], seen: Mapping[int, Iterable[str]], tree: Tree) -> Rows:
    """Return the rows of these actions; `seen` are the places from which the answers that one serves are seen."""
    rows: Rows = {}
    for action in actions:
        owned = tree.above(action.owner_path)
        for body in owned.union(*(tree.above(path) for path in seen.get(action.pk, ()))):
            rows[action.pk, body] = {
                "is_owned": body in owned,
                "is_open": action.is_open,
                "is_moved": action.is_moved,
                "open_due_on": action.due_on if action.is_open else None,
                "owner": action.owner,
            }
    return rows
