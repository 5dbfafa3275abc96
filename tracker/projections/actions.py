"""Works out in which areas an action is seen: where a post owns it, and where an answer that it serves is seen."""

from collections import defaultdict
from typing import Any

from tracker.choices import ActionStatus
from tracker.models import Action, Answers, DateChange
from tracker.projections.facts import Chosen
from tracker.projections.tree import Tree
from tracker.projections.writing import Rows
from tracker.rules.lifecycle import OPEN_STATUSES


def kept_action_places(actions: Chosen, tree: Tree) -> Rows:
    """Return the rows of these actions by action and body; 3 queries. The answers are kept first."""
    seen: dict[int, set[str]] = defaultdict(set)
    answers = Answers.objects.current().filter(actions.of("action"))
    for action, places in answers.values_list("action_id", "answerable__kept__seen_from"):
        seen[action].update((places or "").split())
    rows: Rows = {}
    held = Action.objects.filter(actions.of("pk"))
    moved = set(DateChange.objects.slips().filter(actions.of("action")).values_list("action_id", flat=True))
    for pk, status, due_on, owner_path in held.values_list("pk", "status", "due_on", "owner_post__organisation__path"):
        is_open = ActionStatus(status) in OPEN_STATUSES
        owned = tree.above(owner_path)
        for body in owned.union(*(tree.above(path) for path in seen[pk])):
            columns: dict[str, Any] = {
                "is_owned": body in owned,
                "is_open": is_open,
                "is_moved": pk in moved,
                "open_due_on": due_on if is_open else None,
            }
            rows[pk, body] = columns
    return rows
