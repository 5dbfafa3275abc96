"""New names, closing and opening from a date, and taking each of them back."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import OrganisationKind
from inspections.models import Organisation, OrganisationName
from inspections.operations.organisations import establish
from inspections.operations.reorganisations import close, names_of_the_day, rename, reopen, take_back_name

TODAY = date(2026, 11, 18)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def leeds(db: None) -> Organisation:
    return establish(kind=OrganisationKind.PDU, name="Leeds", slug="leeds")


def name_now(body: Organisation) -> str:
    return Organisation.objects.get(pk=body.pk).name


def names(body: Organisation) -> list[Any]:
    return list(
        OrganisationName.objects.filter(organisation=body).order_by("pk").values_list("name", "from_on", "to_on")
    )


@pytest.mark.parametrize(("on", "shown"), [(TODAY, "Leodis"), (TOMORROW, "Leeds")])
def test_a_new_name_is_shown_from_its_day(leeds: Organisation, on: date, shown: str) -> None:
    rename(organisation=leeds, name="Leodis", on=on, today=TODAY)

    assert name_now(leeds) == shown
    assert names(leeds) == [("Leeds", None, on), ("Leodis", on, None)]
    assert Organisation.objects.get(pk=leeds.pk).path == "/leeds/"


@pytest.mark.parametrize(("on", "changed", "shown"), [(TODAY, 0, "Leeds"), (TOMORROW, 1, "Leodis")])
def test_a_name_of_a_later_day_waits_for_it(leeds: Organisation, on: date, changed: int, shown: str) -> None:
    rename(organisation=leeds, name="Leodis", on=TOMORROW, today=TODAY)

    shown_anew = names_of_the_day(on=on)

    assert (len(shown_anew), name_now(leeds)) == (changed, shown)


def test_a_day_without_a_new_name_costs_one_query(leeds: Organisation, django_assert_num_queries: Any) -> None:
    rename(organisation=leeds, name="Leodis", on=TODAY, today=TODAY)

    with django_assert_num_queries(1 + 2):  # two are its own savepoint
        shown_anew = names_of_the_day(on=TOMORROW)

    assert not shown_anew


def test_a_name_taken_back_leaves_the_one_before_as_it_was(leeds: Organisation) -> None:
    made = rename(organisation=leeds, name="Leodis", on=TODAY, today=TODAY)

    take_back_name(name=made, today=TODAY)

    assert name_now(leeds) == "Leeds"
    assert names(leeds) == [("Leeds", None, None)]


def test_a_body_closes_and_opens_again_in_its_place(leeds: Organisation) -> None:
    close(organisation=leeds, on=TODAY)
    closed = Organisation.objects.get(pk=leeds.pk)

    reopen(organisation=leeds)

    assert (closed.closed_on, closed.path) == (TODAY, "/leeds/")
    assert Organisation.objects.get(pk=leeds.pk).closed_on is None
