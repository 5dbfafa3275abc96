"""An action is put back as it was before it was withdrawn, but for its version."""

from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import ActionStatus
from tracker.models import Action, Update
from tracker.operations.corrections.restoring import WithdrawnAction, restore_action
from tracker.operations.endings import withdraw_action
from tracker.rules.access import SERVICE


def test_the_update_that_said_withdrawn_goes_and_the_version_goes_up(world: World) -> None:
    action = world.actions["kirklees"]
    update = withdraw_action(action=action, because="It has ended", by=SERVICE, at=NOW)
    withdrawn = Action.objects.get(pk=action.pk)
    held = WithdrawnAction(action.pk, "in-progress", "the landlord", "2026-10-01", None, withdrawn.version, update.pk)

    restored = restore_action(held=held, by=actor(world, "lead"), at=NOW)

    assert (restored.status, restored.blocked_by_whom) == (ActionStatus.IN_PROGRESS, "the landlord")
    assert (restored.version, restored.last_update_at) == (withdrawn.version + 1, None)
    assert not Update.objects.filter(pk=update.pk).exists()
