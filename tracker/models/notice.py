"""What a person is to be told, once: written by the work, and told by the mail of tracker/notifications."""

from django.db import models
from django.db.models import Q

from tracker.choices import NoticeKind, NoticeWay
from tracker.models.person import Person
from tracker.rules.notices import EVER, Identity


class Notice(models.Model):
    """One thing that one person is told once; `subject` is the reference of what it is about.

    Two constraints say what is told once: one for the rungs of a ladder, which have a date, one for everything else.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    subject = models.CharField(max_length=30, help_text="ACT-0412")
    number = models.BigIntegerField(default=0, help_text="Which one, where the reference has several")
    since_on = models.DateField(default=EVER, help_text="Since when it is so, or the last day a ladder was quiet")
    rung = models.CharField(max_length=40, blank=True, help_text="Which rung of the ladder (rules/ladder)")
    due_on = models.DateField(null=True, blank=True, help_text="The due date it is about")
    way = models.CharField(max_length=20, choices=NoticeWay.choices, default=NoticeWay.DIGEST)
    created_at = models.DateTimeField()
    message = models.ForeignKey(
        "tracker.Message",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
        help_text="The mail that told it",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="notice_untold", condition=Q(message__isnull=True)),
            models.Index(fields=["subject"], name="notice_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="notice_once",
                fields=["kind", "number", "person", "since_on", "subject"],
                condition=Q(rung=""),
            ),
            models.UniqueConstraint(
                name="notice_rung_once",
                fields=["rung", "number", "person", "due_on", "since_on", "subject"],
                condition=~Q(rung=""),
            ),
            models.CheckConstraint(name="notice_rung_has_its_date", condition=Q(rung="") | Q(due_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def identity(self) -> Identity:
        """Return what no other notice has."""
        due_on = self.due_on if self.rung else None
        return Identity(self.kind, self.subject, self.person_id, self.number, self.since_on, self.rung, due_on)
