"""Says who takes over what closed bodies answered for: decided row by row, confirmed in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from tracker.choices import Ending
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import (
    Action,
    ActionTakeover,
    Answerable,
    Answers,
    Reorganisation,
    Takeover,
    Update,
)
from tracker.operations import history
from tracker.operations.action_changes import tell_owner
from tracker.operations.endings import end_answerable
from tracker.projections.keeping import atomic
from tracker.queries import reorganisations as queries
from tracker.queries.endings import actions_after
from tracker.rules import access
from tracker.rules import reorganisations as rules
from tracker.rules.access import Actor, Doing
from tracker.rules.action_words import differences
from tracker.rules.free_text import check_free_text
from tracker.rules.reorganisations import TakeoverProposal
from tracker.rules.typed.text import paragraphs

PASSED_ON_BECAUSE = "The recommendation passed on to {bodies}"
DECIDED_MEANWHILE = "Somebody changed who takes over after you opened this page"


@dataclass(frozen=True, slots=True)
class TakeoverChoice:
    """For one open recommendation of a closed body: the bodies that take over, or how it ends and why."""

    answerable: int
    bodies: tuple[int, ...] = ()
    ending: str = ""
    reason: str = ""


@dataclass(slots=True)
class TakeoversMade:
    """What confirming wrote, by table, so that undoing takes back exactly that; kept as JSON."""

    answerables: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    answers_ended: list[list[Any]] = field(default_factory=list)  # [key, the reason it had]
    actions: list[list[Any]] = field(default_factory=list)  # [key, the post it had, version since]
    withdrawn: list[dict[str, Any]] = field(default_factory=list)


@atomic
def decide(
    *,
    reorganisation: Reorganisation,
    version: int,
    choices: Sequence[TakeoverChoice],
    posts: dict[int, int | None],
    by: Actor,
    at: datetime,
) -> Reorganisation:
    """Keep these choices until they are confirmed; `posts` gives the post that is to own an action, None to keep it.

    The same again changes nothing. Raises NotAllowed, WrongState (undone), InvalidInput at 'bodies-12', 'ending-12',
    'reason-12' or 'post-7', and EditConflict when somebody else saved meanwhile. One event.
    """
    locked = _locked(reorganisation, by=by)
    rules.check_can_confirm(on=locked.on, today=locked.on, undecided=0, is_undone=locked.undone_at is not None)
    whole = queries.who_takes_over(locked, on=timezone.localdate(at))
    rows = {row.answerable.pk: row for row in whole.rows}
    wanted = [choice for choice in choices if choice.answerable in rows]
    for choice in wanted:
        _check(choice, proposed=[body.pk for body in rows[choice.answerable].proposed])
    offered = {row.action.pk: {post.pk for post in row.posts} for row in whole.actions}
    chosen = {action: post for action, post in posts.items() if action in offered}
    for action, post in chosen.items():
        if post is not None and post not in offered[action]:
            raise InvalidInput("Select a post from the list", field=f"post-{action}")
    saved = ActionTakeover.objects.filter(reorganisation=locked)
    kept = dict(saved.values_list("action_id", "post_id"))
    different = [choice for choice in wanted if not _is_so(choice, rows[choice.answerable].decision)]
    if not different and all(action in kept and kept[action] == post for action, post in chosen.items()):
        return locked
    if locked.version != version:
        raise EditConflict(DECIDED_MEANWHILE, current=locked)
    for choice in different:
        _keep(choice, locked, by=by, at=at)
    for action, post in chosen.items():
        saved.update_or_create(reorganisation=locked, action_id=action, defaults={"post_id": post})
    _grow(locked, by=by, at=at, verb="reorganisation.decided", after={"recommendations": len(different)})
    return locked


@atomic
def confirm(*, reorganisation: Reorganisation, version: int, by: Actor, at: datetime) -> Reorganisation:
    """Pass everything on as decided: duties, what actions answer, who owns them. Nothing becomes younger by it.

    The closed body's rows end as passed on, self-assessments and judgements stay with them; an answer that HMPPS
    confirmed before still stands. Confirmed already with nothing left to pass on: nothing happens, whatever the
    version. One event for the reorganisation, for each recommendation and for each action. Raises NotAllowed;
    WrongState (undone, before its day, not all decided); EditConflict.
    """
    locked = _locked(reorganisation, by=by)
    today = timezone.localdate(at)
    proposals = queries.proposals(locked, on=today)
    open_rows = Answerable.objects.open().filter(organisation__in=list(proposals))
    rows = list(open_rows.select_for_update(of=("self",)).for_row().order_by("pk"))
    if not rows and locked.confirmed_at is not None:
        return locked
    whole = queries.who_takes_over(locked, on=today)
    is_undone = locked.undone_at is not None
    rules.check_can_confirm(on=locked.on, today=today, undecided=whole.undecided, is_undone=is_undone)
    if locked.version != version:
        raise EditConflict(DECIDED_MEANWHILE, current=locked)
    made = TakeoversMade(**locked.made.get("confirmed", {}))
    decisions = {row.answerable.pk: row.decision for row in whole.rows if row.decision is not None}
    # The longest asked first: where two rows become one, it follows the older.
    for row in sorted(rows, key=lambda row: (row.asked_from_on or row.from_on, row.pk)):
        if not decisions[row.pk].ending:
            _pass_on(row, decisions[row.pk], proposals[row.organisation_id], made, by=by, at=at)
    for row in rows:
        if decisions[row.pk].ending:
            _end(row, decisions[row.pk], made, by=by, at=at)
    _move_actions(locked, made, by=by, at=at)
    locked.made["confirmed"] = {name: getattr(made, name) for name in TakeoversMade.__slots__}
    locked.confirmed_at, locked.confirmed_by_id = at, by.person_id
    after = {"recommendations": len(rows), "words": locked.words}
    _grow(locked, by=by, at=at, verb="reorganisation.confirmed", after=after)
    return locked


def check_may_confirm(*, reorganisation: Reorganisation, by: Actor) -> None:
    """Raise NotAllowed unless the actor confirms in the area of every body that takes over. Reads `bodies`."""
    if not queries.may_confirm(by, reorganisation):
        doing = Doing.CONFIRM_TAKEOVERS
        raise NotAllowed(f"You cannot {doing.value} here. {access.who_can(doing)}")


def _locked(reorganisation: Reorganisation, *, by: Actor) -> Reorganisation:
    locked: Reorganisation = Reorganisation.objects.locked().get(pk=reorganisation.pk)
    if not locked.following and locked.undone_at is None:
        raise WrongState("A rename moves no recommendations: the organisation stays the same.")
    if locked.undone_at is None:
        check_may_confirm(reorganisation=locked, by=by)
    return locked


def _check(choice: TakeoverChoice, *, proposed: Sequence[int]) -> None:
    try:
        rules.check_decision(
            bodies=choice.bodies, proposed=proposed, ending=choice.ending, reason=paragraphs(choice.reason)
        )
        check_free_text(choice.reason, field="reason")
    except InvalidInput as refusal:
        raise InvalidInput(str(refusal), field=f"{refusal.field}-{choice.answerable}") from refusal


def _is_so(choice: TakeoverChoice, held: Takeover | None) -> bool:
    if held is None:
        return False
    bodies = {body.pk for body in held.bodies.all()}
    return (bodies, held.ending, held.reason) == (set(choice.bodies), choice.ending, paragraphs(choice.reason))


def _keep(choice: TakeoverChoice, reorganisation: Reorganisation, *, by: Actor, at: datetime) -> None:
    said = {
        "ending": choice.ending,
        "reason": paragraphs(choice.reason),
        "decided_at": at,
        "decided_by_id": by.person_id,
    }
    row, _ = Takeover.objects.update_or_create(
        reorganisation=reorganisation, answerable_id=choice.answerable, defaults=said
    )
    row.bodies.set(choice.bodies)


def _pass_on(
    row: Answerable, decision: Takeover, proposal: TakeoverProposal, made: TakeoversMade, *, by: Actor, at: datetime
) -> None:
    """Pass a duty on from the day on which each body takes over.

    The closed body's duty stands until the first of them does.
    """
    bodies = sorted(decision.bodies.all(), key=lambda body: (body.name, body.pk))
    starts = {body.pk: max(proposal.starts[body.pk], row.from_on) for body in bodies}
    row.to_on, row.ending = min(starts.values()), Ending.PASSED_ON
    row.ended_at, row.ended_by_id = at, by.person_id
    row.save(update_fields=["to_on", "ending", "ended_at", "ended_by"])
    made.ended.append(row.pk)
    names = rules.listed([body.display_name for body in bodies])
    said = PASSED_ON_BECAUSE.format(bodies=names)
    answers = list(Answers.objects.current().filter(answerable=row))
    for body in bodies:
        new, is_new = Answerable.objects.open().get_or_create(
            recommendation_id=row.recommendation_id,
            organisation=body,
            to_on=None,
            defaults={
                "from_on": starts[body.pk],
                "follows": row,
                "asked_from_on": row.asked_from_on or row.from_on,
            },
        )
        if is_new:
            made.answerables.append(new.pk)
        for passing in answers:
            answer, is_made = Answers.objects.current().get_or_create(
                action_id=passing.action_id,
                answerable=new,
                to_on=None,
                defaults={"from_on": max(new.from_on, passing.from_on)},
            )
            if is_made:
                made.answers.append(answer.pk)
    _end_answers(answers, row, said, made)
    after = {"organisation": row.organisation.slug, "from": row.organisation.display_name, "to": names}
    history.record(verb="recommendation.passed-on", subject=row.recommendation.ref, by=by, at=at, after=after)


def _end_answers(answers: Sequence[Answers], row: Answerable, said: str, made: TakeoversMade) -> None:
    made.answers_ended.extend([answer.pk, answer.reason] for answer in answers)
    Answers.objects.filter(pk__in=[answer.pk for answer in answers]).update(to_on=row.to_on, reason=said)


def _end(row: Answerable, decision: Takeover, made: TakeoversMade, *, by: Actor, at: datetime) -> None:
    """End a duty as any ending does; whoever confirms may withdraw what then answers nothing, whoever owns it."""
    answers = list(Answers.objects.current().filter(answerable=row))
    withdrawn: list[dict[str, Any]] = [
        {
            "action": action.pk,
            "status": action.status,
            "blocked_by_whom": action.blocked_by_whom,
            "blocked_since_on": action.blocked_since_on.isoformat() if action.blocked_since_on else None,
            "last_update_at": action.last_update_at.isoformat() if action.last_update_at else None,
        }
        for action in actions_after(row).withdrawn
    ]
    made.answers_ended.extend([answer.pk, answer.reason] for answer in answers)
    made.ended.append(row.pk)
    end_answerable(
        answerable=row, ending=Ending(decision.ending), reason=decision.reason, by=replace(by, is_service=True), at=at
    )
    for facts in withdrawn:
        facts["update"] = Update.objects.newest_of(Action(pk=facts["action"])).pk  # type: ignore[union-attr]
        facts["version"] = Action.objects.values_list("version", flat=True).get(pk=facts["action"])
        made.withdrawn.append(facts)


def _move_actions(reorganisation: Reorganisation, made: TakeoversMade, *, by: Actor, at: datetime) -> None:
    chosen = ActionTakeover.objects.filter(reorganisation=reorganisation, post__isnull=False)
    posts = {takeover.action_id: takeover.post for takeover in chosen.select_related("post__organisation")}
    closed = [body.organisation_id for body in reorganisation.closing]
    actions = Action.objects.open().filter(pk__in=list(posts), owner_post__organisation__in=closed)
    for action in actions.select_for_update(of=("self",)).select_related("owner_post__organisation").order_by("pk"):
        before, had = action.facts(), action.owner_post_id
        action.owner_post = posts[action.pk]
        action.version += 1
        action.save(update_fields=["owner_post", "version"])
        made.actions.append([action.pk, had, action.version])
        old, new = differences(before, action.facts())
        history.record(verb="action.passed-on", subject=action.ref, by=by, at=at, before=old, after=new)
        tell_owner(action=action, by=by, at=at)


def _grow(reorganisation: Reorganisation, *, by: Actor, at: datetime, verb: str, after: dict[str, Any]) -> None:
    reorganisation.version += 1
    reorganisation.save(update_fields=["version", "made", "confirmed_at", "confirmed_by"])
    history.record(verb=verb, subject=reorganisation.ref, by=by, at=at, after=after)
