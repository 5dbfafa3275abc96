"""The table from refusal to answer, and the ways in which a view makes its one call."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest

from inspections.errors import ReportRefused
from tracker.errors import AlreadyHeld, EditConflict, InvalidInput, NotAllowed, Refusal, TokenReused, WrongState
from tracker.operations.carry_over_confirm import Confirmed
from tracker.web.forms.base import Form
from tracker.web.submit import INFO, REFUSALS, Refused, Shown, attempt, press, row_of, submit, why_not


class NameForm(Form):
    """A form with one answer."""

    name = forms.CharField(required=False)


class ChoosyForm(NameForm):
    """A form whose answer decides whether it is allowed."""

    not_allowed_beside = "name"


def refusing(refusal):
    def operation():
        raise refusal

    return operation


def sent_form(kind=NameForm):
    form = kind({"name": "Ada"})
    form.is_valid()
    return form


def all_kinds(kind):
    return [kind for below in kind.__subclasses__() for kind in (below, *all_kinds(below))]


@pytest.fixture
def request_with_messages():
    request = HttpRequest()
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def said(request):
    return [(message.level_tag, message.message) for message in get_messages(request)]


@pytest.mark.parametrize("kind", all_kinds(Refusal), ids=lambda kind: kind.__name__)
def test_every_refusal_has_its_row(kind):
    assert issubclass(kind, row_of(kind).kind)


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_refusal_of_the_house_has_a_row_of_its_own(kind):
    assert kind in {row.kind for row in REFUSALS}


def test_no_row_hides_a_later_one():
    kinds = [row.kind for row in REFUSALS]

    hidden = [later for at, later in enumerate(kinds) if any(issubclass(later, kind) for kind in kinds[:at])]

    assert hidden == []


def test_a_kind_without_a_row_is_a_fault():
    with pytest.raises(LookupError, match="KeyError has no row"):
        row_of(KeyError)


@pytest.mark.parametrize(
    ("kind", "status", "shown"),
    [
        (NotAllowed, 403, Shown.INSTEAD_OF_THE_PAGE),
        (InvalidInput, 400, Shown.IN_THE_FORM),
        (ReportRefused, 400, Shown.IN_THE_FORM),
        (WrongState, 409, Shown.IN_THE_FORM),
        (TokenReused, 409, Shown.IN_THE_FORM),
        (Confirmed, 409, Shown.IN_THE_FORM),
        (AlreadyHeld, 409, Shown.IN_THE_FORM),
        (EditConflict, 409, Shown.BESIDE_THE_FORM),
    ],
)
def test_the_table(kind, status, shown):
    assert (row_of(kind).status, row_of(kind).shown) == (status, shown)


def test_submit_returns_what_the_operation_returns():
    assert submit(sent_form(), lambda: 7) == 7


def test_invalid_input_stands_beside_its_answer():
    form = sent_form()

    refused = submit(form, refusing(InvalidInput("Enter another name", field="name")))

    assert (refused.status, refused.is_invalid) == (400, True)
    assert form.errors == {"name": ["Enter another name"]}


def test_wrong_state_stands_above_the_form():
    form = sent_form()

    refused = submit(form, refusing(WrongState("It is closed")))

    assert (refused.status, refused.refused) == (409, "It is closed")
    assert form.errors == {"__all__": ["It is closed"]}


def test_wrong_state_stands_beside_the_form_where_the_page_says_so():
    form = sent_form()

    refused = submit(form, refusing(WrongState("It is closed")), beside=True)

    assert refused.refused == "It is closed"
    assert form.errors == {}


def test_a_conflict_brings_the_record_as_it_stands():
    form = sent_form()

    refused = submit(form, refusing(EditConflict("Somebody changed it", current="theirs")))

    assert (refused.changed, refused.refused, refused.current) == ("Somebody changed it", "", "theirs")
    assert form.errors == {}


def test_what_is_held_already_comes_along():
    refused = submit(sent_form(), refusing(AlreadyHeld("It is here", held="report")))

    assert (refused.status, refused.held) == (409, "report")


def test_not_allowed_goes_on_to_the_door():
    with pytest.raises(NotAllowed):
        submit(sent_form(), refusing(NotAllowed("Not you")))


def test_not_allowed_stands_beside_the_answer_it_is_about():
    refused = submit(sent_form(ChoosyForm), refusing(NotAllowed("Not you")))

    assert (refused.status, refused.words) == (403, "Not you")


def test_a_fault_is_no_refusal():
    with pytest.raises(ZeroDivisionError):
        submit(sent_form(), lambda: 1 / 0)


def test_attempt_returns_the_refusal():
    refused = attempt(refusing(WrongState("It is closed")))

    assert isinstance(refused, Refused)
    assert refused.words == "It is closed"


def test_attempt_passes_not_allowed_on():
    with pytest.raises(NotAllowed):
        attempt(refusing(NotAllowed("Not you")))


def test_press_says_what_was_done(request_with_messages):
    press(request_with_messages, lambda: 3, done=lambda count: f"{count} sent")

    assert said(request_with_messages) == [("success", "3 sent")]


def test_press_says_nothing_of_its_own(request_with_messages):
    press(request_with_messages, lambda: 3)

    assert said(request_with_messages) == []


@pytest.mark.parametrize(("level", "tag"), [({}, "error"), ({"level": INFO}, "info")])
def test_press_says_why_not(request_with_messages, level, tag):
    press(request_with_messages, refusing(WrongState("It is closed")), done="Sent", **level)

    assert said(request_with_messages) == [(tag, "It is closed")]


def test_why_not_is_empty_where_nothing_refuses():
    assert why_not(lambda: None) == ""


def test_why_not_says_the_refusal():
    assert why_not(refusing(NotAllowed("Not you"))) == "Not you"
