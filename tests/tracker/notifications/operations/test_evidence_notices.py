"""Stale evidence is told once to whoever is to renew it, and drops out when it is renewed, taken out or not needed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.evidence_files import pdf
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, NoticeKind
from tracker.errors import NotAllowed
from tracker.models import Action, Answerable, Deputy, Evidence, Person, PostHolder, actor_of
from tracker.notifications import sending
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations.evidence_notices import raise_stale_notices
from tracker.notifications.operations.reminders import remind
from tracker.operations.chosen_files import keep_file
from tracker.operations.evidence import NewEvidence, add_version, attach_evidence, remove_evidence
from tracker.rules.access import SERVICE
from tracker.rules.notices import Identity

STALE = date(2025, 11, 17)  # 366 days before TODAY
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
SAVEPOINT = 2


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def cast(world: World) -> World:
    """Everybody has signed in before, and no action is due."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    Action.objects.update(due_on=None)
    return world


def answerable(world: World) -> Answerable:
    return world.recommendations["kirklees"].answerables.select_related("organisation", "recommendation").get()


def attach(world: World, *, about_on: date = STALE, place: Any = None, shows: str = "Minutes") -> Evidence:
    by = actor_of(world.people["lead"], on=TODAY)
    file = keep_file(data=pdf(body=shows.encode()), name="minutes.pdf", by=by, at=NOW)
    given = NewEvidence(shows, about_on, (file,))
    [use] = attach_evidence(place=place or world.actions["kirklees"], given=given, by=by, at=NOW)
    return use.evidence


def told() -> list[Person]:
    stale = NoticeToTell.objects.filter(kind=NoticeKind.STALE_EVIDENCE).select_related("person").order_by("pk")
    return [notice.person for notice in stale]


def test_the_holder_of_the_owning_post_is_told(cast: World) -> None:
    evidence = attach(cast)

    assert raise_stale_notices(by=SERVICE, at=NOW) == 1

    notice = NoticeToTell.objects.get()
    head = cast.people["head"]
    assert (notice.person, notice.kind, notice.subject) == (head, NoticeKind.STALE_EVIDENCE, f"evidence-{evidence.pk}")
    assert notice.identity == Identity(
        NoticeKind.STALE_EVIDENCE, f"evidence-{evidence.pk}", head.pk, evidence.pk, date(2025, 11, 17)
    )


def test_twice_is_once(cast: World) -> None:
    attach(cast)
    raise_stale_notices(by=SERVICE, at=NOW)

    again = raise_stale_notices(by=SERVICE, at=NOW + timedelta(days=30))

    assert (again, len(told())) == (0, 1)


@pytest.mark.parametrize(("about_on", "count"), [(STALE, 1), (date(2025, 11, 18), 0), (TODAY, 0)])
def test_by_the_day_it_is_about(cast: World, about_on: date, count: int) -> None:
    attach(cast, about_on=about_on)

    assert raise_stale_notices(by=SERVICE, at=NOW) == count


def test_whoever_covers_the_post_is_told_instead(cast: World) -> None:
    post = cast.actions["kirklees"].owner_post
    Deputy.objects.create(
        post=post, person=cast.people["owner"], from_on=TODAY - timedelta(days=1), to_on=TODAY + timedelta(days=9)
    )
    attach(cast)

    raise_stale_notices(by=SERVICE, at=NOW)

    assert told() == [cast.people["owner"]]


def test_whoever_manages_the_body_is_told_of_a_recommendations_evidence(cast: World) -> None:
    attach(cast, place=answerable(cast))

    raise_stale_notices(by=SERVICE, at=NOW)

    assert told() == [cast.people["head"]]


def test_used_in_two_places_it_is_told_once(cast: World) -> None:
    evidence = attach(cast)
    given = NewEvidence(reused=(evidence,))
    attach_evidence(place=answerable(cast), given=given, by=actor_of(cast.people["lead"], on=TODAY), at=NOW)

    assert raise_stale_notices(by=SERVICE, at=NOW) == 1


def renew(world: World, evidence: Evidence) -> None:
    by = actor_of(world.people["head"], on=TODAY)
    add_version(evidence=evidence, number=1, source="https://example.org", about_on=TODAY, by=by, at=NOW)


def take_out(world: World, evidence: Evidence) -> None:
    by = actor_of(world.people["head"], on=TODAY)
    remove_evidence(evidence=evidence, place=world.actions["kirklees"], by=by, at=NOW)


def withdraw(world: World, evidence: Evidence) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)


def vacate(world: World, evidence: Evidence) -> None:
    PostHolder.objects.filter(post=world.actions["kirklees"].owner_post).update(to_on=TODAY)


def end(world: World, evidence: Evidence) -> None:
    Answerable.objects.filter(pk=answerable(world).pk).update(to_on=TODAY, ending="sufficient", ended_at=NOW)


CHANGES = [renew, take_out, withdraw, vacate, end]


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_is_told_of_what_needs_no_renewal(cast: World, change: Any) -> None:
    change(cast, attach(cast))

    assert raise_stale_notices(by=SERVICE, at=NOW) == 0


@pytest.mark.parametrize("change", CHANGES)
def test_it_drops_out_of_the_digest_when_that_is_written(cast: World, change: Any) -> None:
    evidence = attach(cast)
    raise_stale_notices(by=SERVICE, at=NOW)
    change(cast, evidence)

    remind(by=SERVICE, at=MONDAY)

    assert not Message.objects.filter(notices__kind=NoticeKind.STALE_EVIDENCE).exists()


def test_the_digest_says_what_to_renew_and_leads_there(cast: World) -> None:
    evidence = attach(cast, shows="Minutes of the briefing")
    remind(by=SERVICE, at=MONDAY)
    message = Message.objects.get(person=cast.people["head"])

    mail = sending.digest(message, MONDAY)

    assert mail is not None
    assert mail.subject == "1 piece of evidence to renew: inspection actions"
    assert "Evidence to renew" in mail.body
    assert f"{cast.actions['kirklees'].ref}, evidence about 17 November 2025" in mail.body
    assert f"/evidence/{evidence.uid}/new/" in mail.body


def test_what_a_digest_told_is_not_told_again(cast: World) -> None:
    attach(cast)
    remind(by=SERVICE, at=MONDAY)
    sending.send_due(by=SERVICE, at=MONDAY)

    remind(by=SERVICE, at=MONDAY + timedelta(days=7))

    assert Message.objects.filter(person=cast.people["head"]).count() == 1


def test_only_the_service_tells(cast: World) -> None:
    with pytest.raises(NotAllowed):
        raise_stale_notices(by=actor_of(cast.people["head"], on=TODAY), at=NOW)


@pytest.mark.parametrize("count", [1, 20])
def test_queries_are_the_same_for_any_number(cast: World, django_assert_num_queries: Any, count: int) -> None:
    for number in range(count):
        attach(cast, shows=f"Minutes {number}")

    with django_assert_num_queries(2 + SAVEPOINT):
        raise_stale_notices(by=SERVICE, at=NOW)

    assert len(told()) == count
