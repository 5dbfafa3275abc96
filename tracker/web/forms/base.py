"""The form that every page's form is: GOV.UK messages for each mistake, and dates in three fields."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Self, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from inspections.choices import FIRST_DAY, LAST_DAY, DatePrecision
from tracker.rules import deadlines
from tracker.rules.typed.dates import OUT_OF_BOUNDS, Towards, TypedDate, month_number, read_date
from tracker.rules.typed.text import one_line, paragraphs
from tracker.rules.wording import date_day, date_long, date_month, starts_sentence

PARTS = ("day", "month", "year")

# Instead of Django's words, by the code of the mistake. {the} is the noun in a sentence, {The} at its start, {limit}
# what the field allows. Values in %(…)s are Django's. A field's own `error_messages` win.
MESSAGES = {
    "required": "Enter {the}",
    "missing": "Enter {the}",
    "incomplete": "Enter all of {the}",
    "invalid": "Enter {the} in the correct format",
    "invalid_choice": "Select {the} from the list",
    "invalid_list": "Select {the} from the list",
    "invalid_pk_value": "Select {the} from the list",
    "invalid_date": "{The} must be a real date",
    "invalid_time": "{The} must be a real time",
    "overflow": "{The} must be a shorter time",
    "max_length": "{The} must be {limit} characters or fewer",
    "min_length": "{The} must be {limit} characters or more",
    "max_value": "{The} must be {limit} or fewer",
    "min_value": "{The} must be {limit} or more",
    "step_size": "{The} must be a multiple of %(limit_value)s",
    "max_digits": "{The} must have %(max)s digits or fewer",
    "max_decimal_places": "{The} must have %(max)s decimal places or fewer",
    "max_whole_digits": "{The} must have %(max)s digits or fewer before the decimal point",
    "null_characters_not_allowed": "Remove the hidden characters from {the}",
    "empty": "The selected file is empty",
    "contradiction": "Either select a file or choose to remove the one there is",
    "invalid_extension": "The selected file must be one of these types: %(allowed_extensions)s",
    "invalid_image": "The selected file must be a picture",
}
BY_KIND: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.EmailField, {"invalid": "Enter an email address in the correct format, like name@example.com"}),
    (forms.URLField, {"invalid": "Enter a web address in the correct format, like https://www.example.com"}),
    (
        forms.FileField,
        {
            "required": "Select a file",
            "missing": "Select a file",
            "invalid": "The selected file could not be uploaded. Try again",
            "max_length": "The name of the selected file must be %(max)d characters or fewer",
        },
    ),
    (forms.BooleanField, {"required": "Select {the}"}),
    (forms.ModelChoiceField, {"required": "Select {the}"}),
    (forms.ChoiceField, {"required": "Select {the}"}),
    (forms.IntegerField, {"invalid": "{The} must be a whole number, like 15"}),
    (forms.FloatField, {"invalid": "{The} must be a number, like 15"}),
    (forms.DecimalField, {"invalid": "{The} must be a number, like 15"}),
    (forms.DateField, {"invalid": "{The} must be a real date, like 27 3 2026"}),
    (forms.TimeField, {"invalid": "{The} must be a real time, like 9:32am"}),
    (forms.DateTimeField, {"invalid": "{The} must be a real date and time"}),
)


class Form(forms.Form):
    """A plain form whose messages say what to do.

    `nouns` names fields in their messages where the label does not do: 'Due date' gives 'Enter due date', the noun
    'the new due date' gives 'Enter the new due date'. A question always needs one: a message never asks it again.
    A form has the nouns of those that it is made from, too. Where a clause says more ('Enter why the date moves'),
    the field has its own `required`.
    """

    nouns: Mapping[str, str] = {}
    use_required_attribute = False
    is_put_back = False
    # The answer that a NotAllowed is about, where another answer would be allowed; else the whole page is refused.
    not_allowed_beside = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            set_messages(field, self.nouns.get(name) or _noun(str(field.label or name.replace("_", " "))))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        held = [vars(kind).get("nouns", {}) for kind in reversed(cls.__mro__)]
        cls.nouns = {name: noun for nouns in held for name, noun in nouns.items()}

    def full_clean(self) -> None:
        """Read dates as of the form's day, where it has one as `on`."""
        for field in self.fields.values():
            if isinstance(field, DatePickerField):
                field.today = getattr(self, "on", None)
        super().full_clean()

    def add_field(self, name: str, field: forms.Field, *, noun: str) -> None:
        """Ask what only this page asks, such as one field for each recommendation; `noun` is as those of `nouns`."""
        set_messages(field, noun)
        self.fields[name] = field

    def put_back(self, kept: QueryDict | None) -> Self:
        """Fill the form with answers that were kept when a session ended; they are not saved before they are sent."""
        if kept is None or self.is_bound:
            return self
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(kept, MultiValueDict(), self.add_prefix(name))
            if value not in (None, "", []):
                self.initial[name] = value
        self.is_put_back = True
        return self

    def refuse(self, refusal: Exception) -> None:
        """Put a refusal beside the answer that it is about, or above the form where it is about no answer."""
        self.add_errors({getattr(refusal, "field", ""): str(refusal)})

    def add_errors(self, errors: Mapping[str, str]) -> None:
        """Put what an operation refused beside the fields it is about; '' is the form as a whole."""
        for name, message in errors.items():
            self.add_error(name if name in self.fields else None, message)


class VersionedForm(Form):
    """A form about a record that others may change meanwhile: `version` is the record's when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput())

    def take_version(self, version: int) -> None:
        """Keep the same answers after somebody else's save, now against the record as it stands."""
        answers = cast(QueryDict, self.data).copy()
        answers["version"] = str(version)
        self.data = answers


def set_messages(field: forms.Field, noun: str) -> None:
    """Replace each message that is still Django's own; one given to the field stays."""
    if isinstance(field, DateInputField):
        field.noun = noun
        return
    own = _first_messages(type(field))
    words = MESSAGES | _kind_words(field)
    for code in set(words) | set(own):
        if field.error_messages.get(code) == own.get(code):
            said = {"the": noun, "The": starts_sentence(noun), "limit": _limit(field, code)}
            field.error_messages[code] = words.get(code, MESSAGES["invalid"]).format(**said)


class TextField(forms.CharField):
    """One line that people type, as `one_line` of the rules keeps it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(one_line(value) if isinstance(value, str) else ""))


class LongTextField(forms.CharField):
    """Typed or pasted paragraphs, as the rules keep them. A line break that browsers send as two characters is one."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(paragraphs(value) if isinstance(value, str) else ""))


class Radios(forms.RadioSelect):
    """Radios; `hints` maps a choice's value to the sentence below it."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}


class DateInput(forms.MultiWidget):
    """Day, month and year, each typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]

    def parts(self, value: Any) -> dict[str, str]:
        """Return what to show in each field: what was typed, right or wrong, or the parts of a date."""
        values = value if isinstance(value, list) else self.decompress(value)
        return {part: str(values[i] or "") for i, part in enumerate(PARTS)}


class DateInputField(forms.Field):
    """A date of three fields; month names are accepted. Gives a `datetime.date`, or None when optional and empty.

    Errors carry `params["parts"]`, the fields that are wrong, so that only those are marked.
    """

    widget = DateInput

    noun = ""  # by set_messages()

    def clean(self, value: Any) -> date | None:
        values = [re.sub(r"[\s.,/]+", "", str(v or "")) for v in (value or ["", "", ""])]
        values[0] = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)$", "", values[0].lower())
        missing = [part for part, text in zip(PARTS, values, strict=True) if not text]
        the = self.noun or _noun(str(self.label or "date"))
        if len(missing) == len(PARTS):
            if not self.required:
                return None
            raise _date_error(f"Enter {the}", "required", PARTS)
        start = starts_sentence(the)
        if missing:
            wanted = " and ".join(missing)
            raise _date_error(f"{start} must include a {wanted}", "incomplete", tuple(missing))
        return _real_date(start, *values)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateInput().parts(initial) != DateInput().parts(data)


class DatePickerInput(forms.TextInput):
    """One field with a calendar beside it where scripts run; `DatePickerField` reads it."""


class DatePickerField(forms.Field):
    """A day, typed as people type one (rules/typed/dates) or picked.

    `towards` says where a day lies whose year is left out; `today` is the form's day, or else that of the clock.
    `reading` is the day in words that differ from what was typed, for the page to say back.
    """

    widget = DatePickerInput
    default_error_messages = {"invalid": "{The} must be a real date, like 27/3/2026"}

    def __init__(self, *, towards: Towards = Towards.FUTURE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.towards = towards
        self.today: date | None = None
        self.reading = ""

    def to_python(self, value: Any) -> Any:
        read = self.read(value)
        return read and deadlines.due_date(read.on, read.precision)

    def read(self, value: Any) -> TypedDate | None:
        """Return what was typed; None for nothing. Raises ValidationError for what is no date."""
        text = paragraphs(str(value or ""))
        if not text:
            return None
        read = read_date(text, today=self.today or timezone.localdate(), towards=self.towards)
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        _check_kept(read.on)
        self.reading = _said_back(text, read)
        return read

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


def _said_back(text: str, read: TypedDate) -> str:
    """Return 'Friday 5 March 2027' for '5 March' or 5/3/27; '' for what leaves nothing open, such as 5/3/2027."""
    if read.precision is DatePrecision.MONTH:
        counts_on = deadlines.due_date(read.on, read.precision)
        return f"{date_month(read.on)}, so {date_day(counts_on)} at the latest"
    plain = {f"{read.on:%-d/%-m/%Y}", f"{read.on:%d/%m/%Y}", date_long(read.on), date_day(read.on)}
    return "" if text in plain else date_day(read.on)


def _real_date(start: str, day: str, month: str, year: str) -> date:
    if not re.fullmatch(r"[0-9]{4}", year):
        raise _date_error("Year must include 4 numbers", "invalid", ("year",))
    number = month_number(month)
    if number is None:
        raise _date_error(f"{start} must be a real date", "invalid", ("month",))
    if not re.fullmatch(r"[0-9]{1,2}", day):
        raise _date_error(f"{start} must be a real date", "invalid", ("day",))
    try:
        real = date(int(year), number, int(day))
    except ValueError as error:
        wrong = ("year",) if int(year) == 0 else ("day",)
        raise _date_error(f"{start} must be a real date", "invalid", wrong) from error
    _check_kept(real)
    return real


def _check_kept(day: date) -> None:
    """Raise ValidationError for a day that the service does not keep."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _date_error(OUT_OF_BOUNDS, "invalid", ("year",))


def first_wrong_part(errors: ErrorList) -> str:
    """Return the field of a date to which the error summary leads."""
    return (wrong_parts(errors) or PARTS)[0]


def wrong_parts(errors: ErrorList) -> tuple[str, ...]:
    """Return the fields of a date to mark; all three when the error came from elsewhere; none without an error."""
    mistakes = errors.as_data()
    if not mistakes:
        return ()
    return tuple((mistakes[0].params or {}).get("parts", PARTS))


def _date_error(message: str, code: str, parts: tuple[str, ...]) -> ValidationError:
    return ValidationError(message, code=code, params={"parts": parts})


def _noun(label: str) -> str:
    if "?" in label:
        return "an answer"
    return label if label[1:2].isupper() or label.startswith("I ") else label[:1].lower() + label[1:]


def _limit(field: forms.Field, code: str) -> str:
    """Return '1,000' for `max_length`, or whatever limit the code is about; Django's own where the field has none."""
    limit = getattr(field, code, None)
    return f"{limit:,}" if isinstance(limit, int) else "%(limit_value)s"


def _kind_words(field: forms.Field) -> dict[str, str]:
    if isinstance(field, DatePickerField):
        return {code: str(text) for code, text in field.default_error_messages.items()}
    return next((words for kind, words in BY_KIND if isinstance(field, kind)), {})


def _first_messages(kind: type[forms.Field]) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for parent in reversed(kind.__mro__):
        messages.update(getattr(parent, "default_error_messages", {}))
    return messages
