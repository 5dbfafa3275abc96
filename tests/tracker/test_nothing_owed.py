"""Every place that works out what is owed of a report, in one list: of a judged report none of them finds anything.

Whoever adds a place that counts, lists or reminds of something owed adds a row to PLACES. Not among them are checks
after closing, which ask whether a change has lasted of what the carry-over has closed already, and the open actions of
areas and lists: what somebody planned stays their plan until the carry-over decides, and nobody is reminded of it.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from tests.factories.answers import PRINTED_ALERT, make_response_draft
from tests.factories.publishing import publish_here
from tests.factories.reinspection import make_fieldwork
from tests.factories.rows import save_changed
from tests.factories.said_before import judge_later, say
from tests.factories.self_assessments import actor, make_evidence, make_return, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import BeforeService, NoticeKind
from tracker.models import Action, AlertDuty, Answerable, EvidenceUse, Judgement, KeptAnswer, Person, Response
from tracker.models.first_ones import first_ones
from tracker.models.said_before import still_asked
from tracker.notifications.models import actions_on_ladder
from tracker.notifications.queries import dated_items, decisions, mail_news, regular_lists
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.ladder import rungs_now
from tracker.notifications.rules.ladder import About
from tracker.operations.alerts import raise_printed_alert
from tracker.queries import answering, fieldwork, recommendations, work
from tracker.queries.accountable import accountable
from tracker.queries.alerts import open_in
from tracker.queries.area_facts import area_facts
from tracker.queries.needs import ASKED
from tracker.queries.posts import takeovers
from tracker.queries.recommendations import RecommendationSelection, page_of_recommendations
from tracker.rules import working_days
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db
# Days of work: the answers, the action and the alert are late on the one, and the report is still news on the other.
LATE, NEWS = date(2026, 12, 30), date(2026, 11, 30)
OWED = {"Answer overdue", "Not yet answered", "Not yet acknowledged"}
Place = Callable[[World], Any]


def things(about: About, on: date = LATE) -> Place:
    return lambda _: dated_items.things(about, on=on, people=accountable(on=on))


def decided(on: date) -> list[Any]:
    return [row for row in decisions.waiting(Day(on)) if row.kind != NoticeKind.FIELDWORK_ANNOUNCED]


def asked_of(key: str, *parts: str) -> Place:
    """What the first page of somebody shows of these parts."""

    def found(world: World) -> list[Any]:
        there = first_ones(actor(world, key), {name: ASKED[name] for name in parts}, on=LATE)[0]
        return [pk for name in parts for pk in there[name].keys]

    return found


def listed(world: World, state: str = "") -> list[str]:
    """What the list of recommendations says is owed of them, narrowed to a state."""
    chosen = RecommendationSelection(region=world.organisations["yorkshire"], state=state)
    place = {"sort": "body", "after": "", "before": "", "on": LATE}
    _, rows = page_of_recommendations(actor(world, "national"), chosen, **place)
    mine = {world.recommendations[key].pk for key in ("kirklees", "region")}
    tags = [tag.partition(",")[0] for row in rows if row.recommendation.pk in mine for tag in row.tags]
    return [tag for tag in tags if tag in OWED]


def counted(world: World) -> Iterable[int]:
    facts = area_facts(actor(world, "national"), world.organisations["kirklees"], on=LATE)
    return [number for number in (*facts[1:5], facts.waiting_for_reader, facts[8]) if number]


def clocks(world: World) -> list[Any]:
    whole = recommendations.whole(actor(world, "lead"), world.recommendations["region"], on=LATE)
    answers = answering.answers_of(actor(world, "lead"), whole.recommendation, [], on=LATE)
    return [answer for answer in answers if answer.clock.due_on or answer.clock.silence]


def reached(world: World) -> Any:
    rows = actions_on_ladder().reaching(rungs_now(About.ACTION), on=LATE, holidays=working_days.bank_holidays())
    return rows.filter(pk__in=[world.actions[key].pk for key in ("kirklees", "region")])


def gaps(world: World) -> list[Any]:
    made = make_fieldwork(world, starts_on=date(2027, 1, 11))
    return [row for gap in fieldwork.whole(SERVICE, made, on=LATE).gaps for row in gap.rows]


def behind(world: World) -> Any:
    return regular_lists.with_overdue(Day(LATE)) & {world.people["head"].pk, world.people["lead"].pk}


def exceptions(world: World) -> list[Any]:
    paths = {world.organisations[key].path for key in ("kirklees", "yorkshire")}
    return [late for path, late in regular_lists.exceptions(on=LATE) if path in paths]


def handed_over(world: World) -> list[Any]:
    duties = takeovers(actor(world, "lead"), [])
    return [*duties.unanswered, *duties.not_self_assessed, *duties.reviews]


PLACES: dict[str, Place] = {
    "kept: whether clocks run": lambda world: KeptAnswer.objects.filter(is_asked=True).filter(
        recommendation__inspection=world.inspections["kirklees"]
    ),
    "questions: unanswered": lambda world: of_report(world, Answerable.objects.unanswered()),
    "questions: late": lambda world: of_report(
        world, Answerable.objects.answer_overdue(on=LATE, days=settings.RESPONSE_DAYS)
    ),
    "questions: not acknowledged": lambda world: of_report(world, Answerable.objects.unacknowledged()),
    "questions: to acknowledge or to draft": lambda world: of_report(world, Answerable.objects.waiting()),
    "questions: responses to confirm": lambda _: Response.objects.to_confirm(),
    "questions: self-assessments to review": lambda _: Judgement.objects.waiting(),
    "questions: self-assessments that came back": lambda _: Judgement.objects.returned(),
    "questions: alerts without an answer": lambda _: AlertDuty.objects.open(),
    "questions: evidence to renew": lambda _: EvidenceUse.objects.to_renew(on=LATE, after_days=30),
    "questions: actions still asked": lambda world: Action.objects.filter(
        still_asked(), pk__in=[world.actions[key].pk for key in ("kirklees", "region")]
    ),
    "page: clocks of a recommendation": clocks,
    "page: an area in counts": counted,
    "page: open alerts of an area": lambda world: open_in(actor(world, "lead"), world.organisations["kirklees"]),
    "page: fieldwork, what is missing": gaps,
    "page: what somebody hands over": handed_over,
    "list: recommendations": listed,
    "list: unanswered": lambda world: listed(world, "unanswered"),
    "list: late": lambda world: listed(world, "answer-overdue"),
    "list: not acknowledged": lambda world: listed(world, "unacknowledged"),
    "your work: actions": lambda world: [
        action for group in work.your_work(actor(world, "head"), on=LATE).groups for action in group.actions
    ],
    "your work: what came back, and alerts": asked_of("head", "to_answer", "alerts", "returned"),
    "your work: of a region": asked_of("lead", "to_answer"),
    "your work: of HMPPS": asked_of("national", "to_confirm", "to_review"),
    "rungs: actions": reached,
    "rungs: responses": things(About.RESPONSE),
    "rungs: silence": things(About.ACKNOWLEDGEMENT, NEWS),
    "rungs: reviews": things(About.REVIEW),
    "rungs: returned": things(About.RETURNED),
    "rungs: alerts": things(About.ALERT),
    "mail: new recommendations, reviews and responses to confirm": lambda _: decided(NEWS),
    "mail: the list of what is overdue": behind,
    "mail: the exceptions of a region": exceptions,
    "mail: the area in counts": lambda world: (
        mail_news.of_people([world.people["head"].pk], Day(LATE))[world.people["head"].pk].area
    ),
}


def of_report(world: World, rows: Any) -> Any:
    return rows.filter(recommendation__inspection=world.inspections["kirklees"])


@pytest.fixture
def owing(world: World) -> World:
    """The report of Kirklees came today, with an alert; of Kirklees and its region something of each kind is owed."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    publish_here(world.inspections["kirklees"])
    raise_printed_alert(inspection=world.inspections["kirklees"], words=PRINTED_ALERT, by=SERVICE, at=NOW)
    make_return(world, make_self_assessment(world))
    make_self_assessment(world, "region", by="lead")
    make_response_draft(world, "region")
    make_evidence(world)
    for key in ("kirklees", "region"):
        save_changed(world.actions[key], last_update_at=None)
    return world


def judged(world: World) -> None:
    judge_later(world, "kirklees", "region")


def said_judged(world: World) -> None:
    say(world, BeforeService.JUDGED, on=TODAY + timedelta(days=1), at=NOW + timedelta(days=2))


@pytest.mark.parametrize("place", PLACES)
def test_each_place_finds_what_is_owed(owing: World, place: str) -> None:
    assert list(PLACES[place](owing)), "a row that never finds anything proves nothing"


@pytest.mark.parametrize("how", [judged, said_judged])
def test_of_a_judged_report_no_place_finds_anything(owing: World, how: Callable[[World], None]) -> None:
    how(owing)

    found = {place: list(find(owing)) for place, find in PLACES.items()}

    assert {place: rows for place, rows in found.items() if rows} == {}
