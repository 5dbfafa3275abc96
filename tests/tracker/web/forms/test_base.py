"""The form that every page's form is: messages of our own, answers put back, and dates as people write them."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from tests.factories.form_of_every_kind import EveryKind
from tracker.errors import InvalidInput
from tracker.web.forms.base import (
    DateInput,
    DateInputField,
    DatePickerField,
    Form,
    LongTextField,
    VersionedForm,
)


def messages_of(**data: Any) -> dict[str, str]:
    files = {"report": data.pop("report")} if "report" in data else {}
    return {name: errors[0] for name, errors in EveryKind(data, files).errors.items()}


@pytest.mark.parametrize(
    ("field", "data", "message"),
    [
        ("name", {}, "Enter short title"),
        ("name", {"name": "x" * 21}, "Short title must be 20 characters or fewer"),
        ("name", {"name": "a\x00b"}, "Remove the hidden characters from short title"),
        ("email", {"email": "nobody"}, "Enter an email address in the correct format, like name@example.com"),
        ("count", {}, "Enter PDU count"),
        ("count", {"count": "many"}, "PDU count must be a whole number, like 15"),
        ("count", {"count": "0"}, "PDU count must be 1 or more"),
        ("text", {}, "Enter the update"),
        ("text", {"text": "x" * 31}, "The update must be 30 characters or fewer"),
        ("status", {}, "Select status"),
        ("status", {"status": "z"}, "Select status from the list"),
        ("themes", {}, "Select themes"),
        ("agree", {}, "Select that you agree"),
        ("published", {}, "Enter the date of the report"),
        ("report", {}, "Select a file"),
        ("report", {"report": SimpleUploadedFile("a.pdf", b"")}, "The selected file is empty"),
        ("report", {"report": SimpleUploadedFile("a.exe", b"x")}, "The selected file must be one of these types: pdf"),
    ],
)
def test_a_message_says_what_to_do(field: str, data: dict[str, Any], message: str) -> None:
    assert messages_of(**data)[field] == message


def test_no_message_is_left_as_django_has_it() -> None:
    kinds = [kind for kind in vars(forms).values() if isinstance(kind, type) and issubclass(kind, forms.Field)]
    left = []

    for kind in kinds:
        theirs = {
            code: text
            for parent in kind.__mro__
            for code, text in vars(parent).get("default_error_messages", {}).items()
        }
        ours = _in_a_form(kind).error_messages
        left += [(kind.__name__, code) for code, text in theirs.items() if ours.get(code) == text]

    assert len(kinds) > 20
    assert left == []


def _in_a_form(kind: type[forms.Field]) -> forms.Field:
    needs: dict[str, dict[str, Any]] = {
        "RegexField": {"regex": "x"},
        "ComboField": {"fields": []},
        "MultiValueField": {"fields": []},
        "FilePathField": {"path": "."},
        "ModelChoiceField": {"queryset": None},
        "ModelMultipleChoiceField": {"queryset": None},
        "TypedChoiceField": {},
        "URLField": {"assume_scheme": "https"},
    }
    field = kind(**needs.get(kind.__name__, {}))
    return type("OneField", (Form,), {"it": field})().fields["it"]


def test_a_message_of_the_field_itself_stays() -> None:
    class Own(Form):
        text = forms.CharField(error_messages={"required": "Enter what you did"})

    assert Own({}).errors["text"] == ["Enter what you did"]


def test_a_label_that_starts_with_i_stays_as_it_is() -> None:
    class Checked(Form):
        checked = forms.BooleanField(label="I have checked the report")

    assert Checked({}).errors["checked"] == ["Select I have checked the report"]


class Asks(Form):
    """A question with a noun, and one without; both have a limit beyond a thousand."""

    nouns = {"post": "a post"}

    post = forms.CharField(label="Which post owns it?", max_length=1000)
    other = forms.CharField(label="Which others? (optional)", max_length=5000)


class AsksMore(Asks):
    """Asks for a reason as well."""

    nouns = {"reason": "the reason"}

    reason = forms.CharField(label="Why?")


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ({}, ["Enter a post", "Enter an answer"]),
        (
            {"post": "x" * 1001, "other": "x" * 5001},
            ["The post must be 1,000 characters or fewer", "The answer must be 5,000 characters or fewer"],
        ),
    ],
)
def test_a_message_never_asks_the_question_again(data: dict[str, str], messages: list[str]) -> None:
    assert [errors[0] for errors in Asks(data).errors.values()] == messages


def test_a_form_has_the_nouns_of_the_forms_that_it_is_made_from() -> None:
    assert AsksMore.nouns == {"post": "a post", "reason": "the reason"}
    assert AsksMore({"post": "Head", "other": "x"}).errors == {"reason": ["Enter the reason"]}


def test_a_field_that_a_page_adds_has_its_noun() -> None:
    form = Asks({"post": "Head", "other": "x"})

    form.add_field("why-1", forms.CharField(label="Why does it end?"), noun="the reason")

    assert form.errors == {"why-1": ["Enter the reason"]}


def test_what_an_operation_refused_stands_beside_its_field() -> None:
    form = EveryKind({})

    form.add_errors({"due": "Due date must be after 12 March 2026", "": "Somebody changed this action"})

    assert form.errors["due"] == ["Due date must be after 12 March 2026"]
    assert form.non_field_errors() == ["Somebody changed this action"]


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r"])
def test_a_line_break_counts_as_one_character(breaks: str) -> None:
    assert LongTextField(max_length=3).clean(f"a{breaks}b") == "a\nb"


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("27", "3", "2026"),
        ("27", "03", "2026"),
        ("27", "March", "2026"),
        ("27", "mar", "2026"),
        (" 27 ", "MAR.", "2026,"),
    ],
)
def test_a_date_is_read_in_numbers_and_month_names(day: str, month: str, year: str) -> None:
    assert DateInputField(label="Published").clean([day, month, year]) == date(2026, 3, 27)


def test_sept_is_september() -> None:
    assert DateInputField(label="Published").clean(["1", "Sept", "2026"]) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "message", "parts"),
    [
        (["", "", ""], "Enter published", ("day", "month", "year")),
        (["", "3", "2026"], "Published must include a day", ("day",)),
        (["27", "", "2026"], "Published must include a month", ("month",)),
        (["27", "3", ""], "Published must include a year", ("year",)),
        (["27", "", ""], "Published must include a month and year", ("month", "year")),
        (["31", "2", "2026"], "Published must be a real date", ("day",)),
        (["0", "2", "2026"], "Published must be a real date", ("day",)),
        (["xx", "2", "2026"], "Published must be a real date", ("day",)),
        (["٣", "2", "2026"], "Published must be a real date", ("day",)),
        (["27", "13", "2026"], "Published must be a real date", ("month",)),
        (["27", "ma", "2026"], "Published must be a real date", ("month",)),
        (["27", "3", "26"], "Year must include 4 numbers", ("year",)),
        (["27", "3", "0000"], "Published must be a real date", ("year",)),
    ],
)
def test_a_date_says_what_is_missing_or_wrong(typed: list[str], message: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        DateInputField(label="Published").clean(typed)

    assert refusal.value.message == message
    assert refusal.value.params == {"parts": parts}


def test_an_optional_date_may_stay_empty_but_not_half_empty() -> None:
    field = DateInputField(label="Due date", required=False)

    assert field.clean(["", " ", ""]) is None
    with pytest.raises(forms.ValidationError, match="Due date must include a day"):
        field.clean(["", "3", "2026"])


@pytest.mark.parametrize(
    "typed", ["27/3/2026", "27 March 2026", "27.03.2026", " 27-mar-2026 ", "27 3 2026", "27, Mar., 2026"]
)
def test_a_due_date_is_read_as_people_type_it(typed: str) -> None:
    assert DatePickerField().clean(typed) == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("5/3/2027", ""),
        ("5 March 2027", ""),
        ("5 March", "Friday 5 March 2027"),
        ("5/3/27", "Friday 5 March 2027"),
        ("2027-03-05", "Friday 5 March 2027"),
        ("end of March", "March 2027, so Wednesday 31 March 2027 at the latest"),
    ],
)
def test_a_page_says_back_how_a_date_was_read(typed: str, reading: str) -> None:
    class Due(Form):
        on = date(2026, 11, 30)
        due = DatePickerField(label="Due date")

    form = Due({"due": typed})
    assert form.is_valid()
    assert form.fields["due"].reading == reading
    assert form["due"].value() == typed


@pytest.mark.parametrize("typed", ["1/1/0001", "31/12/1999", "1 January 2101", "1999-12-31", "March 1999"])
def test_a_day_that_the_service_does_not_keep_is_refused(typed: str) -> None:
    class Due(Form):
        due = DatePickerField(label="Due date")
        seen = DateInputField(label="Seen on")

    day, month, year = "1", "1", typed[-4:] if typed[-4:].isdigit() else "1999"
    form = Due({"due": typed, "seen_day": day, "seen_month": month, "seen_year": year})

    assert form.errors["due"] == ["The date must be between 2000 and 2100"]
    assert form.errors["seen"] == ["The date must be between 2000 and 2100"]


@pytest.mark.parametrize("typed", ["31/2/2026", "27/3/026", "2026-13-27", "soon", "27", "1/2/3/4", "27/13/2026"])
def test_a_due_date_that_is_none_says_how_to_type_it(typed: str) -> None:
    class Due(Form):
        due = DatePickerField(label="Due date")

    assert Due({"due": typed}).errors["due"] == ["Due date must be a real date, like 27/3/2026"]
    assert Due({}).errors["due"] == ["Enter due date"]


def test_a_due_date_is_shown_as_it_is_typed() -> None:
    class Due(Form):
        due = DatePickerField(label="Due date", required=False)

    assert Due(initial={"due": date(2026, 3, 7)})["due"].value() == "7/3/2026"
    assert not Due({"due": "7/3/2026"}, initial={"due": date(2026, 3, 7)}).has_changed()
    assert Due({"due": ""}).is_valid()


class Note(Form):
    """A text and a day, as most pages ask."""

    not_allowed_beside = "text"

    text = forms.CharField(label="Text")
    on = DateInputField(label="Day", required=False)


KEPT = QueryDict("text=Seven+plans+checked&on_day=27&on_month=march&on_year=")


def test_answers_that_were_kept_come_back_as_they_were_typed() -> None:
    form = Note().put_back(KEPT)

    assert form["text"].value() == "Seven plans checked"
    assert DateInput().parts(form["on"].value()) == {"day": "27", "month": "march", "year": ""}
    assert form.is_put_back


def test_kept_answers_give_way_to_those_that_were_sent() -> None:
    form = Note(QueryDict("text=Nine")).put_back(KEPT)

    assert form["text"].value() == "Nine"
    assert not form.is_put_back


def test_what_was_left_empty_keeps_its_first_answer() -> None:
    form = Note(initial={"text": "As it was"}).put_back(QueryDict("text="))

    assert form["text"].value() == "As it was"


def test_without_kept_answers_nothing_is_put_back() -> None:
    assert not Note().put_back(None).is_put_back


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (InvalidInput("Too late", field="on"), "on"),
        (InvalidInput("Too late", field="elsewhere"), "__all__"),
        (ValueError("Too late"), "__all__"),
    ],
)
def test_a_refusal_stands_beside_its_answer_or_above_the_form(refusal: Exception, field: str) -> None:
    form = Note(QueryDict("text=Nine"))

    form.refuse(refusal)

    assert form.errors == {field: ["Too late"]}


def test_answers_are_taken_to_the_newer_version_and_none_is_lost() -> None:
    class Change(VersionedForm):
        text = forms.CharField()

    form = Change(QueryDict("text=Nine&version=1"))

    form.take_version(2)

    assert (form["text"].value(), form["version"].value()) == ("Nine", "2")


@pytest.mark.parametrize(("typed", "is_changed"), [(["27", "3", "2026"], False), (["28", "3", "2026"], True)])
def test_a_date_has_changed_when_one_of_its_parts_has(typed: list[str], is_changed: bool) -> None:
    assert DateInputField().has_changed(date(2026, 3, 27), typed) is is_changed
