"""What was said of a report before this service: that HMPPS answered it, or that a later report judged it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from inspections.models import Inspection
from tracker.choices import BeforeService
from tracker.models.action import Answers
from tracker.models.person import Person


class SaidBefore(models.Model):
    """Whether a report was answered or judged before this service; without a row nobody has said."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="said_before")
    said = models.CharField(max_length=20, choices=BeforeService.choices)
    said_on = models.DateField(null=True, blank=True, help_text="When HMPPS answered, or the day of the later report")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "said before"
        constraints = [
            models.CheckConstraint(name="said_before_known", condition=Q(said__in=BeforeService.values)),
            models.CheckConstraint(
                name="said_before_has_its_day",
                condition=Q(said=BeforeService.NOT_YET, said_on__isnull=True)
                | (~Q(said=BeforeService.NOT_YET) & Q(said_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: {self.get_said_display()}"


def still_asked() -> Q:
    """Return the condition on an action that it is still asked: a later report has not judged all that it answers.

    An action for an alert alone is. Until the carry-over decides, nobody is reminded of one that is not.
    """
    answers = Answers.objects.filter(action=OuterRef("pk"), to_on__isnull=True)
    # Asked of each action by itself: as a set of all that are judged, every answer there is would be read.
    judged = Exists(answers.filter(answerable__kept__is_open=True, answerable__kept__is_judged=True))
    return Q(~judged) | Q(Exists(answers.filter(answerable__kept__is_judged=False)))
