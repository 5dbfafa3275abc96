"""The filters of the list of recommendations that were made again."""

from tracker.queries import repeats
from tracker.web.forms.filters import ThemeFilters


class RepeatFilters(ThemeFilters):
    """By region, PDU and theme; nothing is searched for by words."""

    q = None  # type: ignore[assignment]
    field_order = ["region", "pdu", "theme"]

    def filters(self) -> repeats.RepeatSelection:
        return repeats.RepeatSelection(
            region=self.body("region"), pdu=self.body("pdu"), theme=self.value("theme") or ""
        )
