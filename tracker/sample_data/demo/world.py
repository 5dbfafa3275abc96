"""Makes the demo world: inspections, posts and people, work in every state, and a draft to check; in the demo only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from inspections import data as inspectorate
from inspections.operations.frameworks import load_frameworks
from inspections.operations.organisations import load_organisations
from inspections.reader.sandbox import ReadResult
from tracker.data import themes
from tracker.errors import WrongState
from tracker.models import Action, Person, Recommendation
from tracker.operations.themes import load_themes
from tracker.projections.rebuild import rebuild
from tracker.rules.access import Actor
from tracker.sample_data.demo import facts
from tracker.sample_data.demo.alerts import answer_alert
from tracker.sample_data.demo.carry_over import open_waiting
from tracker.sample_data.demo.people import make_people
from tracker.sample_data.demo.reinspection import make_reinspection
from tracker.sample_data.demo.reports import make_reports
from tracker.sample_data.demo.waiting_draft import make_draft
from tracker.sample_data.demo.work import make_work


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What a run made; nothing at all the second time."""

    people: int = 0
    recommendations: int = 0
    actions: int = 0

    def __bool__(self) -> bool:
        return bool(self.people)


@transaction.atomic
def make_demo_world(*, report: ReadResult, on: date, by: Actor, at: datetime) -> DemoMade:
    """Make the whole demo world as it stands on a day, unless demo people are there already.

    `report` is the look-alike report as read; `at` is a moment of `on`. Takes about 2,000 queries. Raises WrongState
    when DEBUG is off: demo accounts have a printed password.
    """
    if not settings.DEBUG:
        raise WrongState("The demo world has accounts with a printed password. Set DEBUG=1 on a machine of your own.")
    if Person.objects.filter(is_demo=True).exists():
        return DemoMade()
    recommendations, actions = Recommendation.objects.count(), Action.objects.count()
    load_organisations(organisations=inspectorate.organisations(), successions=inspectorate.successions())
    load_frameworks(frameworks=inspectorate.frameworks())
    load_themes(themes=themes())
    make_people(posts=facts.posts(), accounts=facts.accounts(), at=at)
    inspections = make_reports(reports=facts.reports(), by=by)
    make_work(inspections=inspections, on=on, by=by, at=at)
    answer_alert(inspections, on=on, by=by)
    open_waiting(inspections, by=by, at=at)
    make_reinspection(inspections, on=on, by=by, at=at)
    make_draft(report=report, document=facts.look_alike(), at=at)
    rebuild()  # much of the past was written without the operations
    return DemoMade(
        people=Person.objects.filter(is_demo=True).count(),
        recommendations=Recommendation.objects.count() - recommendations,
        actions=Action.objects.count() - actions,
    )
