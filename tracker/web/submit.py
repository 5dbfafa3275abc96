"""One table from refusal to answer for the pages, and the ways in which a view makes its one call."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest

from inspections.errors import ReportRefused
from tracker.errors import AlreadyHeld, EditConflict, InvalidInput, NotAllowed, Refusal, TokenReused, WrongState
from tracker.web.forms.base import Form

Result = TypeVar("Result")

ERROR, INFO = messages.ERROR, messages.INFO


class Shown(Enum):
    """Where a person reads a refusal."""

    INSTEAD_OF_THE_PAGE = auto()  # the door of the page answers it
    IN_THE_FORM = auto()
    BESIDE_THE_FORM = auto()  # with what is there now, which the page shows


@dataclass(frozen=True, slots=True)
class Row:
    """What a page answers to one kind of refusal."""

    kind: type[Exception]
    status: HTTPStatus
    shown: Shown


# The first row that fits counts, so a kind stands before the one it is a kind of.
REFUSALS: tuple[Row, ...] = (
    Row(NotAllowed, HTTPStatus.FORBIDDEN, Shown.INSTEAD_OF_THE_PAGE),
    Row(TokenReused, HTTPStatus.CONFLICT, Shown.IN_THE_FORM),
    Row(WrongState, HTTPStatus.CONFLICT, Shown.IN_THE_FORM),
    Row(InvalidInput, HTTPStatus.BAD_REQUEST, Shown.IN_THE_FORM),
    Row(EditConflict, HTTPStatus.CONFLICT, Shown.BESIDE_THE_FORM),
    Row(AlreadyHeld, HTTPStatus.CONFLICT, Shown.IN_THE_FORM),
    Row(ReportRefused, HTTPStatus.BAD_REQUEST, Shown.IN_THE_FORM),
)


def row_of(kind: type[Exception]) -> Row:
    """Return what a page answers to this kind of refusal. Raises LookupError for a kind that has no row."""
    for row in REFUSALS:
        if issubclass(kind, row.kind):
            return row
    raise LookupError(f"{kind.__name__} has no row in REFUSALS")


@dataclass(frozen=True, slots=True)
class Refused:
    """An operation that was not done: the status of the answer, and what the page says of it."""

    refusal: Exception

    @property
    def status(self) -> int:
        return row_of(type(self.refusal)).status

    @property
    def words(self) -> str:
        return str(self.refusal)

    @property
    def is_invalid(self) -> bool:
        """Return whether another answer in the form would do."""
        return self.status == HTTPStatus.BAD_REQUEST

    @property
    def is_conflict(self) -> bool:
        """Return whether somebody else saved first, so that the page shows both texts."""
        return isinstance(self.refusal, EditConflict)

    @property
    def changed(self) -> str:
        """Return what the page says where somebody else saved first; empty for other refusals."""
        return self.words if self.is_conflict else ""

    @property
    def refused(self) -> str:
        """Return what the page says where it cannot be done now, whatever is answered; empty for other refusals."""
        return "" if self.is_conflict or self.is_invalid else self.words

    @property
    def current(self) -> Any:
        """Return the record as it stands after somebody else's save; None for other refusals."""
        return self.refusal.current if isinstance(self.refusal, EditConflict) else None

    @property
    def held(self) -> Any:
        """Return the same thing that is there already; None for other refusals."""
        return self.refusal.held if isinstance(self.refusal, AlreadyHeld) else None


def submit(form: Form, operation: Callable[[], Result], *, beside: bool = False) -> Result | Refused:
    """Make the one call that a form is for, and return its result or the refusal, put where the table says.

    `beside` is for a page that shows above the form why nothing can be done now; else the form says so. NotAllowed
    goes on to the door, unless the form names its answer.
    """
    try:
        return operation()
    except (Refusal, ReportRefused) as refusal:
        row = row_of(type(refusal))
        if row.shown is Shown.INSTEAD_OF_THE_PAGE and not form.not_allowed_beside:
            raise
        if row.shown is not Shown.BESIDE_THE_FORM and not (beside and row.status == HTTPStatus.CONFLICT):
            form.refuse(refusal)
        return Refused(refusal)


def attempt(operation: Callable[[], Result]) -> Result | Refused:
    """Make the one call of a page that has no form, and return its result or the refusal, for the page to say.

    NotAllowed goes on to the door.
    """
    try:
        return operation()
    except Refusal as refusal:
        if row_of(type(refusal)).shown is Shown.INSTEAD_OF_THE_PAGE:
            raise
        return Refused(refusal)


def press(
    request: HttpRequest,
    operation: Callable[[], Result],
    *,
    done: str | Callable[[Result], str] = "",
    level: int = ERROR,
) -> Result | Refused:
    """Make the one call of a button and tell on the next page what came of it, a refusal as an error or `level`.

    NotAllowed goes on to the door. Without `done` the view says itself what was done.
    """
    result = attempt(operation)
    if isinstance(result, Refused):
        messages.add_message(request, level, result.words)
    elif done:
        messages.success(request, done if isinstance(done, str) else done(result))
    return result


def why_not(check: Callable[[], object]) -> str:
    """Return what a check would refuse with, for a page that only shows it; empty where it would not refuse."""
    try:
        check()
    except Refusal as refusal:
        return str(refusal)
    return ""
