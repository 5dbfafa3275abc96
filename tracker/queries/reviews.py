"""The queue of self-assessments that wait for a person's review.

The list, the next one, and the count in the navigation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from inspections.models import Organisation
from tracker.models import Judgement, Recommendation
from tracker.models.judgement import JudgementQuerySet
from tracker.models.review import version_of
from tracker.paging import PAGE_SIZE, CountUpTo, Page, Sort, every_row, page_of
from tracker.queries import self_assessments
from tracker.queries.self_assessments import SelfAssessment
from tracker.rules.access import Actor
from tracker.rules.reviews import reviews_at
from tracker.rules.wording import COUNT_LIMIT

OLDEST_FIRST = Sort("made_at")
FIRST_ONES = 5


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


def decisions(actor: Actor) -> ReviewDecisions:
    """Return what Your work shows of reviews, in at most 4 queries."""
    queue = list(Judgement.objects.to_review(actor).values_list("pk", flat=True)[:FIRST_ONES])
    more = Judgement.objects.to_review(actor)[: COUNT_LIMIT + 1]
    waiting = more.count() if len(queue) == FIRST_ONES else len(queue)
    return ReviewDecisions(
        to_review=waiting,
        reviews=Judgement.objects.for_list_of(queue),
        returned=self_assessments.returned_to(actor, most=FIRST_ONES * 2),
    )


_PLACE = ("answerable__organisation", "answerable__recommendation")
