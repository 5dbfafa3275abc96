"""What is next told of a thing that waits: the soonest first, to whom in words, and the same of several as one line."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.notices import make_notice
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Frequency, MessageState, NoticeKind
from tracker.notifications.models import EmailPreference, NoticeToTell
from tracker.notifications.queries.dated_item_reminders import Ahead, ahead, alike, number_of
from tracker.notifications.queries.dated_items import Thing
from tracker.notifications.queries.reminders import Next
from tracker.notifications.rules.ladder import About, Dated
from tracker.queries.accountable import accountable

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 30)


def thing(world: World, *keys: str, days: int = 0, place: str = "kirklees", number: int = 1) -> Thing:
    """Something of today, or of so many days later, that these people are told."""
    people = frozenset(world.people[key].pk for key in keys)
    path = world.organisations[place].path if place else ""
    return Thing(f"REC-{number:04}", number, Dated(TODAY + days * DAY), people, None, path)


def ahead_of(*things: tuple[About, Thing], notices: tuple[NoticeToTell, ...] = ()) -> list[Ahead]:
    return ahead(things, notices, at=NOW)


def test_the_soonest_comes_first_and_what_is_refused_last(world: World) -> None:
    EmailPreference.objects.create(person=world.people["owner"], frequency=Frequency.STOPPED)
    later, sooner = thing(world, "head", days=7), thing(world, "head")
    refused = thing(world, "owner")

    found = ahead_of((About.REVIEW, refused), (About.REVIEW, later), (About.REVIEW, sooner))

    assert [(each.thing, each.coming.on) for each in found] == [
        (sooner, MONDAY), (later, MONDAY + 7 * DAY), (refused, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "coming_on"),
    [
        (MessageState.SENT, date(2026, 12, 2)),
        (MessageState.SUPPRESSED, date(2026, 12, 2)),
        (MessageState.PENDING, MONDAY),
    ],
)
def test_what_was_told_gives_way_to_the_next_rung(world: World, state: MessageState, coming_on: date) -> None:
    head = world.people["head"]
    sent_at = NOW if state is MessageState.SENT else None
    told = make_notice(
        head, NoticeKind.REVIEW_WAITING, "REC-0001", 1, rung="review-waiting", due_on=TODAY,
        message=make_message(head, uid="1", state=state, sent_at=sent_at),
    )  # fmt: skip
    other = thing(world, "head", number=2)

    found = ahead_of((About.REVIEW, thing(world, "head")), (About.REVIEW, other), notices=(told,))

    assert {each.thing.number: each.coming.on for each in found} == {1: coming_on, 2: MONDAY}


def test_what_is_all_told_has_nothing_ahead(world: World) -> None:
    head = world.people["head"]
    message = make_message(head, uid="1", state=MessageState.SENT, sent_at=NOW)
    fields = {"rung": "returned", "due_on": TODAY, "message": message}
    told = make_notice(head, NoticeKind.SELF_ASSESSMENT_RETURNED, "REC-0001", 1, **fields)

    assert ahead_of((About.RETURNED, thing(world, "head")), notices=(told,)) == []


@pytest.mark.parametrize(
    ("about", "keys", "place", "to"),
    [
        (About.RESPONSE, ["head"], "kirklees", "who manages the PDU"),
        (About.RESPONSE, ["lead"], "yorkshire", "who leads the region"),
        (About.RESPONSE, ["national"], "hmpps", "HMPPS"),
        (About.RESPONSE, ["national"], "", "who manages the body"),
        (About.CARRY_OVER, ["coordinator"], "", "the inspection coordinator"),
        (About.CARRY_OVER, ["coordinator", "lead"], "", "the inspection coordinators"),
        (About.TAKEOVER, ["national"], "", "those who can confirm it"),
        (About.ALERT, ["owner"], "", "the owner"),
        (About.ALERT, ["head"], "kirklees", "who manages the PDU"),
    ],
)
def test_it_says_to_whom_in_words(world: World, about: About, keys: list[str], place: str, to: str) -> None:
    [found] = ahead_of((about, thing(world, *keys, days=30, place=place)))

    said = found.words(accountable(on=TODAY), bodies=("Kirklees PDU",))

    assert (said.to, said.on, said.bodies) == (to, found.coming.on, ("Kirklees PDU",))
    assert said.about.startswith("about ")


def test_it_costs_two_queries_for_any_number_and_none_without_things(
    world: World, django_assert_num_queries: Any
) -> None:
    several = [(About.REVIEW, thing(world, "head", "lead", number=number)) for number in range(5)]

    with django_assert_num_queries(2):
        assert len(ahead_of(*several)) == 5
    with django_assert_num_queries(0):
        assert ahead_of() == []


def test_lines_that_say_the_same_are_one_that_names_the_bodies() -> None:
    def line(body: str, to: str = "who manages the PDU") -> Next:
        return Next(MONDAY, to, "with the weekly digest", "about the response", (body,))

    found = alike([line("Kirklees PDU"), line("Yorkshire", "who leads the region"), line("Leeds PDU")])

    assert [each.bodies for each in found] == [("Kirklees PDU", "Leeds PDU"), ("Yorkshire",)]
    assert (found[0].to, found[0].on) == ("who manages the PDU", MONDAY)


@pytest.mark.parametrize(("rung", "number"), [("returned", 7), ("", 0)])
def test_only_a_rung_says_which_thing_of_a_subject_it_is_about(rung: str, number: int) -> None:
    assert number_of(NoticeToTell(number=7, rung=rung)) == number
