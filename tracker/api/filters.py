"""The filters of the API's lists: the names of the pages' filters, and nonsense is refused instead of ignored."""

from collections.abc import Iterable
from typing import Any

from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter
from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema_field

from inspections.models import Organisation


class Filters(FilterSet):
    """Reads and describes filters. Which records they mean is for the queries to say (`given` goes to its Filters)."""

    q = CharFilter(max_length=200, help_text="Words to search for, or a reference such as REC-0001")

    def given(self) -> dict[str, Any]:
        """Return the chosen values, '' or None where nothing was sent.

        Raises ValidationError, by the name of the filter.
        """
        if not self.is_valid():
            raise translate_validation(self.errors)
        return dict(self.form.cleaned_data)


def sort_by(columns: Iterable[str], *, default: str) -> ChoiceFilter:
    """Return the filter `?sort=`: one of these columns, with '-' before it for the other direction."""
    choices = [(f"{sign}{name}", f"By {name}{', descending' * bool(sign)}") for name in columns for sign in ("", "-")]
    return ChoiceFilter(choices=choices, help_text=f"The order of the list; {default} unless you say otherwise")


def region() -> Any:
    return _by_slug("The slug of a region, such as yorkshire-and-the-humber", Organisation.objects.regions())


def pdu() -> Any:
    return _by_slug("The slug of a probation delivery unit (PDU)", Organisation.objects.pdus())


def _by_slug(words: str, bodies: Any) -> Any:
    chosen = ModelChoiceFilter(queryset=bodies, to_field_name="slug", help_text=words)
    return extend_schema_field({"type": "string", "description": words})(chosen)


def text_of(model: Any, *, by: str, words: str) -> Any:
    """Return a filter by a record's own code, described as text."""
    chosen = ModelChoiceFilter(queryset=model.objects.all(), to_field_name=by, help_text=words)
    return extend_schema_field({"type": "string", "description": words})(chosen)
