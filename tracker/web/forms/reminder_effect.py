"""The filters of the page that measures reminders."""

from django import forms

from tracker.notifications.queries.reminder_effect import PERIODS, WEEKS, ReminderEffectSelection
from tracker.web.forms.filters import AreaFilters


class EffectFilters(AreaFilters):
    """By region, PDU and period; nothing is searched for by words."""

    q = None  # type: ignore[assignment]
    weeks = forms.ChoiceField(label="Period", required=False, initial=str(WEEKS), choices=list(PERIODS.items()))
    field_order = ["region", "pdu", "weeks"]

    def filters(self) -> ReminderEffectSelection:
        weeks = self.value("weeks")
        return ReminderEffectSelection(
            region=self.body("region"), pdu=self.body("pdu"), weeks=int(weeks) if weeks else WEEKS
        )
