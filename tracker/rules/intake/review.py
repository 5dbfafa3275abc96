"""The review of a report on its way in: what was read, what a person answered, and what is proposed for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inspections.choices import InspectionKind
from inspections.rules.succession import predecessors
from tracker.choices import Progress
from tracker.rules.intake import doubts, findings, proposals, themes
from tracker.rules.intake.answers import EARLIER_REPORT, also_key
from tracker.rules.intake.draft import (
    ReadEarlier,
    ReadRecommendation,
    ReadReport,
    ReadStandard,
    stated_date,
)
from tracker.rules.intake.matching import HeldWording, Pair, pair_up, previous_report
from tracker.rules.intake.proposals import Doubt, Known, ProposedValue, Task, TaskState, entry
from tracker.rules.intake.rows import ADDED, AlertLines, Details, EarlierRow, NewRow, Previous, RowGroup
from tracker.rules.intake.titles import short_title

NEW, LEAVE_OUT = "new", "leave-out"
SAID: Mapping[str, bool | None] = {"": None, "yes": True, "no": False}
Standards = tuple[tuple[str, str], ...]  # code and title, of one framework


@dataclass(frozen=True, slots=True)
class DraftReview:
    """Everything a page or publishing needs to know about a draft."""

    report: ReadReport
    body: ProposedValue
    details: Details
    groups: tuple[RowGroup, ...]
    recommendations: tuple[NewRow, ...]
    standards: tuple[ReadStandard, ...]
    alert: AlertLines
    previous: Previous | None
    earlier: tuple[EarlierRow, ...]
    doubts: tuple[Doubt, ...]
    states: Mapping[Task, TaskState]
    problems: tuple[str, ...]

    def doubts_in(self, task: Task, key: str | None = None) -> tuple[Doubt, ...]:
        """Return the doubts of a task, or of one of its rows."""
        return tuple(doubt for doubt in self.doubts if doubt.task is task and key in (None, doubt.key))

    @property
    def recorded(self) -> tuple[NewRow, ...]:
        """Return the recommendations that publishing makes."""
        return tuple(row for row in self.recommendations if not row.left_out)

    @property
    def judged(self) -> tuple[EarlierRow, ...]:
        return tuple(row for row in self.earlier if not row.left_out)

    def sorted_rows(self, task: Task) -> tuple[NewRow | EarlierRow, ...]:
        """Return the rows of a task in printed order, the doubtful ones first."""
        rows: tuple[NewRow | EarlierRow, ...] = self.recommendations if task is Task.RECOMMENDATIONS else self.earlier
        return tuple(sorted(rows, key=lambda row: not self.doubts_in(task, row.key)))

    def next_unchecked(self, task: Task) -> str:
        """Return the key of the row to check next, empty when none is left."""
        return next((row.key for row in self.sorted_rows(task) if not row.is_checked), "")

    def recommendation(self, key: str) -> NewRow | None:
        return next((row for row in self.recommendations if row.key == key), None)

    def also(self, row: NewRow) -> tuple[int, ...]:
        """Return the other bodies that answer for a recommendation: those of its heading."""
        groups = {group.printed: group.also for group in self.groups if not group.is_earlier}
        return groups.get(row.addressee_as_printed, ())

    def bodies(self, row: NewRow) -> tuple[int, ...]:
        """Return every body that will answer for a recommendation: its own first, then those of its heading."""
        own = () if row.body is None else (row.body,)
        return tuple(dict.fromkeys((*own, *sorted(self.also(row)))))

    def earlier_row(self, key: str) -> EarlierRow | None:
        return next((row for row in self.earlier if row.key == key), None)


def review(report: ReadReport, answers: Mapping[str, Any], known: Known) -> DraftReview:
    """Lay a person's answers over what was read, and propose the rest."""
    report = with_added(report, entry(answers, Task.EARLIER))
    body = proposals.propose_inspected_body(report, known)
    details = _details(report, entry(answers, Task.DETAILS), body, known)
    previous = _previous(report, answers, details, known)
    groups = _groups(report, answers, details, previous, known)
    bodies = {group.key: group.body for group in groups}
    of_framework = known.standards.get(details.framework, ())
    recommendations = _recommendations(report, entry(answers, Task.RECOMMENDATIONS), bodies, of_framework)
    standards, alert = findings.printed_standards(report, answers), findings.alert_lines(report, answers)
    earlier = _earlier(report, entry(answers, Task.EARLIER), bodies, previous)
    confirmed = frozenset(answers.get("confirmed", ()))
    states = _states(confirmed, details, answers, recommendations, earlier)
    states |= findings.states_of(confirmed, answers, report)
    all_doubts = (
        *doubts.of_details(report, body, details, known, answered=Task.DETAILS in answers),
        *doubts.of_findings(report, answers),
        *doubts.of_recommendations(report, recommendations, answers),
        *doubts.of_groups(groups, answered=Task.ADDRESSEES in answers),
        *doubts.of_earlier(report, earlier, previous, answers),
    )
    problems = proposals.publishing_problems(
        states, body=details.body, clashes=[*_clashes(earlier), *_impossible(details)]
    )
    states[Task.PUBLISH] = TaskState.NOT_STARTED if not problems else TaskState.CANNOT_START
    return DraftReview(
        report,
        body,
        details,
        groups,
        recommendations,
        standards,
        alert,
        previous,
        earlier,
        all_doubts,
        states,
        tuple(problems),
    )


def with_added(report: ReadReport, answered: Mapping[str, Any]) -> ReadReport:
    """Return the report with the earlier recommendations that a person added, as if they had been read."""
    added = [_unread(key, answered[key]["text"]) for key in sorted(answered) if key.startswith(ADDED)]
    ordered = sorted(added, key=lambda row: _place(row.key))
    return replace(report, earlier=(*report.earlier, *ordered)) if ordered else report


def blank_earlier(review: DraftReview) -> EarlierRow:
    """Return the row of an earlier recommendation that a person is about to add."""
    count = sum(1 for row in review.earlier if row.is_added)
    return _earlier_row(_unread(f"{ADDED}{count + 1}", ""), {}, None, None)


def _unread(key: str, text: str) -> ReadEarlier:
    return ReadEarlier(
        key=key,
        number=None,
        addressee="",
        text=text,
        action_taken="",
        category=None,
        improvement_still_required=None,
        line=None,
        page=None,
    )


def bodies_of(report: ReadReport, answers: Mapping[str, Any], known: Known) -> tuple[int, ...]:
    """Return the inspected body, as answered or proposed, then its predecessors; empty while it is not known."""
    answered = entry(answers, Task.DETAILS)
    body = answered["organisation"] if answered else proposals.propose_inspected_body(report, known).body
    return () if body is None else (body, *(predecessor.body for predecessor in predecessors(body, known.edges)))


def wordings(rows: tuple[NewRow, ...]) -> tuple[HeldWording, ...]:
    """Return the recommendations as the rules of matching compare them."""
    return tuple(HeldWording(row.key, row.number, row.text) for row in rows)


def _details(report: ReadReport, answered: Mapping[str, Any], body: ProposedValue, known: Known) -> Details:
    if answered:
        return Details(
            body=answered["organisation"],
            kind=InspectionKind(answered["kind"]),
            framework=answered["framework"],
            published=stated_date(answered["published"]),
            fieldwork_started=stated_date(answered["fieldwork_started"]),
            isbn=answered["isbn"],
            lead_inspector=answered["lead_inspector"],
            score=answered["score"],
            max_score=answered["max_score"],
            rating=answered["rating"],
            report_url=answered.get("report_url", ""),
        )
    kind, _ = proposals.propose_kind(framework=report.framework, body=body.body, known=known)
    return Details(
        body=body.body,
        kind=kind,
        framework=report.framework if report.framework in known.frameworks else "",
        published=report.published,
        fieldwork_started=report.fieldwork_started,
        isbn=report.isbn,
        lead_inspector=report.lead_inspector,
        score=report.score,
        max_score=report.max_score,
        rating=report.rating,
        report_url="",
    )


def _previous(report: ReadReport, answers: Mapping[str, Any], details: Details, known: Known) -> Previous | None:
    if not report.earlier:
        return None
    said = entry(answers, Task.EARLIER).get(EARLIER_REPORT, {})
    stated = stated_date(said["published"]) if said else report.previous_published
    if stated and details.published and stated.month >= details.published.month:
        stated = None  # an earlier report is not of the same month: of_earlier says so
    bodies = bodies_of(report, answers, known)
    held = previous_report(
        known.held,
        bodies=bodies,
        month=stated.month if stated else None,
        before=details.published.month if details.published else None,
        recommendations=[
            HeldWording(recommendation.key, recommendation.number, recommendation.text)
            for recommendation in report.earlier
        ],
    )
    if held is not None:
        return Previous(held, held.body, InspectionKind(held.kind), stated)
    if said:
        return Previous(None, said["organisation"], InspectionKind(said["kind"]), stated)
    body = _body_then(bodies, stated.on if stated else None, known)
    kind = proposals.KIND_OF_BODY.get(known.bodies[body].kind) if body is not None else None
    return Previous(None, body, kind if kind and body != details.body else details.kind, stated)


def _body_then(bodies: tuple[int, ...], on: date | None, known: Known) -> int | None:
    """Return the inspected body, or the only predecessor that lived when it did not yet."""
    if not bodies or on is None or known.bodies[bodies[0]].lives(on):
        return bodies[0] if bodies else None
    living = [body for body in bodies[1:] if known.bodies[body].lives(on)]
    return living[0] if len(living) == 1 else bodies[0]


def _groups(
    report: ReadReport, answers: Mapping[str, Any], details: Details, previous: Previous | None, known: Known
) -> tuple[RowGroup, ...]:
    answered = entry(answers, Task.ADDRESSEES)
    published = details.published.on if details.published else None
    groups: dict[str, RowGroup] = {}
    headings = [("new", recommendation.addressee, details.body, published) for recommendation in report.recommendations]
    headings += [("new", added["addressee_as_printed"], details.body, published) for added in _added(answers)]
    if previous is not None:
        then = previous.published.on if previous.published else None
        headings += [("earlier", recommendation.addressee, previous.body, then) for recommendation in report.earlier]
    for when, printed, inspected, on in headings:
        key = f"{when}:{printed}"
        if key in groups:
            continue
        proposal = proposals.propose_addressee(printed, inspected=inspected, known=known, on=on)
        count = sum((whose, name) == (when, printed) for whose, name, *_ in headings)
        body = answered.get(key, proposal.body)
        also = tuple(answered.get(also_key(key), ()))
        groups[key] = RowGroup(key, printed, when == "earlier", count, proposal, body, also)
    return tuple(groups.values())


def _added(answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = entry(answers, Task.RECOMMENDATIONS)
    return [rows[key] for key in sorted(rows, key=_place) if rows[key].get("is_added")]


def _place(key: str) -> tuple[bool, int]:
    return key.startswith(ADDED), int(key.removeprefix(ADDED))


def _recommendations(
    report: ReadReport, answered: Mapping[str, Any], bodies: Mapping[str, int | None], standards: Standards
) -> tuple[NewRow, ...]:
    rows = []
    for read in report.recommendations:
        rows.append(_new_row(read.key, read, answered.get(read.key, {}), bodies, standards))
    for key in sorted((key for key, row in answered.items() if row.get("is_added")), key=_place):
        rows.append(_new_row(key, None, answered[key], bodies, standards))
    return tuple(rows)


def _new_row(
    key: str,
    read: ReadRecommendation | None,
    answer: Mapping[str, Any],
    bodies: Mapping[str, int | None],
    standards: Standards,
) -> NewRow:
    printed = read.addressee if read else answer["addressee_as_printed"]
    text = answer.get("text") or (read.text if read else "")
    proposed = themes.propose_themes(text)
    theme = answer.get("theme", proposed[0].code if proposed else "")
    of_framework = themes.propose_standards(text, theme, standards)
    return NewRow(
        key=key,
        read=read,
        number=answer.get("number", read.number if read else None),
        text=text,
        short_title=answer.get("short_title") or short_title(text),
        addressee_as_printed=printed,
        body=answer.get("addressee") or bodies.get(f"new:{printed}"),
        group_body=bodies.get(f"new:{printed}"),
        theme=theme,
        standards=tuple(answer.get("standards", of_framework.codes)),
        themes=proposed,
        proposed_standards=of_framework,
        flagged_repeat=answer.get("flagged_repeat", bool(read and read.flagged_repeat)),
        left_out=answer.get("left_out", ""),
        is_checked=bool(answer),
        other_themes=tuple(code for code in answer.get("other_themes", ()) if code != theme),
    )


def _earlier(
    report: ReadReport,
    answered: Mapping[str, Any],
    bodies: Mapping[str, int | None],
    previous: Previous | None,
) -> tuple[EarlierRow, ...]:
    held = previous.held.recommendations if previous and previous.held else ()
    pairs = pair_up(
        [
            HeldWording(recommendation.key, recommendation.number, recommendation.text)
            for recommendation in report.earlier
        ],
        held,
    )
    rows = []
    for read in report.earlier:
        body = bodies.get(f"earlier:{read.addressee}")
        rows.append(_earlier_row(read, answered.get(read.key, {}), pairs.get(read.key), body))
    return tuple(rows)


def _earlier_row(read: ReadEarlier, answer: Mapping[str, Any], pair: Pair | None, body: int | None) -> EarlierRow:
    chosen = answer.get("match", pair.right if pair else NEW)
    text = answer.get("text") or read.text
    proposed = themes.propose_themes(text)
    category = answer.get("category", read.category or "")
    return EarlierRow(
        key=read.key,
        read=read,
        number=answer.get("number", read.number),
        text=text,
        short_title=answer.get("short_title") or short_title(text),
        theme=answer.get("theme", proposed[0].code if proposed else ""),
        themes=proposed,
        category=Progress(category) if category else None,
        action_taken=answer.get("action_taken", read.action_taken),
        improvement_still_required=SAID[answer["improvement"]]
        if "improvement" in answer
        else read.improvement_still_required,
        body=answer.get("addressee") or body,
        group_body=body,
        match=int(chosen) if chosen not in (NEW, LEAVE_OUT) else None,
        pair=pair,
        left_out=chosen == LEAVE_OUT,
        is_checked=bool(answer),
    )


def _states(
    confirmed: frozenset[str],
    details: Details,
    answers: Mapping[str, Any],
    recommendations: tuple[NewRow, ...],
    earlier: tuple[EarlierRow, ...],
) -> dict[Task, TaskState]:
    rows: dict[Task, tuple[list[str], list[str]]] = {
        Task.DETAILS: ([Task.DETAILS], [Task.DETAILS] if details.body and Task.DETAILS in answers else []),
        Task.RECOMMENDATIONS: (
            [row.key for row in recommendations] or [Task.RECOMMENDATIONS],
            [row.key for row in recommendations if row.is_checked],
        ),
        Task.ADDRESSEES: ([Task.ADDRESSEES] if recommendations or earlier else [], []),
        Task.EARLIER: ([row.key for row in earlier], [row.key for row in earlier if row.is_checked]),
    }
    return {
        task: proposals.state_of(task, confirmed=confirmed, keys=keys, checked=checked)
        for task, (keys, checked) in rows.items()
    }


def _clashes(rows: tuple[EarlierRow, ...]) -> list[str]:
    """Say which two rows are matched to the same recommendation: a report judges each once."""
    seen: dict[int, str] = {}
    problems = []
    for row in rows:
        if row.match is not None and row.match in seen:
            problems.append(f"Match earlier recommendations {seen[row.match]} and {row.key} to different ones")
        elif row.match is not None:
            seen[row.match] = row.key
    return problems


def _impossible(details: Details) -> list[str]:
    """Say which score the records cannot hold."""
    if details.score is not None and details.max_score is not None and details.score > details.max_score:
        return [f"Enter a score of {details.max_score} or less in the report details"]
    return []
