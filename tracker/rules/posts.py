"""When a post may pass to somebody else or be covered, and how a post that was given is told."""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.errors import InvalidInput
from tracker.rules.wording import date_long, too_long

TITLE_LIMIT = 200
AHEAD = timedelta(days=366)  # further away is taken for a slip of the pen
BACK = timedelta(days=31)  # a change of holder that is recorded late


def check_title(title: str, *, taken: Iterable[str]) -> None:
    """Raise InvalidInput, on `title`, unless a new post of a body can be called so."""
    if not title:
        raise InvalidInput("Enter the name of the post", field="title")
    if len(title) > TITLE_LIMIT:
        raise InvalidInput(too_long("the name of the post", TITLE_LIMIT), field="title")
    if title.casefold() in {other.casefold() for other in taken}:
        raise InvalidInput("This body has a post with this title already. Enter another title", field="title")


def check_start(*, from_on: date, on: date, held_from: date | None, holder: str = "") -> None:
    """Raise InvalidInput, on `from_on`, unless a new holder can begin then.

    `held_from` is the day on which the holder now, or the one already named for later, begins.
    """
    if not on - BACK <= from_on <= on + AHEAD:
        raise InvalidInput(f"Enter a date between {date_long(on - BACK)} and {date_long(on + AHEAD)}", field="from_on")
    if held_from is not None and from_on <= held_from:
        later = "takes up" if held_from > on else "took up"
        raise InvalidInput(
            f"Enter a date after {date_long(held_from)}, when {holder} {later} this post", field="from_on"
        )


def check_end(*, to_on: date, on: date, held_from: date) -> None:
    """Raise InvalidInput, on `from_on`, unless a post can become vacant on this day."""
    check_start(from_on=to_on, on=on, held_from=held_from, holder="its holder")


def check_cover(*, from_on: date, last_on: date, on: date) -> None:
    """Raise InvalidInput unless these are days of leave that can be covered, the last one included."""
    if last_on < from_on:
        raise InvalidInput("The last day must be the first day or later", field="last_on")
    if last_on < on:
        raise InvalidInput("The last day must be today or later", field="last_on")
    if last_on > on + AHEAD:
        raise InvalidInput(f"The last day must be {date_long(on + AHEAD)} or earlier", field="last_on")
