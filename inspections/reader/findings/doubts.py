"""What a person should check before the draft is used: gaps, disagreements and surprises, each with its place."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from inspections.data import FrameworkData, frameworks
from inspections.reader import text as wording
from inspections.reader import words
from inspections.reader.draft import Place, ReaderDoubt, RecommendationDraft, ReportDraft, StandardDraft
from inspections.reader.faults import Faults
from inspections.reader.findings.cover import Cover
from inspections.reader.findings.key_questions import StandardSection
from inspections.reader.findings.progress_table import is_run_together
from inspections.reader.findings.rating_doubts import about_ratings_left_out
from inspections.reader.findings.ratings import RatingsBlock
from inspections.reader.findings.recommendation_table import lines_of_times
from inspections.reader.findings.unreadable import about_letters
from inspections.reader.layout import Kind, LayoutRow
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section

_POINTS = {name: points for points, name in enumerate(reversed(words.RATINGS))}
# Lowest percentage of each rating of casework, worst first (docs/domain.md#ratings).
_BANDS = ((50, "Inadequate"), (65, "Requires improvement"), (80, "Good"), (101, "Outstanding"))
_BOUNDARIES = (50, 65, 80)
_PANEL_MARGIN = 5
_ALERT = lazy(r"\borganisational(?:[- ]level)? alert\b", re.IGNORECASE)
_TO_ANNEXE = lazy(r"\b(?:in|see|at) (?:annexe?|appendix) (?P<which>\d+|one|two|three|four|five|six)\b", re.IGNORECASE)
_FIGURES = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_SUBJECTS = (
    (
        "progress on earlier recommendations",
        lazy(r"\bprevious\b[^.]*\brecommendations?\b", re.IGNORECASE),
        Part.EARLIER,
    ),
    ("the organisational alert", _ALERT, Part.ALERT),
)
_PAGE_JUNK = lazy(r"\binspection of probation services\b|\bback to top\b|\.{4,}", re.IGNORECASE)


def doubts_about(
    draft: ReportDraft,
    *,
    rows: Sequence[LayoutRow],
    sections: Sequence[Section],
    cover: Cover,
    block: RatingsBlock,
    printed: Sequence[StandardSection],
    sources: Mapping[str, Place],
    faults: Faults,
) -> list[ReaderDoubt]:
    """Return the doubts in the order of the report's parts: cover, ratings, recommendations, earlier ones, alert."""
    about: dict[str, Callable[[], Iterator[ReaderDoubt]]] = {
        "what is doubtful on its first pages": lambda: _about_the_cover(draft, cover, block),
        "what is doubtful in its ratings": lambda: _about_the_ratings(draft, block, printed, sources),
        "which of its ratings were left out": lambda: about_ratings_left_out(draft, block, sections),
        "what is doubtful in its recommendations": lambda: _about_the_recommendations(draft),
        "by when it wants things done": lambda: _about_the_times(sections),
        "what is doubtful in its earlier recommendations": lambda: _about_the_earlier(draft, sections),
        "what is doubtful in its alert": lambda: _about_the_alert(draft, rows, sections),
        "where it sends its readers": lambda: _about_cross_references(rows, sections),
        "whether letters are missing": lambda: about_letters(draft, rows, sources),
    }
    return [doubt for what, find in about.items() for doubt in faults.attempt_all(what, find)]


def _about_the_cover(draft: ReportDraft, cover: Cover, block: RatingsBlock) -> Iterator[ReaderDoubt]:
    if draft.organisation is None:
        yield ReaderDoubt(
            "missing-organisation",
            "The report names no one inspected body. Choose it, unless the report is a national or thematic one.",
        )
    if draft.published is None:
        yield ReaderDoubt("missing-publication-date", "The report does not say when it was published. Enter the date.")
    if cover.organisation and block.name and not _same_body(cover.organisation.value, block.name.value):
        yield ReaderDoubt(
            "names-disagree",
            f"The title names '{cover.organisation.value}', the ratings name '{block.name.value}'. Check the body.",
            block.name.place,
        )
    dates = {started.value for started in cover.fieldwork}
    if any(not date.startswith(other) and not other.startswith(date) for date in dates for other in dates):
        last = cover.fieldwork[-1]
        yield ReaderDoubt(
            "dates-disagree",
            f"The report gives different dates for the start of fieldwork: {', '.join(sorted(dates))}. "
            f"Check which is right.",
            last.place,
        )
    started = draft.fieldwork_started
    if draft.published and started and draft.published < started[: len(draft.published)]:
        yield ReaderDoubt(
            "dates-disagree",
            f"Fieldwork started in {started}, after the report was published in {draft.published}. Check both dates.",
            cover.published.place if cover.published else None,
        )


def _same_body(first: str, other: str) -> bool:
    """Return whether one name's own words stand in the other, or one is the other's initials."""
    generic = {"pdu", "probation", "delivery", "unit", "region", "the", "and", "service", "crc", "community",
               "rehabilitation", "company", "nps", "national", "division"}  # fmt: skip
    sets = [set(re.findall(r"[a-z]+", wording.fold(name))) - generic for name in (first, other)]
    initials = ["".join(word[0] for word in re.findall(r"[A-Z]\w+", name)) for name in (first, other)]
    return (
        not sets[0]
        or not sets[1]
        or sets[0] <= sets[1]
        or sets[1] <= sets[0]
        or bool(
            {first.split(maxsplit=1)[0], other.split(maxsplit=1)[0]}
            & {initials[0][: len(other.split(maxsplit=1)[0])], initials[1][: len(first.split(maxsplit=1)[0])]}
        )
    )


def _about_the_ratings(
    draft: ReportDraft, block: RatingsBlock, printed: Sequence[StandardSection], sources: Mapping[str, Place]
) -> Iterator[ReaderDoubt]:
    if draft.overall_rating is None and (draft.standards or draft.score is not None):
        yield ReaderDoubt("missing-overall-rating", "No overall rating was found. Enter it if the report gives one.")
    framework = next((candidate for candidate in frameworks() if candidate.code == draft.framework), None)
    unrated = {standard.code for standard in framework.standards if not standard.rated} if framework else {"2.6"}
    for index, standard in enumerate(draft.standards):
        place = sources.get(f"/standards/{index}/rating")
        if standard.rating is None and standard.code not in unrated:
            yield ReaderDoubt(
                "missing-rating", f"No rating was found for {standard.code} {standard.title}. Enter it.", place
            )
        if any(question.percent is None for question in standard.key_questions):
            yield ReaderDoubt(
                "missing-figure",
                f"Not every key question of {standard.code} {standard.title} has a figure that is clearly this "
                "inspection's. Check the table.",
                place,
            )
        yield from _about_the_band(standard, framework, place)
    for section in printed:
        if section.strays:
            yield ReaderDoubt(
                "key-questions-without-heading",
                f"Key questions below {section.code} {section.title} are those of another standard. "
                "Enter their figures.",
                section.strays[0].place,
            )
    yield from _about_two_printings(draft, printed)
    yield from _about_the_score(draft, framework, sources.get("/score"), unrated)


def _about_two_printings(draft: ReportDraft, printed: Sequence[StandardSection]) -> Iterator[ReaderDoubt]:
    given = {standard.code: standard.rating for standard in draft.standards}
    for section in printed:
        rating = given.get(section.code)
        if section.rating and rating and section.rating.value != rating:
            yield ReaderDoubt(
                "ratings-disagree",
                f"{section.code} {section.title} is '{rating}' among the ratings and "
                f"'{section.rating.value}' in its own part.",
                section.rating.place,
            )


def _about_the_score(
    draft: ReportDraft, framework: FrameworkData | None, place: Place | None, unrated: set[str]
) -> Iterator[ReaderDoubt]:
    rated = [standard for standard in draft.standards if standard.code not in unrated]
    if draft.score is not None and rated and all(standard.rating for standard in rated):
        total = sum(_POINTS[standard.rating] for standard in rated if standard.rating)
        if total != draft.score:
            yield ReaderDoubt(
                "score-differs-from-sum",
                f"The printed score is {draft.score}, the ratings add up to {total}. Check the ratings and the score.",
                place,
            )
    if draft.score is None and draft.overall_rating and rated:
        yield ReaderDoubt("missing-score", "No score was found beside the ratings. Enter it if the report gives one.")
    if framework and draft.max_score and framework.max_score and draft.max_score != framework.max_score:
        yield ReaderDoubt(
            "score-differs-from-framework",
            f"The score is out of {draft.max_score}, these standards have a highest score of {framework.max_score}.",
            place,
        )


def _about_the_band(
    standard: StandardDraft, framework: FrameworkData | None, place: Place | None
) -> Iterator[ReaderDoubt]:
    """Yield a doubt where the rating is not the lowest key question's band; a panel may depart near a boundary."""
    figures = [question.percent for question in standard.key_questions if question.percent is not None]
    if not figures or standard.rating is None:
        return
    lowest = min(figures)
    band = next(name for limit, name in _BANDS if lowest < limit)
    if band == standard.rating:
        return
    held = (
        next((candidate for candidate in framework.standards if candidate.code == standard.code), None)
        if framework
        else None
    )
    apart = abs(_POINTS[band] - _POINTS[standard.rating])
    near = any(abs(lowest - boundary) <= _PANEL_MARGIN for boundary in _BOUNDARIES)
    message = (
        f"{standard.code} {standard.title} is '{standard.rating}'; its lowest key "
        f"question, {lowest}%, is in the band of '{band}'. "
    )
    if held and held.may_be_moved and apart == 1:
        message += "What inspectors observe may move this rating by one band."
    elif near and apart == 1:
        message += "A panel may decide so within five points of a boundary."
    else:
        message += "Check the rating and the figures."
    yield ReaderDoubt("rating-differs-from-band", message, place)


def _about_the_recommendations(draft: ReportDraft) -> Iterator[ReaderDoubt]:
    if not draft.recommendations:
        yield ReaderDoubt("no-recommendations", "No recommendations were found. Add them if the report makes any.")
    seen: dict[int, RecommendationDraft] = {}
    last = 0
    for new in draft.recommendations:
        name = f"Recommendation {new.number}" if new.number is not None else "A recommendation without a number"
        if new.number is not None:
            if new.number in seen and new.number == 1 and new.addressee != seen[1].addressee:
                yield ReaderDoubt("numbering-restarts", f"The numbers start again with {new.addressee}.", new.source)
                seen = {}
            elif new.number in seen:
                yield ReaderDoubt("repeated-number", f"There is more than one recommendation {new.number}.", new.source)
            elif new.number > last + 1:
                missing = f"{last + 1}" if new.number == last + 2 else f"{last + 1} to {new.number - 1}"
                yield ReaderDoubt(
                    "numbering-gap", f"No recommendation {missing} was found before {new.number}.", new.source
                )
            seen[new.number] = new
            last = new.number
        if not new.text:
            yield ReaderDoubt("empty-text", f"{name} has no text. Enter it.", new.source)
        elif len(new.text.split()) > 150:
            yield ReaderDoubt("long-text", f"{name} is very long. Check where it ends.", new.source)
        elif _PAGE_JUNK.search(new.text):
            yield ReaderDoubt("page-furniture-in-text", f"{name} may hold words of a page's header.", new.source)
        if new.addressee is None:
            yield ReaderDoubt("missing-addressee", f"{name} does not say who must act. Choose the body.", new.source)
    if draft.recommendations and not seen:
        yield ReaderDoubt(
            "unnumbered-recommendations",
            "The recommendations have no numbers. Check that all are there.",
            draft.recommendations[0].source,
        )


def _about_the_times(sections: Sequence[Section]) -> Iterator[ReaderDoubt]:
    """Yield a doubt where the report says by when: a recommendation has no place to keep it."""
    wanted = [section for section in sections if section.part is Part.RECOMMENDATIONS]
    first = next((row for section in wanted for row in lines_of_times(section.rows)), None)
    if first:
        yield ReaderDoubt(
            "says-by-when",
            "The report says by when its recommendations must be met. That is no part of their words: "
            "use it as the due date of the actions.",
            Place.of_row(first),
        )


def _about_the_earlier(draft: ReportDraft, sections: Sequence[Section]) -> Iterator[ReaderDoubt]:
    part = next((section for section in sections if section.part is Part.EARLIER and section.words()), None)
    if part and part.heading and not draft.previous_recommendations:
        yield ReaderDoubt(
            "earlier-recommendations-not-read",
            "The report has a part on earlier recommendations, but none could be read from it. Add them.",
            Place.of_row(part.heading),
        )
    if part and part.heading and draft.previous_recommendations and is_run_together(part.rows):
        yield ReaderDoubt(
            "table-run-together",
            "The cells of this table run together. Check where each earlier recommendation ends and its action begins.",
            Place.of_row(part.heading),
        )
    numbers = [earlier.number for earlier in draft.previous_recommendations if earlier.number is not None]
    missing = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    if missing:
        yield ReaderDoubt(
            "numbering-gap",
            f"Earlier recommendation {', '.join(map(str, missing))} was not found.",
            draft.previous_recommendations[0].source,
        )
    judged = sum(1 for earlier in draft.previous_recommendations if earlier.category)
    if part and part.heading and judged and _verdicts_alone(part.rows) > judged:
        yield ReaderDoubt(
            "earlier-recommendations-incomplete",
            "The part on earlier recommendations prints more judgements than could be read. "
            "Add those that are missing.",
            Place.of_row(part.heading),
        )
    for earlier in draft.previous_recommendations:
        if earlier.category is None:
            yield ReaderDoubt(
                "missing-category", "An earlier recommendation has no progress category. Choose one.", earlier.source
            )
        if not earlier.text:
            yield ReaderDoubt("empty-text", "An earlier recommendation has no text. Enter it.", earlier.source)
        if earlier.action_taken is None and earlier.category:
            yield ReaderDoubt(
                "missing-action-taken", "No account of action was found for an earlier recommendation.", earlier.source
            )
    if draft.previous_recommendations and draft.previous_report_published is None:
        yield ReaderDoubt(
            "missing-previous-date",
            "The report does not say when the previous report was published. Enter the date.",
            draft.previous_recommendations[0].source,
        )


def _verdicts_alone(rows: Sequence[LayoutRow]) -> int:
    """Return how many progress categories stand in cells of their own, or apart on their lines."""
    cells = [cell.strip() for row in rows if row.is_words for cell in (row.cells or re.split(r"\s{2,}", row.raw))]
    return sum(1 for cell in cells if words.CATEGORY.fullmatch(cell))


def _about_the_alert(
    draft: ReportDraft, rows: Sequence[LayoutRow], sections: Sequence[Section]
) -> Iterator[ReaderDoubt]:
    pointing = [new for new in draft.recommendations if _ALERT.search(new.text)]
    for new in pointing:
        where = "listed in the report's own part on it" if draft.organisational_alert else "not printed in this report"
        yield ReaderDoubt(
            "alert-cross-reference",
            f"Recommendation {new.number} points to the organisational alert: its actions are {where}.",
            new.source,
        )
    if draft.organisational_alert is None and not pointing:
        mention = next((row for row in rows if row.is_words and _ALERT.search(row.text)), None)
        if mention:
            yield ReaderDoubt(
                "alert-not-printed",
                "The report mentions an organisational alert but does not print its concerns and actions.",
                Place.of_row(mention),
            )


def _about_cross_references(rows: Sequence[LayoutRow], sections: Sequence[Section]) -> Iterator[ReaderDoubt]:
    """Yield a doubt about a sentence that sends the reader to an annexe which holds something else."""
    annexes = _annexes(sections)
    told = [row for row in rows if row.kind in (Kind.WORDS, Kind.NOTE)] if annexes else []
    for index, row in enumerate(told):
        if "nnex" not in row.text and "ppendix" not in row.text:
            continue
        # The sentence may begin two lines above and end on the next one.
        before = wording.join(row.text for row in told[max(0, index - 2) : index])
        whole = wording.join((before, *(row.text for row in told[index : index + 2])))
        for match in _TO_ANNEXE.finditer(whole, max(0, len(before) - 8)):
            which = wording.fold(match.group("which"))
            target = annexes.get(_FIGURES.get(which, which))
            sentence = re.split(r"(?<=[.;])\s", whole[: match.end()])[-1]
            for subject, pattern, part in _SUBJECTS:
                if pattern.search(sentence) and (target is None or target.part is not part):
                    yield ReaderDoubt(
                        "annexe-cross-reference",
                        f"The report sends the reader to annexe {which} for {subject}, which is not there.",
                        Place.of_row(row),
                    )


def _annexes(sections: Sequence[Section]) -> dict[str, Section]:
    """Return the annexes by their numbers in figures."""
    annexes: dict[str, Section] = {}
    for section in sections:
        title = wording.fold(section.heading.text) if section.heading else ""
        match = re.match(r"^(?:annexe?|appendix)\s+(\w+)", title)
        if match:
            annexes.setdefault(_FIGURES.get(match.group(1), match.group(1)), section)
    return annexes
