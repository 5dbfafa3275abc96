"""The rows of a review: each is what will be recorded, beside what was read and what was proposed."""

from dataclasses import dataclass

from inspections.choices import InspectionKind
from tracker.choices import Progress
from tracker.rules.intake.draft import ReadEarlier, ReadRecommendation, StatedDate
from tracker.rules.intake.matching import HeldReport, Pair
from tracker.rules.intake.proposals import ProposedValue
from tracker.rules.intake.themes import ProposedStandards, ProposedTheme

# How the keys of rows begin that a person added.
ADDED = "added-"


@dataclass(frozen=True, slots=True)
class Details:
    """The facts of the inspection as they will be recorded."""

    body: int | None
    kind: InspectionKind
    framework: str
    published: StatedDate | None
    fieldwork_started: StatedDate | None
    isbn: str
    lead_inspector: str
    score: int | None
    max_score: int | None
    rating: str
    report_url: str


@dataclass(frozen=True, slots=True)
class AlertLines:
    """What the alert says, in printed order; no lines mean no alert."""

    concerns: tuple[str, ...]
    required_actions: tuple[str, ...]

    @property
    def is_printed(self) -> bool:
        return bool(self.concerns or self.required_actions)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The recommendations under one heading: new ones, or earlier ones; `key` is 'new:' or 'earlier:' and the name.

    `also` are the other bodies that answer for them.
    """

    key: str
    printed: str
    is_earlier: bool
    count: int
    proposal: ProposedValue
    body: int | None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewRow:
    """A recommendation as it will be recorded, beside what was read; `read` is None for one that a person added.

    `body` is the addressee: the group's, unless a person chose another for this one. `themes` are those that are
    proposed, the likeliest first; `other_themes` were chosen beside the main one.
    """

    key: str
    read: ReadRecommendation | None
    number: int | None
    text: str
    short_title: str
    addressee_as_printed: str
    body: int | None
    group_body: int | None
    theme: str
    standards: tuple[str, ...]
    themes: tuple[ProposedTheme, ...]
    proposed_standards: ProposedStandards
    flagged_repeat: bool
    left_out: str
    is_checked: bool
    other_themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Previous:
    """The inspection whose recommendations are judged; `held` is None where it has to be made."""

    held: HeldReport | None
    body: int | None
    kind: InspectionKind
    published: StatedDate | None


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """An earlier recommendation, and the one we hold that it is: `match` is its primary key, None to add it."""

    key: str
    read: ReadEarlier
    number: int | None
    text: str
    short_title: str
    theme: str
    themes: tuple[ProposedTheme, ...]
    category: Progress | None
    action_taken: str
    improvement_still_required: bool | None
    body: int | None
    group_body: int | None
    match: int | None
    pair: Pair | None
    left_out: bool
    is_checked: bool

    @property
    def is_added(self) -> bool:
        """Return whether a person added it, because it was not read."""
        return self.key.startswith(ADDED)
