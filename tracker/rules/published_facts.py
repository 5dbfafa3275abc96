"""What a published record says, fact by fact, as a correction takes and compares it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspections.choices import Rating
from tracker.choices import CorrectedField, Progress
from tracker.errors import InvalidInput
from tracker.rules.corrections import FactOf, Said
from tracker.rules.free_text import check_free_text
from tracker.rules.intake.draft import StatedDate
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import date_stated, too_long

TITLE_LIMIT = 200  # characters
TEXT_LIMIT = 5_000
PRINTED_LIMIT = 300
NOT_PRINTED = "not printed"


@dataclass(frozen=True, slots=True)
class Names:
    """What bodies, themes and standards are called: a body's reference and its name, by key."""

    bodies: Mapping[int, tuple[str, str]]
    themes: Mapping[str, str]
    standards: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class RecommendationSays:
    """A recommendation as published. `themes` are codes, the main one first; `bodies` by the row that answers."""

    short_title: str
    text: str
    number: int | None
    addressee: int | None
    addressee_as_printed: str
    flagged_repeat: bool
    themes: tuple[str, ...] = ()
    standards: frozenset[int] = frozenset()
    bodies: Mapping[int, int] = field(default_factory=dict)

    def check(self) -> None:
        """Raise InvalidInput where words are missing, too long or hold a number of a person."""
        for name, words, limit, missing in (
            ("short_title", self.short_title, TITLE_LIMIT, "Enter the short title"),
            ("text", self.text, TEXT_LIMIT, "Enter the recommendation"),
        ):
            if not paragraphs(words):
                raise InvalidInput(missing, field=name)
            _check_words(words, name, limit)
        _check_words(self.addressee_as_printed, "addressee_as_printed", PRINTED_LIMIT)

    def facts(self, names: Names) -> dict[FactOf, Said]:
        """Return each fact with its words."""
        themes = [names.themes.get(code, code) for code in self.themes]
        standards = sorted(names.standards[key] for key in self.standards if key in names.standards)
        return {
            FactOf(CorrectedField.TITLE): Said(self.short_title),
            FactOf(CorrectedField.TEXT): Said(self.text),
            FactOf(CorrectedField.NUMBER): Said(self.number),
            FactOf(CorrectedField.ADDRESSEE): body_said(self.addressee, names),
            FactOf(CorrectedField.ADDRESSEE_AS_PRINTED): Said(self.addressee_as_printed),
            FactOf(CorrectedField.FLAGGED): Said(self.flagged_repeat, _yes(self.flagged_repeat)),
            FactOf(CorrectedField.THEMES): Said([*self.themes[:1], *sorted(self.themes[1:])], ", ".join(themes)),
            FactOf(CorrectedField.STANDARDS): Said(sorted(self.standards), ", ".join(standards)),
            **{
                several(CorrectedField.BODY, place, row=row, count=len(self.bodies)): body_said(body, names)
                for place, (row, body) in enumerate(self.bodies.items(), start=1)
            },
        }


@dataclass(frozen=True, slots=True)
class DetailsSays:
    """The cover and the summary of a report."""

    published: StatedDate | None
    fieldwork_started: StatedDate | None
    rating: str
    score: int | None
    max_score: int | None
    isbn: str
    lead_inspector: str

    def check(self) -> None:
        """Raise InvalidInput where they cannot be true together."""
        if self.score is not None and self.max_score is not None and self.score > self.max_score:
            raise InvalidInput(f"Score must be {self.max_score} or fewer", field="score")

    def facts(self) -> dict[FactOf, Said]:
        return {
            FactOf(CorrectedField.PUBLISHED): _date(self.published),
            FactOf(CorrectedField.FIELDWORK): _date(self.fieldwork_started),
            FactOf(CorrectedField.OVERALL_RATING): _rating(self.rating),
            FactOf(CorrectedField.SCORE): Said(self.score),
            FactOf(CorrectedField.HIGHEST_SCORE): Said(self.max_score),
            FactOf(CorrectedField.ISBN): Said(self.isbn),
            FactOf(CorrectedField.LEAD_INSPECTOR): Said(self.lead_inspector),
        }


@dataclass(frozen=True, slots=True)
class RatingSays:
    """A standard's rating; `part` is its code, `about` its code and title."""

    part: str
    about: str
    rating: str
    before: str

    def facts(self) -> dict[FactOf, Said]:
        return {
            FactOf(CorrectedField.RATING, self.part, self.about): _rating(self.rating),
            FactOf(CorrectedField.RATING_BEFORE, self.part, self.about): _rating(self.before),
        }


@dataclass(frozen=True, slots=True)
class QuestionSays:
    """A key question's shares of cases, in whole per cent; `part` is 'P 2.1/3', its standard and place."""

    part: str
    about: str
    text: str
    percent: int | None
    before: int | None
    of_all: int | None

    def check(self) -> None:
        """Raise InvalidInput without words."""
        if not paragraphs(self.text):
            raise InvalidInput("Enter the key question")

    def facts(self) -> dict[FactOf, Said]:
        return {
            FactOf(CorrectedField.QUESTION, self.part, self.about): Said(self.text),
            FactOf(CorrectedField.PERCENT, self.part, self.about): _percent(self.percent),
            FactOf(CorrectedField.PERCENT_BEFORE, self.part, self.about): _percent(self.before),
            FactOf(CorrectedField.PERCENT_OF_ALL, self.part, self.about): _percent(self.of_all),
        }


@dataclass(frozen=True, slots=True)
class StandardAdded:
    """A standard that was printed and not recorded; `standard` is its key in the framework, none for another one."""

    code: str
    title: str
    rating: str
    before: str = ""
    standard: int | None = None

    def check(self) -> None:
        """Raise InvalidInput without a code or a title."""
        if not paragraphs(self.code):
            raise InvalidInput("Enter the code of the standard", field="code")
        if not paragraphs(self.title):
            raise InvalidInput("Enter the title of the standard", field="title")

    def facts(self) -> dict[FactOf, Said]:
        """Return its rating, and the one before where that is printed."""
        return _added(RatingSays(self.code, f"{self.code} {self.title}", self.rating, self.before).facts())


@dataclass(frozen=True, slots=True)
class QuestionAdded:
    """A key question that was printed and not recorded; `rating` is the row of the standard that it stands under."""

    rating: int
    text: str
    percent: int | None
    before: int | None = None
    of_all: int | None = None

    def facts(self, *, code: str, place: int) -> dict[FactOf, Said]:
        """Return its words, and the shares of cases that are printed."""
        return _added(self.at(code, place).facts())

    def at(self, code: str, place: int) -> QuestionSays:
        """Return what it says as this key question of its standard."""
        part, about = question_name(code, place)
        return QuestionSays(part, about, self.text, self.percent, self.before, self.of_all)


@dataclass(frozen=True, slots=True)
class VerdictSays:
    """What the report says of an earlier recommendation; `part` is 'REC-0231/leeds', with the body that answers."""

    part: str
    about: str
    category: str
    still_required: bool | None

    def facts(self) -> dict[FactOf, Said]:
        still = NOT_PRINTED if self.still_required is None else _yes(self.still_required)
        return {
            FactOf(CorrectedField.VERDICT, self.part, self.about): Said(
                self.category, str(Progress(self.category).label)
            ),
            FactOf(CorrectedField.STILL_REQUIRED, self.part, self.about): Said(self.still_required, still),
        }


@dataclass(frozen=True, slots=True)
class InspectionSays:
    """What a report says, by the keys of its rows; what a page does not ask is left out, and stays as it is."""

    details: DetailsSays | None = None
    ratings: Mapping[int, RatingSays] = field(default_factory=dict)
    questions: Mapping[int, QuestionSays] = field(default_factory=dict)
    verdicts: Mapping[int, VerdictSays] = field(default_factory=dict)

    def check(self) -> None:
        """Raise InvalidInput where something cannot be."""
        if self.details is not None:
            self.details.check()
        for question in self.questions.values():
            question.check()

    def facts(self) -> dict[FactOf, Said]:
        """Return each fact with its words, in printed order."""
        facts = self.details.facts() if self.details else {}
        for rows in (self.ratings, self.questions, self.verdicts):
            for row in rows.values():
                facts |= row.facts()
        return facts


def question_name(code: str, place: int) -> tuple[str, str]:
    """Return which key question of a standard it is: as a fact's part, and as people are told."""
    return f"{code}/{place}", f"{code} key question {place}"


def several(field: CorrectedField, place: int, *, row: int, count: int) -> FactOf:
    """Return which fact of this field it is, named by its place where there is more than one."""
    return FactOf(field, str(row), f"{place} of {count}" if count > 1 else "")


def lines_said(lines: tuple[str, ...]) -> Said:
    """Return several lines as one fact, each on its own line."""
    return Said(list(lines), "\n".join(lines))


def date_said(stated: StatedDate | None) -> Said:
    """Return a date as exactly as it is stated."""
    return _date(stated)


def _added(facts: dict[FactOf, Said]) -> dict[FactOf, Said]:
    """Return the first fact, which is added whatever it says, and each other one that says something."""
    first = next(iter(facts))
    return {fact: said for fact, said in facts.items() if fact == first or said.value not in (None, "")}


def _date(stated: StatedDate | None) -> Said:
    return Said(stated.text, date_stated(stated.on, stated.precision)) if stated else Said(None)


def _rating(rating: str) -> Said:
    return Said(rating, str(Rating(rating).label) if rating else NOT_PRINTED)


def _percent(value: int | None) -> Said:
    return Said(value, NOT_PRINTED if value is None else f"{value}%")


def body_said(key: int | None, names: Names) -> Said:
    """Return a body as a fact says it: its reference is kept, its name is shown."""
    slug, name = names.bodies[key] if key is not None else (None, "")
    return Said(slug, name)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _check_words(words: str, name: str, limit: int) -> None:
    if len(words) > limit:
        noun = {"short_title": "the short title", "text": "the recommendation"}.get(name, "the addressee as printed")
        raise InvalidInput(too_long(noun, limit), field=name)
    check_free_text(words, field=name)
