"""What the frame of every page shows of the service: what waits for a review, and whether mail and reminders run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from tracker.models import Person
from tracker.models.first_ones import Along
from tracker.models.statements import Question
from tracker.notifications.models import Heartbeat, Message
from tracker.notifications.rules.heartbeats import Component, is_mail_late, last_checked_words
from tracker.paging import CountUpTo
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


def asked_along(actor: Actor, *, shows_last_checked: bool = True) -> tuple[Along, ...]:
    """Return what a statement of a view can ask along for `frame_from`; nothing for administrators.

    Whether mail is late, which is shown to them, follows the clock.
    """
    manages = may_anywhere(actor, Doing.MANAGE_PEOPLE)
    return () if manages else tuple(_PARTS[name] for name in _names(actor, shows_last_checked=shows_last_checked))


def frame_from(actor: Actor, read: Sequence[Any], *, at: datetime, shows_last_checked: bool = True) -> Frame | None:
    """Return what a page shows around its content from what was `asked_along`; None where that was nothing."""
    names = _names(actor, shows_last_checked=shows_last_checked)
    if may_anywhere(actor, Doing.MANAGE_PEOPLE) or len(read) != len(names):
        return None
    values = dict(zip(names, read, strict=True))
    last_checked = last_checked_words(values.get("beat"), at=at) if shows_last_checked else ""
    return Frame(to_review=values.get("reviews"), last_checked=last_checked)


def _names(actor: Actor, *, shows_last_checked: bool) -> list[str]:
    """Return the names of the parts that this person's pages show."""
    return [*(["reviews"] if reviews_at(actor) else []), *(["beat"] if shows_last_checked else [])]


def _asked(actor: Actor, names: Sequence[str], **more: Subquery) -> "QuerySet[Any, Any]":
    """Return one row with the parts of these names and then `more`; the first two follow from the actor alone."""
    parts = [_PARTS[name](actor, _NO_DAY) for name in names]
    return Person.objects.filter(pk=actor.person_id).values_list(*parts, *more.values())


def _to_review(actor: Actor, _: date) -> CountUpTo:
    return count_of_reviews(actor)


def _last_beat(_actor: Actor, _: date) -> Subquery:
    return Subquery(Heartbeat.objects.filter(component=Component.WORKER.value).values("beat_at"))


_PARTS: dict[str, Along] = {"reviews": _to_review, "beat": _last_beat}
_NO_DAY = date.min  # none of them asks for one
_FRAME = Question(_asked)
