"""What templates/components/forms.html asks of a Django form field."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.forms import BoundField

from tracker.web.forms.base import first_wrong_part, wrong_parts


def choice_items(bound: BoundField, divider_before: str = "") -> list[dict[str, Any]]:
    """Return the choices of a field in the shape GOV.UK components take, each with its group.

    `divider_before` is the value of the choice that follows 'or'.
    """
    widget: Any = bound.field.widget
    hints = getattr(widget, "hints", {})
    items: list[dict[str, Any]] = []
    for group, options, _index in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        for option in options:
            value = str(option["value"])
            if not value and widget.input_type == "radio":
                continue
            if divider_before and value == divider_before:
                items.append({"divider": "or"})
            items.append(
                {
                    "value": value,
                    "text": _text(value, str(option["label"])),
                    "checked": option["selected"],
                    "hint": {"text": hints[value]} if value in hints else None,
                    "group": group or "",
                }
            )
    return items


def choice_groups(bound: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the same choices in runs of one group, in their order; '' is the group of those that have none."""
    return [(group, list(items)) for group, items in groupby(choice_items(bound), key=itemgetter("group"))]


def _text(value: str, label: str) -> str:
    return "Choose from the list" if not value and label.startswith("---") else label


FILTERS = {
    "choice_groups": choice_groups,
    "choice_items": choice_items,
    "first_wrong_part": first_wrong_part,
    "wrong_parts": wrong_parts,
}
