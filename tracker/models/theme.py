"""Subjects of recommendations."""

from django.db import models


class Theme(models.Model):
    """A subject of recommendations; retired ones are kept for what they were used on."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
