"""Three reorganisations that happened, with work under way: who saw what before, and who sees what after."""

import pytest

from inspections.models import Organisation
from tests.factories.reorganisations import (
    CASES,
    Case,
    actor,
    confirm_case,
    decide_as_proposed,
    make_changing_world,
    record_case,
)
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import Role
from tracker.models import Action, Answerable, EvidenceUse, Judgement, Post, Recommendation, Response
from tracker.operations.posts import add_post
from tracker.queries.areas import area
from tracker.rules.access import Actor, Doing, may

pytestmark = pytest.mark.django_db


def seen_by(one: Actor, case: Case) -> dict[str, set[int]]:
    """The work of the closing bodies that somebody sees.

    Recommendations, actions, evidence, drafts and self-assessments.
    """
    work = Recommendation.objects.in_area_of(one).filter(inspection__organisation__slug__in=case.closing)
    return {
        "recommendations": set(work.values_list("pk", flat=True)),
        "actions": set(Action.objects.answering(work, one).values_list("pk", flat=True)),
        "evidence": set(
            EvidenceUse.objects.visible_to(one)
            .filter(action__answers__answerable__recommendation__in=work)
            .values_list("pk", flat=True)
        ),
        "answers": set(
            Response.objects.visible_to(one).filter(answerable__recommendation__in=work).values_list("pk", flat=True)
        ),
        "self_assessments": set(
            Judgement.objects.visible_to(one).filter(answerable__recommendation__in=work).values_list("pk", flat=True)
        ),
    }


def give_new_people(world: World, names: set[str]) -> dict[str, Actor]:
    """A head with a post and a role for each body that takes over."""
    found = {}
    for body in Organisation.objects.filter(name__in=names):
        world.organisations[body.slug] = body
        key = f"new-head-of-{body.slug}"
        if not Post.objects.filter(organisation=body, title="Head of PDU").exists():
            add_post(organisation=body, title="Head of PDU", by=actor(world, "administrator"), at=NOW)
        make_person(world, key, role=Role.HEAD_OF_PDU, body=body.slug, title=None)
        found[body.name] = actor(world, key)
    return found


@pytest.mark.parametrize("name", list(CASES))
def test_who_sees_what_before_and_after(name: str) -> None:
    case = CASES[name]
    world = make_changing_world(*case.closing)
    old = {key: actor(world, f"{key}-head") for key in case.closing}
    before = {key: seen_by(one, case) for key, one in old.items()}
    ages = {row.recommendation_id: row.asked_on() for row in answerables(case)}

    record = record_case(world, case)
    new = give_new_people(world, {each for names in case.expected.values() for each in names})
    nothing_yet = [seen_by(one, case) for one in new.values()]
    decide_as_proposed(world, record)
    confirm_case(world, record)

    assert all(not seen["recommendations"] for seen in nothing_yet)
    # Those of the closed body see its history as before.
    assert {key: seen_by(one, case) for key, one in old.items()} == before
    # Those who take over see what passed on to them: the recommendations, and everything that hangs on them.
    for body, one in new.items():
        left = [key for key in case.closing if body in case.expected[world.organisations[key].name]]
        expected = {kind: {pk for key in left for pk in before[key][kind]} for kind in before[case.closing[0]]}
        assert seen_by(one, case) == expected
    # Somebody elsewhere sees no more than before: what is published.
    elsewhere = "head" if name != "west yorkshire" else "other_head"
    assert seen_by(actor(world, elsewhere), case)["actions"] == set()
    assert all(row.asked_on() == ages[row.recommendation_id] for row in answerables(case))


def answerables(case: Case) -> list[Answerable]:
    rows = Answerable.objects.open().filter(recommendation__inspection__organisation__slug__in=case.closing)
    return list(rows.select_related("recommendation__inspection"))


@pytest.mark.parametrize("name", list(CASES))
def test_counts_stay_and_work_goes_on(name: str) -> None:
    case = CASES[name]
    world = make_changing_world(*case.closing)
    count = Recommendation.objects.open().count()
    record = record_case(world, case)
    during = Recommendation.objects.open().count()
    new = give_new_people(world, {each for names in case.expected.values() for each in names})
    decide_as_proposed(world, record)
    confirm_case(world, record)

    assert (during, Recommendation.objects.open().count()) == (count, count)
    for body, one in new.items():
        held = Organisation.objects.get(name=body)
        page = area(one, held, on=TODAY)
        expected = 3 * sum(body in names for names in case.expected.values())
        own = Recommendation.objects.open().filter(inspection__organisation=held).count()
        assert page.facts.open_recommendations - own == expected
        # One of three was answered before; the other two are still to be answered, and as late as they were.
        assert page.facts.overdue >= 2 * expected // 3
        assert may(one, Doing.RESPOND, paths=[held.path])


@pytest.mark.parametrize("name", ["greater manchester", "staffordshire"])
def test_actions_are_owned_by_the_posts_that_take_over(name: str) -> None:
    case = CASES[name]
    world = make_changing_world(*case.closing)
    record = record_case(world, case)
    new = give_new_people(world, {new for new, _ in case.new})
    single = {key for key in case.closing if len(case.expected[world.organisations[key].name]) == 1}
    decide_as_proposed(world, record)
    confirm_case(world, record)

    for key in case.closing:
        for number in (1, 2):
            action = Action.objects.select_related("owner_post__organisation").get(
                pk=world.actions[f"{key}-{number}"].pk
            )
            owner = action.owner_post.organisation
            if key not in single:
                assert owner.slug == key  # two posts of one title: a person chooses, so it stays
                continue
            [successor] = case.expected[world.organisations[key].name]
            assert owner.name == successor
            assert may(new[successor], Doing.UPDATE_ACTIONS, paths=action.paths())
