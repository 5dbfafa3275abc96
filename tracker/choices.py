"""Words with a fixed meaning in the tracker; the words on screen are the inspectorate's (docs/glossary.md)."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do, for one organisation and all below it (docs/model.md, decision 4)."""

    ACTION_OWNER = "action-owner", "Action owner"
    HEAD_OF_PDU = "head-of-pdu", "Head of PDU"
    REGIONAL_LEAD = "regional-lead", "Regional lead"
    NATIONAL = "national", "HMPPS national"
    COORDINATOR = "coordinator", "Inspection coordinator"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


class ActionStatus(models.TextChoices):
    """What the owner says of an action; overdue and due this week are derived, never chosen."""

    NOT_STARTED = "not-started", "Not yet started"
    IN_PROGRESS = "in-progress", "In progress"
    COMPLETED = "completed", "Completed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Decision(models.TextChoices):
    """HMPPS's formal answer to a recommendation."""

    AGREED = "agreed", "Agreed"
    PARTLY_AGREED = "partly-agreed", "Partly agreed"
    NOT_AGREED = "not-agreed", "Not agreed"


class BeforeService(models.TextChoices):
    """What was said of a report before this service: whether HMPPS answered it, or a later report judged it."""

    NOT_YET = "not-yet", "No, not yet"
    ANSWERED = "answered", "Yes"
    JUDGED = "judged", "A later report has judged it"

    @property
    def is_with_a_day(self) -> bool:
        """Return whether it happened on a day."""
        return self is not BeforeService.NOT_YET

    @property
    def is_with_answers(self) -> bool:
        """Return whether HMPPS's answers belong to it."""
        return self is BeforeService.ANSWERED


class Progress(models.TextChoices):
    """The inspectorate's three categories, used for the owner's and the region's view too."""

    NONE = "none", "No progress"
    SOME = "some", "Some progress"
    SUFFICIENT = "sufficient", "Sufficient progress"


class Judge(models.TextChoices):
    """Whose view of progress it is; the three stand side by side and are never blended."""

    OWNER = "owner", "Owner says"
    REGION = "region", "Region says"
    INSPECTORATE = "inspectorate", "Inspectorate said"


class ReviewOutcome(models.TextChoices):
    """What the next body up decided on a self-assessment; no decision yet is 'Not yet reviewed'."""

    ASSURED = "assured", "Assured"
    RETURNED = "returned", "Returned"


class Ending(models.TextChoices):
    """How a body's duty to answer for a recommendation ended (docs/model.md, decision 6)."""

    SUFFICIENT = "sufficient", "Sufficient progress"
    CARRIED_OVER = "carried-over", "Carried over"
    OVERTAKEN = "overtaken", "Overtaken by events"
    NOT_AGREED = "not-agreed", "Not agreed"
    LAPSED = "lapsed", "Lapsed"
    NO_LONGER_OURS = "no-longer-ours", "No longer ours"
    PASSED_ON = "passed-on", "Passed to a successor body"


class Confirmer(models.TextChoices):
    """Who confirms that a recommendation ends between inspections: the next body up from who asked."""

    REGION = "region", "The region"
    HMPPS = "hmpps", "HMPPS"


class EndingDecision(models.TextChoices):
    """What became of a request to end a recommendation; none yet is 'Ending asked for'."""

    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken-back", "Taken back"


class ReorganisationKind(models.TextChoices):
    """How bodies change from a date."""

    RENAME = "rename", "Rename"
    MERGER = "merger", "Merger"
    SPLIT = "split", "Split"
    TRANSFER = "transfer", "Transfer"


class ReorganisationPart(models.TextChoices):
    """What a body is in a reorganisation."""

    CLOSES = "closes", "Closes"
    FOLLOWS = "follows", "Takes over"
    RENAMED = "renamed", "Is renamed"


class Relation(models.TextChoices):
    """How a new recommendation takes an earlier one up; none where no new one does."""

    REPEATED = "repeated", "Repeated"
    REWORDED = "reworded", "Reworded"
    MERGED = "merged", "Merged"
    SPLIT = "split", "Split"
    REPLACED = "replaced", "Replaced"

    @property
    def towards(self) -> str:
        """Return the words that lead to the new recommendation: 'Merged into', 'Split into'."""
        return {
            Relation.REPEATED: "Repeated in",
            Relation.REWORDED: "Reworded as",
            Relation.MERGED: "Merged into",
            Relation.SPLIT: "Split into",
            Relation.REPLACED: "Replaced by",
        }[self]


class CorrectedField(models.TextChoices):
    """What of a published record can be corrected; the labels stand in its timeline and on the pages."""

    TITLE = "title", "Short title"
    TEXT = "text", "Recommendation"
    NUMBER = "number", "Number in the report"
    ADDRESSEE = "addressee", "Addressed to"
    ADDRESSEE_AS_PRINTED = "addressee-as-printed", "Addressee as printed"
    FLAGGED = "flagged", "Flagged as a repeat"
    THEMES = "themes", "Themes"
    STANDARDS = "standards", "Standards"
    BODY = "body", "Responsible body"
    RESPONSIBLE_FROM = "responsible-from", "Responsible from"
    PUBLISHED = "published", "Report published"
    FIELDWORK = "fieldwork", "Fieldwork started"
    OVERALL_RATING = "overall-rating", "Overall rating"
    SCORE = "score", "Score"
    HIGHEST_SCORE = "highest-score", "Highest possible score"
    ISBN = "isbn", "ISBN"
    LEAD_INSPECTOR = "lead-inspector", "Lead inspector"
    RATING = "rating", "Rating"
    RATING_BEFORE = "rating-before", "Rating before"
    QUESTION = "question", "Key question"
    PERCENT = "percent", "Share of cases"
    PERCENT_BEFORE = "percent-before", "Share of cases in the inspection before"
    PERCENT_OF_ALL = "percent-of-all", "Share of cases in all comparable inspections"
    VERDICT = "verdict", "Inspectorate said"
    STILL_REQUIRED = "still-required", "Improvement still required"
    VERDICT_DATE = "verdict-date", "Inspectorate said on"
    RAISED = "raised", "Alert raised"
    CONCERNS = "concerns", "Concerns"
    REQUIRED_ACTIONS = "required-actions", "Actions that the inspectorate asked for"
    ENDING = "ending", "What happened to it"
    ENDING_REASON = "ending-reason", "Reason for the ending"
    RELATION = "relation", "How it was replaced"
    TAKEN_UP_IN = "taken-up-in", "Replaced by"
    TAKES_UP = "takes-up", "Replaces"


class Confidence(models.TextChoices):
    """How sure the owner is, before fieldwork, that the inspectorate will see it as they do."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class NoticeWay(models.TextChoices):
    """When a notice is told: with the digest, in a reminder on the same day, or at once."""

    DIGEST = "digest", "With the digest"
    DAY = "day", "That day"
    INSTANT = "instant", "At once"


class NoticeKind(models.TextChoices):
    """Why a person is told something."""

    OVERDUE_LIST = "overdue-list", "Overdue actions of the week"
    STALE_EVIDENCE = "stale-evidence", "Evidence stale"
    SELF_ASSESSMENT_TO_REVIEW = "self-assessment-to-review", "Self-assessment to review"
    SELF_ASSESSMENT_RETURNED = "self-assessment-returned", "Self-assessment returned"
    ASSIGNED = "assigned", "Assigned to you"
    POST_GIVEN = "post-given", "Post given"
    COVER_GIVEN = "cover-given", "Cover given"
    NEW_RECOMMENDATION = "new-recommendation", "New recommendations"
    RESPONSE_TO_CONFIRM = "response-to-confirm", "Response to confirm"
    ACTION_DUE = "action-due", "Action due"
    ACTION_LATE = "action-late", "Action late"
    ESCALATION = "escalation", "Escalation"
    EXCEPTION = "exception", "On the exception list"
    EXCEPTION_LIST = "exception-list", "Exception list of the week"
    REPEATS_PICTURE = "repeats-picture", "Repeated recommendations of the month"
    RESPONSE_DUE = "response-due", "Response due"
    UNACKNOWLEDGED = "unacknowledged", "Recommendation not acknowledged"
    REVIEW_WAITING = "review-waiting", "Review waiting"
    CARRY_OVER_UNFINISHED = "carry-over-unfinished", "Carry-over unfinished"
    SUSTAIN_CHECK_DUE = "sustain-check-due", "Check after closing due"
    ADDRESS_BOUNCED = "address-bounced", "Email address not working"
    ACTION_SNOOZED = "action-snoozed", "Reminders put off"
    REOPENED = "reopened", "Recommendation open again"
    FIELDWORK_ANNOUNCED = "fieldwork-announced", "Fieldwork announced"
    PROPOSAL_TO_CONFIRM = "proposal-to-confirm", "New answerable bodies to confirm"
    CORRECTED = "corrected", "Published record corrected"
    REPORT_WITHDRAWN = "report-withdrawn", "Report withdrawn"
    ANSWER_ENDED = "answer-ended", "Recommendation no longer yours"
    ALERT_GIVEN = "alert-given", "Organisational alert given to you"
    ALERT_DUE = "alert-due", "Organisational alert to answer"
    ENDING_TO_CONFIRM = "ending-to-confirm", "Ending to confirm"
    ENDING_DECIDED = "ending-decided", "Ending decided"
    ENDING_REOPENED = "ending-reopened", "Ended recommendation open again"


class Frequency(models.TextChoices):
    """How often a person wants the digest."""

    WEEKLY = "weekly", "Weekly"
    DAILY = "daily", "Daily on working days"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    NEEDED = "needed", "Only when something needs me"
    STOPPED = "stopped", "No digest"


class MessageKind(models.TextChoices):
    """What kind of mail a message is."""

    DIGEST = "digest", "Digest"
    REMINDER = "reminder", "Reminder"
    INSTANT = "instant", "At once"
    JOBS_RAN = "jobs-ran", "Weekly note that the jobs ran"
    INVITATION = "invitation", "Invitation to sign in"
    ADDRESS_CHANGED = "address-changed", "Email address changed"
    LIST_FILE = "list-file", "File of a list"


class ListKind(models.TextChoices):
    """A list that can be downloaded; its code names the page and the file."""

    RECOMMENDATIONS = "recommendations", "Recommendations"
    ACTIONS = "actions", "Actions"
    INSPECTIONS = "inspections", "Inspections"
    REVIEWS = "reviews", "Self-assessments to review"
    USERS = "users", "Users"


class ListFileState(models.TextChoices):
    """Where the file of a long list stands (docs/reliability.md#files-of-long-lists)."""

    WAITING = "waiting", "Waiting to start"
    WRITING = "writing", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"
    DELETED = "deleted", "Deleted"


class MessageState(models.TextChoices):
    """Where a message stands on its way out (docs/reliability.md#how-mail-goes-out)."""

    HELD = "held", "Held for approval"
    PENDING = "pending", "Waiting"
    LEASED = "leased", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    SUPPRESSED = "suppressed", "Not sent"
    EXPIRED = "expired", "Expired"
