"""Lives the recommendations of the national world: published, acknowledged, answered, judged again, perhaps ended."""

from dataclasses import dataclass, field
from datetime import date

from inspections.choices import InspectionKind
from tracker.choices import Decision, Ending, Judge, Progress
from tracker.models import Acknowledgement, Answerable, Judgement, Recommendation, RecommendationTheme, Response
from tracker.sample_data.national.reports import Visit
from tracker.sample_data.national.stage import Body, Stage

SHOWN_TITLE = 200  # characters of a short title


@dataclass(slots=True)
class Life:
    """One recommendation with its answering body: when it ended and how, and what later reports said."""

    pk: int
    answerable: int
    visit: Visit
    body: Body
    theme: str
    subject: str
    ended_on: date | None = None
    ending: Ending | None = None
    reason: str = ""
    decision: Decision | None = None
    drafted_on: date | None = None
    confirmed_on: date | None = None
    verdicts: list[tuple[Visit, Progress]] = field(default_factory=list)
    is_flagged: bool = False

    def until(self, stage: Stage) -> date:
        """Return the day up to which something happened: its end or the world's own."""
        return self.ended_on or stage.on


def live(stage: Stage, visit: Visit, position: int) -> Life:
    """Make one recommendation with all that became of it, but its actions and the self-assessments about it."""
    table, theme = stage.tables.table_of(Recommendation), stage.words.theme()
    if visit.alert and position == 1:
        theme = "organisational-alert"
    body = _addressee(stage, visit)
    life = Life(
        pk=table.number(),
        answerable=stage.tables.table_of(Answerable).number(),
        visit=visit,
        body=body,
        theme=theme,
        subject=stage.words.subject(theme),
    )
    text = stage.words.about("recommendation", theme, subject=life.subject)
    life.is_flagged = stage.happens(0.08)
    table.add(
        id=life.pk,
        inspection_id=visit.pk,
        position=position,
        number=position,
        short_title=_short(text),
        text=text,
        addressee_id=body.pk,
        addressee_as_printed=_as_printed(body),
        flagged_repeat=life.is_flagged,
    )
    _themes(stage, life)
    at = stage.moment(visit.published_on)
    facts = {"inspection": f"INS-{visit.pk:04d}", "addressee": body.slug}
    stage.tell("recommendation.published", "REC", life.pk, at, stage.coordinator, after=facts)
    _decide_response(stage, life)
    _decide_ending(stage, life)
    _answerable(stage, life)
    _respond(stage, life)
    _judge(stage, life)
    return life


def _addressee(stage: Stage, visit: Visit) -> Body:
    """Return the addressee: mostly the inspected body, or its region or HMPPS; for a dynamic inspection also a PDU."""
    body, chance = visit.body, stage.chance.random()
    if visit.kind == InspectionKind.CRC:
        return body
    if visit.kind == InspectionKind.DYNAMIC and chance < 0.5:
        return body.children[stage.between(0, len(body.children) - 1)]
    if chance > 0.95:
        return stage.bodies["hmpps"]
    return body.parent if visit.kind == InspectionKind.PDU and chance > 0.78 and body.parent else body


def _as_printed(body: Body) -> str:
    return f"{body.name} PDU" if body.kind == "pdu" else f"{body.name} region" if body.kind == "region" else body.name


def _short(text: str) -> str:
    """Return what is asked, without what is to come of it."""
    for end in (" so that ", " and show ", ":", ", so that "):
        text = text.split(end, maxsplit=1)[0]
    return (text[0].upper() + text[1:]).rstrip(",")[:SHOWN_TITLE]


def _themes(stage: Stage, life: Life) -> None:
    table = stage.tables.table_of(RecommendationTheme)
    table.add(recommendation_id=life.pk, theme_id=stage.themes[life.theme], is_primary=True)
    second = stage.words.theme() if stage.happens(0.4) else life.theme
    if second != life.theme:
        table.add(recommendation_id=life.pk, theme_id=stage.themes[second], is_primary=False)


def _decide_response(stage: Stage, life: Life) -> None:
    start, yesterday = life.visit.published_on, (stage.on - life.visit.published_on).days
    drafted, confirmed = stage.between(6, 45), stage.between(5, 30)
    if stage.happens(0.06) or drafted >= yesterday:
        return
    life.drafted_on = stage.day(start, drafted, drafted)
    life.decision = stage.chance.choices(list(Decision), (82, 13, 5))[0]
    if drafted + confirmed < yesterday and stage.happens(0.95):
        life.confirmed_on = stage.day(start, drafted + confirmed, drafted + confirmed)


def _decide_ending(stage: Stage, life: Life) -> None:
    """Decide how it ended: not agreed; found sufficient or repeated later; its body closed; or not needed now."""
    if life.decision == Decision.NOT_AGREED and life.confirmed_on:
        return _end(stage, life, Ending.NOT_AGREED, life.confirmed_on, stage.words.say("not_reasons"))
    closed_on = life.body.closed_on
    for visit in life.visit.later:
        category = stage.chance.choices(list(Progress), (26, 44, 30))[0]
        life.verdicts.append((visit, category))
        if category == Progress.SUFFICIENT:
            return _end(stage, life, Ending.SUFFICIENT, visit.published_on)
        if stage.happens(0.65):
            return _end(stage, life, Ending.CARRIED_OVER, visit.published_on)
    if closed_on:
        return _end(stage, life, Ending.PASSED_ON if life.body.successors else Ending.LAPSED, closed_on)
    if (stage.on - life.visit.published_on).days > 540 and stage.happens(0.15):
        last = life.verdicts[-1][0].published_on if life.verdicts else life.visit.published_on
        ending = Ending.OVERTAKEN if stage.happens(0.6) else Ending.LAPSED
        return _end(stage, life, ending, stage.day(last, 100, 600))
    return None


def _end(stage: Stage, life: Life, ending: Ending, on: date, reason: str = "") -> None:
    life.ended_on, life.ending = on, ending
    life.reason = reason or stage.words.say("endings", ending.value)


def _answerable(stage: Stage, life: Life) -> None:
    by = _head(life.body, life.ended_on) if life.ended_on else None
    if life.ending == Ending.NOT_AGREED and life.ended_on:
        by = stage.bodies["hmpps"].posts[0].holder(life.ended_on)
    stage.tables.table_of(Answerable).add(
        id=life.answerable,
        recommendation_id=life.pk,
        organisation_id=life.body.pk,
        from_on=life.visit.published_on,
        to_on=life.ended_on,
        ending=life.ending.value if life.ending else "",
        ending_reason=life.reason,
        ended_at=stage.moment(life.ended_on) if life.ended_on else None,
        ended_by_id=by,
    )
    if life.ending == Ending.PASSED_ON and life.ended_on:
        for body in life.body.successors:
            _taken_over(stage, life, body, on=life.ended_on)
    if life.ended_on is None or stage.happens(0.9):
        _acknowledge(stage, life)


def _taken_over(stage: Stage, life: Life, body: Body, *, on: date) -> None:
    """Let a successor answer from the day; most of what it took over has lapsed since."""
    has_ended = stage.happens(0.8)
    to_on = stage.day(on, 200, 900) if has_ended else None
    stage.tables.table_of(Answerable).add(
        recommendation_id=life.pk,
        organisation_id=body.pk,
        from_on=on,
        to_on=to_on,
        ending=Ending.LAPSED.value if has_ended else "",
        ending_reason=stage.words.say("endings", "lapsed") if has_ended else "",
        ended_at=stage.moment(to_on) if to_on else None,
        ended_by_id=_head(body, to_on) if to_on else None,
    )


def _acknowledge(stage: Stage, life: Life) -> None:
    day = stage.day(life.visit.published_on, 1, 20)
    is_new = (stage.on - life.visit.published_on).days < 60
    if day > life.until(stage) or stage.happens(0.5 if is_new else 0.04):
        return
    by, at = _head(life.body, day), stage.moment(day)
    stage.tables.table_of(Acknowledgement).add(answerable_id=life.answerable, acknowledged_at=at, acknowledged_by_id=by)
    stage.tell("recommendation.acknowledged", "REC", life.pk, at, by, after={"body": life.body.slug})


def _respond(stage: Stage, life: Life) -> None:
    if life.decision is None or life.drafted_on is None:
        return
    words, by = stage.words, _head(life.body, life.drafted_on)
    partly = life.decision == Decision.PARTLY_AGREED
    reasons = words.say("partly_reasons") if partly else words.say("not_reasons")
    drafted_at = stage.moment(life.drafted_on)
    confirmed_at = max(stage.moment(life.confirmed_on), drafted_at) if life.confirmed_on else None
    confirmer = stage.bodies["hmpps"].posts[0].holder(life.confirmed_on) if life.confirmed_on else None
    stage.tables.table_of(Response).add(
        answerable_id=life.answerable,
        decision=life.decision.value,
        agreed_part=words.say("agreed_parts") if partly else "",
        reasons="" if life.decision == Decision.AGREED else reasons,
        drafted_at=drafted_at,
        drafted_by_id=by,
        confirmed_at=confirmed_at,
        confirmed_by_id=confirmer,
    )
    facts = {"decision": life.decision.value, "body": life.body.slug}
    stage.tell("response.drafted", "REC", life.pk, drafted_at, by, after=facts)
    if confirmed_at:
        stage.tell("response.confirmed", "REC", life.pk, confirmed_at, confirmer, after=facts)


def _judge(stage: Stage, life: Life) -> None:
    """Record what later reports said of it."""
    for visit, category in life.verdicts:
        at = stage.moment(visit.published_on)
        stage.tables.table_of(Judgement).add(
            answerable_id=life.answerable,
            judge=Judge.INSPECTORATE.value,
            category=category.value,
            reasons=stage.words.say("said", category.value),
            dated_on=visit.published_on,
            inspection_id=visit.pk,
            improvement_still_required=category != Progress.SUFFICIENT,
            made_at=at,
            made_by_id=stage.coordinator,
        )
        facts = {"inspection": f"INS-{visit.pk:04d}", "category": category.value}
        stage.tell("recommendation.judged", "REC", life.pk, at, stage.coordinator, after=facts)


def _head(body: Body, day: date) -> int | None:
    return body.posts[0].holder(day) if body.posts else None
