"""Reorganisations as a workbook: every heading with its cell."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories.reorganisations import CASES, actor, make_changing_world, record_case
from tests.factories.world import NOW, TODAY, World
from tests.tracker.documents.reading import read
from tracker.documents.reorganisations import reorganisations_workbook
from tracker.models import Reorganisation

LATE = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July in London


@pytest.fixture
def changing(db: None) -> World:
    return make_changing_world("staffordshire-and-stoke")


def test_a_reorganisation(changing: World) -> None:
    record_case(changing, CASES["staffordshire"])
    ref = Reorganisation.objects.get().ref

    book = read(reorganisations_workbook(actor(changing, "lead"), on=TODAY, at=NOW))

    assert book.name == "Reorganisations"
    assert book.rows == [
        [
            ("Reference", ref),
            (
                "What happened",
                "Staffordshire and Stoke PDU splits into Staffordshire North PDU and Staffordshire South PDU",
            ),
            ("Kind", "Split"),
            ("From", datetime(2025, 3, 1)),
            ("Closed", "Staffordshire and Stoke PDU"),
            ("Take over", "Staffordshire North PDU\nStaffordshire South PDU"),
            ("Recommendations to confirm", 3),
            ("Confirmed", None),
            ("Recorded", datetime(2026, 11, 18)),
            ("Undone", None),
            ("Why undone", None),
            ("Link", f"http://localhost:8000/reorganisations/{ref}/"),
        ]
    ]


def test_days_are_those_of_london(changing: World) -> None:
    record_case(changing, CASES["staffordshire"])
    Reorganisation.objects.update(confirmed_at=LATE, undone_at=NOW, undone_reason="Recorded twice")

    [row] = read(reorganisations_workbook(actor(changing, "lead"), on=TODAY, at=NOW)).rows

    told = dict(row)
    assert (told["Confirmed"], told["Undone"]) == (datetime(2026, 7, 1), datetime(2026, 11, 18))
    assert told["Why undone"] == "Recorded twice"


def test_about_says_what_it_holds(changing: World) -> None:
    about = read(reorganisations_workbook(actor(changing, "lead"), on=TODAY, at=NOW)).about

    assert about["Holds"] == "Every reorganisation, the newest first"


def test_it_costs_two_queries(changing: World, django_assert_num_queries: Any) -> None:
    record_case(changing, CASES["staffordshire"])
    record_case(changing, CASES["greater manchester"])
    reader = actor(changing, "lead")

    with django_assert_num_queries(2):
        read(reorganisations_workbook(reader, on=TODAY, at=NOW))
