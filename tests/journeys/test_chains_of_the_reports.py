"""From two published reports, in either order, to the chains a reader of both would draw: proposed, not decided."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from inspections.choices import OrganisationKind
from inspections.models import Inspection, Organisation
from inspections.rules.succession import predecessors
from tests.factories.labelled_pairs import pairs, recommendations
from tests.factories.real_reports import REPORTS
from tracker.models import Link
from tracker.queries.intake import known_bodies
from tracker.rules.suggestions import Candidate, ReasonKind, Suggestion, rank

ORDERS = (("west-yorkshire-crc-2020", "kirklees-pdu-2024"), ("kirklees-pdu-2024", "west-yorkshire-crc-2020"))
# (slug of the body, known only from a later report) of the inspections held afterwards, the earliest first.
INSPECTIONS = {
    ("west-yorkshire-crc", True): "west-yorkshire-2018",
    ("west-yorkshire-crc", False): "west-yorkshire-2020",
    ("kirklees", True): "kirklees-2023",
    ("kirklees", False): "kirklees-2024",
}
LABELLED = {(pair.earlier, pair.later) for pair in pairs() if recommendations()[pair.earlier].is_real}
# What the report of 2020 itself says that it repeats.
FLAGGED = {
    ("west-yorkshire-2018/2", "west-yorkshire-2020/2"),
    ("west-yorkshire-2018/3", "west-yorkshire-2020/3"),
    ("west-yorkshire-2018/5", "west-yorkshire-2020/6"),
}
# The first proposal of one is the new one on interventions, which also asks to manage the risk of harm. The other asks
# to involve people, and to heed diversity: first comes the new one of its theme, on people's views, then the true one.
NOT_FIRST = {"kirklees-2023/3", "west-yorkshire-2020/4"}

Proposals = dict[str, tuple[Suggestion, ...]]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(params=ORDERS, ids=["earlier first", "later first"])
def held(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, list[Candidate]]:
    """What is stored after the two reports were loaded in this order, by report."""
    load(tmp_path / "reports", request.param)
    return stored()


def load(folder: Path, names: tuple[str, ...]) -> None:
    folder.mkdir()
    for place, name in enumerate(names):
        shutil.copy(REPORTS / f"{name}.txt", folder / f"{place}-{name}.txt")
    call_command("load_reports", str(folder), stdout=StringIO())


def stored() -> dict[str, list[Candidate]]:
    edges = known_bodies().edges
    slugs = dict(Organisation.objects.values_list("pk", "slug"))
    found = {}
    for inspection in Inspection.objects.select_related("organisation"):
        body = inspection.organisation_id
        bodies = frozenset(slugs[key] for key in (body, *(each.body for each in predecessors(body, edges))))
        report = INSPECTIONS[inspection.organisation.slug, inspection.known_from_later]
        rows = inspection.recommendations.select_related("addressee").prefetch_related("themes").in_printed_order()
        found[report] = [
            Candidate(
                key=f"{report}/{each.position}",
                text=each.text,
                title=each.short_title,
                themes=frozenset(theme.name for theme in each.themes.all()),
                flagged_repeat=each.flagged_repeat,
                bodies=bodies,
                level=OrganisationKind(each.addressee.kind) if each.addressee else None,
                made_on=inspection.published_on,
            )
            for each in rows
        ]
    return found


def successors(held: dict[str, list[Candidate]]) -> Iterator[tuple[str, str, tuple[Suggestion, ...]]]:
    """(report, earlier recommendation, proposals): for each report, the earlier ones of its body and predecessors."""
    reports = list(INSPECTIONS.values())
    for place, report in enumerate(reports):
        for earlier in (each for before in reports[:place] for each in held[before]):
            yield report, earlier.key, rank(earlier, held[report])


def forebears(held: dict[str, list[Candidate]]) -> Proposals:
    """For each new recommendation the proposals among all earlier ones of the body and its predecessors."""
    reports = list(INSPECTIONS.values())
    return {
        each.key: rank(each, [one for before in reports[:place] for one in held[before]], of_is_later=True)
        for place, report in enumerate(reports)
        for each in held[report]
    }


def test_the_chains_that_a_reader_would_draw_are_proposed(held: dict[str, list[Candidate]]) -> None:
    proposed = {(earlier, each.candidate.key) for _, earlier, found in successors(held) for each in found}

    assert proposed >= LABELLED


def test_of_those_taken_up_the_first_proposal_is_the_true_one(held: dict[str, list[Candidate]]) -> None:
    taken_up = {(earlier, later.partition("/")[0]) for earlier, later in LABELLED}
    firsts = {
        earlier: (earlier, found[0].candidate.key) in LABELLED
        for report, earlier, found in successors(held)
        if (earlier, report) in taken_up
    }

    assert {earlier for earlier, is_true in firsts.items() if not is_true} == NOT_FIRST


def test_what_the_report_flags_has_its_true_predecessor_first(held: dict[str, list[Candidate]]) -> None:
    first = {
        (found[0].candidate.key, later)
        for later, found in forebears(held).items()
        if found and ReasonKind.FLAGGED in {reason.kind for reason in found[0].reasons}
    }

    assert first == FLAGGED


def test_nothing_is_linked_by_inference(held: dict[str, list[Candidate]]) -> None:
    assert held.keys() == set(INSPECTIONS.values())
    assert not Link.objects.exists()


def test_both_orders_propose_the_same(tmp_path: Path) -> None:
    found = []
    for place, names in enumerate(ORDERS):
        with transaction.atomic():
            load(tmp_path / str(place), names)
            held = stored()
            found.append((list(successors(held)), forebears(held)))
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert sum(len(proposals) for _, _, proposals in found[0][0]) > 100
