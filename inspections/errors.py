"""Refusals of the inspections app: each carries a message for the person, which says what to do."""


class ReportRefused(Exception):
    """A file that cannot be read as a published inspection report.

    `code` is stable for tests and logs; `str()` is the message shown.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SuccessionRefused(Exception):
    """A succession that would make a loop; `str()` is the message shown."""
