"""The files of lists whose people were not told yet, and what each mail says of its file."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from tracker.choices import ListFileState, ListKind, MessageKind
from tracker.models import ListFile
from tracker.notifications.models import Message
from tracker.notifications.queries import accounts
from tracker.notifications.rules import list_files
from tracker.notifications.rules.list_files import FileNews


def to_tell() -> list[ListFile]:
    """Return the files that are ready or could not be made, of which no mail was made for this making; 1 query."""
    told = Message.objects.of_kind(MessageKind.LIST_FILE).filter(number=OuterRef("pk"), again=OuterRef("making"))
    finished = ListFile.objects.filter(state__in=list_files.NEWS)
    return list(finished.exclude(Exists(told.filter(person=OuterRef("person")))).order_by("pk"))


def of_messages(messages: Iterable[Message], *, on: date) -> dict[int, FileNews]:
    """Return, by message, what it tells on a day; 3 queries for any number, none for none."""
    told = list(messages)
    if not told:
        return {}
    files = ListFile.objects.in_bulk([message.number for message in told])
    account_of = accounts.of_people([message.person for message in told], on=on)
    news = {}
    for message in told:
        refused = list_files.why_not(account_of[message.person_id])
        news[message.pk] = FileNews(refused) if refused else _news(message, files.get(message.number))
    return news


def _news(message: Message, file: ListFile | None) -> FileNews:
    if file is None or file.making != message.again:
        return FileNews(list_files.GONE)
    return list_files.news_of(
        uid=str(file.uid),
        kind=ListKind(file.kind),
        state=ListFileState(file.state),
        rows=file.rows_written,
        written_at=file.written_at,
        reason=file.reason,
    )
