"""Where recommendations and actions stand, kept: one row for each body in whose area one is, with what lists sort by.

The rows are worked out in projections/ and nowhere else; the path rules of the other models stay the definition. A row
holds facts and dates and never a count of days, so that nothing has to be worked out again at midnight.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from inspections.choices import DatePrecision
from inspections.models import Organisation
from tracker.models.action import Action
from tracker.models.areas import of_areas
from tracker.models.kept_row import CACHE, KeptRow
from tracker.models.recommendation import Recommendation
from tracker.rules.access import Actor, Doing
from tracker.rules.deadlines import end_of_this_week


class RecommendationPlaceQuerySet(models.QuerySet["RecommendationPlace"]):
    def of_areas(self, actor: Actor) -> Self:
        """Return the rows of the bodies of the actor's areas; with several areas a recommendation may have several."""
        return self.filter(**of_areas(actor))

    def visible_to(self, actor: Actor) -> Self:
        """Return one row for each recommendation that stands in the actor's area, with `due_on` as seen from there."""
        standing = self.of_areas(actor).filter(stands=True)
        if len(actor.areas(Doing.SEE_WORK)) < 2:
            return standing.annotate(due_on=F("next_due_on"))
        here = RecommendationPlace.objects.of_areas(actor).filter(recommendation=OuterRef("recommendation"))
        first = ~Exists(here.filter(stands=True, pk__lt=OuterRef("pk")))
        soonest = here.order_by().values("recommendation").annotate(soonest=Min("next_due_on")).values("soonest")
        return standing.filter(first).annotate(due_on=Subquery(soonest))


class RecommendationPlace(KeptRow):
    """That a recommendation has to do with a body's area, and what lists of that area sort and filter by."""

    organisation = models.ForeignKey(Organisation, related_name="+", **CACHE)
    recommendation = models.ForeignKey(Recommendation, related_name="places", **CACHE)
    stands = models.BooleanField(help_text="The inspected body, the addressee or one that answers is in the area")
    concerns = models.BooleanField(help_text="A report on the area asks it, or the area, or who was before it, answers")
    is_open = models.BooleanField(help_text="Somebody there still answers, or a report on the area still asks it")
    is_open_anywhere = models.BooleanField(
        db_default=False, help_text="At least one body still answers for it, wherever that is"
    )
    published_on = models.DateField(null=True)
    inspected = models.CharField(max_length=200, help_text="The name of the inspected body")
    next_due_on = models.DateField(null=True, help_text="The nearest date of the open actions that are seen there")
    next_due_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    actions = models.PositiveIntegerField(help_text="How many actions are seen there")
    open_due = models.TextField(blank=True, help_text="Dates of the open ones, earliest first, a blank between")

    objects = RecommendationPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recommendation_place_once", fields=["recommendation", "organisation"]),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "next_due_on", "recommendation"],
                name="place_soonest_first",
                condition=Q(stands=True),
            ),
            models.Index(
                fields=["organisation", "inspected", "recommendation"],
                name="place_by_inspected",
                condition=Q(stands=True),
            ),
            models.Index(
                fields=["organisation", "is_open", "recommendation"],
                name="place_concerning",
                condition=Q(concerns=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} at {self.organisation}"


class ActionPlaceQuerySet(models.QuerySet["ActionPlace"]):
    def of_areas(self, actor: Actor) -> Self:
        """Return the rows of the bodies of the actor's areas; with several areas an action may have several."""
        return self.filter(**of_areas(actor))


class ActionPlace(KeptRow):
    """That the work on an action is seen in a body's area: a post there owns it, or it serves an answer seen there."""

    organisation = models.ForeignKey(Organisation, related_name="+", **CACHE)
    action = models.ForeignKey(Action, related_name="places", **CACHE)
    is_owned = models.BooleanField(help_text="A post of the body, or of one below it, owns the action")
    is_open = models.BooleanField()
    is_moved = models.BooleanField(help_text="Its date was moved to a later day at least once")
    open_due_on = models.DateField(null=True, help_text="When it is due while it is open: what is open comes first")
    owner = models.CharField(max_length=200, db_default="", help_text="The title of the owning post")

    objects = ActionPlaceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="action_place_once", fields=["action", "organisation"])]
        indexes = [
            models.Index(fields=["organisation", "open_due_on", "action"], name="action_place_urgent_first"),
            models.Index(fields=["organisation", "owner", "action"], name="action_place_by_owner"),
            models.Index(
                fields=["organisation", "open_due_on", "action"], name="action_place_open", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["organisation", "open_due_on", "action"],
                name="action_place_owned",
                condition=Q(is_open=True, is_owned=True),
            ),
            models.Index(
                fields=["organisation", "open_due_on", "action"],
                name="action_place_of_others",
                condition=Q(is_open=True, is_owned=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} at {self.organisation}"


class OpenActionsQuerySet(models.QuerySet["OpenActions"]):
    def counted(self, *, on: date, week_end: date | None = None, prefix: str = "") -> dict[str, Any]:
        """Return the expressions that sum up how many are open, overdue, due this week, and overdue after a move.

        Of a body's rows with the prefix 'open_actions__'. `week_end` is the last day of the week of `on`.
        """
        overdue = Q(**{f"{prefix}due_on__lt": on})
        last = week_end or end_of_this_week(on)
        this_week = Q(**{f"{prefix}due_on__gte": on, f"{prefix}due_on__lte": last})
        actions = f"{prefix}actions"
        return {
            "open": Coalesce(Sum(actions), 0),
            "overdue": Coalesce(Sum(actions, filter=overdue), 0),
            "this_week": Coalesce(Sum(actions, filter=this_week), 0),
            "late_and_moved": Coalesce(Sum(f"{prefix}moved", filter=overdue), 0),
        }


class OpenActions(KeptRow):
    """How many open actions of one due date the posts of a body, and of those below it, own; no row for none.

    What is overdue is a sum over dates, so that a new day changes nothing here.
    """

    NEVER: ClassVar[date] = date.max  # stands for no due date, since a unique key holds no empty one

    organisation = models.ForeignKey(Organisation, related_name="open_actions", **CACHE)
    due_on = models.DateField(help_text="9999-12-31 for those without a date")
    actions = models.IntegerField()
    moved = models.IntegerField(help_text="How many of them were moved to a later day")

    objects = OpenActionsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "open actions"
        constraints = [
            models.UniqueConstraint(name="open_actions_once", fields=["organisation", "due_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.actions} at {self.organisation} by {self.due_on}"
