"""Says of every event which kept rows it touches. A verb that is missing here is a failing test."""

from dataclasses import dataclass, field
from enum import Enum

from inspections.models import Inspection
from tracker.models import Action, Recommendation, Reorganisation


class Touch(Enum):
    """What of its subject an event changes for lists."""

    NOTHING = "nothing that a list asks for"
    SAID = "what was said of a recommendation: response, acknowledgement, judgement, review"
    LINKED = "how often it, and what takes it up, was made"
    WHOLE = "a recommendation itself: who answers, where it stands, how it ended"
    ACTION = "an action: its status, date and owner, and what it answers"
    REPORT = "every recommendation of a report"
    BODIES = "every recommendation at the bodies of a reorganisation"


TOUCHES: dict[str, Touch] = {
    "action.changed-together": Touch.ACTION,
    "action.edited": Touch.ACTION,
    "action.passed-on": Touch.ACTION,
    "action.carry-over-reopened": Touch.ACTION,
    "action.followed": Touch.ACTION,
    "action.left": Touch.ACTION,
    "action.planned": Touch.ACTION,
    "action.restored": Touch.ACTION,
    "action.snooze-ended": Touch.NOTHING,
    "action.snoozed": Touch.NOTHING,
    "action.updated": Touch.ACTION,
    "alert.assigned": Touch.NOTHING,
    "alert.corrected": Touch.NOTHING,
    "alert.moved": Touch.NOTHING,
    "alert.printed": Touch.NOTHING,
    "alert.report-withdrawn": Touch.NOTHING,
    "alert.matched": Touch.NOTHING,
    "alert.recorded": Touch.NOTHING,
    "carry-over.confirmed": Touch.NOTHING,
    "carry-over.decided": Touch.NOTHING,
    "carry-over.reopened": Touch.NOTHING,
    "carry-over.opened": Touch.NOTHING,
    "self-assessment.assured": Touch.SAID,
    "self-assessment.lowered": Touch.SAID,
    "self-assessment.made": Touch.SAID,
    "self-assessment.returned": Touch.SAID,
    "self-assessment.withdrawn": Touch.SAID,
    "check.dropped": Touch.NOTHING,
    "check.failed": Touch.WHOLE,
    "check.lasted": Touch.NOTHING,
    "check.planned": Touch.NOTHING,
    "ending.asked": Touch.SAID,
    "ending.confirmed": Touch.SAID,
    "ending.refused": Touch.SAID,
    "ending.reopened": Touch.WHOLE,
    "ending.taken-back": Touch.SAID,
    "fieldwork.announced": Touch.NOTHING,
    "fieldwork.confidence-given": Touch.NOTHING,
    "fieldwork.moved": Touch.NOTHING,
    "fieldwork.report-withdrawn": Touch.NOTHING,
    "fieldwork.reported": Touch.NOTHING,
    "fieldwork.withdrawn": Touch.NOTHING,
    "evidence.added": Touch.NOTHING,
    "evidence.removed": Touch.NOTHING,
    "evidence.reused": Touch.NOTHING,
    "evidence.version-added": Touch.NOTHING,
    "list-file.asked": Touch.NOTHING,
    "list-file.asked-again": Touch.NOTHING,
    "list-file.deleted": Touch.NOTHING,
    "list-file.failed": Touch.NOTHING,
    "list-file.written": Touch.NOTHING,
    "mail.dropped": Touch.NOTHING,
    "mail.held": Touch.NOTHING,
    "mail.released": Touch.NOTHING,
    "mail.tried-again": Touch.NOTHING,
    "person.added": Touch.NOTHING,
    "person.address-cleared": Touch.NOTHING,
    "person.address-refused": Touch.NOTHING,
    "person.changed-address": Touch.NOTHING,
    "person.changed-emails": Touch.NOTHING,
    "person.changed-password": Touch.NOTHING,
    "person.disabled": Touch.NOTHING,
    "person.enabled": Touch.NOTHING,
    "person.ended-role": Touch.NOTHING,
    "person.given-role": Touch.NOTHING,
    "person.invited": Touch.NOTHING,
    "person.reset-password": Touch.NOTHING,
    "person.signed-out-everywhere": Touch.NOTHING,
    "person.signed-in-first": Touch.NOTHING,
    "person.took-up-post": Touch.NOTHING,
    "person.token-made": Touch.NOTHING,
    "post.added": Touch.NOTHING,
    "post.assigned": Touch.NOTHING,
    "post.assignment-cancelled": Touch.NOTHING,
    "post.cover-ended": Touch.NOTHING,
    "post.covered": Touch.NOTHING,
    "post.vacated": Touch.NOTHING,
    "report.brought-in": Touch.NOTHING,
    "report.checked": Touch.NOTHING,
    "report.confirmed-as-read": Touch.NOTHING,
    "report.deleted": Touch.NOTHING,
    "report.vouched-for": Touch.NOTHING,
    "inspection.published": Touch.REPORT,
    "inspection.corrected": Touch.REPORT,
    "inspection.said-before": Touch.REPORT,
    "inspection.withdrawn": Touch.NOTHING,
    "inspection.completed": Touch.REPORT,
    "inspection.known-from-later": Touch.REPORT,
    "inspection.merged": Touch.NOTHING,
    "recommendation.known-from-later": Touch.WHOLE,
    "recommendation.acknowledged": Touch.SAID,
    "recommendation.ended": Touch.WHOLE,
    "recommendation.left-open": Touch.NOTHING,
    "recommendation.linked": Touch.LINKED,
    "recommendation.link-added": Touch.WHOLE,
    "recommendation.link-removed": Touch.WHOLE,
    "recommendation.linked-to-alert": Touch.WHOLE,
    "recommendation.given": Touch.WHOLE,
    "recommendation.taken-back": Touch.WHOLE,
    "recommendation.passed-on": Touch.WHOLE,
    "recommendation.passing-on-undone": Touch.WHOLE,
    "recommendation.published": Touch.WHOLE,
    "recommendation.corrected": Touch.WHOLE,
    "recommendation.withdrawn": Touch.WHOLE,
    "recommendation.verdict-withdrawn": Touch.SAID,
    "recommendation.carry-over-corrected": Touch.WHOLE,
    "recommendation.carry-over-reopened": Touch.WHOLE,
    "recommendation.links-corrected": Touch.LINKED,
    "recommendation.verdict-corrected": Touch.SAID,
    "recommendation.completed": Touch.WHOLE,
    "recommendation.judged": Touch.SAID,
    "reorganisation.confirmed": Touch.BODIES,
    "reorganisation.decided": Touch.NOTHING,
    "reorganisation.recorded": Touch.BODIES,
    "reorganisation.undone": Touch.BODIES,
    "response.confirmed": Touch.SAID,
    "response.given-before": Touch.SAID,
    "response.drafted": Touch.SAID,
}


@dataclass(slots=True)
class Touched:
    """The records that a transaction has changed and whose kept rows wait to follow, by key."""

    said: set[int] = field(default_factory=set)
    linked: set[int] = field(default_factory=set)
    whole: set[int] = field(default_factory=set)
    actions: set[int] = field(default_factory=set)
    reports: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
    reorganisations: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any((self.said, self.linked, self.whole, self.actions, self.reports, self.bodies, self.reorganisations))

    def copy(self) -> "Touched":
        """Return the same with sets of its own."""
        return Touched(
            set(self.said), set(self.linked), set(self.whole), set(self.actions), set(self.reports), set(self.bodies),
            set(self.reorganisations),
        )  # fmt: skip

    def note(self, *, verb: str, subject: str) -> None:
        """Note what an event touches; `subject` is a reference. Raises KeyError for a verb that TOUCHES lacks."""
        match TOUCHES[verb]:
            case Touch.SAID:
                self.said.add(_number(Recommendation, subject))
            case Touch.LINKED:
                self.linked.add(_number(Recommendation, subject))
            case Touch.WHOLE:
                self.whole.add(_number(Recommendation, subject))
            case Touch.ACTION:
                self.actions.add(_number(Action, subject))
            case Touch.REPORT:
                self.reports.add(_number(Inspection, subject))
            case Touch.BODIES:
                self.reorganisations.add(_number(Reorganisation, subject))
            case Touch.NOTHING:
                pass


def _number(model: type, subject: str) -> int:
    number: int | None = model.number_of(subject)  # type: ignore[attr-defined]
    if number is None:
        raise ValueError(f"{subject} is no {model.__name__}")
    return number
