"""Forms as GOV.UK forms: names and descriptions of every input, messages of our own, dates in three fields."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import FileExtensionValidator
from django.template import engines
from lxml import html

from tracker.web.forms.base import DateInputField, DatePickerField, Form, LongTextField, Radios

HOSTILE = "\"><script>alert('1')</script>{{ 7 * 7 }}"
COLOURS = [("r", "Red"), ("g", HOSTILE)]


class EveryKind(Form):
    """One field of each kind that pages use."""

    nouns = {"agree": "that you agree", "published": "the date of the report"}

    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Short title", max_length=20, help_text=HOSTILE)
    reference = forms.CharField(label="Reference", required=False)
    email = forms.EmailField(label="Email address")
    count = forms.IntegerField(label="PDU count", min_value=1)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    text = LongTextField(label="What has changed?", max_length=30)
    notes = LongTextField(label="Notes", required=False)
    status = forms.ChoiceField(label="Status", choices=COLOURS, widget=Radios(hints={"r": HOSTILE}))
    themes = forms.MultipleChoiceField(label="Themes", choices=COLOURS, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="I agree", help_text="You can change this later")
    owner = forms.ChoiceField(label="Owner", choices=[("", "---------"), ("Own PDU", COLOURS), ("o", "Other")])
    published = DateInputField(label="Published", help_text="For example, 27 3 2026")
    due = DateInputField(label="Due date", required=False)
    report = forms.FileField(label="Report", validators=[FileExtensionValidator(["pdf"])])


def render(form: Form, **options: Any) -> Any:
    template = engines["jinja2"].from_string(  # type: ignore[attr-defined]
        '{% from "components/forms.html" import error_summary, fields %}<main>{{ error_summary(form) }}'
        "{{ fields(form) }}</main>"
    )
    return html.fromstring(template.render({"form": form, **options}))


FORMS = {
    "new": EveryKind,
    "filled": lambda: EveryKind(
        initial={"name": HOSTILE, "status": "g", "themes": ["r"], "published": date(2026, 3, 27)}
    ),
    "empty": lambda: EveryKind({}),
    "wrong": lambda: EveryKind(
        dict.fromkeys(
            ["name", "email", "count", "text", "status", "themes", "owner", "published_day", "published_month"], HOSTILE
        )
    ),
    "prefixed": lambda: EveryKind({}, prefix="first"),
}
each_form = pytest.mark.parametrize("state", FORMS)


@each_form
def test_every_input_has_one_label(state: str) -> None:
    page = render(FORMS[state]())

    inputs = page.xpath("//*[self::input[not(@type='hidden')] or self::select or self::textarea]")

    assert len(inputs) == 20
    assert all(len(page.xpath(f"//label[@for='{element.get('id')}']")) == 1 for element in inputs)


@each_form
def test_ids_are_unique_and_descriptions_exist(state: str) -> None:
    page = render(FORMS[state]())

    ids = page.xpath("//@id")
    described = " ".join(page.xpath("//@aria-describedby")).split()

    assert len(ids) == len(set(ids))
    assert described
    assert set(described) <= set(ids)


@each_form
def test_groups_have_a_legend(state: str) -> None:
    page = render(FORMS[state]())

    groups = page.xpath("//fieldset/legend/text()")

    assert [group.strip() for group in groups] == ["Status", "Themes", "Published", "Due date (optional)"]


@each_form
def test_nothing_typed_becomes_mark_up(state: str) -> None:
    page = render(FORMS[state]())

    assert page.xpath("//script") == []
    assert "49" not in page.text_content()


@each_form
def test_browsers_leave_the_checks_to_us(state: str) -> None:
    assert render(FORMS[state]()).xpath("//*[@required or @maxlength or @pattern or @min]") == []


def test_only_fields_that_may_stay_empty_say_so() -> None:
    page = render(EveryKind())

    optional = [text.strip() for text in page.xpath("//label/text() | //legend/text()") if "(optional)" in text]

    assert optional == ["Reference (optional)", "Notes (optional)", "Due date (optional)"]


def test_every_mistake_is_in_the_summary_and_beside_its_field() -> None:
    page = render(EveryKind({}))

    summary = page.xpath("//*[@class='govuk-error-summary']//a")
    beside = [" ".join(p.text_content().split()) for p in page.xpath("//p[@class='govuk-error-message']")]

    assert [f"Error: {link.text_content().strip()}" for link in summary] == beside
    assert len(beside) == 11
    assert all(page.xpath(f"//*[@id='{link.get('href')[1:]}']") for link in summary)


def test_links_of_the_summary_lead_to_the_first_radio_and_the_first_wrong_part() -> None:
    page = render(EveryKind({"published_day": "27", "published_year": "2026"}))

    links = page.xpath("//*[@class='govuk-error-summary']//a/@href")

    assert {"#id_status", "#id_themes", "#id_published-month"} <= set(links)
    assert page.xpath("//input[contains(@class, 'date-input') and contains(@class, '--error')]/@id") == [
        "id_published-month"
    ]


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert render(EveryKind()).xpath("//*[@class='govuk-error-summary']") == []


def test_answers_stay_right_and_wrong_but_not_the_password() -> None:
    page = render(FORMS["wrong"]())

    assert page.xpath("//input[@id='id_count']/@value") == [HOSTILE]
    assert page.xpath("//input[@id='id_published-day']/@value") == [HOSTILE]
    assert page.xpath("//textarea[@id='id_text']/text()") == [HOSTILE]
    assert page.xpath("//input[@id='id_secret']/@value") == []


def test_initial_answers_are_shown() -> None:
    page = render(FORMS["filled"]())

    assert page.xpath("//input[@checked]/@value") == ["g", "r"]
    assert page.xpath("//input[starts-with(@id, 'id_published-')]/@value") == ["27", "3", "2026"]


def test_choices_keep_their_groups() -> None:
    page = render(EveryKind({"owner": "g"}))

    assert page.xpath("//select/optgroup/@label") == ["Own PDU"]
    assert page.xpath("//select//option[@selected]/@value") == ["g"]
    assert page.xpath("//select/option/text()") == ["Choose from the list", "Other"]


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
        ("text", {}, "Enter what has changed"),
        ("text", {"text": "x" * 31}, "What has changed must be 30 characters or fewer"),
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


@pytest.mark.parametrize("typed", ["31/2/2026", "27/3/26", "2026-03-27", "tomorrow", "27/3", "1/2/3/4", "27/13/2026"])
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


def test_the_summary_escapes_messages() -> None:
    form = EveryKind({})
    form.add_error("name", "<b>bold</b>")
    form.errors["name"].reverse()

    page = render(form)

    assert page.xpath("//b") == []
    assert re.search(r"<b>bold</b>", page.text_content())
