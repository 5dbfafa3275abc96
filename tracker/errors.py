"""Refusals of the tracker: each carries the message that a person reads, which says what to do."""

from typing import Any


class Refusal(Exception):
    """Something that was asked for and is not done; doors turn each kind into its own answer."""


class NotAllowed(Refusal):
    """This person may not do this (403)."""


class WrongState(Refusal):
    """It may not be done in the state in which the record is (409)."""


class TokenReused(WrongState):
    """The key of an earlier submit came with other words (422 in the API)."""


class InvalidInput(Refusal):
    """What was entered cannot be saved; `field` names the answer to change (form error, 400)."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class EditConflict(Refusal):
    """The record changed since it was opened (409); `current` is the record as it stands now."""

    def __init__(self, message: str, *, current: Any) -> None:
        super().__init__(message)
        self.current = current


class AlreadyHeld(Refusal):
    """The same report is held already; `held` is its inspection (docs/model.md, decision 8)."""

    def __init__(self, message: str, *, held: Any) -> None:
        super().__init__(message)
        self.held = held


class SendFailed(Exception):
    """A way out did not take a mail: for good or for now, and whose trouble it is."""

    def __init__(
        self, reason: str, *, for_good: bool = False, of_server: bool = False, is_bounce: bool = False
    ) -> None:
        super().__init__(reason)
        self.for_good = for_good
        self.of_server = of_server  # others would fare the same now
        self.is_bounce = is_bounce  # the address does not work
