"""Who is told what is escalated: one person who leads the body, not each of its managers."""

from datetime import timedelta

import pytest

from tests.factories.world import NOW, STARTED, TODAY, make_action, make_person
from tracker.choices import ActionStatus, Role
from tracker.models import Action, Deputy, Person, Post, PostHolder
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.queries.accountable import AGENCY, REGION, accountable
from tracker.rules.access import SERVICE


@pytest.fixture
def cast(world):
    """The region and HMPPS have a second manager each, in a newer post."""
    make_person(world, "second_lead", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
    make_person(world, "second_national", role=Role.NATIONAL, body="hmpps", title="Chief Executive")
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    return world


def lead_of_region(world, kinds=REGION):
    [found] = accountable(on=TODAY).lead_of(world.organisations["kirklees"].path, kinds)
    return next(key for key, person in world.people.items() if person.pk == found)


def first_post(world):
    return Post.objects.get(organisation=world.organisations["yorkshire"], title="Regional Probation Director")


def test_the_first_post_leads(cast):
    assert (lead_of_region(cast), lead_of_region(cast, AGENCY)) == ("lead", "national")


def test_the_next_post_where_the_first_is_vacant(cast):
    PostHolder.objects.filter(post=first_post(cast)).update(to_on=TODAY)

    assert lead_of_region(cast) == "second_lead"


def test_the_next_post_where_its_holder_cannot_be_told(cast):
    Person.objects.filter(pk=cast.people["lead"].pk).update(is_active=False)

    assert lead_of_region(cast) == "second_lead"


@pytest.mark.parametrize(("deputy", "expected"), [("second_lead", "second_lead"), ("owner", "second_lead")])
def test_who_is_on_leave_does_not_lead_but_a_deputy_who_can_or_the_next_post(cast, deputy, expected):
    Deputy.objects.create(
        post=first_post(cast), person=cast.people[deputy], from_on=STARTED, to_on=TODAY + timedelta(days=7)
    )

    assert lead_of_region(cast) == expected


def test_hmpps_where_the_region_has_nobody(cast):
    PostHolder.objects.filter(post__organisation=cast.organisations["yorkshire"]).update(to_on=TODAY)

    assert lead_of_region(cast) == "national"


def test_every_manager_still_counts_as_one(cast):
    managers = accountable(on=TODAY).managers_of(cast.organisations["kirklees"].path, REGION)

    assert managers == {cast.people["lead"].pk, cast.people["second_lead"].pk}


def test_near_says_the_same_of_a_body_as_the_whole(cast):
    path = cast.organisations["kirklees"].path
    near, whole = accountable(on=TODAY, near=(path,)), accountable(on=TODAY)

    assert near.path_of_post.items() <= whole.path_of_post.items()
    assert near.lead_of(path, REGION) == whole.lead_of(path, REGION)
    assert near.told_for_post.items() <= whole.told_for_post.items()


def test_one_notice_on_each_floor(cast):
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    make_action(cast, "late", recommendation="kirklees", post="Senior Probation Officer, kirklees",
                due_on=TODAY - timedelta(days=60))  # fmt: skip

    raise_rungs(by=SERVICE, at=NOW)

    told = sorted(NoticeToTell.objects.values_list("rung", "person__email"))
    assert told == [
        ("action-head", "head@example.org"),
        ("action-hmpps", "national@example.org"),
        ("action-late", "owner@example.org"),
        ("action-region", "lead@example.org"),
    ]


@pytest.mark.parametrize("more", [0, 30])
def test_one_query(cast, more, django_assert_num_queries):
    for number in range(more):
        make_person(cast, f"more{number}", role=Role.ACTION_OWNER, body="leeds", title=f"Manager {number}")

    with django_assert_num_queries(1):
        assert len(accountable(on=TODAY).path_of_post) == 9 + more
