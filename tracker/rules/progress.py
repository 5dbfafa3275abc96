"""Three views of progress side by side: the latest of each judge, never blended into one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.choices import DatePrecision
from tracker.choices import Judge, Progress
from tracker.rules.self_assessments import SelfAssessmentState


@dataclass(frozen=True, slots=True)
class View:
    """One judge's view: what, when (as precisely as is known), why; `order` breaks ties between views of one day.

    An owner's view has the `state` of its self-assessment, and a returned one the day by which an answer is expected.
    """

    judge: Judge
    category: Progress
    dated_on: date | None
    reasons: str = ""
    order: int = 0
    precision: DatePrecision = DatePrecision.DAY
    state: SelfAssessmentState | None = None
    answer_by_on: date | None = None


def latest_by_judge(views: Iterable[View]) -> dict[Judge, View | None]:
    """Return the newest view of each of the three, None where a judge has not said; undated views are the oldest."""
    latest: dict[Judge, View | None] = dict.fromkeys(Judge)
    for view in sorted(views, key=lambda view: (view.dated_on or date.min, view.order)):
        latest[view.judge] = view
    return latest
