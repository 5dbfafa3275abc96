"""The main theme of each recommendation of the published reports, by report and place, and of look-alikes.

Those of the reports were labelled before there was a rule, those of the second set before a rule was tried on them.
"""

import tomllib
from functools import cache
from pathlib import Path

# In printed order: those that the report makes, then the earlier ones that it judges.
NEW: dict[str, tuple[str, ...]] = {
    "hfkcw-pdu-2022": (
        "risk-of-harm",
        "interventions",
        "domestic-abuse-safeguarding",
        "management-oversight",
        "training",
        "management-oversight",
        "engagement",
        "organisational-alert",
        "organisational-alert",
        "leadership",
        "staffing",
        "interventions",
        "staffing",
        "staffing",
    ),
    "kirklees-pdu-2024": (
        "staffing",
        "interventions",
        "management-oversight",
        "partnership",
        "domestic-abuse-safeguarding",
        "domestic-abuse-safeguarding",
        "engagement",
        "diversity",
    ),
    "west-yorkshire-crc-2020": (
        "staffing",
        "risk-of-harm",
        "training",
        "engagement",
        "interventions",
        "management-oversight",
        "unpaid-work",
    ),
    "wigan-pdu-2023": (
        "management-oversight",
        "training",
        "diversity",
        "engagement",
        "court-work",
        "unpaid-work",
        "partnership",
        "management-oversight",
        "management-oversight",
    ),
}
EARLIER: dict[str, tuple[str, ...]] = {
    "kirklees-pdu-2024": (
        "domestic-abuse-safeguarding",
        "risk-of-harm",
        "risk-of-harm",
        "domestic-abuse-safeguarding",
        "staffing",
        "engagement",
        "data",
    ),
    "west-yorkshire-crc-2020": (
        "staffing",
        "risk-of-harm",
        "training",
        "engagement",
        "management-oversight",
        "court-work",
        "premises",
        "premises",
    ),
}


@cache
def second() -> tuple[tuple[str, str], ...]:
    """(theme, wording) of each look-alike of the second set."""
    kept = Path(__file__).with_name("theme_labels_second.toml").read_text(encoding="utf-8")
    return tuple((theme, wording) for theme, wording in tomllib.loads(kept)["rows"])
