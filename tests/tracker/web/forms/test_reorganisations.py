"""Recording a reorganisation: the bodies offered, the change that is handed over, who takes over, and carried steps."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict

from inspections.choices import OrganisationKind
from tests.factories.unsaved import action, answerable, body, leeds, post, yorkshire
from tracker.choices import ReorganisationKind
from tracker.errors import InvalidInput
from tracker.operations.reorganisations import BodyChange, NewBody
from tracker.operations.takeovers import TakeoverChoice
from tracker.queries.reorganisations import ActionRow, TakeoverRow, WhoTakesOver
from tracker.web.forms.reorganisations import (
    NewName,
    PairsForm,
    RenameForm,
    ReorganisationForm,
    StartForm,
    TakesOverForm,
    UndoForm,
    as_proposed,
    carried,
)

TOKEN = UUID(int=1)
DAY = "on_day=1&on_month=April&on_year=2027"
KIRKLEES, LEEDS, REGION = body(), leeds(), yorkshire()
COMPANY = body(5, "West Yorkshire CRC", OrganisationKind.CRC)
WIGAN = body(6, "Wigan")


def change(sent: str = "", **options: Any) -> ReorganisationForm:
    choices = {"bodies": [REGION, KIRKLEES, LEEDS], "earlier": [COMPANY], "elsewhere": [WIGAN]} | options
    data = QueryDict(f"token={TOKEN}&{DAY}&{sent}")
    return ReorganisationForm(data, kind=ReorganisationKind.MERGER, region=REGION, **choices)


def values(form: Any, name: str) -> list[Any]:
    return [value for value, _label in form.fields[name].choices]


def test_the_regions_are_offered_beginning_with_none() -> None:
    assert values(StartForm(regions=[REGION]), "region") == ["", "yorkshire"]
    assert StartForm({}, regions=[REGION]).errors == {
        "kind": ["Select the kind of reorganisation"],
        "region": ["Select a region"],
    }


def test_a_new_name_is_handed_over() -> None:
    form = RenameForm(QueryDict(f"token={TOKEN}&body=1&name=Calder+Valley&{DAY}"), bodies=[KIRKLEES])

    assert form.is_valid()
    assert form.answers() == NewName(KIRKLEES, "Calder Valley", date(2027, 4, 1), TOKEN)


def test_a_new_name_says_what_is_missing() -> None:
    form = RenameForm(QueryDict(f"token={TOKEN}&on_month=4&on_year=2027"), bodies=[KIRKLEES])

    assert form.errors == {
        "body": ["Select a body"],
        "name": ["Enter the new name"],
        "on": ["The date must include a day"],
    }


def test_a_change_is_handed_over_with_all_its_bodies() -> None:
    form = change("closing=1&closing=2&earlier=5&into=2&new=Calder+Valley%0A%0A+Aire++Valley&others=wigan")

    assert form.is_valid()
    assert form.change() == BodyChange(
        kind=ReorganisationKind.MERGER,
        on=date(2027, 4, 1),
        closing=(KIRKLEES, LEEDS, COMPANY),
        following=(LEEDS, WIGAN),
        new=(NewBody("Calder Valley", REGION), NewBody("Aire Valley", REGION)),
    )


def test_pairs_go_with_the_change_where_they_were_asked_for() -> None:
    form = change("closing=1&into=2")

    assert form.is_valid()
    assert form.change([(0, 0), (0, 0)]).pairs == frozenset({(0, 0)})


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ("others=Bury", {"others": ["There is no body called Bury today. Check how its page names it"]}),
        ("closing=3", {"closing": ["Select a body that closes from the list"]}),
        ("on_day=", {"on": ["The date must include a day"]}),
    ],
)
def test_a_body_that_is_not_there_is_refused(sent: str, errors: dict[str, list[str]]) -> None:
    assert change(sent).errors == errors


def test_regions_neither_close_nor_take_over() -> None:
    form = change()

    assert (values(form, "closing"), values(form, "into"), values(form, "earlier")) == ([1, 2], [1, 2], ["", 5])


def pairing(sent: str) -> PairsForm:
    made = BodyChange(
        kind=ReorganisationKind.TRANSFER,
        on=date(2027, 4, 1),
        closing=(KIRKLEES, LEEDS),
        following=(WIGAN,),
        new=(NewBody("Aire Valley", REGION),),
    )
    return PairsForm(QueryDict(sent), change=made)


def test_who_follows_whom_is_handed_over_by_place() -> None:
    form = pairing("follows-0=0&follows-0=1&follows-1=1")

    assert form.is_valid()
    assert form.pairs() == {(0, 0), (0, 1), (1, 1)}


def test_each_closing_body_needs_somebody_who_follows() -> None:
    assert pairing("follows-0=0").errors == {"follows-1": ["Select the bodies that follow Leeds PDU"]}


def test_what_is_wrong_with_the_pairs_stands_beside_the_first() -> None:
    form = pairing("follows-0=0&follows-1=0")

    form.refuse(InvalidInput("Choose who follows Aire Valley", field="pairs"))

    assert form.errors == {"follows-0": ["Choose who follows Aire Valley"]}


def whole(*, decision: Any = None) -> WhoTakesOver:
    """One recommendation that two bodies may take over, one that nobody may, and one action."""
    rows = [
        TakeoverRow(answerable(30), [LEEDS, WIGAN], decision, 1),
        TakeoverRow(answerable(31), [], None, 0),
    ]
    return WhoTakesOver(rows, [ActionRow(action(40), [post(11, organisation=leeds())], 11)])


def deciding(sent: str) -> TakesOverForm:
    return TakesOverForm(QueryDict(sent), whole=whole(), version=4)


def test_who_is_proposed_is_ticked_until_somebody_decides() -> None:
    form = TakesOverForm(whole=whole(), version=4)

    assert form["bodies-30"].value() == [2, 6]
    assert (form["ending-30"].value(), form["post-40"].value(), form["version"].value()) == ("", 11, 4)


def test_what_was_decided_is_shown() -> None:
    bodies = SimpleNamespace(all=lambda: [WIGAN])
    decision = SimpleNamespace(bodies=bodies, ending="lapsed", reason="Nobody asks for it")

    form = TakesOverForm(whole=whole(decision=decision), version=4)

    assert form["bodies-30"].value() == [6]
    assert (form["ending-30"].value(), form["reason-30"].value()) == ("lapsed", "Nobody asks for it")


def test_a_recommendation_passes_on_or_ends_and_never_both() -> None:
    sent = "version=4&bodies-30=2&reason-30=Left+over&ending-31=lapsed&reason-31=Nobody+asks&post-40="

    form = deciding(sent)

    assert form.is_valid()
    assert form.choices() == [
        TakeoverChoice(30, (2,), "", ""),
        TakeoverChoice(31, (), "lapsed", "Nobody asks"),
    ]
    assert form.posts() == {40: None}


def test_as_proposed_everybody_takes_over_and_where_nobody_is_nothing_is_decided() -> None:
    assert as_proposed(whole()) == ([TakeoverChoice(30, (2, 6))], {40: 11})


def test_undoing_asks_why() -> None:
    assert UndoForm({"reason": " "}).errors == {"reason": ["Enter why you undo it"]}


def test_the_answers_of_earlier_steps_are_carried_each_value_apart() -> None:
    sent = QueryDict("csrfmiddlewaretoken=x&step=2&closing=1&closing=2&new=&confirmed=yes&change=1")

    assert carried(sent) == [("closing", "1"), ("closing", "2"), ("new", "")]
