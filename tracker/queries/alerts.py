"""An organisational alert on its page: what was asked, who owns it, what is done, which recommendations point to it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, When

from inspections.models import Alert, Organisation
from tracker.models import Action, AlertDuty, Answerable, Membership, Post, PostHolder, Recommendation
from tracker.models.recommendation import AnswerableQuerySet
from tracker.models.statements import Question
from tracker.queries.accountable import accountable
from tracker.rules import alerts
from tracker.rules.access import ROLES, Actor, Doing, may
from tracker.rules.alerts import AlertState


@dataclass(frozen=True, slots=True)
class WholeAlert:
    """The page; who owns it and what is done are empty for somebody outside its area."""

    alert: Alert
    duty: AlertDuty | None
    state: AlertState
    is_overdue: bool
    actions: list[Action]
    linked: list[Answerable]
    offered: list[Answerable]
    sees_work: bool
    can_plan: bool

    @property
    def suggested(self) -> list[Answerable]:
        """Return those offered whose words name an organisational alert."""
        return [answerable for answerable in self.offered if alerts.points_to_alert(answerable.recommendation.text)]


def whole_alert(actor: Actor, alert: Alert, *, on: date) -> WholeAlert:
    """Return everything on an alert's page; at most 6 queries."""
    duty = AlertDuty.objects.visible_to(actor).filter(alert=alert).with_judged().for_row().first()
    actions = Action.objects.filter(alerts__alert=alert)
    states = [action.state for action in actions]
    state = alerts.state_of(states, is_judged=duty is not None and duty.is_judged)
    path = alert.organisation.path
    return WholeAlert(
        alert=alert,
        duty=duty,
        state=state,
        is_overdue=duty is not None and alerts.is_overdue(state=state, answer_by_on=duty.answer_by_on, on=on),
        actions=list(
            actions.filter(pk__in=Action.objects.visible_to(actor).values("pk"))
            .for_list(actor)
            .with_owner(on=on)
            .most_urgent_first()
        ),
        linked=list(_bodies().filter(alert_links__alert=alert)),
        offered=list(to_link(actor, alert)),
        sees_work=duty is not None or may(actor, Doing.SEE_WORK, paths=[path]),
        can_plan=may(actor, Doing.PLAN_ACTIONS, paths=[path]),
    )


def to_link(actor: Actor, alert: Alert) -> list[Answerable]:
    """Return the recommendations of the alert's report that the actor may link to it and that are not linked yet."""
    if alert.inspection_id is None or not actor.areas(Doing.PLAN_ACTIONS):
        return []
    answerables = _bodies().open().filter(recommendation__inspection=alert.inspection_id)
    answerables = answerables.exclude(alert_links__alert=alert)
    return [
        answerable for answerable in answerables if may(actor, Doing.PLAN_ACTIONS, paths=[answerable.organisation.path])
    ]


def open_in(actor: Actor, organisation: Organisation) -> list[AlertDuty]:
    """Return the open alerts about a body or one below it that the actor may see the work on; most urgent first."""
    return _OPEN_IN.rows(actor, organisation.path)


_OPEN_IN = Question(lambda actor, path: AlertDuty.objects.visible_to(actor).open().of_area(path).for_row())


def post_to_own(organisation: Organisation, *, on: date) -> Post | None:
    """Return the post that owns an alert unless a person names another: a manager's, or the first; 1 query."""
    managers = Membership.objects.current(on=on).filter(
        role__in=ROLES[Doing.RESPOND], organisation=organisation, person=OuterRef("person")
    )
    managed = PostHolder.objects.current(on=on).filter(Exists(managers), post=OuterRef("pk"))
    posts = Post.objects.filter(organisation=organisation).select_related("organisation")
    return posts.order_by(Case(When(Exists(managed), then=0), default=1), "pk").first()


def who_answers(duty: AlertDuty, *, on: date) -> frozenset[int]:
    """Return who covers or holds the post that owns the answer, or else leads the body; 1 query."""
    path = duty.alert.organisation.path
    near = (path, duty.owner_post.organisation.path) if duty.owner_post else (path,)
    people = accountable(on=on, near=near)
    return people.for_post(duty.owner_post.pk) if duty.owner_post else people.lead_from(path)


def alert_of(recommendation: Recommendation) -> Alert | None:
    """Return the alert of the same report, where the recommendation's words name one; no query where they do not."""
    if not alerts.points_to_alert(recommendation.text):
        return None
    return Alert.objects.filter(inspection=recommendation.inspection_id).order_by("pk").first()


def _bodies() -> AnswerableQuerySet:
    return Answerable.objects.select_related("recommendation", "organisation__parent").order_by(
        "recommendation__position", "organisation__name", "pk"
    )
