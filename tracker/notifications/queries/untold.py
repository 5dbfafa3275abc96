"""Which of the notices that nobody was told of yet still hold: what a mail that is made now is made for."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from tracker.notifications.kinds import KINDS, Holds
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import ladder
from tracker.notifications.queries.day import Day
from tracker.queries.accountable import who_can_be_told
from tracker.rules.notices import Identity


def that_hold(notices: Sequence[NoticeToTell], day: Day, *, noted: Collection[Identity] = ()) -> list[NoticeToTell]:
    """Return those of these notices that are still true on the day and that their person wants; `with_choices` before.

    What is true is asked once for all of them: at most 50 queries for any number of notices and people. `noted` are
    rungs that were found to be reached a moment ago, in the same transaction.
    """
    able = who_can_be_told((notice.person_id for notice in notices), on=day.on)
    wanted = [notice for notice in notices if notice.is_wanted and notice.person_id in able]
    asked = [notice for notice in wanted if not notice.rung or notice.identity not in noted]
    holding = _holding(asked, day)
    return [notice for notice in wanted if notice.identity in holding or (notice.rung and notice.identity in noted)]


def _holding(notices: list[NoticeToTell], day: Day) -> set[Identity]:
    asked: dict[Holds, list[NoticeToTell]] = defaultdict(list)
    for notice in notices:
        asked[ladder.holding if notice.rung else KINDS[notice.kind].holds].append(notice)
    return {identity for holds, theirs in asked.items() for identity in holds(theirs, day)}
