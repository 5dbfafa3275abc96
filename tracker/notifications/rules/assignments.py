"""What a person is told when an action becomes theirs."""

from dataclasses import dataclass
from datetime import date

from inspections.choices import DatePrecision
from tracker.notifications import links
from tracker.rules.wording import date_due


@dataclass(frozen=True, slots=True)
class Assigned:
    """An action that was given to a person's post, as a digest shows it."""

    ref: str
    title: str
    post: str
    due_on: date | None
    precision: DatePrecision

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what is to be done, by which post and by when."""
        return (f"Action: {self.title}", f"{self.ref}, for the post {self.post}, {self._due_words}")

    @property
    def link(self) -> str:
        return "See this action"

    @property
    def link_about(self) -> str:
        """Return what is read out with the link, because its words repeat."""
        return f"{self.ref}, {self.title}"

    @property
    def address(self) -> str:
        return links.action(self.ref)

    @property
    def _due_words(self) -> str:
        return date_due(self.due_on, self.precision) if self.due_on else "without a date"
