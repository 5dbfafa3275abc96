"""What can be recorded of bodies that change, who is proposed to take over, and when it can be taken back."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspections.choices import OrganisationKind, SuccessionKind
from inspections.rules.succession import Edge, answerable_intervals, living_bodies
from tracker.choices import Ending, ReorganisationKind
from tracker.errors import InvalidInput, WrongState
from tracker.rules.wording import date_long, too_long

Kind = ReorganisationKind
# How many bodies close and how many take over: (at least, at most), None for any number.
CLOSE: Mapping[Kind, tuple[int, int | None]] = {Kind.MERGER: (2, None), Kind.SPLIT: (1, 1), Kind.TRANSFER: (1, None)}
FOLLOW: Mapping[Kind, tuple[int, int | None]] = {Kind.MERGER: (1, 1), Kind.SPLIT: (2, None), Kind.TRANSFER: (1, None)}
SUCCESSIONS: Mapping[Kind, SuccessionKind] = {
    Kind.MERGER: SuccessionKind.MERGED,
    Kind.SPLIT: SuccessionKind.SPLIT,
    Kind.TRANSFER: SuccessionKind.TRANSFERRED,
}
MEANS: Mapping[Kind, str] = {
    Kind.RENAME: "One body gets a new name. It stays the same body with the same recommendations.",
    Kind.MERGER: "Two or more bodies close and one takes over from them.",
    Kind.SPLIT: "One body closes and two or more take over from it.",
    Kind.TRANSFER: "Bodies close and others take over, such as when boundaries are drawn anew.",
}
# Bodies of these kinds come and go; ministry and companies are not ours to reorganise.
CLOSABLE = frozenset(
    {
        OrganisationKind.REGION,
        OrganisationKind.FUNCTION,
        OrganisationKind.PDU,
        OrganisationKind.CRC,
        OrganisationKind.NPS_DIVISION,
    }
)
# Outside the tree of HMPPS: whoever may record for those who take over may record that these closed.
PREDECESSORS = frozenset({OrganisationKind.CRC, OrganisationKind.NPS_DIVISION})
# How a recommendation of a closed body may end instead of being taken over; the others are said elsewhere.
ENDINGS = (Ending.OVERTAKEN, Ending.LAPSED)
REASON_LIMIT = 1000
NAME_LIMIT = 100
EARLIEST = date(1990, 1, 1)
YEARS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class ChangedBody:
    """A body as the rules compare it; `key` is None for one that is made by the reorganisation."""

    key: int | None
    name: str
    kind: OrganisationKind
    opened_on: date | None = None
    closed_on: date | None = None
    is_replaced: bool = False  # a standing reorganisation closes it
    has_bodies_below: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeoverProposal:
    """Who is proposed to take over from one body on a day, each from the day it begins to answer."""

    starts: Mapping[int, date] = field(default_factory=dict)

    @property
    def bodies(self) -> tuple[int, ...]:
        return tuple(self.starts)


def check_date(on: date | None, *, today: date) -> date:
    """Raise InvalidInput unless it can be the day of a reorganisation."""
    if on is None:
        raise InvalidInput("Enter the date", field="on")
    if on < EARLIEST or on.year > today.year + YEARS_AHEAD:
        raise InvalidInput(f"The date must be between 1990 and {today.year + YEARS_AHEAD}", field="on")
    return on


def check_bodies(kind: Kind, *, closing: Sequence[ChangedBody], following: Sequence[ChangedBody], on: date) -> None:
    """Raise InvalidInput, at `closing` or `into`, unless these bodies can close and these take over on that day."""
    _check_count(len(closing), CLOSE[kind], field="closing", what="close")
    _check_count(len(following), FOLLOW[kind], field="into", what="take over")
    for body in closing:
        _check_closing(body, on=on)
    keys = {body.key for body in closing}
    for body in following:
        if body.key is not None and body.key in keys:
            raise InvalidInput(f"{body.name} cannot take over from itself", field="into")
        if body.closed_on is not None and body.closed_on <= on:
            raise InvalidInput(
                f"{body.name} closed on {date_long(body.closed_on)}, so it cannot take over", field="into"
            )
        if body.opened_on is not None and body.opened_on > on:
            raise InvalidInput(f"{body.name} opens on {date_long(body.opened_on)}, after this date", field="into")


def check_new_names(names: Sequence[str], *, taken: Collection[str]) -> None:
    """Raise InvalidInput, at `new`, unless no living body has one of these names and none stands twice."""
    seen: set[str] = set()
    for name in names:
        if len(name) > NAME_LIMIT:
            raise InvalidInput(too_long("each name", NAME_LIMIT), field="new")
        if not plain(name):
            raise InvalidInput("A name must have letters in it", field="new")
        if plain(name) in seen:
            raise InvalidInput(f"{name} stands twice. Enter each new body once", field="new")
        if plain(name) in {plain(other) for other in taken}:
            raise InvalidInput(f"There is a body called {name} already. Choose it from the list", field="new")
        seen.add(plain(name))


def check_rename(body: ChangedBody, *, name: str, on: date, named_from: date | None) -> None:
    """Raise InvalidInput unless the body can have this name from that day; its present one began on `named_from`."""
    if not name or not plain(name):
        raise InvalidInput("Enter the new name", field="name")
    if len(name) > NAME_LIMIT:
        raise InvalidInput(too_long("the new name", NAME_LIMIT), field="name")
    if plain(name) == plain(body.name):
        raise InvalidInput(f"This body is called {name} already", field="name")
    if body.closed_on is not None and body.closed_on <= on:
        raise InvalidInput(f"{body.name} closed on {date_long(body.closed_on)}, before this date", field="on")
    begun = max((day for day in (body.opened_on, named_from) if day is not None), default=None)
    if begun is not None and on <= begun:
        raise InvalidInput(
            f"Enter a date after {date_long(begun)}, from which {body.name} has its present name", field="on"
        )


def check_pairs(closing: Sequence[str], following: Sequence[str], pairs: Collection[tuple[int, int]]) -> None:
    """Raise InvalidInput, at `pairs`, unless each that closes has a successor and each that takes over a predecessor.

    `pairs` are places in the two lists.
    """
    for place, name in enumerate(closing):
        if not any(before == place for before, _ in pairs):
            raise InvalidInput(f"Select the bodies that follow {name}", field="pairs")
    for place, name in enumerate(following):
        if not any(after == place for _, after in pairs):
            raise InvalidInput(
                f"{name} takes over from nobody. Choose at least one body, or leave it out", field="pairs"
            )


def all_pairs(closing: int, following: int) -> frozenset[tuple[int, int]] | None:
    """Return all pairs of both sides where one side is a single body; None where a person has to say."""
    if closing > 1 and following > 1:
        return None
    return frozenset((before, after) for before in range(closing) for after in range(following))


def proposal(body: int, edges: Iterable[Edge[int]], closed: Mapping[int, date], *, on: date) -> TakeoverProposal:
    """Return all living bodies that answer for a closed one on a day; who of them does is for a person to say."""
    known = list(edges)
    living = living_bodies(body, known, closed, on)
    if body in living or body not in closed:
        return TakeoverProposal()
    intervals = answerable_intervals(body, known, closed, closed[body])
    return TakeoverProposal({interval.body: interval.from_on for interval in intervals if interval.body in living})


def proposed_post(title: str, posts: Iterable[tuple[int, str]]) -> int | None:
    """Return the one post of the same title among those of the bodies that take over, or None."""
    same_title = [key for key, other in posts if plain(other) == plain(title)]
    return same_title[0] if len(same_title) == 1 else None


def check_can_confirm(*, on: date, today: date, undecided: int, is_undone: bool) -> None:
    """Raise WrongState, with the reason, unless everything is decided and the day has come."""
    if is_undone:
        raise WrongState("This reorganisation was undone, so there is nothing to confirm.")
    if on > today:
        raise WrongState(f"You can confirm this from {date_long(on)}, when it takes effect. What you decided is kept.")
    if undecided:
        n = "1 recommendation has" if undecided == 1 else f"{undecided} recommendations have"
        raise WrongState(f"{n} no decision yet. Choose who takes over, or why it ends.")


def check_decision(*, bodies: Collection[int], proposed: Collection[int], ending: str, reason: str) -> None:
    """Raise InvalidInput, at `bodies`, `ending` or `reason`, unless it is one decision: who takes over, or an end."""
    if ending and ending not in {known.value for known in ENDINGS}:
        raise InvalidInput("Select why it ends from the list", field="ending")
    if ending and bodies:
        raise InvalidInput("Choose who takes over, or that it ends, not both", field="ending")
    if not ending and not bodies:
        raise InvalidInput("Select at least one body, or say why it ends", field="bodies")
    if not set(bodies) <= set(proposed):
        raise InvalidInput("Select from the bodies that take over", field="bodies")
    if ending and not reason:
        raise InvalidInput("Enter why it ends", field="reason")
    if len(reason) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field="reason")


def check_can_undo(*, is_undone: bool, depending: Sequence[str]) -> None:
    """Raise WrongState, with what depends on it by now, unless it can be taken back."""
    if is_undone:
        raise WrongState("This reorganisation was undone already.")
    if depending:
        raise WrongState(f"This can no longer be undone, because {'; '.join(depending)}.")


def slug_of(name: str, taken: Collection[str]) -> str:
    """Return the place of a new body in addresses: its name in plain letters, with a number where somebody has it."""
    base = re.sub(r"[^a-z0-9]+", "-", _letters(name).lower()).strip("-")[:80] or "body"
    return next(slug for n in range(1, 10_000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def words_of(kind: Kind, *, closing: Sequence[str], following: Sequence[str]) -> str:
    """Return 'Tameside PDU and Salford PDU merge into …': one sentence for lists and the trail."""
    before, after = listed(closing), listed(following)
    is_single = len(closing) == 1
    verb = {
        Kind.RENAME: "is renamed to",
        Kind.MERGER: "merge into",
        Kind.SPLIT: "splits into",
        Kind.TRANSFER: "closes and passes on to" if is_single else "close and pass on to",
    }[kind]
    return f"{before} {verb} {after}"


def listed(names: Sequence[str]) -> str:
    """Return 'A', 'A and B', 'A, B and C'; 'A and B; C; D, E and F' where names have such words of their own."""
    if len(names) < 2 or any(" and " in name or "," in name for name in names):
        return "; ".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def plain(name: str) -> str:
    """Return a name for comparison: without case, accents, stops and a trailing 'PDU' or 'region'."""
    words = re.sub(r"[^a-z0-9]+", " ", _letters(name).casefold()).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in ("pdu", "region") else words)


def _letters(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _check_count(count: int, limits: tuple[int, int | None], *, field: str, what: str) -> None:
    least, most = limits
    if count < least:
        bodies = "body" if least == 1 else "bodies"
        wanted = "a body" if least == 1 else f"at least {least} {bodies}"
        raise InvalidInput(f"Select {wanted} to {what}", field=field)
    if most is not None and count > most:
        raise InvalidInput(f"Select only {most} body to {what}", field=field)


def _check_closing(body: ChangedBody, *, on: date) -> None:
    if body.kind not in CLOSABLE:
        raise InvalidInput(f"{body.name} cannot be closed here", field="closing")
    if body.has_bodies_below:
        raise InvalidInput(f"{body.name} has bodies below it. Record what becomes of them first", field="closing")
    if body.opened_on is not None and body.opened_on >= on:
        raise InvalidInput(f"{body.name} opened on {date_long(body.opened_on)}. Enter a later date", field="on")
    # A body of before 2021 may be on record as closed, without anybody having said who took over.
    if body.closed_on is not None and (body.is_replaced or body.closed_on != on):
        closed = "closes" if body.closed_on > on else "closed"
        raise InvalidInput(f"{body.name} {closed} on {date_long(body.closed_on)} already", field="closing")
