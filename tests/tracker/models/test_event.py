"""The trail: what stands in it about a record, what people did, and what of it is public."""

from datetime import timedelta
from typing import Any

from tests.factories.world import NOW, World
from tracker.models import Event

SUBJECT = "REC-9000"


def happened(verb: str, *, subject: str = SUBJECT, **more: Any) -> Event:
    return Event.objects.create(**({"at": NOW, "verb": verb, "subject": subject} | more))


def test_the_newest_comes_first_and_of_one_moment_the_last(db: None) -> None:
    first = happened("recommendation.published")
    second = happened("recommendation.ended")
    earlier = happened("recommendation.linked", at=NOW - timedelta(days=1))
    happened("recommendation.ended", subject="REC-9001")

    assert list(Event.objects.about(SUBJECT)) == [second, first, earlier]


def test_who_did_it_comes_with_it(world: World, django_assert_num_queries: Any) -> None:
    happened("recommendation.ended", by=world.people["head"])
    happened("recommendation.ended", subject="REC-9001")

    with django_assert_num_queries(1):
        names = [str(event.by) for event in Event.objects.about(SUBJECT, "REC-9001")]

    assert names == ["None", world.people["head"].name]


def test_what_people_did_leaves_out_the_service_and_what_was_before(world: World) -> None:
    head = world.people["head"]
    done = happened("review.made", by=head)
    happened("review.made")
    happened("review.made", by=head, at=NOW - timedelta(seconds=1))
    happened("review.withdrawn", by=head)

    assert list(Event.objects.by_people(verbs=["review.made"], since=NOW)) == [done]
    assert Event.objects.filter(subject=SUBJECT).of_verb("review.made").count() == 3


def test_of_one_subject_only_what_is_public_or_of_some_bodies(db: None) -> None:
    ended = happened("recommendation.ended")
    happened("recommendation.acknowledged")
    dropped = happened("check.dropped")
    own = happened("recommendation.acknowledged", after={"organisation": "leeds"})
    taken_out = happened("evidence.removed", before={"organisation": "leeds"})
    happened("recommendation.acknowledged", after={"organisation": "wigan"})
    other = happened("recommendation.acknowledged", subject="REC-9001")

    assert set(Event.objects.of_bodies({SUBJECT: set()})) == {ended, other}
    assert set(Event.objects.of_bodies({SUBJECT: {"leeds"}})) == {ended, dropped, own, taken_out, other}
    assert Event.objects.of_bodies({}).count() == 7
