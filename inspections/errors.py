"""Refusals of the inspections app: each carries a message for the person, which says what to do."""


class ReportRefused(Exception):
    """A file that cannot be read as a published inspection report.

    `code` is stable for tests and logs; `str()` is the message shown. `can_be_vouched` says that the file can be read,
    and was taken for something other than a report: a person who knows better may have it read anyway.
    """

    def __init__(self, code: str, message: str, *, can_be_vouched: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.can_be_vouched = can_be_vouched


class SuccessionRefused(Exception):
    """A succession that would make a loop; `str()` is the message shown."""
