"""A draft under review: its file as read and its answers, compared with the bodies and inspections that we hold."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from inspections.choices import OrganisationKind, Rating
from inspections.models import Framework, Inspection, Organisation, Standard, StandardRating, Succession
from inspections.rules.names import NameCandidate
from inspections.rules.succession import Edge
from tracker.models import Event, Recommendation, ReportDraft, Theme
from tracker.rules.access import Actor
from tracker.rules.intake.draft import Place, ReadEarlier, ReadRecommendation, ReadReport, from_contract
from tracker.rules.intake.matching import HeldReport, HeldWording, same_report
from tracker.rules.intake.proposals import Known
from tracker.rules.intake.review import DraftReview, bodies_of, review, wordings

SOURCE_LINES = 30


def review_of(draft: ReportDraft) -> DraftReview:
    """Return what will be recorded of a draft, what is doubtful and what is left to do; 9 queries."""
    report = from_contract(draft.as_read)
    bodies = known_bodies()
    held = held_reports(bodies=bodies_of(report, draft.answers, bodies), isbn=report.isbn)
    return review(report, draft.answers, replace(bodies, held=held))


def known_bodies() -> Known:
    """Return all bodies, successions and frameworks, as rules compare them; no inspections. 6 queries."""
    bodies = {body.pk: body for body in Organisation.objects.with_names().order_by("pk")}
    edges = Succession.objects.order_by("pk").values_list("predecessor_id", "successor_id", "on")
    return Known(
        bodies={key: _candidate(body) for key, body in bodies.items()},
        parents={key: body.parent_id for key, body in bodies.items()},
        edges=tuple(Edge(*row) for row in edges),
        frameworks=dict(Framework.objects.order_by("pk").values_list("code", "kind")),
        held=(),
        standards=_standards(),
    )


def held_reports(*, bodies: Iterable[int], isbn: str = "") -> tuple[HeldReport, ...]:
    """Return the published inspections of these bodies, or of this ISBN, with wordings and ratings. 3 queries."""
    inspections = list(Inspection.objects.published().of_any(bodies, isbn=isbn).order_by("pk"))
    wordings: dict[int, list[HeldWording]] = defaultdict(list)
    rows = Recommendation.objects.filter(inspection__in=inspections).in_printed_order()
    for inspection, key, number, text in rows.values_list("inspection_id", "pk", "number", "text"):
        wordings[inspection].append(HeldWording(str(key), number, text))
    ratings: dict[int, list[str]] = defaultdict(list)
    printed = StandardRating.objects.filter(inspection__in=inspections).exclude(rating="").order_by("position")
    for inspection, rating in printed.values_list("inspection_id", "rating"):
        ratings[inspection].append(rating)
    return tuple(_held(report, tuple(wordings[report.pk]), tuple(ratings[report.pk])) for report in inspections)


def waiting_reports(actor: Actor) -> tuple[HeldReport, ...]:
    """Return the drafts that this actor may see, as held reports: so that a report is not brought in twice. 1 query."""
    drafts = ReportDraft.objects.visible_to(actor).waiting().select_related("inspection")
    reports = [(draft.inspection, from_contract(draft.as_read)) for draft in drafts]
    return tuple(_held(inspection, _read_wordings(read), _read_ratings(read)) for inspection, read in reports)


def report_held(
    review: DraftReview, *, actor: Actor, sha256: str = "", is_published: bool = False
) -> Inspection | None:
    """Return the inspection of this very report, or None, held in full or only known of (docs/model.md, decision 8).

    Drafts that this actor may see count too, unless only published ones are wanted.
    """
    drafts = ReportDraft.objects.published()
    if not is_published:
        drafts = drafts | ReportDraft.objects.visible_to(actor)
    if sha256 and (same_file := drafts.of_file(sha256).select_related("inspection").first()):
        return same_file.inspection
    details = review.details
    bodies = [] if details.body is None else [details.body]
    held = held_reports(bodies=bodies, isbn=details.isbn)
    same = same_report(
        held if is_published else (*held, *waiting_reports(actor)),
        body=details.body,
        kind=details.kind,
        month=details.published.month if details.published else None,
        isbn=details.isbn,
        recommendations=wordings(review.recorded),
        ratings=_read_ratings(review.report),
    )
    return Inspection.objects.get(pk=same.key) if same else None


def body_choices(*, areas: Iterable[str] = ("/",)) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the bodies at these places and below, grouped as people look for them: (group, [(key, name)]). 1 query."""
    groups: dict[str, list[tuple[int, str]]] = {"National": [], "Regions": []}
    earlier: list[tuple[int, str]] = []
    for body in Organisation.objects.within(areas).select_related("parent").order_by("parent__name", "name", "pk"):
        if body.closed_on is not None:
            earlier.append((body.pk, f"{body.display_name} (closed)"))
        elif body.kind == OrganisationKind.REGION:
            groups["Regions"].append((body.pk, body.display_name))
        elif body.parent is not None and body.kind in (OrganisationKind.PDU, OrganisationKind.FUNCTION):
            groups.setdefault(body.parent.display_name, []).append((body.pk, body.display_name))
        else:
            groups["National"].append((body.pk, body.display_name))
    return [(name, rows) for name, rows in [*groups.items(), ("Closed bodies", earlier)] if rows]


def standard_choices(review: DraftReview) -> list[tuple[str, str]]:
    """Return the standards that a recommendation may be about: (code, code and title) of the framework. 1 query."""
    standards = Standard.objects.filter(framework__code=review.details.framework).order_by("position", "pk")
    return [(standard.code, str(standard)) for standard in standards]


def theme_choices() -> list[tuple[str, str]]:
    """Return the themes that can be chosen: (code, name). 1 query."""
    return list(Theme.objects.filter(is_retired=False).values_list("code", "name"))


def earlier_choices(review: DraftReview) -> list[tuple[str, str]]:
    """Return the recommendations that an earlier one may be: (key, number and words) of the previous report.

    1 query.
    """
    if review.previous is None or review.previous.held is None:
        return []
    held = Recommendation.objects.filter(inspection=review.previous.held.key).in_printed_order()
    return [(str(recommendation.pk), f"{recommendation.ref}: {recommendation.text}") for recommendation in held]


def source_lines(draft: ReportDraft, *, line: int | None, text: str) -> list[tuple[int, int | None, str]]:
    """Return the lines of the file in which a text stands: (number, page, words), a little more than its length."""
    if line is None:
        return []
    lines: list[tuple[int, int | None, str]] = []
    length = 0
    for number, page, words in draft.lines[max(line - 1, 0) :]:
        if length >= len(text) or len(lines) >= SOURCE_LINES:
            break
        lines.append((number, page, words))
        length += len(words) + 1 if words else 0
    return lines


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read, for the words beside each fact."""

    draft: ReportDraft
    report: ReadReport
    pictured: frozenset[int] = frozenset()

    def place(self, fact: str) -> Place:
        """Return where a fact stands, by its JSON pointer in the contract."""
        return self.report.place(fact)

    def words(self, fact: str) -> str:
        """Return the line of the report in which a fact stands; empty where its place is not known."""
        line = self.report.place(fact).line
        return self.draft.lines[line - 1][2] if line and line <= len(self.draft.lines) else ""

    def at(self, line: int | None) -> tuple[Place, str]:
        """Return the place and the words of a line; none where there is no such line."""
        if not line or line > len(self.draft.lines):
            return Place(None, None), ""
        number, page, words = self.draft.lines[line - 1]
        return Place(number, page), words

    def lines(self, row: ReadRecommendation | ReadEarlier) -> list[tuple[int, int | None, str]]:
        """Return the lines in which a recommendation stands."""
        return source_lines(self.draft, line=row.line, text=row.text)


def source_of(draft: ReportDraft, report: ReadReport) -> Source:
    """Return the file of a draft, and which of its pages have a picture; 1 query."""
    return Source(draft, report, frozenset(draft.pictures.values_list("page", flat=True)))


@dataclass(frozen=True, slots=True)
class Names:
    """What keys and codes of a review are called on the page."""

    bodies: dict[int, str]
    themes: dict[str, str]
    frameworks: dict[str, str]
    ratings: dict[str, str]


def names_in(review: DraftReview) -> Names:
    """Return the names of the bodies, themes and framework of a review; 3 queries."""
    keys = {review.details.body, review.previous.body if review.previous else None}
    keys |= {row.body for row in review.recommendations} | {row.body for row in review.earlier}
    bodies = Organisation.objects.filter(pk__in=[key for key in keys if key is not None]).order_by("pk")
    return Names(
        bodies={body.pk: body.display_name for body in bodies},
        themes=dict(Theme.objects.values_list("code", "name")),
        frameworks=dict(Framework.objects.order_by("pk").values_list("code", "name")),
        ratings=dict(Rating.choices),
    )


def merged_into(ref: str) -> str | None:
    """Return the reference of the inspection that took a draft over when it was published ('inspection.merged')."""
    event = Event.objects.about(ref).filter(verb="inspection.merged").first()
    return event.after["inspection"] if event else None


def _standards() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return code and title of each framework's standards; 1 query."""
    by_framework: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = Standard.objects.order_by("framework", "position", "pk").values_list("framework__code", "code", "title")
    for framework, code, title in rows:
        by_framework[framework].append((code, title))
    return {framework: tuple(standards) for framework, standards in by_framework.items()}


def _held(inspection: Inspection, recommendations: tuple[HeldWording, ...], ratings: tuple[str, ...]) -> HeldReport:
    return HeldReport(
        key=inspection.pk,
        body=inspection.organisation_id,
        kind=inspection.kind,
        month=inspection.published_month,
        known_from_later=inspection.known_from_later,
        isbn=inspection.isbn,
        recommendations=recommendations,
        ratings=ratings,
    )


def _read_ratings(report: ReadReport) -> tuple[str, ...]:
    return tuple(standard.rating for standard in report.standards if standard.rating)


def _read_wordings(report: ReadReport) -> tuple[HeldWording, ...]:
    return tuple(
        HeldWording(recommendation.key, recommendation.number, recommendation.text)
        for recommendation in report.recommendations
    )


def _candidate(body: Organisation) -> NameCandidate[int]:
    others = [name.name for name in body.names.all() if name.name != body.name]
    aliases = [alias.name for alias in body.aliases.all()]
    return NameCandidate(body.pk, body.kind, (body.name, *others, *aliases), body.opened_on, body.closed_on)
