"""Words with a fixed meaning in inspections: the inspectorate's own, and ours for records."""

from datetime import date

from django.db import models

# The days that this service keeps. What a person types beyond them is a slip of the finger, and no calendar of bank
# holidays reaches there.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class Rating(models.TextChoices):
    """The inspectorate's four ratings; the order is by worth. Points: 0, 1, 2, 3 (rules/ratings)."""

    INADEQUATE = "inadequate", "Inadequate"
    REQUIRES_IMPROVEMENT = "requires-improvement", "Requires improvement"
    GOOD = "good", "Good"
    OUTSTANDING = "outstanding", "Outstanding"


class DatePrecision(models.TextChoices):
    """How exactly a report states a date; a month is stored as its first day."""

    DAY = "day", "Day"
    MONTH = "month", "Month"


class OrganisationKind(models.TextChoices):
    """What a body is. The tree is Ministry of Justice, HMPPS, regions, PDUs; predecessors stand beside it."""

    MINISTRY = "ministry", "Ministry"
    AGENCY = "agency", "Agency"
    REGION = "region", "Region"
    FUNCTION = "function", "Regional function"
    PDU = "pdu", "Probation delivery unit"
    CRC = "crc", "Community rehabilitation company"
    NPS_DIVISION = "nps-division", "National Probation Service division"
    COMPANY = "company", "Parent company"
    OTHER = "other", "Other body"


class SuccessionKind(models.TextChoices):
    """How one body gave way to another."""

    REPLACED = "replaced", "Replaced"
    RENAMED = "renamed", "Renamed"
    MERGED = "merged", "Merged"
    SPLIT = "split", "Split"
    TRANSFERRED = "transferred", "Transferred"


class InspectionKind(models.TextChoices):
    """What kind of inspection a report is about (docs/domain.md#frameworks)."""

    CRC = "crc", "Community rehabilitation company"
    PDU = "pdu", "Probation delivery unit"
    REGION = "region", "Region"
    DYNAMIC = "dynamic", "Dynamic inspection of public protection"
    THEMATIC = "thematic", "Thematic"


class InspectionStatus(models.TextChoices):
    """A draft is seen by coordinators only; publishing makes the records."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
