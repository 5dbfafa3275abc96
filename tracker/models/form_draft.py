"""What somebody had typed when their session ended: kept for them alone, and given back after they sign in."""

from django.db import models

from tracker.models.person import Person


class FormDraft(models.Model):
    """The answers of one form at one address; deleted when they are given back or a week old."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="form_drafts")
    address = models.CharField(max_length=500)
    answers = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "kept answers"
        constraints = [models.UniqueConstraint(name="form_draft_once_per_form", fields=["person", "address"])]

    def __str__(self) -> str:
        return f"{self.person} at {self.address}"
