"""Steps of a random walk: the work of the days between inspections, and a report that comes in."""

import uuid
from datetime import date, timedelta
from random import Random
from typing import Any

from inspections.choices import DatePrecision
from inspections.models import Inspection, Organisation
from tests.factories.publishing import JUDGED, JUDGES, publish_report
from tests.factories.reorganisations import actor
from tests.factories.walks import Walk
from tracker.choices import ActionStatus, BeforeService, Decision, Ending, Judge, Progress, ReviewOutcome
from tracker.errors import WrongState
from tracker.models import Action, Answerable, Answers, Judgement, Post, Response
from tracker.models.review import version_of
from tracker.operations import endings, responses, self_assessments
from tracker.operations.action_changes import NewDate
from tracker.operations.action_edits import Edit, edit_action
from tracker.operations.actions import UpdateAnswers, plan_action, update_action
from tracker.operations.bulk_changes import change_actions
from tracker.operations.corrections.said_before import say_before as say_before_service
from tracker.operations.posts import assign_post
from tracker.operations.reviews import review
from tracker.queries.bulk import BulkChange
from tracker.queries.corrections.said_before import of_inspection, paper_rows
from tracker.rules.access import SERVICE
from tracker.rules.action_words import ActionWords
from tracker.rules.intake.said_before import PaperAnswer, SaysBefore
from tracker.rules.lifecycle import OPEN_STATUSES, TRANSITIONS

REPORTS: tuple[dict[str, Any], ...] = ({}, JUDGES, JUDGED)


def plan(walk: Walk, random: Random) -> Action:
    """An action of any post that answers up to three of what is open."""
    rows = _some(random, Answerable.objects.open().select_related("organisation").order_by("pk"), 3)
    return plan_action(
        words=ActionWords(f"Plan {random.randint(1, 99)}"), owner_post=_post(random), answers=rows,
        due_on=random.choice([None, _day(walk, random)]), precision=random.choice(["day", "month"]),
        by=SERVICE, at=walk.at(),
    )  # fmt: skip


def update(walk: Walk, random: Random) -> Any:
    """Any next status, with a new date in half of the cases."""
    action = _action(random)
    given = UpdateAnswers(
        version=action.version,
        status=random.choice([action.state, *sorted(TRANSITIONS[action.state])]),
        text="What changed",
        token=uuid.UUID(int=random.getrandbits(128)),
        new_date=NewDate(_day(walk, random), DatePrecision.DAY, "Later") if random.random() < 0.5 else None,
    )
    return update_action(action=action, given=given, by=SERVICE, at=walk.at())


def complete(walk: Walk, random: Random) -> Any:
    """An open one is done, or one that was done goes on."""
    action = _action(random)
    status = ActionStatus.COMPLETED if action.state in OPEN_STATUSES else ActionStatus.IN_PROGRESS
    given = UpdateAnswers(action.version, status, "It is done", uuid.UUID(int=random.getrandbits(128)))
    return update_action(action=action, given=given, by=SERVICE, at=walk.at())


def edit(walk: Walk, random: Random) -> Action:
    """Another owner, other things that it answers, or both."""
    action = _action(random)
    current = list(Answers.objects.current().filter(action=action).order_by("pk"))
    others = Answerable.objects.open().exclude(answers__in=current).select_related("organisation").order_by("pk")
    wanted = Edit(
        words=action.words,
        owner_post=_post(random) if random.random() < 0.6 else action.owner_post,
        added=tuple(_some(random, others, 2)) if random.random() < 0.5 else (),
        ended=tuple(current[:1]) if random.random() < 0.4 else (),
        ending_reason="It has its own action",
    )
    return edit_action(action=action, version=action.version, edit=wanted, by=SERVICE, at=walk.at())


def change_together(walk: Walk, random: Random) -> Any:
    """Several at once: another owner or another day."""
    actions = _some(random, Action.objects.open().order_by("pk"), 4)
    change = random.choice([BulkChange(owner_post=_post(random)), BulkChange(due_on=_day(walk, random))])
    return change_actions(
        versions={action.pk: action.version for action in actions}, change=change, reason="A new plan",
        token=uuid.UUID(int=random.getrandbits(128)), by=SERVICE, at=walk.at(),
    )  # fmt: skip


def hand_post(walk: Walk, random: Random) -> Any:
    """A post goes to somebody of the cast, who may hold others elsewhere."""
    person = walk.world.people[random.choice(["owner", "head", "sibling_head", "other_head", "lead"])]
    return assign_post(post=_post(random), person=person, from_on=walk.on, by=SERVICE, at=walk.at())


def respond(walk: Walk, random: Random) -> Response:
    """A draft, confirmed most times; what is not agreed ends."""
    row = _row(random)
    newest = Response.objects.newest_of(row)
    decision = random.choice([Decision.AGREED, Decision.AGREED, Decision.NOT_AGREED])
    given: dict[str, Any] = {"by": SERVICE, "at": walk.at()}
    drafted = responses.draft_response(
        answerable=row, decision=decision, reasons="Because", newest=newest.pk if newest else 0, **given
    )
    return responses.confirm_response(response=drafted, **given) if random.random() < 0.7 else drafted


def acknowledge(walk: Walk, random: Random) -> Any:
    return responses.acknowledge(answerable=_row(random), by=SERVICE, at=walk.at())


def self_assess(walk: Walk, random: Random) -> Judgement:
    row = _row(random)
    newest = Judgement.objects.newest_self_assessment_of(row)
    return self_assessments.self_assess(
        answerable=row, category=random.choice([Progress.NONE, Progress.SOME]), reasons=f"Half, {random.random()}",
        newest=newest.pk if newest else 0, by=SERVICE, at=walk.at(),
    )  # fmt: skip


def decide_on_it(walk: Walk, random: Random) -> Any:
    """Assured or returned by whoever stands above."""
    made = _said(random)
    return review(
        self_assessment=made, version=version_of(made), category=Progress(made.category),
        decision=random.choice([ReviewOutcome.ASSURED, ReviewOutcome.RETURNED]), reason="Show the sample",
        answer_by_on=walk.on + timedelta(days=20),
        by=actor(walk.world, random.choice(["lead", "other_lead"]), on=walk.on), at=walk.at(),
    )  # fmt: skip


def take_back(walk: Walk, random: Random) -> Any:
    return self_assessments.withdraw(self_assessment=_said(random), reason="Too early", by=SERVICE, at=walk.at())


def end(walk: Walk, random: Random) -> Answerable:
    """A duty ends, as sufficient in half of the cases: checks after closing follow."""
    row = _row(random)
    ending = random.choice([Ending.SUFFICIENT, Ending.LAPSED])
    return endings.end_answerable(answerable=row, ending=ending, reason="Done", by=SERVICE, at=walk.at())


def publish(walk: Walk, random: Random) -> Any:
    """A report that is new, one that judges an earlier one which nobody holds, or that earlier one."""
    return publish_report(**random.choice(REPORTS))


def say_before(walk: Walk, random: Random) -> Any:
    """That a report was answered or judged before this service, or not yet; any day since it was published."""
    inspection = random.choice(list(Inspection.objects.published().order_by("pk")))
    held, said = of_inspection(inspection), random.choice(list(BeforeService))
    rows = [row for row in paper_rows(inspection) if random.random() < 0.5]
    answers = {str(row.answerable.pk): PaperAnswer(random.choice(list(Decision)), "As the plan says") for row in rows}
    says = SaysBefore(said, walk.on if said.is_with_a_day else None, answers if said.is_with_answers else {})
    return say_before_service(
        inspection=inspection, version=held.version if held else 0, says=says, by=SERVICE, at=walk.at()
    )


def _post(random: Random) -> Post:
    return random.choice(list(Post.objects.select_related("organisation").order_by("pk")))


def _action(random: Random) -> Action:
    return random.choice(list(Action.objects.select_related("owner_post__organisation").order_by("pk")))


def _row(random: Random) -> Answerable:
    rows = Answerable.objects.open().filter(organisation__in=Organisation.objects.in_tree_of_probation())
    return random.choice(list(rows.select_related("organisation", "recommendation").order_by("pk")))


def _said(random: Random) -> Judgement:
    said = list(Judgement.objects.standing().filter(judge=Judge.OWNER).select_related("answerable").order_by("pk"))
    if not said:
        raise WrongState("Nobody has said anything yet.")
    return random.choice(said)


def _some(random: Random, rows: Any, most: int) -> list[Any]:
    held = list(rows)
    return random.sample(held, min(len(held), random.randint(1, most)))


def _day(walk: Walk, random: Random) -> date:
    return walk.on + timedelta(days=random.randint(-30, 60))
