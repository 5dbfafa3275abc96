"""What was looked through for reminders, and how it stood then, so that the next look can pass it over.

A cache beside the records, in tables of its own: a run that notes thousands of reminders locks no action that somebody
is saving. Emptied, the next look goes through everything and notes nothing twice.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models

from tracker.models.action import Action
from tracker.models.post import Post

AT_ONCE = 5_000  # rows of one INSERT


class ActionLookQuerySet(models.QuerySet["ActionLook"]):
    def keep(self, looks: Iterable[tuple[int, str, date]]) -> None:
        """Keep, of each action, its number, its mark and the day to look again; one query for 5,000."""
        self.bulk_create(
            [self.model(action_id=number, mark=mark, again_on=on) for number, mark, on in looks],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["action"],
            update_fields=["mark", "again_on"],
        )


class ActionLook(models.Model):
    """How an action stood when it was last looked through (models/action_ladder.unsettled)."""

    action = models.OneToOneField(Action, on_delete=models.CASCADE, primary_key=True, related_name="look")
    mark = models.CharField(max_length=100, help_text="All that decides whom it is told to, besides the day")
    again_on = models.DateField(help_text="No other rung is reached before, unless the mark differs")

    objects = ActionLookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action} until {self.again_on}"


class PostLookQuerySet(models.QuerySet["PostLook"]):
    def keep(self, marks: Iterable[tuple[int, str]]) -> None:
        """Keep, of each post, its number and its mark; one query for 5,000."""
        self.bulk_create(
            [self.model(post_id=number, mark=mark) for number, mark in marks],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["post"],
            update_fields=["mark"],
        )


class PostLook(models.Model):
    """Who was to be told of a post's actions, and on which ladder, at the last look."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="look")
    mark = models.CharField(max_length=40)

    objects = PostLookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.post}: {self.mark}"
