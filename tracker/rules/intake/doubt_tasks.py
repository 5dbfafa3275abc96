"""Which task of a review each of the reader's doubts belongs to: the one whose page can put it right."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.rules.intake.proposals import Task

# None: said here in our own words, because here the organisations are known. What may be about any part of a report
# stands with the first task.
TASK_OF: Mapping[str, Task | None] = MappingProxyType({
    "alert-cross-reference": Task.ALERT,
    "alert-list-unclear": Task.ALERT,
    "alert-not-printed": Task.ALERT,
    "alert-without-actions": Task.ALERT,
    "alert-without-concerns": Task.ALERT,
    "annexe-cross-reference": Task.DETAILS,
    "dates-disagree": Task.DETAILS,
    "earlier-recommendations-incomplete": Task.EARLIER,
    "earlier-recommendations-not-read": Task.EARLIER,
    "empty-text": Task.RECOMMENDATIONS,
    "key-questions-without-heading": Task.RATINGS,
    "long-text": Task.RECOMMENDATIONS,
    "missing-action-taken": Task.EARLIER,
    "missing-addressee": Task.RECOMMENDATIONS,
    "missing-category": Task.EARLIER,
    "missing-figure": Task.RATINGS,
    "missing-organisation": Task.DETAILS,
    "missing-overall-rating": Task.DETAILS,
    "missing-previous-date": Task.EARLIER,
    "missing-publication-date": None,
    "missing-rating": Task.RATINGS,
    "missing-score": Task.DETAILS,
    "missing-standards": Task.RATINGS,
    "names-disagree": Task.DETAILS,
    "no-recommendations": Task.RECOMMENDATIONS,
    "no-such-value": Task.DETAILS,
    "not-read": Task.DETAILS,
    "numbering-gap": Task.RECOMMENDATIONS,
    "numbering-restarts": Task.RECOMMENDATIONS,
    "overall-rating-in-words": Task.DETAILS,
    "page-furniture-in-text": Task.RECOMMENDATIONS,
    "page-not-read": Task.DETAILS,
    "rating-differs-from-band": Task.RATINGS,
    "rating-not-read": Task.RATINGS,
    "ratings-disagree": Task.RATINGS,
    "read-anyway": Task.DETAILS,
    "repeated-number": Task.RECOMMENDATIONS,
    "says-by-when": Task.RECOMMENDATIONS,
    "score-differs-from-framework": Task.DETAILS,
    "score-differs-from-sum": Task.DETAILS,
    "standards-without-codes": Task.RATINGS,
    "table-run-together": Task.EARLIER,
    "text-beside-list": Task.RECOMMENDATIONS,
    "text-left-out": Task.DETAILS,
    "text-not-used": Task.DETAILS,
    "unknown-framework": Task.DETAILS,
    "unknown-organisation": None,
    "unnumbered-recommendations": Task.RECOMMENDATIONS,
    "unreadable-letters": Task.DETAILS,
    "word-broken-at-line-end": Task.DETAILS,
    "words-run-together": Task.DETAILS,
})  # fmt: skip


def task_of(code: str) -> Task | None:
    """Return the task of a doubt, None for one that is said in other words.

    A draft that was read by an older reader may have a code that this one does not give: it stands with the first task.
    """
    return TASK_OF.get(code, Task.DETAILS)
