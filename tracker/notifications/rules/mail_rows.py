"""The rows of a mail: what each kind of thing is called and where its link leads; nothing typed but titles."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind
from tracker.notifications import links
from tracker.notifications.rules.kinds import CONFIRMS, RULES
from tracker.rules.deadlines import Urgency
from tracker.rules.wording import date_due, date_long, plain_plural, starts_upper


class MailRow(Protocol):
    """What every row has: `ref` is what it is about, `link_about` what is read out with the link."""

    @property
    def ref(self) -> str: ...
    @property
    def lines(self) -> tuple[str, ...]: ...
    @property
    def link(self) -> str: ...
    @property
    def link_about(self) -> str: ...
    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reminder:
    """An action as a mail shows it; `about` is the recommendation's short title, '' where it may not be told.

    `urgency` is where it stands on the day on which the mail is written, and decides whether and where it is told.
    `instead_of` is the owning post where nobody can be emailed for it, and this mail goes to who leads its body.
    """

    ref: str
    title: str
    about: str
    urgency: Urgency
    due_on: date
    precision: DatePrecision
    instead_of: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.urgency is Urgency.OVERDUE

    @property
    def due_words(self) -> str:
        """Return 'due 27 February 2026', or 'due February 2026' for a month's date."""
        return date_due(self.due_on, self.precision)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what it is about, what is to be done, and by when."""
        action = (self.about, f"Action: {self.title}") if self.about else (self.title,)
        instead = (f"{self.instead_of}: nobody can be emailed for this post",) if self.instead_of else ()
        return (*action, f"{self.ref}, {self.due_words}", *instead)

    @property
    def link(self) -> str:
        return "Update this action"

    @property
    def link_about(self) -> str:
        return f"{self.ref}, {self.title}"

    @property
    def address(self) -> str:
        return links.action_update(self.ref)


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """What waits for a person's decision about one body; never a self-assessment's or a response's words or category.

    `on` is the day on which it was made, or by which an answer is expected.
    """

    ref: str
    title: str
    body: str
    slug: str
    kind: NoticeKind
    on: date | None

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what it is about, and what is to be decided."""
        day = f" {date_long(self.on)}" if self.on else ""
        return (starts_upper(self.title), f"{self.ref}, {self.body}: {RULES[self.kind].says}{day}")

    @property
    def link(self) -> str:
        return RULES[self.kind].link

    @property
    def link_about(self) -> str:
        return f"{self.ref}, {self.body}"

    @property
    def address(self) -> str:
        return RULES[self.kind].page(self.ref, self.slug)


@dataclass(frozen=True, slots=True)
class Late:
    """An action of somebody else that is late: escalated to a head, or on a lead's exception list."""

    ref: str
    title: str
    body: str
    post: str
    due_on: date
    precision: DatePrecision
    working_days: int
    is_escalated: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """Return whose it is, what is to be done, and how late it is."""
        days = f"{plain_plural(self.working_days, 'working day')} late"
        return (
            f"{self.body}: {self.title}",
            f"{self.ref}, {self.post}, {date_due(self.due_on, self.precision)}, {days}",
        )

    @property
    def link(self) -> str:
        return "See this action"

    @property
    def link_about(self) -> str:
        return f"{self.ref}, {self.title}"

    @property
    def address(self) -> str:
        return links.action(self.ref)


@dataclass(frozen=True, slots=True)
class Given:
    """A post, or the cover of its holder's leave, that somebody gave to a person; a row of a digest."""

    kind: NoticeKind
    ref: str
    post: str
    from_on: date
    last_on: date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the post, and from when it is theirs."""
        if self.kind is NoticeKind.COVER_GIVEN and self.last_on is not None:
            return (self.post, f"You cover this post from {date_long(self.from_on)} to {date_long(self.last_on)}")
        return (self.post, f"You hold this post from {date_long(self.from_on)}, with its actions")

    @property
    def link(self) -> str:
        return "See what comes with it"

    @property
    def link_about(self) -> str:
        return self.post

    @property
    def address(self) -> str:
        return links.account()


@dataclass(frozen=True, slots=True)
class StaleEvidence:
    """A piece of evidence that a person is asked to renew; a row of a digest. `place` is ACT-0412 or REC-0231.

    `title` is the place's: what the evidence shows is typed, and stays out of mail (docs/pages.md#what-an-email-says).
    """

    ref: str
    uid: str
    title: str
    place: str
    about_on: date

    @property
    def lines(self) -> tuple[str, ...]:
        """Return where it is used, and how old it is."""
        return (self.title, f"{self.place}, evidence about {date_long(self.about_on)}")

    @property
    def link(self) -> str:
        return "Add a version"

    @property
    def link_about(self) -> str:
        return f"evidence of {self.place}, {self.title}"

    @property
    def address(self) -> str:
        return links.evidence_version(self.uid)


@dataclass(frozen=True, slots=True)
class MailLine:
    """Any other row: the words are chosen where it is made."""

    ref: str
    lines: tuple[str, ...]
    link: str
    link_about: str
    address: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notice of the ladder is about: what it is called, and which body it concerns."""

    title: str
    body: str = ""
    slug: str = ""
    on: date | None = None


def ladder_line(*, kind: NoticeKind, ref: str, matter: Matter, confirms: bool = False) -> MailLine:
    """Return the row of a notice of the ladder that is about no action of one's own.

    `confirms`: the response was drafted, and its person is to confirm it.
    """
    words = RULES[kind].says
    leads_to = CONFIRMS if confirms else RULES[kind]
    body = f", {matter.body}" if matter.body else ""
    said = f"{words} {date_long(matter.on)}" if matter.on else re.sub(r",? (by|since|until|sent|begun)$", "", words)
    return MailLine(
        ref=ref,
        lines=(starts_upper(matter.title), f"{ref}{body}: {said}"),
        link=leads_to.link,
        link_about=f"{ref}{body}",
        address=leads_to.page(ref, matter.slug),
    )
