"""What the jobs of mail remember of themselves: which digests were made, and under which settings mail began."""

from collections.abc import Collection

from django.db import models

from tracker.choices import Frequency
from tracker.notifications.rules.email_preferences import DigestRunDue


class DigestRunQuerySet(models.QuerySet["DigestRun"]):
    def made_of(self, runs: Collection[DigestRunDue]) -> set[DigestRunDue]:
        """Return those of these runs that were made; one query, none for none."""
        if not runs:
            return set()
        rows = self.filter(run_on__in={run.on for run in runs}).values_list("frequency", "run_on")
        return {DigestRunDue(Frequency(frequency), run_on) for frequency, run_on in rows} & set(runs)


class DigestRun(models.Model):
    """All digests of one frequency for one day: made once, even where nobody had anything to be told."""

    frequency = models.CharField(max_length=20, choices=Frequency.choices)
    run_on = models.DateField()
    made_at = models.DateTimeField()
    digests = models.PositiveIntegerField(help_text="How many it made")

    objects = DigestRunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="digest_run_once", fields=["run_on", "frequency"])]

    def __str__(self) -> str:
        return f"{self.get_frequency_display()} {self.run_on}"


class SettingsUseQuerySet(models.QuerySet["SettingsUse"]):
    def newest(self) -> "SettingsUse | None":
        """Return the settings in force, with since when; one query."""
        return self.order_by("-used_at", "-pk").first()


class SettingsUse(models.Model):
    """From when mail was made under these settings, until the next row."""

    mark = models.CharField(max_length=64, help_text="The same for the same settings (rules/delivery.settings_mark)")
    used_at = models.DateTimeField()

    objects = SettingsUseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.mark[:8]} from {self.used_at}"
