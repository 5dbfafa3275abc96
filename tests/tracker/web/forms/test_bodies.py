"""The forms that say which bodies answer for a recommendation hand over what was chosen, whichever way."""

import pytest
from django.http import QueryDict

from tracker.queries.endings import BodiesToName
from tracker.web.forms.bodies import AddBodiesForm, EndBodyForm, NamedBodies

OFFERED = BodiesToName(
    groups=[("regions", "Every probation region (2)")],
    bodies=[("Regions", [(1, "Yorkshire region"), (2, "London region")]), ("London", [(3, "Croydon PDU")])],
    members={"regions": frozenset({1, 2})},
)


@pytest.mark.parametrize(
    ("sent", "chosen"),
    [
        ("groups=regions&reason=All", {1, 2}),
        ("first=3&third=1&reason=All", {1, 3}),
        ("groups=regions&second=3&reason=All", {1, 2, 3}),
    ],
)
def test_what_is_chosen_is_handed_over(sent: str, chosen: set[int]) -> None:
    form = AddBodiesForm(QueryDict(sent), offered=OFFERED)

    assert form.is_valid()
    assert form.answers() == NamedBodies(frozenset(chosen), "All")


def test_nothing_chosen_says_what_to_do() -> None:
    form = AddBodiesForm(QueryDict("reason=All"), offered=OFFERED)

    assert form.errors == {"first": ["Select a body or a whole group"]}


def test_without_whole_groups_none_are_offered() -> None:
    form = AddBodiesForm(offered=BodiesToName(groups=[], bodies=[], members={}))

    assert "groups" not in form.fields


def test_why_one_ends_is_asked() -> None:
    assert EndBodyForm(QueryDict("reason=")).errors == {"reason": ["Enter why this body no longer answers"]}
