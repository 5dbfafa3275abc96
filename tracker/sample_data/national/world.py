"""Makes a believable service of national size, to test and to measure with; never beside real work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from inspections import data as inspectorate
from inspections.models import Inspection, Organisation, Succession
from inspections.operations.frameworks import load_frameworks
from inspections.operations.organisations import load_organisations
from tracker.data import themes
from tracker.errors import InvalidInput, WrongState
from tracker.models import Action, AlertDuty, Person, Theme
from tracker.operations.themes import load_themes
from tracker.projections.rebuild import rebuild
from tracker.rules.access import Actor, Doing, check_may
from tracker.sample_data.national.actions import plan_and_update
from tracker.sample_data.national.carry_over import Ledger, carry_over
from tracker.sample_data.national.lives import Life, live
from tracker.sample_data.national.people import make_people
from tracker.sample_data.national.reports import Visit, make_reports
from tracker.sample_data.national.self_assessments import self_assess_and_review
from tracker.sample_data.national.stage import Body, Stage
from tracker.sample_data.national.tables import take_the_time_it_needs

EARLIEST = date(2023, 1, 1)
ALERT_DAYS = 28  # to answer an alert


@dataclass(frozen=True, slots=True)
class NationalMade:
    """How many rows of what, by the model's plural name."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def _say_nothing(words: str) -> None:
    pass


@transaction.atomic
def make_national_world(
    *,
    recommendations: int,
    updates: int,
    seed: int,
    is_for_tests: bool,
    on: date,
    by: Actor,
    at: datetime,
    ended: float | None = None,
    tell: Callable[[str], None] = _say_nothing,
) -> NationalMade:
    """Make the whole world as it stands on a day; `at` is a moment of it.

    12 regions, 108 PDUs, 1,500 people, inspections from 2018 on; so many recommendations, exactly three actions for
    each and on average exactly so many updates of an action: 3,000 and 6 make 9,000 actions and 54,000 updates, and
    4,000 and 10 the 12,000 and 120,000 of the usability targets. With `ended` every action of an ended recommendation
    has ended and that share of the others, each with one update at least, which says so; without it the updates decide.
    The same seed and day give the same rows, but for the salt of the password. Every account is a demo account. `tell`
    hears how far it is, often. Takes the same memory for any number, but for 29 bytes of each recommendation. Raises
    WrongState beside other work, and outside the demo unless `is_for_tests`; InvalidInput for a day before 2023, a
    number below 0, or a share that is none.
    """
    check_may(by, Doing.MANAGE_PEOPLE, paths=["/"])
    _check_place(is_for_tests=is_for_tests)
    if on < EARLIEST or updates < 0 or recommendations < 0:
        raise InvalidInput("Choose a day in 2023 or later, and numbers from 0 up", field="on")
    if ended is not None and not 0 <= ended <= 1:
        raise InvalidInput("Choose a share from 0 to 1", field="ended")
    take_the_time_it_needs()
    stage = _stage(on=on, at=at, seed=seed)
    make_people(stage)
    ledger, count = Ledger(), 0
    for visit in make_reports(stage, recommendations=recommendations):
        _work_on(stage, visit, ledger, updates=updates, ended=ended)
        stage.tables.write_when_full()
        count += visit.count
        tell(f"{count:,} of {recommendations:,} recommendations")
    tell("Carry-overs")
    carry_over(stage, ledger)
    rows = stage.tables.finish()
    # The rows were written without the operations. Whatever is kept beside the facts is rebuilt here, and only here.
    tell("What lists ask for")
    rebuild()
    return NationalMade(rows)


def _check_place(*, is_for_tests: bool) -> None:
    if not (settings.DEBUG or is_for_tests):
        raise WrongState(
            "The national world has accounts with a printed password. Set DEBUG=1, or say --test-database."
        )
    demo_people = Person.objects.filter(is_demo=True)
    if Inspection.objects.exists() or Action.objects.exists() or demo_people.exists():
        raise WrongState("This database holds inspections, actions or demo people. Use an empty database.")


def _stage(*, on: date, at: datetime, seed: int) -> Stage:
    """Make the bodies, frameworks and themes of a release, and return the stage on top of them."""
    load_organisations(organisations=inspectorate.organisations(), successions=inspectorate.successions())
    load_frameworks(frameworks=inspectorate.frameworks())
    load_themes(themes=themes())
    bodies: dict[int, Body] = {}
    for row in Organisation.objects.order_by("path").select_related("parent"):
        parent = bodies.get(row.parent_id or 0)
        bodies[row.pk] = body = Body(row.pk, row.kind, row.slug, row.name, parent, row.closed_on)
        if parent:
            parent.children.append(body)
    for before, after in Succession.objects.order_by("pk").values_list("predecessor_id", "successor_id"):
        bodies[before].successors.append(bodies[after])
    by_slug = {body.slug: body for body in sorted(bodies.values(), key=lambda body: body.pk)}
    chance = Random(seed)  # noqa: S311
    return Stage(on, at, chance, by_slug, themes=dict(Theme.objects.values_list("code", "pk")))


def _work_on(stage: Stage, visit: Visit, ledger: Ledger, *, updates: int, ended: float | None) -> None:
    """Make everything that became of one report's recommendations, and keep them for their carry-overs."""
    if visit.alert:
        at = stage.moment(visit.published_on)
        stage.tables.table_of(AlertDuty).add(
            alert_id=visit.alert,
            owner_post_id=visit.body.posts[0].pk,
            answer_by_on=visit.published_on + timedelta(days=ALERT_DAYS),
            first_answer_by_on=visit.published_on + timedelta(days=ALERT_DAYS),
            recorded_at=at,
            recorded_by_id=stage.coordinator,
        )
    previous: Life | None = None
    for position in range(1, visit.count + 1):
        life = live(stage, visit, position)
        is_alike = previous is not None and bool(previous.ended_on) == bool(life.ended_on)
        plan_and_update(stage, life, updates=updates, ended=ended, also=previous if is_alike else None)
        self_assess_and_review(stage, life)
        ledger.note(life)
        previous = life
