"""What the frame of every page shows of the service: what waits for a review, and whether mail and reminders run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from tracker.models import Person
from tracker.models.statements import Question
from tracker.notifications.models import Heartbeat, Message
from tracker.notifications.rules.heartbeats import Component, is_mail_late, last_checked_words
from tracker.queries.first_ones import Found, Parts, first_ones
from tracker.queries.reviews import count_of_reviews
from tracker.rules.access import Actor, Doing, may_anywhere
from tracker.rules.reviews import reviews_at


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page shows around its content.

    `to_review` is None for somebody who reviews nothing, `last_checked` is empty where the page does not show it.
    """

    to_review: int | None = None
    last_checked: str = ""
    is_mail_late: bool = False


def frame_of(actor: Actor, *, at: datetime, shows_last_checked: bool = False) -> Frame:
    """Return what a page shows around its content, in one query; none where there is nothing to ask.

    Whether mail is late is asked for administrators alone.
    """
    manages = may_anywhere(actor, Doing.MANAGE_PEOPLE)
    names = _names(actor, shows_last_checked=shows_last_checked)
    if manages:  # what is late follows the clock, so that its SQL is made each time
        kept_back: Any = Message.objects.kept_back(at=at)
        late = Subquery(kept_back.order_by("since_at").values("since_at")[:1])
        rows = [_asked(actor, names, late=late).get()]
    else:
        rows = _FRAME.rows(actor, tuple(names)) if names else []
    values = dict(zip([*names, "late"], rows[0], strict=False)) if rows else {}
    return Frame(
        to_review=values.get("reviews"),
        last_checked=last_checked_words(values.get("beat"), at=at) if shows_last_checked else "",
        is_mail_late=manages and is_mail_late(values["late"], at=at),
    )


def frame_with(
    actor: Actor, parts: Parts, *, at: datetime, on: date, shows_last_checked: bool = True
) -> tuple[Frame, dict[str, Found]]:
    """Return what a page shows around its content, and the first of these parts, in one query.

    In two for administrators, to whom late mail is shown.
    """
    names = _names(actor, shows_last_checked=shows_last_checked)
    if may_anywhere(actor, Doing.MANAGE_PEOPLE):
        found, _ = first_ones(actor, parts, on=on)
        return frame_of(actor, at=at, shows_last_checked=shows_last_checked), found
    found, read = first_ones(actor, parts, on=on, along=tuple(_PARTS[name] for name in names))
    values = dict(zip(names, read, strict=False))
    last_checked = last_checked_words(values.get("beat"), at=at) if shows_last_checked else ""
    return Frame(to_review=values.get("reviews"), last_checked=last_checked), found


def _names(actor: Actor, *, shows_last_checked: bool) -> list[str]:
    """Return the names of the parts that this person's pages show."""
    return [*(["reviews"] if reviews_at(actor) else []), *(["beat"] if shows_last_checked else [])]


def _asked(actor: Actor, names: Sequence[str], **more: Subquery) -> "QuerySet[Any, Any]":
    """Return one row with the parts of these names and then `more`; the first two follow from the actor alone."""
    parts = [_PARTS[name](actor) for name in names]
    return Person.objects.filter(pk=actor.person_id).values_list(*parts, *more.values())


def _last_beat(actor: Actor) -> Subquery:
    return Subquery(Heartbeat.objects.filter(component=Component.WORKER.value).values("beat_at"))


_PARTS = {"reviews": count_of_reviews, "beat": _last_beat}
_FRAME = Question(_asked)
