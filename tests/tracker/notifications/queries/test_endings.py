"""What a mail says of requests to end a recommendation, and that nothing typed stands in it."""

from typing import Any

from tests.factories.endings import make_confirmed_ending, make_ending_request
from tests.factories.notices import make_notice
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, TODAY, World
from tracker.choices import NoticeKind
from tracker.models import EndingRequest
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.endings import still_decided, still_reopened
from tracker.operations.ending_requests import refuse_ending, reopen_ending, take_back_ending


def noted(kind: NoticeKind) -> list[NoticeToTell]:
    return list(NoticeToTell.objects.filter(kind=kind))


def lines(found: dict[Any, Any]) -> list[tuple[str, ...]]:
    return [row.lines for row in found.values()]


def test_a_confirmed_one_is_told_with_its_ending(world: World) -> None:
    made = make_confirmed_ending(world)
    ref = made.answerable.recommendation.ref

    found = still_decided(noted(NoticeKind.ENDING_DECIDED), Day(TODAY))

    assert lines(found) == [
        (
            "Check each plan with a second manager in Kirklees",
            f"{ref}, Kirklees PDU: ending ‘Overtaken by events’ confirmed on 18 November 2026",
        )
    ]
    [row] = found.values()
    assert row.address == f"/recommendations/{ref}/"


def test_a_refused_one_says_that_it_stays_open_and_not_why(world: World) -> None:
    made = make_ending_request(world)
    refuse_ending(request=made, reason="The sample is missing", by=actor(world, "lead"), at=NOW)

    [[_, said]] = lines(still_decided(noted(NoticeKind.ENDING_DECIDED), Day(TODAY)))

    assert said.endswith("ending ‘Overtaken by events’ refused on 18 November 2026; it stays open")
    assert "sample" not in said


def test_what_was_taken_back_or_waits_is_told_to_nobody(world: World) -> None:
    made = make_ending_request(world)
    notice = make_notice(world.people["head"], NoticeKind.ENDING_DECIDED, made.answerable.recommendation.ref, made.pk)
    waiting = still_decided([notice], Day(TODAY))
    take_back_ending(request=made, by=actor(world, "head"), at=NOW)

    assert (waiting, still_decided([notice], Day(TODAY))) == ({}, {})


def test_what_is_open_again_is_told_while_it_is(world: World) -> None:
    made = make_confirmed_ending(world)
    reopen_ending(request=made, reason="The court asks again", by=actor(world, "lead"), at=NOW)
    held = EndingRequest.objects.get(pk=made.pk)

    [[_, said]] = lines(still_reopened(noted(NoticeKind.ENDING_REOPENED), Day(TODAY)))
    [[_, decided]] = lines(still_decided(noted(NoticeKind.ENDING_DECIDED), Day(TODAY)))

    assert said.endswith("Kirklees PDU: open again after it had ended, since 18 November 2026")
    assert decided.endswith("; it is open again since")
    save_changed(held.reopened, to_on=TODAY, ending="lapsed", ended_at=NOW)  # type: ignore[arg-type]
    assert still_reopened(noted(NoticeKind.ENDING_REOPENED), Day(TODAY)) == {}
