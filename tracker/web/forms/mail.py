"""The day and the people of the page 'Who would get what'."""

from datetime import date
from typing import Any, Self

from tracker.models import Person
from tracker.rules.access import Actor
from tracker.rules.wording import date_long
from tracker.web.doors import Request
from tracker.web.forms.base import DatePickerField, TextField
from tracker.web.forms.filters import AreaFilters


class PreviewFilters(AreaFilters):
    """Sent by GET; without a day it is today's."""

    nouns = {"on": "the day"}

    q = TextField(label="Person", help_text="Name or email address", required=False, max_length=200)
    on = DatePickerField(label="On which day?", help_text="Today to 14 days ahead", required=False)
    field_order = ["on", "q", "region", "pdu"]

    @classmethod
    def from_request(cls, request: Request) -> Self:
        """Return the form, whose only mistake can be a day that cannot be read; other nonsense filters nothing."""
        form = super().from_request(request)
        for name in form.errors.keys() - {"on"}:
            del form.errors[name]
        return form

    def day(self, today: date) -> date:
        """Return the chosen day, or today."""
        chosen: date | None = self.cleaned_data.get("on")
        return chosen or today

    def people(self, actor: Actor, *, on: date) -> set[int]:
        """Return the administrator's own people whom the filters leave; 1 query."""
        people = Person.objects.managed_by(actor)
        body = self.body("pdu") or self.body("region")
        if body is not None:
            people = people.with_role_in(body, on=on)
        if self.words():
            people = people.matching(self.words())
        return set(people.values_list("pk", flat=True))

    def _words_of(self, name: str) -> str:
        value: Any = self.value(name)
        return date_long(value) if isinstance(value, date) else super()._words_of(name)
