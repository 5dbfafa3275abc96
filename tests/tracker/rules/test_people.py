"""What somebody is welcomed with: each role has its meaning and its first steps, for two weeks."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.choices import Role
from tracker.rules.access import Body
from tracker.rules.people import (
    EVERYBODY,
    FIRST_STEPS,
    MEANS,
    ROLELESS,
    WELCOME,
    own_bodies,
    slug_above,
    slug_of,
    welcome,
    words_of,
)

SIGNED_IN = datetime(2026, 11, 4, 10, 0, tzinfo=UTC)


def test_every_role_has_a_meaning_and_first_steps() -> None:
    assert set(MEANS) == set(FIRST_STEPS) == set(Role)


@pytest.mark.parametrize("words", sorted(MEANS.values()))
def test_a_meaning_is_made_of_whole_sentences(words: str) -> None:
    assert words[0].isupper()
    assert words.endswith(".")


@pytest.mark.parametrize("role", [Role.REGIONAL_LEAD, Role.NATIONAL])
def test_who_reviews_is_sent_to_the_self_assessments(role: Role) -> None:
    first = FIRST_STEPS[role][0]

    assert first.words.startswith("Review the self-assessments of ")
    assert first.page == "reviews"


def test_roles_are_welcomed_once_each_in_the_order_of_the_table() -> None:
    roles = [Role.NATIONAL, Role.ACTION_OWNER, Role.NATIONAL]

    welcomed = welcome(roles, first_signed_in_at=SIGNED_IN, at=SIGNED_IN)

    assert [row.role for row in welcomed] == ["Action owner", "HMPPS national"]
    assert welcomed[0].means == MEANS[Role.ACTION_OWNER]
    assert welcomed[1].steps == FIRST_STEPS[Role.NATIONAL] + EVERYBODY


def test_somebody_without_a_role_is_told_how_to_ask_for_one() -> None:
    [welcomed] = welcome([], first_signed_in_at=SIGNED_IN, at=SIGNED_IN)

    assert (welcomed.role, welcomed.steps) == ("", ROLELESS)


@pytest.mark.parametrize(("later", "expected"), [(timedelta(0), 1), (timedelta(seconds=1), 0)])
def test_the_welcome_ends_after_two_weeks(later: timedelta, expected: int) -> None:
    at = SIGNED_IN + WELCOME + later

    assert len(welcome([Role.AUDITOR], first_signed_in_at=SIGNED_IN, at=at)) == expected


def test_nobody_is_welcomed_before_they_have_signed_in() -> None:
    assert welcome([Role.AUDITOR], first_signed_in_at=None, at=SIGNED_IN) == []


HMPPS = Body("agency", "/moj/hmpps/")
YORKSHIRE, WALES = Body("region", "/moj/hmpps/yorkshire/"), Body("region", "/moj/hmpps/wales/")
KIRKLEES, LEEDS = Body("pdu", "/moj/hmpps/yorkshire/kirklees/"), Body("pdu", "/moj/hmpps/yorkshire/leeds/")
GWENT = Body("pdu", "/moj/hmpps/wales/gwent/")


@pytest.mark.parametrize(
    ("of_roles", "of_posts", "own", "words"),
    [
        ([KIRKLEES], [], (KIRKLEES,), "My PDU"),
        ([KIRKLEES, KIRKLEES], [KIRKLEES], (KIRKLEES,), "My PDU"),
        ([KIRKLEES], [LEEDS], (KIRKLEES,), "My PDU"),
        ([], [LEEDS], (LEEDS,), "My PDU"),
        ([HMPPS], [LEEDS], (LEEDS,), "My PDU"),
        ([YORKSHIRE], [], (YORKSHIRE,), "My region"),
        ([YORKSHIRE, KIRKLEES], [], (YORKSHIRE,), "My region"),
        ([LEEDS, KIRKLEES], [], (KIRKLEES, LEEDS), "My PDUs"),
        ([YORKSHIRE, WALES], [], (WALES, YORKSHIRE), "My regions"),
        ([YORKSHIRE, GWENT], [], (GWENT, YORKSHIRE), "My areas"),
        ([HMPPS], [HMPPS], (), "Areas"),
        ([], [], (), "Areas"),
    ],
)
def test_whose_area_is_whose(of_roles: list[Body], of_posts: list[Body], own: tuple[Body, ...], words: str) -> None:
    found = own_bodies(of_roles=of_roles, of_posts=of_posts)

    assert found == own
    assert words_of(found) == words


def test_a_name_that_begins_like_another_is_not_inside_it() -> None:
    east = Body("region", "/moj/hmpps/east/")
    east_of_england = Body("region", "/moj/hmpps/east-of-england/")

    assert own_bodies(of_roles=[east_of_england, east], of_posts=[]) == (east_of_england, east)


@pytest.mark.parametrize(
    ("body", "slug", "above"),
    [(KIRKLEES, "kirklees", "yorkshire"), (YORKSHIRE, "yorkshire", "hmpps"), (Body("ministry", "/moj/"), "moj", "")],
)
def test_a_place_says_the_parts_of_an_address(body: Body, slug: str, above: str) -> None:
    assert (slug_of(body), slug_above(body)) == (slug, above)
