"""What becomes of a body's actions when it no longer answers for a recommendation: said before it is decided."""

from dataclasses import dataclass

from tracker.models import Action, AlertAction, Answerable, Answers


@dataclass(frozen=True, slots=True)
class ActionsAfter:
    """The open actions: those that answer nothing else, and those that go on for something else."""

    withdrawn: list[Action]
    going_on: list[Action]


def actions_after(answerable: Answerable) -> ActionsAfter:
    """Return what becomes of the open actions once this duty ends; 3 queries.

    Completed and withdrawn actions stay as they are. What an alert asks for goes on.
    """
    answers = Answers.objects.current()
    open_ones = list(
        Action.objects.open()
        .filter(pk__in=answers.filter(answerable=answerable).values("action"))
        .select_related("owner_post__organisation")
        .order_by("pk")
    )
    numbers = [action.pk for action in open_ones]
    needed = set(answers.filter(action__in=numbers).exclude(answerable=answerable).values_list("action_id", flat=True))
    needed |= set(AlertAction.objects.filter(action__in=numbers).values_list("action_id", flat=True))
    return ActionsAfter(
        withdrawn=[action for action in open_ones if action.pk not in needed],
        going_on=[action for action in open_ones if action.pk in needed],
    )
