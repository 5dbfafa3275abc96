"""What is said beside stale evidence: when its holder is told that it is stale, and who was told last."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.evidence import make_evidence
from tests.factories.world import NOW, TODAY, World
from tracker.choices import MessageKind, MessageState
from tracker.models import Action, Deputy, Evidence, Person, PostHolder, actor_of
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.operations.evidence_notices import raise_stale_notices
from tracker.operations.evidence import NewEvidence, add_version, attach_evidence
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
STALE = date(2025, 3, 2)
NEXT = "Monday 23 November 2026, to Head of PDU, Kirklees, that it is stale, with the weekly digest"


@pytest.fixture(autouse=True)
def _stage(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(world: World) -> World:
    """Everybody has signed in, and no action is due."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    Action.objects.update(due_on=None)
    return world


def part_of(client: Client, record: Any) -> str:
    """The evidence of the page of an action or a recommendation."""
    name = "actions" if isinstance(record, Action) else "recommendations"
    page = " ".join(client.get(f"/{name}/{record.ref}/").content.decode().split())
    return page.split('<section aria-labelledby="evidence">')[1].split("</section>")[0]


def tell(evidence: Evidence) -> None:
    """Note that it is stale and say that it was sent with Monday's digest."""
    raise_stale_notices(by=SERVICE, at=NOW)
    for notice in NoticeToTell.objects.filter(subject=f"evidence-{evidence.pk}"):
        notice.message = Message.objects.create(
            frequency="weekly", number=notice.pk, message_id=str(notice.pk), person=notice.person,
            kind=MessageKind.DIGEST, state=MessageState.SENT, created_at=NOW, not_before_at=NOW, sent_at=NOW,
        )  # fmt: skip
        notice.save()


def use_for(world: World, evidence: Evidence, place: Any) -> None:
    by = actor_of(world.people["national"], on=TODAY)
    attach_evidence(place=place, given=NewEvidence(reused=(evidence,)), by=by, at=NOW)


@pytest.mark.parametrize("record", ["action", "recommendation"])
def test_when_the_holder_is_told(signed_in: SignedIn, cast: World, record: str) -> None:
    make_evidence(cast, cast.actions["kirklees"], about_on=STALE)

    part = part_of(signed_in("lead"), getattr(cast, f"{record}s")["kirklees"])

    assert NEXT in part
    assert "Last told" not in part


def test_of_a_recommendations_own_it_is_who_manages_the_body(signed_in: SignedIn, cast: World) -> None:
    recommendation = cast.recommendations["kirklees"]
    make_evidence(cast, recommendation.answerables.get(), about_on=STALE)

    part = part_of(signed_in("lead"), recommendation)

    assert "Monday 23 November 2026, to who manages the PDU, that it is stale" in part


def test_who_was_told_last_and_then_nothing_more_comes(signed_in: SignedIn, cast: World) -> None:
    tell(make_evidence(cast, cast.actions["kirklees"], about_on=STALE))

    part = part_of(signed_in("lead"), cast.actions["kirklees"])

    assert f"18 November 2026, {cast.people['head'].name}, with the weekly digest" in part
    assert "Next reminder" not in part


def test_a_new_holder_is_told_again(signed_in: SignedIn, cast: World) -> None:
    tell(make_evidence(cast, cast.actions["kirklees"], about_on=STALE))
    post = cast.actions["kirklees"].owner_post
    Deputy.objects.create(post=post, person=cast.people["owner"], from_on=TODAY, to_on=TODAY + timedelta(days=9))

    part = part_of(signed_in("lead"), cast.actions["kirklees"])

    assert NEXT in part
    assert cast.people["head"].name in part.split("Last told")[1]


@pytest.mark.parametrize("frequency", ["needed", "stopped"])
def test_what_the_holder_refuses_is_not_promised(signed_in: SignedIn, cast: World, frequency: str) -> None:
    make_evidence(cast, cast.actions["kirklees"], about_on=STALE)
    EmailPreference.objects.create(person=cast.people["head"], frequency=frequency)

    part = part_of(signed_in("head"), cast.actions["kirklees"])

    assert "Not by email to Head of PDU, Kirklees, that it is stale, by their choice" in part


def test_neither_line_where_it_is_not_stale(signed_in: SignedIn, cast: World) -> None:
    evidence = make_evidence(cast, cast.actions["kirklees"], about_on=STALE)
    tell(evidence)
    by = actor_of(cast.people["head"], on=TODAY)
    add_version(evidence=evidence, number=1, source="https://example.org", about_on=TODAY, by=by, at=NOW)

    part = part_of(signed_in("head"), cast.actions["kirklees"])

    assert ("Next reminder" in part, "Last told" in part) == (False, False)


def test_nothing_is_promised_where_nobody_holds_the_post(signed_in: SignedIn, cast: World) -> None:
    make_evidence(cast, cast.actions["kirklees"], about_on=STALE)
    PostHolder.objects.filter(post=cast.actions["kirklees"].owner_post).update(to_on=TODAY)

    assert "Next reminder" not in part_of(signed_in("lead"), cast.actions["kirklees"])


def test_who_was_told_elsewhere_is_not_said_here(signed_in: SignedIn, cast: World) -> None:
    evidence = make_evidence(cast, cast.actions["kirklees"], about_on=STALE)
    use_for(cast, evidence, cast.actions["wigan"])
    Person.objects.filter(pk=cast.people["head"].pk).update(first_signed_in_at=None)
    tell(evidence)

    part = part_of(signed_in("lead"), cast.actions["kirklees"])

    assert cast.people["other_head"].name not in part
    assert "Last told" not in part


def test_strangers_to_the_area_see_neither_line(signed_in: SignedIn, cast: World) -> None:
    recommendation = cast.recommendations["kirklees"]
    make_evidence(cast, recommendation.answerables.get(), about_on=STALE)

    page = signed_in("other_head").get(f"/recommendations/{recommendation.ref}/").content.decode()

    assert "that it is stale" not in page


def test_queries_do_not_grow_with_pieces(signed_in: SignedIn, cast: World) -> None:
    client, counts = signed_in("head"), []
    make_evidence(cast, cast.actions["kirklees"], about_on=STALE)
    part_of(client, cast.actions["kirklees"])  # the first page of a session writes the session
    for more in (0, 3):
        for number in range(more):
            make_evidence(cast, cast.actions["kirklees"], about_on=STALE, shows=f"Minutes {number}")
        with CaptureQueriesContext(connection) as captured:
            part = part_of(client, cast.actions["kirklees"])
        counts.append((part.count("Next reminder"), len(captured)))

    assert counts == [(1, counts[0][1]), (4, counts[0][1])]


def test_fresh_evidence_costs_no_query(signed_in: SignedIn, cast: World) -> None:
    client = signed_in("head")
    evidence = make_evidence(cast, cast.actions["kirklees"])
    part_of(client, cast.actions["kirklees"])

    with CaptureQueriesContext(connection) as captured:
        part_of(client, cast.actions["kirklees"])

    assert not any(f"evidence-{evidence.pk}" in (each["sql"] or "") for each in captured)
