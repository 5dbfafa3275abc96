"""What makes a notice one of its own: what is told to a person once."""

from datetime import date
from typing import NamedTuple

EVER = date(1, 1, 1)  # stands in a column of days where there is none: databases take two NULLs for two things


class Identity(NamedTuple):
    """What is told once: the columns of a notice that its unique constraints name (models/notice).

    `number` says which one, where `subject` has several: the version of an action, a self-assessment, a body.
    `since_on` is the day since when it is so, or the last one on which a ladder was quiet. A rung is told for its date,
    `due_on`.
    """

    kind: str
    subject: str
    person_id: int
    number: int = 0
    since_on: date = EVER
    rung: str = ""
    due_on: date | None = None
