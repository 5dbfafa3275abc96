"""What is corrected in a published record: how facts are told apart, compared, put into words, and given a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.choices import CorrectedField
from tracker.errors import InvalidInput
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import starts_lower, too_long

REASON_LIMIT = 500  # characters
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Said:
    """What a fact says: the value as it is kept, plain enough for JSON, and the words in which a page shows it."""

    value: Any
    words: str = ""

    @property
    def shown(self) -> str:
        return self.words or (str(self.value) if self.value not in (None, "") else NOTHING)


@dataclass(frozen=True, slots=True)
class FactOf:
    """Which fact of a record it is: `part` tells several of one field apart, `about` says so to people."""

    field: CorrectedField
    part: str = ""
    about: str = ""

    @property
    def label(self) -> str:
        return f"{self.field.label}, {self.about}" if self.about else str(self.field.label)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that a correction changes."""

    fact: FactOf
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class Corrected:
    """One fact in the words of an event: what was said, and what is said since."""

    label: str
    before: str
    after: str


Facts = Mapping[FactOf, Said]
UNSAID = Said(None)


def differences(before: Facts, after: Facts) -> list[Change]:
    """Return what differs, in the order of the facts."""
    return [
        Change(fact, before.get(fact, UNSAID), said)
        for fact, said in after.items()
        if before.get(fact, UNSAID).value != said.value
    ]


def check_reason(reason: str, *, field: str = "reason", missing: str = "Enter why this is corrected") -> str:
    """Return the reason without blanks around it. Raises InvalidInput where it is empty, too long or names a person."""
    words = paragraphs(reason)
    if not words:
        raise InvalidInput(missing, field=field)
    if len(words) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field=field)
    check_free_text(words, field=field)
    return words


def corrected_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Corrected]:
    """Return the facts that an event of a correction names."""
    labels = {str(label) for label in CorrectedField.labels}
    return [
        Corrected(label, str(before[label]), str(said))
        for label, said in after.items()
        if label in before and label.partition(",")[0] in labels
    ]


def in_a_row(labels: Iterable[str]) -> str:
    """Return 'short title, number in the report': each label once, as it stands in a sentence."""
    return ", ".join(dict.fromkeys(starts_lower(label) for label in labels))
