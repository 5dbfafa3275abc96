"""What a row shows, kept: of each recommendation, and of each body's answer the latest of everything said of it.

The rows are worked out in projections/ and nowhere else; they are caches of the facts that the other models hold.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from inspections.choices import DatePrecision
from inspections.models import Organisation
from tracker.choices import Progress
from tracker.models.judgement import Judgement
from tracker.models.kept_row import CACHE, KeptRow
from tracker.models.recommendation import Answerable, Recommendation
from tracker.models.theme import Theme
from tracker.rules.access import Actor


class KeptRecommendationQuerySet(models.QuerySet["KeptRecommendation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see: published wording is open to every signed-in person."""
        return self if actor.is_service or actor.person_id else self.none()


class KeptRecommendation(KeptRow):
    """How often a recommendation was made and since when, its primary theme, and the words it is searched by."""

    recommendation = models.OneToOneField(Recommendation, primary_key=True, related_name="kept", **CACHE)
    is_open = models.BooleanField(help_text="At least one body still answers for it")
    published_on = models.DateField(null=True)
    inspected = models.CharField(max_length=200, help_text="The name of the inspected body")
    theme = models.ForeignKey(Theme, null=True, related_name="+", help_text="The primary one", **CACHE)
    times_made = models.PositiveIntegerField(help_text="1 where it was made once")
    first_made_on = models.DateField(null=True)
    first_made_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    chain = models.ForeignKey(
        "KeptChain", null=True, related_name="members", help_text="Of recommendations that were made again", **CACHE
    )
    words = models.TextField(help_text="Text, title, addressee, and every name of the inspected body, folded")

    objects = KeptRecommendationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["inspected", "recommendation"], name="kept_recommendation_inspected"),
            models.Index(fields=["chain"], name="kept_recommendation_chain", condition=Q(chain__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.recommendation)


class KeptChainQuerySet(models.QuerySet["KeptChain"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see: that one published recommendation repeats another is public."""
        return self if actor.is_service or actor.person_id else self.none()

    def longest_first(self) -> Self:
        return self.order_by("-times", "-years", "first_latest")


class KeptChain(KeptRow):
    """Recommendations that hang together, each made again by another; `latest` is the newest that none takes up."""

    latest = models.OneToOneField(Recommendation, primary_key=True, related_name="kept_chain", **CACHE)
    first_latest = models.BigIntegerField(help_text="The key of the oldest one that none takes up; breaks ties")
    times = models.PositiveIntegerField(help_text="Along its longest line")
    years = models.PositiveIntegerField(help_text="Whole years from the first to the last")
    first_on = models.DateField(null=True)
    first_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    last_on = models.DateField(null=True)
    last_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    theme = models.ForeignKey(Theme, null=True, related_name="+", help_text="The primary one of the latest", **CACHE)

    objects = KeptChainQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-times", "-years", "first_latest"], name="kept_chain_longest_first")]

    def __str__(self) -> str:
        return f"{self.latest}, made {self.times} times"


class MadeCounts(KeptRow):
    """How many chains of a theme were made once, twice and more often; what is in no chain was made once."""

    theme_key = models.IntegerField(primary_key=True, help_text="The theme's number, 0 for none")
    once = models.IntegerField()
    twice = models.IntegerField()
    more = models.IntegerField()

    class Meta:
        verbose_name_plural = "made counts"

    def __str__(self) -> str:
        return f"{self.theme_key}: {self.once}, {self.twice}, {self.more}"


def _view(name: str = "+") -> Any:
    """Return the column of a judge's latest judgement; nothing is ever looked up by it alone, so it has no index."""
    return models.ForeignKey(Judgement, null=True, related_name=name, **CACHE)


class KeptAnswer(KeptRow):
    """One body's answer as it stands: whether it is answered and seen, the latest view of each judge, and who sees it.

    `seen_from` are the places, with a blank between, from which the work on it is seen (docs/model.md, decision 3);
    `asked_on` and `told_on` are the days from which its two clocks run.
    """

    answerable = models.OneToOneField(Answerable, primary_key=True, related_name="kept", **CACHE)
    recommendation = models.ForeignKey(Recommendation, related_name="kept_answers", **CACHE)
    organisation = models.ForeignKey(Organisation, related_name="kept_answers", **CACHE)
    is_open = models.BooleanField()
    is_asked = models.BooleanField(help_text="It is open, its report is known for itself and not judged: clocks run")
    is_judged = models.BooleanField(db_default=False, help_text="A later report has judged it: it asks for nothing")
    judged_on = models.DateField(null=True)
    judged_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True, db_default="")
    answered_before_on = models.DateField(null=True, help_text="When HMPPS answered it, before this service")
    is_answered = models.BooleanField()
    is_acknowledged = models.BooleanField()
    is_drafted = models.BooleanField(
        db_default=False, help_text="It is open, not judged, and its newest response is a draft nobody has confirmed"
    )
    is_ending_asked = models.BooleanField(
        db_default=False, help_text="It is open, and somebody has asked to end it, which nobody has decided yet"
    )
    asked_on = models.DateField()
    told_on = models.DateField()
    seen_from = models.TextField()
    owner_view = _view("kept_as_owners")
    owner_category = models.CharField(max_length=20, choices=Progress.choices, blank=True)
    owner_on = models.DateField(null=True)
    owner_state = models.CharField(max_length=20, blank=True, help_text="Where its review stands")
    owner_answer_by_on = models.DateField(null=True)
    region_view = _view()
    region_category = models.CharField(max_length=20, choices=Progress.choices, blank=True)
    region_on = models.DateField(null=True)
    inspectorate_view = _view()
    inspectorate_category = models.CharField(max_length=20, choices=Progress.choices, blank=True)
    inspectorate_on = models.DateField(null=True)
    inspectorate_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["recommendation"], name="kept_answer_recommendation"),
            models.Index(fields=["organisation", "recommendation"], name="kept_answer_open", condition=Q(is_open=True)),
            models.Index(
                fields=["organisation", "asked_on"],
                name="kept_answer_unanswered",
                condition=Q(is_asked=True, is_answered=False),
            ),
            models.Index(
                fields=["organisation"], name="kept_answer_silent", condition=Q(is_asked=True, is_acknowledged=False)
            ),
            models.Index(
                fields=["organisation"],
                name="kept_answer_owing",
                condition=Q(is_asked=True) & (Q(is_answered=False) | Q(is_acknowledged=False)),
            ),
            models.Index(
                fields=["organisation", "owner_view"],
                name="kept_answer_waiting",
                condition=Q(is_open=True, owner_state="WAITING"),
            ),
            models.Index(
                fields=["organisation", "owner_view"],
                name="kept_answer_returned",
                condition=Q(is_open=True, owner_state="RETURNED"),
            ),
            models.Index(fields=["organisation"], name="kept_answer_drafted", condition=Q(is_drafted=True)),
            models.Index(
                fields=["recommendation"], name="kept_answer_judged", condition=Q(is_open=True, is_judged=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.answerable)
