"""Plans actions and keeps them up to date."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec, cast

from django.db import IntegrityError

from inspections.choices import DatePrecision
from inspections.models import Alert
from tracker.choices import ActionStatus
from tracker.errors import EditConflict, InvalidInput, TokenReused, WrongState
from tracker.models import Action, AlertAction, Answerable, Answers, DateChange, Event, EvidenceUse, Post, Update
from tracker.operations import history
from tracker.operations.action_changes import Blocked, NewDate, move_date, set_blocked, tell_owner
from tracker.operations.evidence import NewEvidence, attach_evidence
from tracker.projections.keeping import atomic
from tracker.queries.actions import answers_something
from tracker.rules import access, deadlines, lifecycle
from tracker.rules.access import Actor, Doing
from tracker.rules.action_words import ActionWords, differences
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import one_line, paragraphs
from tracker.rules.wording import too_long

Asked = ParamSpec("Asked")

UPDATE_LIMIT = 1000  # characters, as the box on the page counts them
USED_FOR_ANOTHER = "This form was already used for another update. Open the action again to add a new one."
NOTHING_TO_ANSWER = (
    "Everything that this action answered has ended, so it cannot be put back. Plan a new action if the work is needed."
)
CHANGED_BY_UPDATES = [
    "status",
    "due_on",
    "due_precision",
    "first_due_on",
    "blocked_by_whom",
    "blocked_since_on",
    "last_update_at",
    "version",
]


@dataclass(frozen=True, slots=True)
class UpdateAnswers:
    """What a person says in an update; `version` is the action's when they opened it.

    `token` makes a second submit the same update. None leaves the date, or what the action waits on, as it is.
    """

    version: int
    status: ActionStatus
    text: str
    token: uuid.UUID
    new_date: NewDate | None = None
    blocked: Blocked | None = None
    evidence: NewEvidence = field(default_factory=NewEvidence)


def _one_token_one_update(save: Callable[Asked, Update]) -> Callable[Asked, Update]:
    """Refuse a token that came at the same moment for another action, whose lock is not this one's."""

    @wraps(save)
    def saved(*asked: Asked.args, **answers: Asked.kwargs) -> Update:
        try:
            return save(*asked, **answers)
        except IntegrityError:
            if Update.objects.filter(token=cast(UpdateAnswers, answers["given"]).token).exists():
                raise TokenReused(USED_FOR_ANOTHER) from None
            raise

    return saved


@atomic
def plan_action(
    *,
    words: ActionWords,
    owner_post: Post,
    answers: Iterable[Answerable],
    due_on: date | None,
    precision: DatePrecision = DatePrecision.DAY,
    alert: Alert | None = None,
    token: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Action:
    """Make an action that answers these recommendations; a month's date becomes its last day.

    An action for an alert may answer no recommendation yet. The owning post and each answering body must be in the
    actor's area, or NotAllowed is raised; InvalidInput without a title or anything to answer. The same token with the
    same answers is the same action (double click, refresh, back); with others TokenReused is raised.
    """
    answerables = list(answers)
    for organisation in [owner_post.organisation, *(answerable.organisation for answerable in answerables)]:
        access.check_may(by, Doing.PLAN_ACTIONS, paths=[organisation.path])
    said = words.checked()
    if not answerables and alert is None:
        raise InvalidInput("Choose the recommendation that the action answers", field="answers")
    counts_on = deadlines.due_date(due_on, precision) if due_on else None
    earlier = _planned_with(token, owner_post=owner_post)
    if earlier is not None:
        if (earlier.title, earlier.owner_post, earlier.first_due_on) != (said.title, owner_post, counts_on):
            raise TokenReused("This form was already used for another action. Open a new form to add one more.")
        return earlier
    action = Action.objects.create(
        **asdict(said),
        owner_post=owner_post,
        due_on=counts_on,
        due_precision=precision,
        first_due_on=counts_on,
        token=token,
        created_at=at,
        created_by_id=by.person_id,
    )
    Answers.objects.bulk_create(
        Answers(action=action, answerable=answerable, from_on=at.date()) for answerable in answerables
    )
    if alert is not None:
        AlertAction.objects.create(alert=alert, action=action)
    history.record(verb="action.planned", subject=action.ref, by=by, at=at, after=action.facts())
    tell_owner(action=action, by=by, at=at)
    return action


def _planned_with(token: uuid.UUID | None, *, owner_post: Post) -> Action | None:
    """Return what was planned with this token; forms sent at once for one post come one after the other."""
    if token is None:
        return None
    Post.objects.select_for_update(no_key=True).get(pk=owner_post.pk)
    return Action.objects.select_related("owner_post").filter(token=token).first()


@_one_token_one_update
@atomic
def update_action(*, action: Action, given: UpdateAnswers, by: Actor, at: datetime) -> Update:
    """Save an update with what is attached to it, or neither; pages and the API both call it.

    One event, and one for each piece of evidence; 7 queries, 8 with a date, more with evidence. The same token with
    the same words is the same update (double click, refresh, back). Raises NotAllowed; WrongState (status,
    or nothing left to put a withdrawn one back for);
    TokenReused (the token was used for something else); InvalidInput; EditConflict when somebody saved meanwhile; what
    `attach_evidence` raises.
    """
    locked = Action.objects.select_for_update(of=("self",)).select_related("owner_post__organisation").get(pk=action.pk)
    access.check_may(by, Doing.UPDATE_ACTIONS, paths=locked.paths(), post_id=locked.owner_post_id)
    earlier = Update.objects.filter(token=given.token).first()
    if earlier is not None:
        _check_same(earlier, action=locked, given=given, by=by)
    update = earlier or _add_update(locked, given, by=by, at=at)
    if given.evidence:
        attach_evidence(place=action, given=given.evidence, update=update, by=by, at=at)
    return update


def _add_update(locked: Action, given: UpdateAnswers, *, by: Actor, at: datetime) -> Update:
    """Add an update to an action that is held for it, with all that it changes, and return it."""
    words = paragraphs(given.text)
    lifecycle.check_can_move(locked.state, given.status)
    if locked.state is ActionStatus.WITHDRAWN and not answers_something(locked):
        raise WrongState(NOTHING_TO_ANSWER)
    _check_words(words, locked, status=given.status, changes=bool(given.new_date or given.blocked))
    if locked.version != given.version:
        raise EditConflict("Somebody saved this action after you opened it", current=locked)
    before = locked.facts()
    locked.status = given.status
    if given.new_date is not None:
        move_date(action=locked, to=given.new_date, by=by, at=at)
    set_blocked(action=locked, blocked=given.blocked, by=by, at=at)
    locked.last_update_at = at
    locked.version += 1
    locked.save(update_fields=CHANGED_BY_UPDATES)
    update = Update.objects.create(
        action=locked, text=words, status=given.status, token=given.token, posted_at=at, posted_by_id=by.person_id
    )
    old, new = differences(before, locked.facts())
    said = {"update": update.pk} | ({"reason": paragraphs(given.new_date.reason)} if given.new_date else {})
    if given.blocked:
        said["asked_blocked"] = one_line(given.blocked.by_whom)
    history.record(verb="action.updated", subject=locked.ref, by=by, at=at, before=old, after=new | said)
    return update


def _check_same(earlier: Update, *, action: Action, given: UpdateAnswers, by: Actor) -> None:
    """Raise TokenReused unless the update that was saved with this token said just this."""
    moved = DateChange.objects.filter(action=action, changed_at=earlier.posted_at).first()
    event = Event.objects.about(action.ref).filter(after__update=earlier.pk).first()
    waits_for = event.after.get("asked_blocked") if event else None
    saved = (earlier.action_id, earlier.posted_by_id, earlier.text, earlier.status, moved and moved.new_on, waits_for)
    asked = (given.new_date and given.new_date.counts_on, given.blocked and one_line(given.blocked.by_whom))
    if saved != (action.pk, by.person_id, paragraphs(given.text), given.status, *asked):
        raise TokenReused(USED_FOR_ANOTHER)
    if given.evidence and not EvidenceUse.objects.filter(update=earlier).exists():
        raise TokenReused("This form was already used for an update without evidence. Open the action again.")


def _check_words(words: str, action: Action, *, status: ActionStatus, changes: bool) -> None:
    wanted = lifecycle.words_wanted(action.state, status)
    if not words and wanted:
        raise InvalidInput(wanted, field="text")
    if not words and not changes and status == action.status:
        raise InvalidInput("Enter what has changed", field="text")
    check_free_text(words, field="text")
    if len(words) > UPDATE_LIMIT:
        raise InvalidInput(too_long("the update", UPDATE_LIMIT), field="text")
