"""What must hold after every step of a random walk: nothing lost, nothing younger, no loop, and the totals agree."""

import io
from collections import defaultdict
from collections.abc import Iterable
from random import Random

from openpyxl import load_workbook
from rest_framework.test import APIClient

from inspections.choices import OrganisationKind
from inspections.models import Inspection, Organisation, Succession
from inspections.rules.succession import Edge, living_bodies
from tests.factories.reorganisations import actor
from tests.factories.walks import DUTY, Walk
from tracker.choices import ActionStatus, Ending, Judge, ListKind, Progress
from tracker.documents.lists import write_list
from tracker.models import (
    Action,
    AlertAction,
    Answerable,
    Answers,
    CarryOver,
    CarryOverDecision,
    Judgement,
    Link,
    Recommendation,
    Reorganisation,
    Update,
)
from tracker.queries.areas import area
from tracker.queries.carry_over import board_of, summary_of
from tracker.queries.recommendations import RecommendationSelection, chosen
from tracker.queries.recurrence import chain, made_of
from tracker.queries.reorganisations import waiting_for
from tracker.queries.repeats import RepeatSelection as AllRepeats
from tracker.queries.repeats import repeats
from tracker.rules.access import Actor

SOME = 3
OPEN = [ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS]


def check(walk: Walk, *, last: str, pages: int | None = SOME) -> None:
    """All of it; `last` is the step that was taken, '' at the start.

    Of the pages that there is one of for each body and inspection, so many drawn by lot; None for each of them.
    """
    reader = actor(walk.world, "national")
    lot = Random(walk.seconds)
    check_duties(walk)
    check_living(walk, reader)
    check_ages(walk, reader)
    check_answers(walk, last)
    check_chains(walk, reader)
    check_lists(walk, reader)
    check_areas(walk, reader, lot, pages)
    check_summaries(walk, reader, lot, pages)
    walk.remember()


def check_duties(walk: Walk) -> None:
    """As many recommendations as were made; every duty is open or ended, and leads to one that is, or to an ending."""
    assert Recommendation.objects.count() == walk.recommendations, "recommendations came or went"
    now = {pk: (one, body) for pk, one, body in Answerable.objects.values_list(*DUTY)}
    assert walk.duties.items() <= now.items(), "a duty is lost"
    rows: dict[int, list[Answerable]] = defaultdict(list)
    for row in Answerable.objects.order_by("pk"):
        rows[row.recommendation_id].append(row)
    later: dict[int, set[int]] = defaultdict(set)
    for earlier, new in Link.objects.values_list("earlier_id", "later_id"):
        later[earlier].add(new)
    check_no_loop(Link.objects.values_list("earlier_id", "later_id"))
    taken_up: dict[int, set[int]] = defaultdict(set)
    for one, new in CarryOverDecision.objects.filter(
        carry_over__confirmed_at__isnull=False, ending=Ending.CARRIED_OVER
    ).values_list("answerable_id", "taken_up_in"):
        taken_up[one].add(new)
    for one, held in rows.items():
        for row in held:
            if row.to_on is None:
                continue
            assert row.ending, f"{row} ended without an ending"
            assert row.ended_at
            if row.ending == Ending.PASSED_ON:
                others = [each for each in held if each.pk != row.pk and each.organisation_id != row.organisation_id]
                assert others, f"{row} was passed on to nobody"
            elif row.ending == Ending.CARRIED_OVER:
                assert taken_up[row.pk], f"{row} was carried over to nothing"
                assert taken_up[row.pk] <= later[one], f"{row} was carried over without a link"
            elif row.ending == Ending.SUFFICIENT:
                said = Judgement.objects.filter(answerable=row, judge=Judge.INSPECTORATE)
                assert said.filter(category=Progress.SUFFICIENT).exists(), f"{row} was never judged sufficient"
            else:
                assert row.ending_reason, f"{row} ended without a reason"
        assert _leads_somewhere(one, rows, later), f"REC {one} leads to nobody and to no ending"


def _leads_somewhere(one: int, rows: dict[int, list[Answerable]], later: dict[int, set[int]]) -> bool:
    """To a body that answers now, or to an ending that is one; links do not loop."""
    held = rows[one]
    if any(row.to_on is None or row.ending not in (Ending.PASSED_ON, Ending.CARRIED_OVER) for row in held):
        return True
    return any(_leads_somewhere(new, rows, later) for new in later[one])


def check_no_loop(edges: Iterable[tuple[int, int]]) -> None:
    following: dict[int, set[int]] = defaultdict(set)
    for earlier, later in edges:
        following[earlier].add(later)
    for start in list(following):
        reached, waiting = set(), [start]
        while waiting:
            for each in following.get(waiting.pop(), set()) - reached:
                reached.add(each)
                waiting.append(each)
        assert start not in reached, "a loop"


def check_living(walk: Walk, reader: Actor) -> None:
    """Whoever answers is a living body, or stands on the list of those to confirm, with somebody to take over."""
    edges = [Edge(*row) for row in Succession.objects.values_list("predecessor_id", "successor_id", "on")]
    check_no_loop((edge.predecessor, edge.successor) for edge in edges)
    closed = dict(Organisation.objects.filter(closed_on__isnull=False).values_list("pk", "closed_on"))
    waiting = {each.pk for each in waiting_for(reader, on=walk.on)}
    by_body = {
        each.organisation_id: record.pk for record in Reorganisation.objects.standing() for each in record.closing
    }
    for row in Answerable.objects.open():
        living = living_bodies(row.organisation_id, edges, closed, walk.on)
        assert living, f"{row} has nobody"
        if row.organisation_id not in living:
            assert by_body[row.organisation_id] in waiting, f"{row} is not on the list"


def check_ages(walk: Walk, reader: Actor) -> None:
    """No row is asked later than its recommendation ever was, and no chain begins later than it did."""
    for row in Answerable.objects.select_related("recommendation__inspection"):
        known = walk.asked.get(row.recommendation_id, row.asked_on())
        assert row.asked_on() == known, f"the age of {row} was reset"
    keys = list(Recommendation.objects.values_list("pk", flat=True))
    own = dict(Recommendation.objects.values_list("pk", "inspection__published_on"))
    made = made_of(reader, keys)
    for pk in keys:
        first = made[pk].since if pk in made else own[pk]
        assert first is not None
        assert first <= walk.first_said.get(pk, first), f"REC {pk} became younger"
        walk.first_said[pk] = first


def check_answers(walk: Walk, last: str) -> None:
    """An action answers what it answered until that ends; an open one answers something, or stands for an alert."""
    now = set(Answers.objects.current().values_list("action_id", "answerable_id"))
    rows = Answerable.objects.in_bulk()
    now_asked = {(action, rows[row].recommendation_id) for action, row in now}
    assert all(rows[row].to_on is None for _, row in now), "an action answers what has ended"
    for action, row in walk.answers:
        if row not in rows:  # undone
            continue
        if rows[row].to_on is None:
            assert (action, row) in now, f"action {action} stopped answering {rows[row]}"
        elif rows[row].ending == Ending.PASSED_ON:
            assert (action, rows[row].recommendation_id) in now_asked, f"action {action} was not passed on"
    if last not in ("inspect again", "who takes over", "undo"):
        assert now <= walk.answers, "an action answers what it did not"
    free = Action.objects.open().exclude(pk__in=[action for action, _ in now])
    assert not free.exclude(pk__in=AlertAction.objects.values("action")).exists(), "an open action answers nothing"
    for action in Action.objects.filter(status=ActionStatus.WITHDRAWN):
        update = Update.objects.filter(action=action).order_by("pk").last()
        assert update is not None
        assert update.text


def check_chains(walk: Walk, reader: Actor) -> None:
    """Times made, as the pages say it, is the longest way back along the links; each chain is listed once."""
    pairs = list(Link.objects.values_list("earlier_id", "later_id"))
    earlier: dict[int, set[int]] = defaultdict(set)
    for one, new in pairs:
        earlier[new].add(one)

    def times(pk: int) -> int:
        return 1 + max((times(each) for each in earlier[pk]), default=0)

    linked = {pk for pair in pairs for pk in pair}
    made = made_of(reader, Recommendation.objects.values_list("pk", flat=True))
    assert {pk: each.times for pk, each in made.items()} == {pk: times(pk) for pk in linked if times(pk) > 1}
    groups = _groups(pairs)
    listed = repeats(reader, AllRepeats())
    assert sorted(each.times for each in listed) == sorted(max(map(times, group)) for group in groups)
    if linked:
        pk = max(linked)
        page = chain(reader, Recommendation.objects.get(pk=pk))
        [group] = [group for group in groups if pk in group]
        assert {each.recommendation.pk: each.times for each in page.said} == {each: times(each) for each in group}


def _groups(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """What hangs together."""
    found: list[set[int]] = []
    for pair in pairs:
        joined = set(pair).union(*(group for group in found if group & set(pair)))
        found = [*(group for group in found if not group & joined), joined]
    return found


def check_lists(walk: Walk, reader: Actor) -> None:
    """The list, the workbook and the API hold the same open recommendations."""
    filters = RecommendationSelection(scope="all", state="open")
    expected = {each.ref for each in Recommendation.objects.filter(answerables__to_on__isnull=True)}
    page = chosen(reader, filters, on=walk.on)
    assert {each.recommendation.ref for each in page.select_related("recommendation")} == expected
    assert page.count() == len(expected)
    kind, on = ListKind.RECOMMENDATIONS, walk.on
    book = write_list(kind, reader, filters, sort="-published", chosen=(), on=on, at=walk.at())
    with book:
        sheet = load_workbook(io.BytesIO(book.read()), read_only=True).worksheets[0]
        in_book = [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True) if row[0]]
    assert sorted(in_book) == sorted(expected)
    assert sorted(_of_api(walk)) == sorted(expected)


def _of_api(walk: Walk) -> list[str]:
    client = APIClient()
    client.force_authenticate(walk.world.people["national"])
    found, address = [], "/api/v1/recommendations/?scope=all&state=open&page_size=50"
    while address:
        answer = client.get(address).json()
        found += [each["ref"] for each in answer["results"]]
        address = answer["next"]
    return found


def check_areas(walk: Walk, reader: Actor, lot: Random, pages: int | None) -> None:
    """An area counts what its list holds, its bodies' actions add up to its own, and no open one is in no area."""
    found: set[int] = set()
    bodies = list(Organisation.objects.in_tree_of_probation().living(on=walk.on).order_by("pk"))
    drawn = lot.sample(bodies, min(pages or len(bodies), len(bodies)))
    for body in bodies:
        listed: set[int] | None = None
        if body.kind in (OrganisationKind.REGION, OrganisationKind.PDU):
            place = {"pdu" if body.kind == OrganisationKind.PDU else "region": body}
            filters = RecommendationSelection(scope="all", state="open", **place)
            listed = set(chosen(reader, filters, on=walk.on).values_list("recommendation_id", flat=True))
            found |= listed
        if body in drawn:
            _check_area(walk, reader, body, listed)
    assert found == set(Answerable.objects.open().values_list("recommendation_id", flat=True)), "one is in no area"


def _check_area(walk: Walk, reader: Actor, body: Organisation, listed: set[int] | None) -> None:
    page = area(reader, body, on=walk.on)
    below = Organisation.objects.children_of(body).in_tree_of_probation()
    places = [body.pk, *below.filter(opened_on__gt=walk.on).values_list("pk", flat=True)]
    own = Action.objects.filter(owner_post__organisation__in=places, status__in=OPEN).count()
    assert sum(page.counts.values()) == own + sum(each.open for each in [*page.bodies, *page.closed])
    assert listed is None or page.facts.open_recommendations == len(listed)


def check_summaries(walk: Walk, reader: Actor, lot: Random, pages: int | None) -> None:
    """The sentence on an inspection's page counts the verdicts, and says the same to everybody."""
    outside = actor(walk.world, "other_head")
    published = list(Inspection.objects.published().select_related("organisation__parent").order_by("-pk"))
    for inspection in lot.sample(published, min(pages or len(published), len(published))):
        words = _sentence(inspection, reader)
        assert summary_of(reader, inspection).words == words
        assert summary_of(outside, inspection).words == words


def _sentence(inspection: Inspection, reader: Actor) -> str:
    judged = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=inspection)
    held = CarryOver.objects.filter(inspection=inspection, confirmed_at__isnull=False).first()
    tasks = held.decisions.all() if held else [each.answerable for each in board_of(reader, inspection).tasks]
    rows = {each.answerable_id for each in tasks} if held else {each.pk for each in tasks}
    said = dict(judged.values_list("answerable_id", "category"))
    count = len(rows | said.keys())
    if not count:
        return ""
    earlier = f"{count} earlier recommendation{'s' * (count != 1)}"
    if not said:
        return f"The report judges none of {earlier}."
    moved = sum(category != Progress.NONE for category in said.values())
    left = count - len(said)
    more = f" {left} {'is' if left == 1 else 'are'} not yet judged." if left else ""
    return f"Some or sufficient progress against {moved} of {earlier}.{more}"
