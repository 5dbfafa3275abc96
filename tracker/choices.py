"""Words with a fixed meaning in the tracker; the words on screen come from PRODUCT and the inspectorate."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do, for one organisation and all below it (MODEL decision 4)."""

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


class AssuranceDecision(models.TextChoices):
    """What the next body up decided on a claim; no decision yet is 'Not yet reviewed'."""

    ASSURED = "assured", "Assured"
    RETURNED = "returned", "Returned"


class Ending(models.TextChoices):
    """How a body's duty to answer for a recommendation ended (MODEL decision 6)."""

    SUFFICIENT = "sufficient", "Sufficient progress"
    CARRIED_OVER = "carried-over", "Carried over"
    OVERTAKEN = "overtaken", "Overtaken by events"
    NOT_AGREED = "not-agreed", "Not agreed"
    LAPSED = "lapsed", "Lapsed"
    PASSED_ON = "passed-on", "Passed to a successor body"


class NoticeKind(models.TextChoices):
    """Why a person is told something."""

    DUE_THIS_WEEK = "due-this-week", "Action due this week"
    OVERDUE = "overdue", "Action overdue"
    STALE_EVIDENCE = "stale-evidence", "Evidence stale"
    CLAIM_TO_REVIEW = "claim-to-review", "Claim to review"
    CLAIM_RETURNED = "claim-returned", "Claim returned"
    ASSIGNED = "assigned", "Assigned to you"
    POST_GIVEN = "post-given", "Post given"
    COVER_GIVEN = "cover-given", "Cover given"
    NEW_RECOMMENDATION = "new-recommendation", "New recommendations"
    RESPONSE_TO_CONFIRM = "response-to-confirm", "Response to confirm"


class Frequency(models.TextChoices):
    """How often a person wants the digest."""

    WEEKLY = "weekly", "Weekly"
    DAILY = "daily", "Daily on working days"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    NEEDED = "needed", "Only when something needs me"
    STOPPED = "stopped", "No digest"


class MessageKind(models.TextChoices):
    """What kind of mail a message is."""

    DIGEST = "digest", "Weekly digest"


class MessageState(models.TextChoices):
    """Where a message stands on its way out (RELIABILITY: design that follows)."""

    PENDING = "pending", "Waiting"
    LEASED = "leased", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    SUPPRESSED = "suppressed", "Not sent"
    EXPIRED = "expired", "Expired"
