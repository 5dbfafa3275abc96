"""Which of the notices that nobody was told of yet still hold: what a mail that is made now is made for."""

from collections.abc import Collection, Sequence
from datetime import date

from tracker.choices import NoticeKind
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import assignments, bounces, decisions, given, ladder, regular_lists, stale_evidence
from tracker.notifications.rules.reminders import DECISION_KEYS
from tracker.queries.accountable import who_can_be_told
from tracker.rules.posts import NEWS


def that_hold(notices: Sequence[NoticeToTell], *, on: date, noted: Collection[str] = ()) -> list[NoticeToTell]:
    """Those of these notices that are still true on the day and that their person wants; `with_choices` before.

    What is true is asked once for all of them: at most 50 queries for any number of notices and people. `noted` are the
    keys of rungs that were found to be reached a moment ago, in the same transaction.
    """
    able = who_can_be_told((each.person_id for each in notices), on=on)
    wanted = [each for each in notices if each.is_wanted and each.person_id in able]
    asked = [each for each in wanted if each.key not in noted]
    keys = _keys_that_hold(asked, on=on)
    return [each for each in wanted if each.key in keys or each.key in noted]


def _keys_that_hold(notices: list[NoticeToTell], *, on: date) -> set[str]:
    all_keys = {each.key for each in notices}
    news = {each.key for each in notices if each.kind in NEWS}
    stale = {each.key for each in notices if each.kind == NoticeKind.STALE_EVIDENCE}
    bounced = {each.key for each in notices if each.kind == NoticeKind.ADDRESS_BOUNCED}
    keys = assignments.keys_that_hold(all_keys, on=on)
    if any(key.startswith(DECISION_KEYS) for key in all_keys):
        keys |= {each.key for each in decisions.waiting(on=on)} & all_keys
    lists = {key for key in all_keys if regular_lists.is_key(key)}
    keys |= regular_lists.keys_that_hold(lists, on=on) if lists else set()
    of_ladder = [each for each in notices if each.rung or each.kind == NoticeKind.ACTION_SNOOZED]
    keys |= ladder.holding(of_ladder, on=on) if of_ladder else set()
    keys |= given.keys_that_hold(news, on=on) if news else set()
    keys |= stale_evidence.keys_that_hold(stale, on=on) if stale else set()
    return keys | (bounces.keys_that_hold(bounced, on=on) if bounced else set())
