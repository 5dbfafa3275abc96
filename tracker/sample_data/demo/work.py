"""Makes the demo's responses, actions with their updates, and views of progress, by whoever held the post then."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.text import slugify

from inspections.choices import DatePrecision
from inspections.models import Inspection
from tracker.choices import ActionStatus, Decision, Judge, Progress, ReviewOutcome
from tracker.models import (
    Action,
    Answerable,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    Judgement,
    JudgementEvidence,
    Person,
    Post,
    PostHolder,
    Response,
    Review,
    actor_of,
)
from tracker.operations import history
from tracker.operations.actions import NewDate, UpdateAnswers, plan_action, update_action
from tracker.operations.responses import acknowledge, confirm_response, draft_response
from tracker.rules.access import SERVICE, Actor
from tracker.rules.action_words import ActionWords
from tracker.sample_data.demo import facts
from tracker.sample_data.demo.facts import ActionData, JudgementData, ResponseData, UpdateData

# The first post of each body is its head's, who plans for the others and drafts its responses.
HEADS = {post.key.split("/")[0]: post.key for post in reversed(facts.posts())}
CONFIRMS = "hmpps/chief"
DAYS_TO_ANSWER = timedelta(days=56)  # a returned self-assessment
# A report held from before may have no date.
PUBLISHED = {
    told.key: told.published_on for report in facts.reports() for told in (report, report.earlier) if told is not None
}


@dataclass(slots=True)
class Scene:
    """The inspections to work on, the day that the days are counted from, and the posts by key."""

    inspections: dict[str, Inspection]
    on: date
    at: datetime
    posts: dict[str, Post]

    def when(self, day: date, *, step: int = 0) -> datetime:
        """Return a working moment of a day, or of the Friday before a weekend; never after the world was made."""
        working_day = day - timedelta(days=max(0, day.weekday() - 4))
        moment = datetime.combine(working_day, time(9 + step % 7, (17 * step + 5) % 60))
        return min(timezone.make_aware(moment), self.at)

    def answerable(self, of: str) -> Answerable:
        """Return the duty that 'kirklees-2024/3' names.

        Where several bodies answered, the name is as 'west-yorkshire-crc-2020/2@leeds'.
        """
        place, _, body = of.partition("@")
        key, _, position = place.partition("/")
        answerables = Answerable.objects.filter(
            recommendation__inspection=self.inspections[key], recommendation__position=int(position)
        )
        return answerables.select_related("recommendation__inspection", "organisation").get(
            **({"organisation__slug": body} if body else {})
        )

    def holder(self, post: str, day: date) -> Person | None:
        """Return who held a post on a day."""
        held = PostHolder.objects.current(on=day).filter(post=self.posts[post]).select_related("person").first()
        return held.person if held else None


def make_work(*, inspections: dict[str, Inspection], on: date, by: Actor, at: datetime) -> None:
    """Make all the work; `by` stands in where a post was vacant."""
    keys = {post.key: (post.organisation, post.title) for post in facts.posts()}
    held = {(post.organisation.slug, post.title): post for post in Post.objects.select_related("organisation")}
    scene = Scene(inspections, on, at, {key: held[place] for key, place in keys.items()})
    for response in facts.responses():
        _respond(scene, response, by=by)
    _acknowledge(scene, by=by)
    for number, action in enumerate(facts.actions()):
        _act(scene, action, step=number, by=by)
    for judgement in facts.judgements():
        _judge(scene, judgement)


def _respond(scene: Scene, data: ResponseData, *, by: Actor) -> None:
    answerable = scene.answerable(data.of)
    published_on = PUBLISHED[data.of.split("/")[0]]
    drafted_at = scene.when(published_on + timedelta(days=data.after))
    head = _head_of(answerable)
    # A body that has closed since answered while it was there, before there was a service to answer in.
    if answerable.to_on is not None:
        _answered_before(scene, answerable, data, head=head)
        return
    response = draft_response(
        answerable=answerable,
        decision=Decision(data.decision),
        agreed_part=data.agreed_part,
        reasons=data.reasons,
        newest=0,
        by=_actor(scene, head, drafted_at, by=by) if head else by,
        at=drafted_at,
    )
    if data.confirmed is not None:
        confirmed_at = scene.when(published_on + timedelta(days=data.confirmed))
        confirm_response(response=response, by=_actor(scene, CONFIRMS, confirmed_at, by=by), at=confirmed_at)


def _answered_before(scene: Scene, answerable: Answerable, data: ResponseData, *, head: str) -> None:
    published_on = PUBLISHED[data.of.split("/")[0]]
    drafted_on = published_on + timedelta(days=data.after)
    confirmed_on = published_on + timedelta(days=data.confirmed or data.after)
    Response.objects.create(
        answerable=answerable,
        decision=data.decision,
        agreed_part=data.agreed_part,
        reasons=data.reasons,
        drafted_at=scene.when(drafted_on),
        drafted_by=scene.holder(head, drafted_on) if head else None,
        confirmed_at=scene.when(confirmed_on),
        confirmed_by=scene.holder(CONFIRMS, confirmed_on),
    )


def _acknowledge(scene: Scene, *, by: Actor) -> None:
    """Acknowledge what has no answer yet some days after it came, but for the last of the owner's own report."""
    waiting = Answerable.objects.unacknowledged().select_related("recommendation__inspection", "organisation")
    for answerable in waiting.order_by("pk"):
        recommendation = answerable.recommendation
        is_own = recommendation.addressee_id == answerable.organisation_id
        if is_own and recommendation.position == recommendation.inspection.recommendations.count():
            continue
        seen_at = scene.when(answerable.asked_on() + timedelta(days=3))
        head = _head_of(answerable)
        acknowledge(answerable=answerable, by=_actor(scene, head, seen_at, by=by) if head else by, at=seen_at)


def _head_of(answerable: Answerable) -> str:
    slug = answerable.organisation.slug
    return next((post.key for post in facts.posts() if post.organisation == slug), "")


def _act(scene: Scene, data: ActionData, *, step: int, by: Actor) -> None:
    planned_at = scene.when(data.planned.on(scene.on), step=step)
    action = plan_action(
        words=ActionWords(title=data.title, success_measure=data.measure),
        owner_post=scene.posts[data.post],
        answers=[scene.answerable(of) for of in data.answers],
        due_on=data.due.on(scene.on) if data.due else None,
        precision=DatePrecision(data.precision),
        by=_actor(scene, HEADS[data.post.split("/")[0]], planned_at, by=by),
        at=planned_at,
    )
    for number, update in enumerate(data.updates):
        _update(scene, action, update, post=data.post, step=step + number + 1, by=by)
    if data.blocked:
        Action.objects.filter(pk=action.pk).update(
            blocked_by_whom=data.blocked_by, blocked_since_on=data.blocked.on(scene.on)
        )


def _update(scene: Scene, action: Action, data: UpdateData, *, post: str, step: int, by: Actor) -> None:
    posted_at = scene.when(data.on.on(scene.on), step=step)
    action.refresh_from_db()
    update_action(
        action=action,
        given=UpdateAnswers(
            version=action.version,
            status=ActionStatus(data.status),
            text=data.text,
            token=uuid.uuid4(),
            new_date=NewDate(data.due.on(scene.on), DatePrecision.DAY, data.why) if data.due else None,
        ),
        by=_actor(scene, post, posted_at, by=by),
        at=posted_at,
    )


def _actor(scene: Scene, post: str, at: datetime, *, by: Actor) -> Actor:
    day = timezone.localdate(at)
    person = scene.holder(post, day)
    if person is None:
        return by
    person.is_active = True  # not saved: the account of an earlier holder is closed now, and was open then
    return actor_of(person, on=day)


def _judge(scene: Scene, data: JudgementData) -> None:
    day = data.on.on(scene.on)
    answerable, who, at = scene.answerable(data.of), scene.holder(data.by, day), scene.when(day)
    self_assessment = Judgement.objects.newest_self_assessment_of(answerable)
    version = _evidence(answerable, data.evidence, who, at=at) if data.evidence else None
    effect, proof = data.effect, version
    if data.judge == Judge.REGION and data.category == Progress.SUFFICIENT and self_assessment is not None:
        effect, proof = self_assessment.effect, self_assessment.proof
    made = Judgement.objects.create(
        answerable=answerable,
        judge=Judge(data.judge),
        category=data.category,
        reasons=data.reasons,
        effect=effect,
        proof=proof,
        dated_on=day,
        made_at=at,
        made_by=who,
    )
    if version is not None:
        JudgementEvidence.objects.create(judgement=made, version=version)
    if made.judge == Judge.REGION and self_assessment is not None:
        _review(self_assessment, made)


def _evidence(answerable: Answerable, shows: str, who: Person | None, *, at: datetime) -> EvidenceVersion:
    """Make a link that is used for the recommendation, about the week before; the body may have ended since."""
    evidence = Evidence.objects.create(shows=shows, created_at=at, created_by=who)
    EvidenceUse.objects.create(evidence=evidence, answerable=answerable, used_at=at, used_by=who)
    by = actor_of(who, on=timezone.localdate(at)) if who else SERVICE
    body, recommendation = answerable.organisation.slug, answerable.recommendation
    facts_of_it = {"evidence": str(evidence.uid), "shows": shows, "organisation": body}
    history.record(verb="evidence.added", subject=recommendation.ref, by=by, at=at, after=facts_of_it)
    return EvidenceVersion.objects.create(
        evidence=evidence,
        number=1,
        link=f"https://documents.demo.example/{body}/{slugify(shows)}",
        about_on=timezone.localdate(at) - timedelta(days=7),
        added_at=at,
        added_by=who,
    )


def _review(self_assessment: Judgement, view: Judgement) -> None:
    """Record a region's view as its review of the self-assessment before it.

    Where it sees no progress, it returned the self-assessment.
    """
    is_returned = view.category == Progress.NONE
    Review.objects.create(
        judgement=self_assessment,
        decision=ReviewOutcome.RETURNED if is_returned else ReviewOutcome.ASSURED,
        reason=view.reasons,
        answer_by_on=view.made_at.date() + DAYS_TO_ANSWER if is_returned else None,
        region_view=view,
        decided_at=view.made_at,
        decided_by=view.made_by,
    )
