"""Which of the notices that nobody was told of yet still hold: what a mail that is made now is made for."""

from collections.abc import Iterable
from datetime import date

from inspections.models.reference import reference
from tracker.choices import NoticeKind
from tracker.models import Action, Bounce, Notice
from tracker.portfolio import assignments, decisions, given, ladder, regular_lists, stale_evidence
from tracker.rules.posts import NEWS
from tracker.rules.reminders import DECISION_KEYS

URGENT = frozenset({NoticeKind.OVERDUE, NoticeKind.DUE_THIS_WEEK})


def that_hold(notices: Iterable[Notice], *, on: date) -> list[Notice]:
    """Those of these notices that are still true on the day and that their person wants; with_preference() before.

    What is true is asked once for all of them: at most 50 queries for any number of notices and people.
    """
    wanted = [each for each in notices if each.is_wanted]
    keys = _keys_that_hold(wanted, on=on)
    urgent: set[tuple[str, int]] = set()
    if any(each.kind in URGENT for each in wanted):
        found = Action.objects.to_tell(on=on).values_list("pk", "told_id")
        urgent = {(reference(Action.REF_PREFIX, number), person) for number, person in found}
    return [
        each
        for each in wanted
        if each.key in keys or (each.kind in URGENT and (each.subject, each.person_id) in urgent)
    ]


def _keys_that_hold(notices: list[Notice], *, on: date) -> set[str]:
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
    return keys | (Bounce.objects.keys_that_stand(bounced) if bounced else set())
