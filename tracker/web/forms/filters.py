"""The filters of lists: sent by GET, shown as chosen, each removable; nonsense in the address filters nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.db.models import DateField, QuerySet, Value

from inspections.choices import InspectionKind, Rating
from inspections.models import Organisation
from tracker.choices import ActionStatus
from tracker.models import Theme
from tracker.models.statements import Question
from tracker.queries import actions, inspections, recommendations
from tracker.web.doors import Request
from tracker.web.forms.base import Form, TextField

ACTION_STATES = [
    ("", "Any"),
    ("open", "Open"),
    ("overdue", "Overdue"),
    ("due-this-week", "Due this week"),
    ("later", "Due later or without a date"),
    ("stale-evidence", "With stale evidence"),
    *[(status.value, status.label) for status in ActionStatus],
]


QUIET = [
    ("", "Any"),
    *[(value, f"None for {days} days") for value, days in actions.QUIET_DAYS.items()],
    (actions.NEVER, "Never"),
]


class FilterForm(Form):
    """What all lists have: words to search for. Use `of(request)`; `chosen` lists what is set, for its removal."""

    q = TextField(label="Search", required=False, max_length=200)

    @classmethod
    def from_request(cls, request: Request) -> Self:
        form = cls({name: request.GET.get(name, cls.base_fields[name].initial or "") for name in cls.base_fields})
        form.offer(on=request.on)
        form.full_clean()
        return form

    def offer(self, *, on: date) -> None:
        """Leave out what can no longer be chosen on a day."""

    def value(self, name: str) -> Any:
        """Return the chosen value, or None where nothing or nonsense was sent."""
        return self.cleaned_data.get(name) or None

    def words(self) -> str:
        return self.value("q") or ""

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """Return the name, label and words of each filter that is set."""
        return [
            (name, str(self.fields[name].label), self._words_of(name))
            for name in self.fields
            if self.value(name) and self.value(name) != self.fields[name].initial
        ]

    def _words_of(self, name: str) -> str:
        field, value = self.fields[name], self.value(name)
        choices = self[name].subwidgets if isinstance(field, forms.ChoiceField) else []
        labels = {str(choice.data["value"]): str(choice.data["label"]) for choice in choices}
        return labels.get(str(value), str(value))


class RegionFilters(FilterForm):
    """Filters by region; the list holds slugs, so that an address can be read and shared."""

    region = forms.ChoiceField(label="Region", required=False, choices=[])

    def offer(self, *, on: date) -> None:
        """Offer living bodies, and themes. A closed body that the address names is kept: its own page leads here."""
        region, pdu = (str(self.data.get(name, "")) for name in ("region", "pdu"))
        options: dict[str, list[tuple[str, str]]] = {name: [("", "All")] for name in ("region", "pdu", "theme")}
        for kind, code, title, closed, *_ in _CHOICES.rows("theme" in self.fields, on=on, region=region, pdu=pdu):
            is_closed = closed is not None and closed <= on
            options[kind].append((code, f"{title} (closed)" if is_closed else title))
        for name in options.keys() & self.fields.keys():
            self.fields[name].choices = options[name]  # type: ignore[attr-defined]

    def body(self, name: str) -> Organisation | None:
        slug = self.value(name)
        return Organisation.objects.get(slug=slug) if slug else None


class AreaFilters(RegionFilters):
    """Filters by region and PDU."""

    pdu = forms.ChoiceField(label="Probation delivery unit (PDU)", required=False, choices=[])


class ThemeFilters(AreaFilters):
    """Filters by region, PDU and theme."""

    theme = forms.ChoiceField(label="Theme", required=False, choices=[])


class RecommendationFilters(ThemeFilters):
    """The filters of /recommendations/."""

    scope = forms.ChoiceField(
        label="Show", required=False, initial="area", choices=[("area", "Your area"), ("all", "All published")]
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any"),
            ("open", "Open"),
            ("unacknowledged", "Not yet acknowledged"),
            ("unanswered", "Not yet answered"),
            ("ending-asked", "Ending asked for"),
            ("answer-overdue", "Answer overdue"),
            ("overdue", "With overdue actions"),
            ("stale-evidence", "With stale evidence"),
            ("ended", "Ended"),
        ],
    )
    field_order = ["q", "scope", "region", "pdu", "theme", "state"]

    def filters(self) -> recommendations.RecommendationSelection:
        return recommendations.RecommendationSelection(
            scope=self.value("scope") or "area",
            region=self.body("region"),
            pdu=self.body("pdu"),
            theme=self.value("theme") or "",
            state=self.value("state") or "",
            words=self.words(),
        )


class ActionFilters(AreaFilters):
    """The filters of /actions/."""

    mine = forms.ChoiceField(label="Show", required=False, choices=[("", "All you can see"), ("yes", "Your own")])
    state = forms.ChoiceField(label="State", required=False, initial="", choices=ACTION_STATES)
    blocked = forms.ChoiceField(label="Blocked", required=False, choices=[("", "Any"), ("yes", "Blocked")])
    moved = forms.ChoiceField(
        label="Moved dates", required=False, choices=[("", "Any"), ("yes", "Moved to a later day")]
    )
    quiet = forms.ChoiceField(label="Updates of open actions", required=False, choices=QUIET)
    field_order = ["q", "mine", "region", "pdu", "state", "quiet", "blocked", "moved"]

    def filters(self) -> actions.ActionSelection:
        return actions.ActionSelection(
            mine=self.value("mine") == "yes",
            region=self.body("region"),
            pdu=self.body("pdu"),
            state=self.value("state") or "",
            words=self.words(),
            blocked=self.value("blocked") == "yes",
            moved=self.value("moved") == "yes",
            quiet=self.value("quiet") or "",
        )


class InspectionFilters(RegionFilters):
    """The filters of /inspections/: a region and words are enough for a list of reports."""

    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *InspectionKind.choices])
    rating = forms.ChoiceField(label="Overall rating", required=False, choices=[("", "All"), *Rating.choices])

    def filters(self) -> inspections.InspectionSelection:
        return inspections.InspectionSelection(
            region=self.body("region"),
            kind=self.value("kind") or "",
            rating=self.value("rating") or "",
            words=self.words(),
        )


def keep(request: Request) -> list[tuple[str, str]]:
    """Return what a filter form sends along: the sort order."""
    query: Mapping[str, str] = request.GET
    return [("sort", query["sort"])] if query.get("sort") else []


def _choices(with_themes: bool, *, on: date, region: str, pdu: str) -> QuerySet[Any]:
    """Return the regions and PDUs of a day, closed ones of these slugs, and the themes, each in their order."""
    living = Organisation.objects.living(on=on).filter(kind__in=["region", "pdu"])
    named = Organisation.objects.filter(kind__in=["region", "pdu"], slug__in=[region, pdu], closed_on__lte=on)
    bodies = (living | named).order_by().annotate(place=Value(0))
    columns = bodies.values_list("kind", "slug", "name", "closed_on", "place", "pk")
    if not with_themes:
        return columns.order_by("name", "pk")
    never = Value(None, output_field=DateField())
    themes = Theme.objects.filter(is_retired=False).order_by().annotate(of=Value("theme"), never=never)
    of_themes = themes.values_list("of", "code", "name", "never", "position", "pk")
    return columns.union(of_themes, all=True).order_by("place", "name", "pk")


_CHOICES = Question(_choices)
