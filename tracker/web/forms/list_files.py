"""What asks for the file of a list: the list's own filters, and the button that has it made."""

from typing import Any
from uuid import UUID

from django import forms

from tracker.choices import ListKind
from tracker.operations.list_files import AskedList
from tracker.queries import lists
from tracker.web.doors import Request
from tracker.web.forms.base import Form
from tracker.web.forms.filters import ActionFilters, FilterForm, InspectionFilters, RecommendationFilters
from tracker.web.forms.people import PeopleFilters
from tracker.web.forms.self_assessments import ReviewFilters

FILTERS: dict[ListKind, type[FilterForm]] = {
    ListKind.RECOMMENDATIONS: RecommendationFilters,
    ListKind.ACTIONS: ActionFilters,
    ListKind.INSPECTIONS: InspectionFilters,
    ListKind.REVIEWS: ReviewFilters,
    ListKind.USERS: PeopleFilters,
}


class ListAsked:
    """The list that an address asks for: what it is narrowed to, the same in words, and its order."""

    def __init__(self, kind: ListKind, request: Request) -> None:
        form: Any = FILTERS[kind].from_request(request)
        self.kind = kind
        self.selection = form.filters()
        self.chosen: list[tuple[str, str]] = [(label, words) for _, label, words in form.chosen]
        self.sort = request.GET.get("sort", "")[:30]

    def answers(self) -> AskedList:
        """Return it as it is kept for the worker."""
        chosen = [list(pair) for pair in self.chosen]
        return AskedList(self.kind, lists.packed(self.selection), chosen, self.sort)


class MakeFileForm(Form):
    """The button 'Make the file': its token is that of the page, so that two presses ask once."""

    token = forms.UUIDField(widget=forms.HiddenInput(), error_messages={"required": "Open this page again"})

    def answers(self) -> UUID:
        token: UUID = self.cleaned_data["token"]
        return token
