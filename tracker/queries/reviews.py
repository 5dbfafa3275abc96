"""The queue of self-assessments that wait for a person's review.

The list, the next one, and the count in the navigation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from inspections.models import Organisation
from tracker.models import Judgement, Recommendation
from tracker.models.first_ones import Found, Part, Parts, first_ones
from tracker.models.judgement import JudgementQuerySet
from tracker.models.review import version_of
from tracker.paging import PAGE_SIZE, CountUpTo, Page, Sort, every_row, page_of
from tracker.queries import self_assessments
from tracker.queries.self_assessments import SelfAssessment
from tracker.rules.access import Actor
from tracker.rules.reviews import reviews_at

OLDEST_FIRST = Sort("made_at")
FIRST_ONES = 5
# What of reviews needs a person: what waits for theirs, and their own that came back.
PARTS: Parts = {
    "to_review": Part(lambda actor, *_: Judgement.objects.to_review(actor), FIRST_ONES, is_counted=True),
    "returned": Part(lambda actor, *_: Judgement.objects.returned_to(actor), FIRST_ONES * 2),
}


@dataclass(frozen=True, slots=True)
class ReviewSelection:
    """What the queue is narrowed to; empty means not at all."""

    region: Organisation | None = None
    pdu: Organisation | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The page of one self-assessment.

    The self-assessment with its evidence, what is held of it now, and the views before it.
    """

    self_assessment: SelfAssessment
    version: str
    earlier: list[SelfAssessment]


@dataclass(frozen=True, slots=True)
class ReviewDecisions:
    """What needs a person's decision: self-assessments to review, and own self-assessments that came back.

    The first ones of each.
    """

    to_review: int
    reviews: list[Judgement]
    returned: list[Judgement]

    def __bool__(self) -> bool:
        return bool(self.to_review or self.returned)


def chosen(actor: Actor, filters: ReviewSelection) -> JudgementQuerySet:
    """Return the actor's queue, narrowed; oldest first."""
    queue = Judgement.objects.visible_to(actor).to_review(actor)
    for organisation in (filters.region, filters.pdu):
        if organisation is not None:
            queue = queue.of_body(organisation)
    return queue.matching(filters.words) if filters.words else queue


def page_of_reviews(actor: Actor, filters: ReviewSelection, *, after: str, before: str, size: int = PAGE_SIZE) -> Page:
    """Return one page of the queue, in one query."""
    return page_of(chosen(actor, filters).for_list(), sort=OLDEST_FIRST, after=after, before=before, size=size)


def every_review(actor: Actor, filters: ReviewSelection) -> Iterator[Judgement]:
    """Yield the whole queue, the oldest first; 1 query."""
    return every_row(chosen(actor, filters).for_list(), sort=OLDEST_FIRST)


def next_review(actor: Actor, filters: ReviewSelection, *, after: Judgement) -> Judgement | None:
    """Return the self-assessment after this one in the narrowed queue, else its first one.

    None when nothing else waits.
    """
    queue = chosen(actor, filters).exclude(pk=after.pk).select_related(*_PLACE)
    later = Q(made_at__gt=after.made_at) | Q(made_at=after.made_at, pk__gt=after.pk)
    return queue.filter(later).first() or queue.first()


def count_of_reviews(actor: Actor) -> CountUpTo:
    """Return how many self-assessments wait for the actor, to be read along with something else; 0 for nobody's.

    Whoever reviews for a body sees the work of all below it, so that `visible_to` would leave nothing out.
    """
    return CountUpTo(Judgement.objects.to_review(actor))


def self_assessments_of(actor: Actor, recommendation: Recommendation, *, body: str = "") -> list[SelfAssessment]:
    """Return self-assessments by bodies right below the actor's own, newest first.

    They are of the body with this slug if one is given.
    """
    views = Judgement.objects.visible_to(actor).self_assessments().filter(answerable__recommendation=recommendation)
    views = views.filter(answerable__organisation__parent__path__in=reviews_at(actor))
    return self_assessments.with_evidence(views.filter(answerable__organisation__slug=body) if body else views)


def review_of(actor: Actor, self_assessment: SelfAssessment) -> ReviewPage:
    """Return the page of a self-assessment among those of `self_assessments_of`."""
    body = self_assessment.judgement.answerable_id
    history = self_assessments.history(actor, self_assessment.judgement.answerable.recommendation)
    earlier = [
        view for view in history if view.judgement.answerable_id == body and view.judgement != self_assessment.judgement
    ]
    return ReviewPage(self_assessment=self_assessment, version=version_of(self_assessment.judgement), earlier=earlier)


def decisions(actor: Actor, found: Mapping[str, Found] | None = None, *, on: date) -> ReviewDecisions:
    """Return what Your work shows of reviews; 1 query, and one more where PARTS were not `found` before.

    All of it is of the actor's own bodies or of those right below: the gate lets each through.
    """
    there = found if found is not None else first_ones(actor, PARTS, on=on)[0]
    waiting, returned = there["to_review"], there["returned"]
    rows = Judgement.objects.for_list_of([*waiting.keys, *returned.keys])
    return ReviewDecisions(
        to_review=waiting.count, reviews=rows[: len(waiting.keys)], returned=rows[len(waiting.keys) :]
    )


_PLACE = ("answerable__organisation", "answerable__recommendation")
