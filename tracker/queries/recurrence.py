"""A recommendation's history across inspections and bodies: what was said when, judged how, and answered by whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q

from tracker.choices import Judge
from tracker.models import Answerable, Judgement, Link, Recommendation
from tracker.models.statements import Question
from tracker.rules import recurrence, recurrence_picture
from tracker.rules.access import Actor
from tracker.rules.recurrence_picture import Item, Join, Picture


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """How often a recommendation had been made by the time of this one, and since when."""

    times: int
    since: date | None
    precision: str

    @property
    def words(self) -> str:
        return recurrence.made_words(times=self.times, since=self.since, precision=self.precision)


@dataclass(frozen=True, slots=True)
class Said:
    """One recommendation of a chain with what came of it; all of it is public."""

    recommendation: Recommendation
    times: int
    links: list[Link]
    judgements: list[Judgement]
    answerables: list[Answerable]

    @property
    def said_on(self) -> str:
        report = self.recommendation.inspection
        return recurrence.said_on(report.published_on, report.published_precision)

    @property
    def answering(self) -> list[Answerable]:
        """Return the bodies that answer for it today."""
        return [answerable for answerable in self.answerables if answerable.to_on is None]

    @property
    def status(self) -> str:
        """Return 'Open: inspectorate said some progress', or how it ended."""
        last = self.judgements[-1] if self.judgements else None
        said = f": inspectorate said {last.get_category_display().lower()}" if last else ", not yet judged"
        if self.answering or not self.answerables:
            return f"Open{said}" if self.answerables else f"Nobody answers for it yet{said}"
        newest = max(self.answerables, key=lambda answerable: (answerable.to_on or date.min, answerable.pk))
        return f"Ended: {newest.get_ending_display().lower()}"


@dataclass(frozen=True, slots=True)
class Chain:
    """All that hangs together, oldest first; `one` is the recommendation whose page it is."""

    said: list[Said]
    one: Said
    joins: list[Join] = field(default_factory=list)

    @property
    def times(self) -> int:
        return max(saying.times for saying in self.said)

    @property
    def first(self) -> Said:
        """Return the place where it was said first; the earliest of several."""
        return self.said[0]

    @property
    def last(self) -> Said:
        return self.said[-1]

    @property
    def years(self) -> int:
        return recurrence.years_between(
            self.first.recommendation.inspection.published_on, self.last.recommendation.inspection.published_on
        )

    @property
    def flagged(self) -> int:
        """Return how many links a report itself makes."""
        return sum(join.is_flagged for join in self.joins)

    @property
    def not_linked(self) -> list[Said]:
        """Return those flagged by their report as a repeat, where nobody has linked the earlier one yet."""
        return [saying for saying in self.said if saying.recommendation.flagged_repeat and not saying.links]

    @property
    def answering(self) -> list[Answerable]:
        """Return who answers today for any of it."""
        return [answerable for saying in self.said for answerable in saying.answering]

    def picture(self) -> Picture | None:
        return recurrence_picture.draw([_item(saying, is_last=saying is self.last) for saying in self.said], self.joins)


@dataclass(frozen=True, slots=True)
class Ties:
    """What a recommendation repeats and where it was taken up again: direct links alone."""

    repeats: list[Link]
    taken_up: list[Link]


def chain(actor: Actor, recommendation: Recommendation) -> Chain:
    """Return the chain of a recommendation, in 5 queries for any depth and width (models/link.pairs says why)."""
    linked = Link.objects.visible_to(actor)
    inside = recurrence.around([recommendation.pk], linked.pairs())
    members = recurrence.chain_of(recommendation.pk, inside)
    times = recurrence.times_made(inside)
    links: dict[int, list[Link]] = defaultdict(list)
    for link in linked.between(members) if inside else ():
        links[link.later_id].append(link)
    said = [
        Said(
            recommendation=member,
            times=times.get(member.pk, 1),
            links=links[member.pk],
            judgements=sorted(
                (judgement for answerable in member.answerables.all() for judgement in answerable.judgements.all()),
                key=lambda judgement: (judgement.dated_on or date.min, judgement.pk),
            ),
            answerables=list(member.answerables.all()),
        )
        for member in _in_order(actor, members, times)
    ]
    joins = [Join(link.earlier_id, link.later_id, link.is_flagged) for saying in said for link in saying.links]
    return Chain(said, next(saying for saying in said if saying.recommendation.pk == recommendation.pk), joins)


def made_of(actor: Actor, recommendations: Iterable[int]) -> dict[int, MadeAgain]:
    """Return how often, and since when, each of these was made that was made before.

    2 queries for any number, 1 where none was.
    """
    wanted = list(recommendations)
    pairs = recurrence.around(wanted, Link.objects.visible_to(actor).pairs())
    times = recurrence.times_made(pairs)
    firsts = {pk: recurrence.firsts_of(pk, pairs) for pk in wanted if times.get(pk, 1) > 1}
    if not firsts:
        return {}
    rows = Recommendation.objects.visible_to(actor).filter(
        pk__in={start for starts in firsts.values() for start in starts}
    )
    published = {
        pk: (day, precision)
        for pk, day, precision in rows.values_list("pk", "inspection__published_on", "inspection__published_precision")
    }
    return {pk: _made(times[pk], [published[start] for start in starts]) for pk, starts in firsts.items()}


def ties_of(actor: Actor, recommendation: Recommendation) -> Ties:
    """Return the links to earlier recommendations and to later ones, in 1 query."""
    links = _LINKS.rows(actor, recommendation=recommendation.pk)
    return Ties(
        repeats=[link for link in links if link.later_id == recommendation.pk],
        taken_up=[link for link in links if link.earlier_id == recommendation.pk],
    )


_LINKS = Question(
    lambda actor, recommendation: (
        Link.objects.visible_to(actor)
        .filter(Q(later=recommendation) | Q(earlier=recommendation))
        .select_related("earlier__inspection", "later__inspection")
        .order_by("pk")
    )
)


def _made(times: int, firsts: Iterable[tuple[date | None, str]]) -> MadeAgain:
    """Return how often it was made, since the earliest date that is known."""
    known = sorted((day, precision) for day, precision in firsts if day)
    since, precision = known[0] if known else (None, "")
    return MadeAgain(times, since, precision)


def _in_order(actor: Actor, members: Iterable[int], times: dict[int, int]) -> list[Recommendation]:
    """Return these with the oldest first; what follows another stands after it, also where a report has no date.

    3 queries.
    """
    judgements = Judgement.objects.visible_to(actor).filter(judge=Judge.INSPECTORATE)
    answerables = (
        Answerable.objects.select_related("organisation__parent")
        .order_by("from_on", "pk")
        .prefetch_related(
            Prefetch("judgements", queryset=judgements.select_related("inspection__organisation").order_by("pk"))
        )
    )
    rows = (
        Recommendation.objects.visible_to(actor)
        .filter(pk__in=list(members))
        .select_related("inspection__organisation__parent", "addressee__parent")
        .prefetch_related(Prefetch("answerables", queryset=answerables))
    )
    return sorted(rows, key=lambda row: (row.inspection.published_on or date.min, times.get(row.pk, 1), row.pk))


def _item(said: Said, *, is_last: bool) -> Item:
    recommendation = said.recommendation
    to_whom = (
        recommendation.addressee.display_name
        if recommendation.addressee
        else recommendation.addressee_as_printed or "nobody named"
    )
    how = "flagged by the inspectorate" if any(link.is_flagged for link in said.links) else "linked by us"
    lines = [f"{recommendation.ref}, {said.said_on}", f"To {to_whom}"]
    if is_last:
        lines.append(said.status)
    elif said.links:
        lines.append(how.capitalize())
    return Item(recommendation.pk, recommendation.inspection.published_on, tuple(lines))
