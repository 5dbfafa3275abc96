"""Which of the notices that nobody was told of yet still hold: what a mail that is made now is made for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from tracker.choices import NoticeKind
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import assignments, bounces, decisions, given, ladder, regular_lists, stale_evidence
from tracker.notifications.rules.mail_rows import DECISIONS
from tracker.queries.accountable import who_can_be_told
from tracker.rules.notices import Identity
from tracker.rules.posts import NEWS

LISTS = (NoticeKind.OVERDUE_LIST, NoticeKind.EXCEPTION_LIST, NoticeKind.REPEATS_PICTURE)


def that_hold(notices: Sequence[NoticeToTell], *, on: date, noted: Collection[Identity] = ()) -> list[NoticeToTell]:
    """Return those of these notices that are still true on the day and that their person wants; `with_choices` before.

    What is true is asked once for all of them: at most 50 queries for any number of notices and people. `noted` are
    rungs that were found to be reached a moment ago, in the same transaction.
    """
    able = who_can_be_told((each.person_id for each in notices), on=on)
    wanted = [each for each in notices if each.is_wanted and each.person_id in able]
    asked = [each for each in wanted if not each.rung or each.identity not in noted]
    holding = _holding(asked, on=on)
    return [each for each in wanted if each.identity in holding or (each.rung and each.identity in noted)]


def _holding(notices: list[NoticeToTell], *, on: date) -> set[Identity]:
    by_kind: dict[str, list[NoticeToTell]] = defaultdict(list)
    of_ladder = []
    for each in notices:
        if each.rung or each.kind == NoticeKind.ACTION_SNOOZED:
            of_ladder.append(each)
        else:
            by_kind[each.kind].append(each)
    holding = set(assignments.still_theirs(by_kind[NoticeKind.ASSIGNED], on=on))
    if any(by_kind[kind] for kind in DECISIONS):
        holding |= {each.identity for each in decisions.waiting(on=on)}
    if lists := [each for kind in LISTS for each in by_kind[kind]]:
        holding |= regular_lists.still_held(lists, on=on)
    if of_ladder:
        holding |= ladder.holding(of_ladder, on=on)
    if news := [each for kind in NEWS for each in by_kind[kind]]:
        holding |= set(given.still_given(news, on=on))
    if stale := by_kind[NoticeKind.STALE_EVIDENCE]:
        holding |= set(stale_evidence.still_stale(stale, on=on))
    if by_kind[NoticeKind.ADDRESS_BOUNCED]:
        holding |= bounces.to_tell(on=on).keys()
    return holding
