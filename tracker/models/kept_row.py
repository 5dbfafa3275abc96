"""What all kept rows have in common: they follow the facts, and nothing rests on them."""

from typing import Any

from django.db import models

# Rows come and go with the facts by the hundred thousand, and the check of the night finds what is no longer so: the
# database need not look up each body and record again. The rows' own constraints begin with the columns.
CACHE: dict[str, Any] = {"on_delete": models.CASCADE, "db_index": False, "db_constraint": False}


class KeptRow(models.Model):
    """A row that is worked out from the facts by projections/, and goes with the record that it is about."""

    class Meta:
        abstract = True
