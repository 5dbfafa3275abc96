"""The demo world as data: the facts of published inspections, and work that is invented from end to end.

Ratings, figures, dates, addressees and verdicts are facts (docs/domain.md#five-reports-checked-by-hand). Every
sentence is ours: the recommendations say in other words what the reports ask, and those of Wakefield, whose report we
do not hold, say what their themes suggest. Posts, responses, actions, updates and views of progress never happened.

Days of the work are counted from the day on which the world is made (-30 is thirty days before), so that it never
grows old; what belongs to a past year has its date.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# Where the work of each place is written down.
PLACES = ("kirklees", "wakefield", "yorkshire", "wigan", "hfkcw")
REPORTS = ("west-yorkshire-crc-2020", "hfkcw-2022", "wigan-2023", "wakefield-2024", "kirklees-2024")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day: so many days from the day the world is made, or a date."""

    days: int = 0
    fixed_on: date | None = None

    def on(self, day: date) -> date:
        """Return the day meant by a world that is made on `day`."""
        return self.fixed_on or day + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class PostData:
    """A post, known as 'kirklees/head'; `held` are the spells of its holders, none for a vacant post."""

    key: str
    organisation: str
    title: str
    name: str
    email: str
    role: str
    held: tuple[tuple[date, date | None], ...]
    signs_in: str


@dataclass(frozen=True, slots=True)
class AccountData:
    """A person with a role and no post."""

    organisation: str
    name: str
    email: str
    role: str
    since_on: date
    signs_in: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """A line of the table of demo sign-ins: who, the role's code, and what they see."""

    email: str
    name: str
    role: str
    sees: str


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A printed rating; `percents` maps a key question's place to (now, previous, comparator)."""

    code: str
    rating: str
    percents: dict[int, tuple[int | None, int | None, int | None]]


@dataclass(frozen=True, slots=True)
class RecommendationData:
    """A recommendation in our words; `category`, `required` and `found` are what a later report said of it."""

    position: int
    number: int | None
    addressee: str
    as_printed: str
    title: str
    text: str
    themes: tuple[str, ...]
    flagged_repeat: bool
    category: str
    required: bool | None
    found: str


@dataclass(frozen=True, slots=True)
class AlertData:
    """The organisational alert of a report."""

    concerns: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportData:
    """An inspection; `earlier` is the one known only from this report. Months are their first day."""

    key: str
    organisation: str
    as_printed: str
    kind: str
    published_on: date
    recommendations: tuple[RecommendationData, ...]
    framework: str = ""
    fieldwork_on: date | None = None
    isbn: str = ""
    score: int | None = None
    rating: str = ""
    standards: tuple[StandardRow, ...] = ()
    alert: AlertData | None = None
    earlier: "ReportData | None" = None


@dataclass(frozen=True, slots=True)
class ResponseData:
    """HMPPS's answer; `after` and `confirmed` are days after publication, `confirmed` None for a draft."""

    of: str
    decision: str
    reasons: str
    after: int
    confirmed: int | None
    agreed_part: str = ""


@dataclass(frozen=True, slots=True)
class JudgementData:
    """A view of progress by an owner or a region; `evidence` is what a piece of it shows."""

    of: str
    judge: str
    by: str
    category: str
    on: Moment
    reasons: str
    effect: str
    evidence: str


@dataclass(frozen=True, slots=True)
class UpdateData:
    """What changed, perhaps with a new date and why."""

    on: Moment
    status: str
    text: str
    due: Moment | None
    why: str


@dataclass(frozen=True, slots=True)
class ActionData:
    """An action with its first date and its updates, oldest first."""

    title: str
    measure: str
    post: str
    answers: tuple[str, ...]
    planned: Moment
    due: Moment | None
    precision: str
    blocked_by: str
    blocked: Moment | None
    updates: tuple[UpdateData, ...]


@cache
def password() -> str:
    """Return the one password of every demo account that signs in; it is printed, and works with DEBUG alone."""
    return str(_people()["password"])


@cache
def posts() -> tuple[PostData, ...]:
    """Return the posts of the demo; the first of each body is its head's."""
    return tuple(_post(body, row) for body in _people()["bodies"] for row in body["posts"])


@cache
def accounts() -> tuple[AccountData, ...]:
    return tuple(
        AccountData(
            organisation=row["organisation"],
            name=f"{row['called']} (demo)",
            email=f"{row['mail']}@{_people()['domain']}",
            role=row["role"],
            since_on=date.fromisoformat(_people()["since"]),
            signs_in=row["signs_in"],
        )
        for row in _people()["others"]
    )


def sign_ins() -> list[SignIn]:
    """Return everybody who can sign in to the demo, from the PDU upwards."""
    people: list[PostData | AccountData] = [*posts(), *accounts()]
    lines = [SignIn(person.email, person.name, person.role, person.signs_in) for person in people if person.signs_in]
    order = ["action-owner", "head-of-pdu", "regional-lead", "national", "coordinator", "administrator", "auditor"]
    return sorted(lines, key=lambda line: order.index(line.role))


def reports() -> tuple[ReportData, ...]:
    """Return the five reports, oldest first; two of them tell of an earlier one."""
    return tuple(_report(_read(f"inspections/{name}.json")) for name in REPORTS)


def responses() -> list[ResponseData]:
    return [ResponseData(**{"reasons": "", **row}) for place in PLACES for row in _work(place)["responses"]]


def judgements() -> list[JudgementData]:
    return [
        JudgementData(
            of=row["of"],
            judge=row["judge"],
            by=row["by"],
            category=row["category"],
            on=_moment(row.get("on", row.get("days"))),
            reasons=row["reasons"],
            effect=row.get("effect", ""),
            evidence=row.get("evidence", ""),
        )
        for place in PLACES
        for row in _work(place)["judgements"]
    ]


def actions() -> list[ActionData]:
    return [_action(row) for place in PLACES for row in _work(place)["actions"]]


def look_alike() -> bytes:
    """Return a made-up report that waits for its check."""
    return (HERE / "look-alike-report.txt").read_bytes()


def _read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def _people() -> dict[str, Any]:
    return dict(_read("people.json"))


@cache
def _work(place: str) -> dict[str, Any]:
    return dict(_read(f"work/{place}.json"))


def _moment(value: int | str) -> Moment:
    return Moment(fixed_on=date.fromisoformat(value)) if isinstance(value, str) else Moment(days=value)


def _month(text: str | None) -> date | None:
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01") if text else None


def _post(body: dict[str, Any], row: dict[str, Any]) -> PostData:
    title, called = row["title"], body["called"]
    name = title.replace("PDU", called) if "PDU" in title else f"{title}, {called}"
    return PostData(
        key=f"{body['mail']}/{row['key']}",
        organisation=body["organisation"],
        title=title,
        name=f"{name} (demo)",
        email=f"{row['key']}.{body['mail']}@{_people()['domain']}",
        role=row["role"],
        held=tuple(
            (date.fromisoformat(start), date.fromisoformat(end) if end else None)
            for start, end in row.get("held", [[_people()["since"], None]])
        ),
        signs_in=row.get("signs_in", ""),
    )


def _report(row: dict[str, Any], kind: str = "") -> ReportData:
    published = _month(row["published"])
    assert published is not None
    alert = row.get("alert")
    return ReportData(
        key=row["key"],
        organisation=row["organisation"],
        as_printed=row["as_printed"],
        kind=row.get("kind", kind),
        published_on=published,
        recommendations=tuple(
            _recommendation(at, recommendation) for at, recommendation in enumerate(row["recommendations"], start=1)
        ),
        framework=row.get("framework", ""),
        fieldwork_on=_month(row.get("fieldwork")),
        isbn=row.get("isbn", ""),
        score=row.get("score"),
        rating=row.get("rating", ""),
        standards=tuple(_standard(standard) for standard in row.get("standards", ())),
        alert=AlertData(tuple(alert["concerns"]), tuple(alert["actions"])) if alert else None,
        earlier=_report(row["earlier"], row["kind"]) if row.get("earlier") else None,
    )


def _standard(row: dict[str, Any]) -> StandardRow:
    percents = {
        int(place): (figures[0], *(figures[1:] or (None, None))) for place, figures in row.get("percents", {}).items()
    }
    return StandardRow(row["code"], row["rating"], percents)


def _recommendation(position: int, row: dict[str, Any]) -> RecommendationData:
    return RecommendationData(
        position=position,
        number=row["number"],
        addressee=row["addressee"],
        as_printed=row["as_printed"],
        title=row["title"],
        text=row["text"],
        themes=tuple(row["themes"]),
        flagged_repeat=row.get("repeat", False),
        category=row.get("category", ""),
        required=row.get("required"),
        found=row.get("found", ""),
    )


def _action(row: dict[str, Any]) -> ActionData:
    blocked = row.get("blocked")
    return ActionData(
        title=row["title"],
        measure=row.get("measure", ""),
        post=row["post"],
        answers=tuple(row["answers"]),
        planned=_moment(row["planned"]),
        due=None if row["due"] is None else _moment(row["due"]),
        precision=row.get("precision", "day"),
        blocked_by=blocked["by"] if blocked else "",
        blocked=_moment(blocked["days"]) if blocked else None,
        updates=tuple(_update(*update) for update in row["updates"]),
    )


def _update(on: int | str, status: str, text: str, moved: dict[str, Any] | None = None) -> UpdateData:
    return UpdateData(
        on=_moment(on),
        status=status,
        text=text,
        due=_moment(moved["due"]) if moved else None,
        why=moved["why"] if moved else "",
    )
