"""The nouns of inspections, for `from inspections.models import …`."""

from inspections.models.framework import Framework, KeyQuestion, Standard
from inspections.models.inspection import (
    Alert,
    AlertConcern,
    AlertRequiredAction,
    Inspection,
    KeyQuestionResult,
    StandardRating,
)
from inspections.models.organisation import Alias, Organisation, OrganisationName, Succession, within

__all__ = [
    "Alert",
    "AlertConcern",
    "AlertRequiredAction",
    "Alias",
    "Framework",
    "Inspection",
    "KeyQuestion",
    "KeyQuestionResult",
    "Organisation",
    "OrganisationName",
    "Standard",
    "StandardRating",
    "Succession",
    "within",
]
