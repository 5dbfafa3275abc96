"""Actions that answer recommendations, their updates and their date changes."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from inspections.choices import DatePrecision
from inspections.models import Organisation, within
from inspections.models.days import days_in_bounds
from inspections.models.reference import Referenced, ReferencedQuerySet
from tracker.choices import ActionStatus, Role
from tracker.models.areas import of_areas
from tracker.models.person import Person
from tracker.models.post import Deputy, Post, PostHolder
from tracker.models.recommendation import Answerable, answer_in_area
from tracker.rules import deadlines
from tracker.rules.access import Actor, Doing
from tracker.rules.action_words import WORDS, ActionWords
from tracker.rules.lifecycle import OPEN_STATUSES


class ActionQuerySet(ReferencedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        The owning post is in their area or their own, or they see the work on an answer that it serves: as kept for the
        bodies of their areas (models/place).
        """
        return self if actor.is_service else self.filter(action_in_area(actor))

    def in_area_of(self, actor: Actor, condition: Q) -> Self:
        """Return those seen in the actor's one area, with `open_due_on` and `owner`; `condition` is on `places__`.

        The list is read in the order of an index. All that is asked of the kept row must be asked here, at once.
        """
        there = self.filter(condition, **of_areas(actor, "places__"))
        return there.annotate(open_due_on=F("places__open_due_on"), owner=F("places__owner"))

    def open_of_body(self, organisation: Organisation, condition: Q) -> Self:
        """Return the open ones that posts of a body, or of one below it, own, as kept there, with `open_due_on`."""
        owned = {"places__organisation": organisation, "places__is_owned": True, "places__is_open": True}
        return self.filter(condition, **owned).annotate(open_due_on=F("places__open_due_on"))

    def open(self) -> Self:
        return self.filter(status__in=OPEN_STATUSES)

    def overdue(self, *, on: date) -> Self:
        """Return those that are open and were due before the day (rules/deadlines.is_overdue)."""
        return self.open().filter(due_on__lt=on)

    def due_this_week(self, *, on: date) -> Self:
        return self.open().filter(due_on__gte=on, due_on__lte=deadlines.end_of_this_week(on))

    def due_later(self, *, on: date) -> Self:
        """Return those that are open and due after this week, or without a date."""
        return self.open().filter(Q(due_on__gt=deadlines.end_of_this_week(on)) | Q(due_on__isnull=True))

    def blocked(self) -> Self:
        return self.open().exclude(blocked_by_whom="")

    def quiet(self, *, before: datetime | None = None) -> Self:
        """Return the open ones never updated; with a moment those without an update, or a plan, since."""
        never = Q(last_update_at__isnull=True)
        return self.open().filter(Q(last_update_at__lt=before) | never & Q(created_at__lt=before) if before else never)

    def moved(self) -> Self:
        """Return those whose date has been moved to a later day at least once."""
        return self.filter(Exists(DateChange.objects.slips().filter(action=OuterRef("pk"))))

    def with_slips(self) -> Self:
        """Add `moves`: how often the date was moved to a later day."""
        slips = DateChange.objects.slips().filter(action=OuterRef("pk")).order_by().values("action")
        counted = slips.annotate(n=Count("pk")).values("n")
        return self.annotate(moves=Coalesce(Subquery(counted), 0, output_field=IntegerField()))

    def answering(self, recommendations: Any, actor: Actor) -> Self:
        """Return those that answer one of these recommendations now, as far as the actor may see that they do."""
        answers = Answers.objects.current().shown_to(actor)
        here = answers.filter(action=OuterRef("pk"), answerable__recommendation__in=recommendations)
        return self.filter(Exists(here))

    def matching(self, words: str) -> Self:
        """Return those with these words in what will be done or in the owning post, or with this reference."""
        return self.filter(
            Q(pk=self.model.number_of(words) or 0)
            | Q(title__icontains=words)
            | Q(owner_post__title__icontains=words)
            | Q(owner_post__organisation__in=Organisation.objects.matching(words).values("pk"))
        )

    def of_body(self, organisation: Organisation) -> Self:
        """Return those that a post of the body, or of a body below it, owns."""
        owned = self.model.objects.filter(places__organisation=organisation, places__is_owned=True)
        return self.filter(pk__in=owned.order_by().values("pk"))

    def owned_by(self, posts: "Iterable[int] | models.QuerySet[Post]") -> Self:
        """Return those that one of these posts owns."""
        return self.filter(owner_post__in=posts)

    def mine(self, actor: Actor) -> Self:
        """Return what a person answers for: actions of posts held or covered, a head's whole PDU, a lead's own body."""
        posts = Post.objects.filter(
            Q(pk__in=actor.post_ids)
            | within(actor.places(Role.HEAD_OF_PDU), "organisation__")
            | Q(organisation__path__in=actor.places(Role.REGIONAL_LEAD, Role.NATIONAL))
        )
        return self.filter(owner_post__in=posts.order_by().values("pk"))

    def with_owner(self, *, on: date) -> Self:
        """Add `holder_id` and `holder_name` of the owning post on the day, None when it is vacant."""
        holders = PostHolder.objects.current(on=on).filter(post=OuterRef("owner_post"))
        return self.annotate(
            holder_id=Subquery(holders.values("person_id")[:1]),
            holder_name=Subquery(holders.values("person__name")[:1]),
        )

    def urgent(self, *, on: date) -> Self:
        """Return those that are overdue or due this week."""
        return self.open().filter(due_on__lte=deadlines.end_of_this_week(on))

    def with_told(self, *, on: date) -> Self:
        """Add `told_id`: who covers the owning post that day, or else holds it; None where nobody can be told."""
        post = OuterRef("owner_post")
        deputies = Deputy.objects.current(on=on).who_can_be_told(on=on).filter(post=post).values("person_id")
        holders = PostHolder.objects.current(on=on).who_can_be_told(on=on).filter(post=post).values("person_id")
        return self.annotate(told_id=Coalesce(Subquery(deputies[:1]), Subquery(holders[:1])))

    def with_open_due(self) -> Self:
        """Add `open_due_on`: the date of an open action, None for one without a date or ended."""
        return self.annotate(open_due_on=Case(When(status__in=OPEN_STATUSES, then=F("due_on"))))

    def most_urgent_first(self) -> Self:
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def for_row(self) -> Self:
        """Return these with the owning post and its body, and how often the date was moved, for a row."""
        return self.with_slips().select_related("owner_post__organisation__parent")

    def for_list(self, actor: Actor) -> Self:
        """Return these with what a row shows: post, body, and present answers that the actor may see. 2 queries."""
        return self.for_row().prefetch_related(answers_prefetch(actor))

    def for_mail(self) -> Self:
        """Return these with what a mail's row shows and nothing else: thousands are read for one batch of mails."""
        return self.only("pk", "title", "status", "due_on", "due_precision", "owner_post")

    def for_mail_of_others(self) -> Self:
        """Return these with the owning post and its body too, for mails to those who are not the owner."""
        return self.select_related("owner_post__organisation")


def action_in_area(actor: Actor, name: str = "") -> Q:
    """Return the condition that the actor sees an action, which is the row itself or the one in its column `name`."""
    if actor.is_service:
        return Q(**{f"{name or 'pk'}__isnull": False})
    places: Any = Action._meta.get_field("places").related_model
    seen = Q(Exists(places.objects.of_areas(actor).filter(action=OuterRef(name or "pk"))))
    post = f"{name}__owner_post_id" if name else "owner_post_id"
    return seen | Q(**{f"{post}__in": actor.posts_outside}) if actor.posts_outside else seen


def owned_by(actor: Actor, prefix: str = "") -> Q:
    """Return the condition on an action that a post of the actor, or one in their area, owns it."""
    areas = within(actor.areas(Doing.SEE_WORK), f"{prefix}owner_post__organisation__")
    return areas | Q(**{f"{prefix}owner_post_id__in": actor.post_ids})


def answers_prefetch(actor: Actor) -> Prefetch:
    """Return the prefetch of `current_answers`: what actions answer now, the oldest answer first, through the gate.

    With bodies; one query for all.
    """
    current = (
        Answers.objects.visible_to(actor)
        .current()
        .select_related("answerable__recommendation__inspection__organisation__parent", "answerable__organisation")
        .order_by("pk")
    )
    return Prefetch("answers", queryset=current, to_attr="current_answers")


class Action(Referenced):
    """A concrete step, owned by a post; status and dates are caches of the latest update and date change."""

    REF_PREFIX = "ACT"

    current_answers: list["Answers"]  # by for_list()
    holder_id: int | None  # by with_owner()
    holder_name: str | None  # by with_owner()
    told_id: int | None  # by with_told()
    moves: int  # by with_slips()

    title = models.CharField(max_length=200, help_text="What will be done")
    success_measure = models.TextField(blank=True, help_text="How we will know it worked")
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="actions")
    status = models.CharField(max_length=20, choices=ActionStatus.choices, default=ActionStatus.NOT_STARTED)
    due_on = models.DateField(null=True, blank=True)
    due_precision = models.CharField(max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    first_due_on = models.DateField(null=True, blank=True)
    blocked_by_whom = models.CharField(max_length=200, blank=True, help_text="Waiting on whom")
    blocked_since_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    last_update_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(unique=True, null=True, editable=False, help_text="Of the form it was planned with")
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="action_status_known", condition=Q(status__in=ActionStatus.values)),
            models.CheckConstraint(name="action_has_a_title", condition=~Q(title="")),
            days_in_bounds("action", "due_on", "first_due_on", "blocked_since_on"),
            models.CheckConstraint(
                name="action_blocked_says_whom_and_since",
                condition=Q(blocked_by_whom="", blocked_since_on__isnull=True)
                | (~Q(blocked_by_whom="") & Q(blocked_since_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="action_first_date_kept",
                condition=Q(due_on__isnull=True) | Q(first_due_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner_post", "due_on", "id"],
                name="action_open_by_owner",
                condition=Q(status__in=["not-started", "in-progress"]),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="action_open_by_due",
                condition=Q(status__in=["not-started", "in-progress"]),
            ),
            models.Index(fields=["due_on", "id"], name="action_by_due"),
            models.Index(fields=["title", "id"], name="action_by_title"),
            models.Index(fields=["last_update_at", "id"], name="action_by_update"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def words(self) -> ActionWords:
        """Return what is said of it, each in a column of its own."""
        return ActionWords(**{name: getattr(self, name) for name in WORDS})

    @words.setter
    def words(self, said: ActionWords) -> None:
        for name, text in asdict(said).items():
            setattr(self, name, text)

    @property
    def state(self) -> ActionStatus:
        """Return the status as an ActionStatus, as the rules take it."""
        return ActionStatus(self.status)

    def urgency(self, *, on: date) -> deadlines.Urgency:
        """Return whether it is overdue, due this week or due later, derived on the day of the question."""
        return deadlines.urgency(status=self.state, due_on=self.due_on, on=on)

    @property
    def slip_words(self) -> str:
        """Return 'Moved twice, 40 days later than first planned', or '' where the date stands. After `with_slips`."""
        return deadlines.slip_words(moves=self.moves, first_due_on=self.first_due_on, due_on=self.due_on)

    def facts(self) -> dict[str, Any]:
        """Return what an event compares and keeps, as plain values."""
        return {
            **asdict(self.words),
            "status": self.status,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "due_precision": self.due_precision,
            "owner_post": self.owner_post_id,
            "owner": str(self.owner_post),
            "blocked_by_whom": self.blocked_by_whom,
            "blocked_since_on": self.blocked_since_on.isoformat() if self.blocked_since_on else None,
        }

    def paths(self) -> tuple[str, ...]:
        """Return the places that editing rights come from: the owning post's body (docs/model.md, decision 4)."""
        return (self.owner_post.organisation.path,)


class AnswersQuerySet(models.QuerySet["Answers"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those in the actor's area, and all of an action that the actor owns (docs/model.md, decision 4)."""
        own = Q(action__owner_post_id__in=actor.post_ids)
        return self.filter(answer_in_area(actor, "answerable__") | own)

    def shown_to(self, actor: Actor) -> Self:
        """Return those that a recommendation's own page and row may show: of bodies, and of owners, in the area."""
        return self.filter(answer_in_area(actor, "answerable__") | owned_by(actor, "action__"))

    def current(self) -> Self:
        return self.filter(to_on__isnull=True)

    def of_open_actions(self) -> Self:
        return self.filter(action__status__in=OPEN_STATUSES)

    def of_overdue_actions(self, *, on: date) -> Self:
        """Return those of actions that are open and were due before the day."""
        return self.of_open_actions().filter(action__due_on__lt=on)

    def named_in_mail(self, actions: "Iterable[int]") -> "models.QuerySet[Any, tuple[int, str, str]]":
        """Return what these actions answer now, the oldest answer first: action, place of the body, short title."""
        rows = self.current().filter(action__in=list(actions)).order_by("pk")
        return rows.values_list(
            "action_id", "answerable__organisation__path", "answerable__recommendation__short_title"
        )


class Answers(models.Model):
    """That an action answers a recommendation for a body, from a day until it ends with a reason."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="answers")
    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="answers")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = AnswersQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "answers"
        constraints = [
            models.UniqueConstraint(
                name="answers_once", fields=["action", "answerable"], condition=Q(to_on__isnull=True)
            ),
            models.CheckConstraint(name="answers_end_with_a_reason", condition=Q(to_on__isnull=True) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.action} answers {self.answerable}"


class UpdateQuerySet(models.QuerySet["Update"]):
    def posted_since(self, at: datetime) -> Self:
        return self.filter(posted_at__gte=at)

    def newest_of(self, action: Action) -> "Update | None":
        """Return the last update, with who posted it."""
        return self.filter(action=action).select_related("posted_by").order_by("-posted_at", "-pk").first()


class Update(models.Model):
    """What changed, in the owner's words; append-only. `token` makes a second submit the same update."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=ActionStatus.choices)
    token = models.UUIDField(unique=True)
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UpdateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["action", "-posted_at"], name="update_newest_first")]
        constraints = [models.CheckConstraint(name="update_status_known", condition=Q(status__in=ActionStatus.values))]

    def __str__(self) -> str:
        return f"Update of {self.action}"


class DateChangeQuerySet(models.QuerySet["DateChange"]):
    def slips(self) -> Self:
        """Return the moves to a later day: a first date, or one brought forward, is none."""
        return self.filter(old_on__isnull=False, new_on__gt=F("old_on"))


class DateChange(models.Model):
    """One move of an action's date, with its reason; the first date stays on the action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="date_changes")
    old_on = models.DateField(null=True, blank=True)
    new_on = models.DateField()
    reason = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DateChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="date_change_gives_a_reason", condition=~Q(reason="")),
            days_in_bounds("date_change", "new_on"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.old_on} to {self.new_on}"
