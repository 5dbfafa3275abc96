"""What a person is told by mail of the file of a list: that it is ready, or that it could not be made."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.choices import ListFileState, ListKind
from tracker.notifications import links
from tracker.notifications.rules.accounts import Account
from tracker.rules.calendar import london_date
from tracker.rules.list_files import kept_until
from tracker.rules.wording import exact_plural, starts_lower

SUBJECT = "Your file is ready"
FAILED = "Your file could not be made"
GONE = "The file has been deleted or is being made again."
NEWS = (ListFileState.READY, ListFileState.FAILED)


@dataclass(frozen=True, slots=True)
class FileNews:
    """What one mail tells of a file; `why_not` says why it is not sent, '' where it is. Never what it was searched by.

    `rows` and `kept_until_on` are of one that is ready, `reason` of one that could not be made.
    """

    why_not: str
    uid: str = ""
    kind: ListKind = ListKind.RECOMMENDATIONS
    is_ready: bool = False
    rows: int = 0
    kept_until_on: date | None = None
    reason: str = ""

    @property
    def subject(self) -> str:
        return f"{SUBJECT if self.is_ready else FAILED}: {starts_lower(self.kind.label)}"

    @property
    def holds(self) -> str:
        """Return 'Recommendations, 12,345 rows'."""
        return f"{self.kind.label}, {exact_plural(self.rows, 'row')}"

    @property
    def address(self) -> str:
        return links.list_file(self.uid)


def news_of(
    *, uid: str, kind: ListKind, state: ListFileState, rows: int, written_at: datetime | None, reason: str
) -> FileNews:
    """Return what is told of a file as it stands now."""
    if state not in NEWS:
        return FileNews(GONE)
    kept = london_date(kept_until(written_at)) if written_at else None
    return FileNews("", uid, kind, state is ListFileState.READY, rows, kept, reason)


def why_not(account: Account) -> str:
    """Return why this person is not told, '' where they are."""
    if not account.is_open:
        return "The account is closed."
    return "Emails do not arrive at this address." if account.bounces else ""
