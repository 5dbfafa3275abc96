"""Plans the actions of the national world and tells their updates, as the operations would have left them."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus
from tracker.models import Action, AlertAction, Answers, DateChange, Update
from tracker.models.alert import AlertLink
from tracker.rules import deadlines
from tracker.rules.action_words import ActionWords
from tracker.sample_data.national.lives import Life
from tracker.sample_data.national.stage import Place, Stage

MOST_MOVES = 4
FEW = 4  # updates of an action that nobody starts
MINUTE = timedelta(minutes=1)
NOT_STARTED, IN_PROGRESS = ActionStatus.NOT_STARTED.value, ActionStatus.IN_PROGRESS.value
COMPLETED, WITHDRAWN = ActionStatus.COMPLETED.value, ActionStatus.WITHDRAWN.value


def plan_and_update(stage: Stage, life: Life, *, updates: int, ended: float | None, also: Life | None) -> list[int]:
    """Make three actions with so many updates each on average; some also answer `also`.

    With `ended` all have ended if their recommendation has, and that share otherwise; the update that ends an action
    is made in any case. Returns their primary keys.
    """
    spread = stage.between(0, updates - 1 if life.ended_on and updates else updates)
    made = []
    for count in (updates - spread, updates, updates + spread):
        has_ended = None if ended is None else life.ended_on is not None or stage.happens(ended)
        maker = _Maker(stage, life, updates=max(count, 1) if has_ended else count, has_ended=has_ended)
        maker.tell_story()
        answers = [life.answerable]
        if also and also.body is life.body and stage.happens(0.1):
            answers.append(also.answerable)
        maker.write(answers)
        made.append(maker.pk)
    if life.visit.alert and life.theme == "organisational-alert":
        _answer_alert(stage, life, made)
    return made


def _answer_alert(stage: Stage, life: Life, actions: list[int]) -> None:
    """Answer the alert with the actions of the recommendation that asks for what it asked."""
    for pk in actions:
        stage.tables.table_of(AlertAction).add(alert_id=life.visit.alert, action_id=pk)
    stage.tables.table_of(AlertLink).add(
        alert_id=life.visit.alert,
        answerable_id=life.answerable,
        linked_at=stage.moment(life.visit.published_on),
        linked_by_id=stage.coordinator,
    )


class _Maker:
    """One action on its way: what it says now, and the row that it leaves.

    `has_ended` says whether it has in the end; None leaves that to the recommendation, and to chance.
    """

    def __init__(self, stage: Stage, life: Life, *, updates: int, has_ended: bool | None) -> None:
        self.stage, self.life, self.updates, self.has_ended = stage, life, updates, has_ended
        self.pk = stage.tables.table_of(Action).number()
        self.words = ActionWords(
            title=stage.words.about("titles", life.theme, subject=life.subject)[:200],
            success_measure=stage.words.say("measures"),
        )
        self.post = _owner(stage, life)
        self.last_day = min(life.until(stage), stage.on - timedelta(days=1))
        window = (self.last_day - life.visit.published_on).days
        self.planned_on = stage.day(life.visit.published_on, min(10, window // 4), min(70, window // 2))
        self.created_at = stage.moment(self.planned_on)
        self.status = NOT_STARTED
        self.due_on: date | None = None
        self.precision = DatePrecision.DAY
        self.moves = 0
        self.never_starts = False
        self.blocked_by_whom = ""
        self.blocked_since_on: date | None = None
        self.last_update_at: datetime | None = None
        self.set_first_date()
        self.first_due_on = self.due_on

    def set_first_date(self) -> None:
        stage = self.stage
        if stage.happens(0.04):
            return
        due_on = self.planned_on + timedelta(days=stage.between(45, 300))
        if not self.updates and self.life.ended_on is None:
            due_on = max(due_on, stage.on + timedelta(days=stage.between(-60, 240)))
        if stage.happens(0.25):
            self.precision = DatePrecision.MONTH
        self.due_on = deadlines.due_date(due_on, self.precision)

    def tell_story(self) -> None:
        """Tell the planning and every update in order; the last one gives the status that the action has now."""
        stage, life = self.stage, self.life
        planner = life.body.posts[0].holder(self.planned_on)
        stage.tell("action.planned", "ACT", self.pk, self.created_at, planner, after=self.facts())
        final, at = self.final_status(), self.created_at
        for number, moment in enumerate(self.moments(), start=1):
            at = max(moment, at + MINUTE)
            status = final if number == self.updates else self.next_status(number)
            self.update(at, status, is_last=number == self.updates)

    def facts(self) -> dict[str, Any]:
        """Return what the event of its planning says (models/action.facts)."""
        return {
            **asdict(self.words),
            "status": self.status,
            "due_on": _iso(self.due_on),
            "due_precision": self.precision.value,
            "owner_post": self.post.pk,
            "owner": self.post.name,
            "blocked_by_whom": "",
            "blocked_since_on": None,
        }

    def final_status(self) -> str:
        stage, life = self.stage, self.life
        if not self.updates:
            return NOT_STARTED
        if life.ended_on or self.has_ended:
            return COMPLETED if life.decision != "not-agreed" and stage.happens(0.93) else WITHDRAWN
        if self.has_ended is False:
            return IN_PROGRESS
        age = (stage.on - self.planned_on).days
        chance = stage.chance.random()
        if chance < min(0.6, age / 900):
            return COMPLETED
        if chance > 0.96:
            return WITHDRAWN
        self.never_starts = chance > 0.9 and self.updates <= FEW
        return NOT_STARTED if self.never_starts else IN_PROGRESS

    def next_status(self, number: int) -> str:
        """Return the status on the way: started with the first update or a little later."""
        is_waiting = self.never_starts or (self.status == NOT_STARTED and number < 3 and self.stage.happens(0.25))
        return NOT_STARTED if is_waiting else IN_PROGRESS

    def moments(self) -> list[datetime]:
        stage = self.stage
        span = max((self.last_day - self.planned_on).days, 0)
        days = sorted(stage.between(0, span) for _ in range(self.updates))
        return [stage.moment(self.planned_on + timedelta(days=day)) for day in days]

    def update(self, at: datetime, status: str, *, is_last: bool) -> None:
        stage = self.stage
        at = min(at, stage.at)
        by = self.post.holder(at.date()) or self.life.body.posts[0].holder(at.date())
        stage.words.on = at.date()
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        if status != self.status:
            before["status"], after["status"] = self.status, status
        text = stage.words.say(_purpose(self.status, status))
        self.status = status
        if status in (NOT_STARTED, IN_PROGRESS):
            self.perhaps_move_date(at, by, before, after, is_last=is_last)
        if is_last and status == IN_PROGRESS and self.life.ended_on is None and stage.happens(0.05):
            self.block(at.date(), before, after)
        pk = stage.tables.table_of(Update).add(
            action_id=self.pk, text=text, status=status, token=stage.uid(), posted_at=at, posted_by_id=by
        )
        after["update"] = pk
        stage.tell("action.updated", "ACT", self.pk, at, by, after=after, before=before)
        self.last_update_at = at

    def perhaps_move_date(
        self, at: datetime, by: int | None, before: dict[str, Any], after: dict[str, Any], *, is_last: bool
    ) -> None:
        """Move a date that is near or past, mostly; the last update of open work puts it around today."""
        stage, day = self.stage, at.date()
        if self.due_on is None or self.due_on > day + timedelta(days=14) or self.moves >= MOST_MOVES:
            return
        new_on = day + timedelta(days=stage.between(30, 150))
        if is_last and self.life.ended_on is None:
            new_on = stage.on + timedelta(days=stage.between(-30, 240))
        if new_on <= max(day, self.due_on) or not stage.happens(0.85):
            return
        reason = stage.words.say("slips")
        stage.tables.table_of(DateChange).add(
            action_id=self.pk, old_on=self.due_on, new_on=new_on, reason=reason, changed_at=at, changed_by_id=by
        )
        before["due_on"], after["due_on"], after["reason"] = _iso(self.due_on), _iso(new_on), reason
        if self.precision != DatePrecision.DAY:
            before["due_precision"], after["due_precision"] = self.precision.value, DatePrecision.DAY.value
        self.due_on, self.precision = new_on, DatePrecision.DAY
        self.moves += 1

    def block(self, day: date, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Make the action wait on somebody since the last update."""
        before["blocked_by_whom"], before["blocked_since_on"] = "", None
        self.blocked_by_whom, self.blocked_since_on = self.stage.words.say("blockers"), day
        after["blocked_by_whom"], after["blocked_since_on"] = self.blocked_by_whom, day.isoformat()

    def write(self, answers: list[int]) -> None:
        """Write the action's own row, and what it answers."""
        stage = self.stage
        stage.tables.table_of(Action).add(
            id=self.pk,
            **asdict(self.words),
            owner_post_id=self.post.pk,
            status=self.status,
            due_on=self.due_on,
            due_precision=self.precision.value,
            first_due_on=self.first_due_on,
            blocked_by_whom=self.blocked_by_whom,
            blocked_since_on=self.blocked_since_on,
            created_at=self.created_at,
            created_by_id=self.life.body.posts[0].holder(self.planned_on),
            last_update_at=self.last_update_at,
            version=1 + self.updates,
        )
        for answerable in answers:
            stage.tables.table_of(Answers).add(
                action_id=self.pk, answerable_id=answerable, from_on=self.created_at.date()
            )


def _owner(stage: Stage, life: Life) -> Place:
    """Return a senior officer or another post of the body; now and then one of the region on the body's behalf."""
    body = life.body
    if body.parent and body.parent.posts and body.kind == "pdu" and stage.happens(0.05):
        body = body.parent
    return body.posts[stage.between(0, len(body.posts) - 1)]


def _purpose(old: str, new: str) -> str:
    """Return which kind of phrase suits an update."""
    if new == IN_PROGRESS:
        return "started" if old == NOT_STARTED else "going"
    return {NOT_STARTED: "waiting", COMPLETED: "done", WITHDRAWN: "withdrawn"}[new]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
