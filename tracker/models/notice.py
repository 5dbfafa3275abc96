"""What a person is to be told, once: written by the work, and told by the mail of tracker/notifications."""

from django.db import models
from django.db.models import Q

from tracker.choices import NoticeKind, NoticeWay
from tracker.models.person import Person


class Notice(models.Model):
    """One thing that one person is told once; `subject` is the reference of what it is about."""

    key = models.CharField(max_length=200, help_text="What was told: never twice for the same key")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    subject = models.CharField(max_length=30, help_text="ACT-0412")
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
        constraints = [models.UniqueConstraint(name="notice_once", fields=["key"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"
