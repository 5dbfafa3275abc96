"""How often each person wants the digest; who never chose has no row and gets it on Mondays."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from tracker.choices import Frequency
from tracker.models.person import Person
from tracker.notifications.rules.email_preferences import DEFAULT, WEEKDAYS, AtOnce, Preference


class EmailPreferenceQuerySet(models.QuerySet["EmailPreference"]):
    def preference_of(self, person_id: int | None) -> Preference:
        """Return what a person chose, or the default; one query."""
        choice = self.filter(person=person_id).first()
        return choice.preference if choice else DEFAULT

    def choice_of(self, person_id: int | None) -> tuple[Preference, AtOnce]:
        """Return what a person chose, with what they are told at once; one query."""
        choice = self.filter(person=person_id).first()
        return (choice.preference, choice.at_once) if choice else (DEFAULT, AtOnce())

    def choices_of(self, people: Iterable[int]) -> dict[int, tuple[Preference, AtOnce]]:
        """Return the same of each of these people who ever chose; one query."""
        choices = self.filter(person__in=list(people))
        return {choice.person_id: (choice.preference, choice.at_once) for choice in choices}

    def locked(self) -> Self:
        return self.select_for_update()


class EmailPreference(models.Model):
    """A person's choice of how often; the trail says who changed it and when."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="email_preference")
    frequency = models.CharField(max_length=20, choices=Frequency.choices)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday; for weekly and every two weeks")

    tells_reviews_at_once = models.BooleanField(default=True, help_text="A review is requested and due soon")
    tells_escalations_at_once = models.BooleanField(default=True)

    objects = EmailPreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="email_preference_frequency_known", condition=Q(frequency__in=Frequency.values)
            ),
            models.CheckConstraint(
                name="email_preference_on_a_working_day", condition=Q(weekday__gte=0, weekday__lt=len(WEEKDAYS))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_frequency_display()}"

    @property
    def preference(self) -> Preference:
        """Return the choice as rules take it."""
        return Preference(Frequency(self.frequency), self.weekday)

    @property
    def at_once(self) -> AtOnce:
        return AtOnce(reviews=self.tells_reviews_at_once, escalations=self.tells_escalations_at_once)
