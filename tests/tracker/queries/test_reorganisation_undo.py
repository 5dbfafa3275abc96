"""What depends on a reorganisation: each kind of thing in words, and nothing that the reorganisation made itself."""

import uuid
from datetime import timedelta

import pytest

from tests.factories.reorganisations import CASES, confirm_case, decide_as_proposed, make_changing_world, record_case
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import Decision, Judge, Progress, Role
from tracker.models import Action, Answerable, Answers, Judgement, Post, Reorganisation, Response, Update
from tracker.queries.reorganisation_undo import depending_on, removable_posts

pytestmark = pytest.mark.django_db
CASE = CASES["staffordshire"]


@pytest.fixture
def changing() -> World:
    """Staffordshire and Stoke has three recommendations and two actions."""
    return make_changing_world("staffordshire-and-stoke")


@pytest.fixture
def record(changing: World) -> Reorganisation:
    """It split into two, and all that it answered for has passed on to both."""
    made = record_case(changing, CASE)
    decide_as_proposed(changing, made)
    return confirm_case(changing, made)


def first_row() -> Answerable:
    """What the first body that follows answers for now."""
    return Answerable.objects.filter(follows__isnull=False).order_by("recommendation_id", "pk")[0]


def test_what_it_made_itself_does_not_count(changing: World) -> None:
    made = record_case(changing, CASE)
    before = depending_on(made)

    decide_as_proposed(changing, made)

    assert (before, depending_on(confirm_case(changing, made))) == ([], [])


def test_a_vacant_post_of_a_new_body_goes_with_it(record: Reorganisation) -> None:
    post = Post.objects.create(organisation=first_row().organisation, title="Head of PDU")

    assert (removable_posts(record), depending_on(record)) == ([post], [])


def test_a_person_with_a_role_and_a_post_stays(changing: World, record: Reorganisation) -> None:
    changing.organisations["new"] = first_row().organisation
    make_person(changing, "new", role=Role.HEAD_OF_PDU, body="new", title="Head of PDU")

    [clause] = depending_on(record)

    assert clause == "Staffordshire North PDU has a person with a role and a person in a post"


def test_a_judgement_of_what_passed_on_names_the_recommendation(record: Reorganisation) -> None:
    row = first_row()
    Judgement.objects.create(
        answerable=row, judge=Judge.OWNER, category=Progress.SOME, reasons="Half done", made_at=NOW
    )

    body = row.organisation.display_name
    assert depending_on(record) == [f"{row.recommendation.ref} of {body} has a self-assessment or judgement"]


def test_several_things_of_one_row_are_one_clause(record: Reorganisation) -> None:
    row = first_row()
    Response.objects.create(answerable=row, decision=Decision.AGREED, drafted_at=NOW)
    Judgement.objects.create(
        answerable=row, judge=Judge.OWNER, category=Progress.SOME, reasons="Half done", made_at=NOW
    )

    [clause] = depending_on(record)

    assert "a response" in clause
    assert "a self-assessment or judgement" in clause


@pytest.mark.parametrize(("minutes", "count"), [(-1, 0), (1, 2)])
def test_an_update_counts_after_it_passed_on(record: Reorganisation, minutes: int, count: int) -> None:
    answers = Answers.objects.current().filter(answerable=first_row()).select_related("action").get()
    at = NOW + timedelta(minutes=minutes)
    Update.objects.create(action=answers.action, status="in-progress", token=uuid.UUID(int=1), posted_at=at)

    clauses = depending_on(record)

    assert [clause.partition(" has ")[2] for clause in clauses] == ["an update of its action"] * count


def test_an_action_that_was_changed_since_is_named(changing: World) -> None:
    made = record_case(changing, CASE)
    Post.objects.create(organisation=made.following[0].organisation, title="Head of PDU")
    decide_as_proposed(changing, made)
    confirmed = confirm_case(changing, made)
    action = changing.actions["staffordshire-and-stoke-1"]
    Action.objects.filter(pk=action.pk).update(version=99)

    assert depending_on(confirmed) == [f"{action.ref} has been changed"]


def test_a_later_record_about_the_same_body_comes_first(changing: World, record: Reorganisation) -> None:
    later = record_case(
        changing,
        CASE,
        kind="transfer",
        on=TODAY,
        closing=(first_row().organisation,),
        following=(changing.organisations["leeds"],),
        new=(),
        pairs=None,
    )

    assert depending_on(record)[0] == f"{later.ref} was recorded later"
