"""The filters of the list of recommendations that were made again."""

from typing import Any

from django import forms

from tracker.models import Theme
from tracker.queries import repeats
from tracker.web.forms.filters import AreaFilters


class RepeatFilters(AreaFilters):
    """By region, PDU and theme; nothing is searched for by words."""

    q = None  # type: ignore[assignment]
    theme = forms.ChoiceField(label="Theme", required=False, choices=[])
    field_order = ["region", "pdu", "theme"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.filter(is_retired=False).values_list("code", "name")
        self.fields["theme"].choices = [("", "All"), *themes]  # type: ignore[attr-defined]

    def filters(self) -> repeats.RepeatSelection:
        return repeats.RepeatSelection(
            region=self.body("region"), pdu=self.body("pdu"), theme=self.value("theme") or ""
        )
