"""What can be asked for, who confirms it at which level, and who may open it again."""

from itertools import product

import pytest

from inspections.choices import OrganisationKind
from tracker.choices import Confirmer, Ending, EndingDecision, Role
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.rules import endings
from tracker.rules.access import SERVICE, Actor, Grant
from tracker.rules.endings import ASKED_FOR, WORDS_LIMIT, EndingWords

HMPPS, YORKSHIRE, KIRKLEES, WIGAN = "/moj/hmpps/", "/moj/hmpps/yorks/", "/moj/hmpps/yorks/kirk/", "/moj/hmpps/gm/wigan/"
WORDS = EndingWords(Ending.LAPSED, "The office has closed", "Plans may be late", 7)


def person(role: Role, path: str, number: int = 1) -> Actor:
    return Actor(number, "Somebody", (Grant(role, path),))


HEAD, LEAD = person(Role.HEAD_OF_PDU, KIRKLEES), person(Role.REGIONAL_LEAD, YORKSHIRE)
NATIONAL, COORDINATOR = person(Role.NATIONAL, HMPPS), person(Role.COORDINATOR, HMPPS)


@pytest.mark.parametrize("ending", list(Ending))
def test_four_endings_can_be_asked_for(ending: Ending) -> None:
    words = EndingWords(ending, WORDS.reason, WORDS.risk, WORDS.risk_post)
    can = ending in {Ending.OVERTAKEN, Ending.NOT_AGREED, Ending.LAPSED, Ending.NO_LONGER_OURS}

    assert (ending in ASKED_FOR) is can
    if can:
        endings.check_words(words)
    else:
        with pytest.raises(InvalidInput) as refused:
            endings.check_words(words)
        assert refused.value.field == "ending"


@pytest.mark.parametrize(
    ("reason", "risk", "field"),
    [
        ("", "Plans may be late", "reason"),
        ("The office has closed", "", "risk"),
        ("x" * (WORDS_LIMIT + 1), "Plans may be late", "reason"),
        ("The office has closed", "x" * (WORDS_LIMIT + 1), "risk"),
        ("It was about X123456", "Plans may be late", "reason"),
        ("The office has closed", "It was about X123456", "risk"),
    ],
)
def test_reason_and_risk_are_asked_for(reason: str, risk: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        endings.check_words(EndingWords(Ending.LAPSED, reason, risk, 7))

    assert refused.value.field == field


def test_blanks_around_words_are_no_words() -> None:
    said = EndingWords(Ending.LAPSED, "  ", " Plans may be late\n", 7).stripped()

    assert (said.reason, said.risk) == ("", "Plans may be late")


@pytest.mark.parametrize(
    ("post", "accepts"), [(KIRKLEES, True), (YORKSHIRE, True), (HMPPS, True), (WIGAN, False), (KIRKLEES + "x/", False)]
)
def test_the_risk_is_accepted_in_the_body_or_above(post: str, accepts: bool) -> None:
    if accepts:
        endings.check_accepts(post_path=post, body_path=KIRKLEES, body="Kirklees PDU")
        return
    with pytest.raises(InvalidInput, match="Kirklees PDU") as refused:
        endings.check_accepts(post_path=post, body_path=KIRKLEES, body="Kirklees PDU")
    assert refused.value.field == "risk_post"


@pytest.mark.parametrize(("kind", "is_own"), list(product(OrganisationKind, [True, False])))
def test_the_region_confirms_what_its_pdu_asks_and_hmpps_everything_else(kind: OrganisationKind, is_own: bool) -> None:
    by_region = kind is OrganisationKind.PDU and is_own

    assert endings.confirmer_of(kind=kind, is_own=is_own) is (Confirmer.REGION if by_region else Confirmer.HMPPS)


@pytest.mark.parametrize(
    ("actor", "path", "kind", "is_own"),
    [
        (HEAD, KIRKLEES, OrganisationKind.PDU, True),
        (LEAD, KIRKLEES, OrganisationKind.PDU, False),
        (NATIONAL, KIRKLEES, OrganisationKind.PDU, False),
        (LEAD, YORKSHIRE, OrganisationKind.REGION, True),
        (NATIONAL, YORKSHIRE, OrganisationKind.REGION, False),
        (NATIONAL, HMPPS, OrganisationKind.AGENCY, True),
        (LEAD, YORKSHIRE + "courts/", OrganisationKind.FUNCTION, True),
    ],
)
def test_whose_own_it_is(actor: Actor, path: str, kind: OrganisationKind, is_own: bool) -> None:
    assert endings.asks_for_own(actor, path=path, kind=kind) is is_own


@pytest.mark.parametrize(
    ("actor", "confirmer", "path", "may"),
    [
        (LEAD, Confirmer.REGION, KIRKLEES, True),
        (LEAD, Confirmer.REGION, WIGAN, False),
        (LEAD, Confirmer.HMPPS, KIRKLEES, False),
        (NATIONAL, Confirmer.REGION, KIRKLEES, False),
        (NATIONAL, Confirmer.HMPPS, KIRKLEES, True),
        (NATIONAL, Confirmer.HMPPS, HMPPS, True),
        (HEAD, Confirmer.REGION, KIRKLEES, False),
        (COORDINATOR, Confirmer.REGION, KIRKLEES, False),
        (COORDINATOR, Confirmer.HMPPS, KIRKLEES, False),
        (SERVICE, Confirmer.REGION, KIRKLEES, True),
    ],
)
def test_who_confirms(actor: Actor, confirmer: Confirmer, path: str, may: bool) -> None:
    assert endings.may_confirm(actor, confirmer=confirmer, path=path, asked_by=99) is may


def test_nobody_confirms_what_they_asked_for() -> None:
    second = person(Role.NATIONAL, HMPPS, number=2)

    assert not endings.may_confirm(NATIONAL, confirmer=Confirmer.HMPPS, path=HMPPS, asked_by=NATIONAL.person_id)
    assert endings.may_confirm(second, confirmer=Confirmer.HMPPS, path=HMPPS, asked_by=NATIONAL.person_id)
    with pytest.raises(NotAllowed, match="somebody else"):
        endings.check_may_confirm(NATIONAL, confirmer=Confirmer.HMPPS, path=HMPPS, asked_by=NATIONAL.person_id)


@pytest.mark.parametrize(
    ("actor", "confirmer", "may"),
    [
        (LEAD, Confirmer.REGION, True),
        (LEAD, Confirmer.HMPPS, False),
        (NATIONAL, Confirmer.REGION, True),
        (COORDINATOR, Confirmer.REGION, True),
        (COORDINATOR, Confirmer.HMPPS, True),
        (HEAD, Confirmer.REGION, False),
        (person(Role.AUDITOR, HMPPS), Confirmer.HMPPS, False),
    ],
)
def test_who_opens_it_again(actor: Actor, confirmer: Confirmer, may: bool) -> None:
    assert endings.may_reopen(actor, confirmer=confirmer, path=KIRKLEES) is may
    if not may:
        with pytest.raises(NotAllowed):
            endings.check_may_reopen(actor, confirmer=confirmer, path=KIRKLEES)


@pytest.mark.parametrize(("decision", "is_open"), list(product(["", *EndingDecision.values], [True, False])))
def test_only_what_waits_for_an_open_duty_is_decided(decision: str, is_open: bool) -> None:
    if not decision and is_open:
        endings.check_can_decide(decision=decision, is_open=is_open)
        return
    with pytest.raises(WrongState):
        endings.check_can_decide(decision=decision, is_open=is_open)


@pytest.mark.parametrize(
    ("decision", "is_open", "is_reopened", "answers_again"),
    list(product(["", *EndingDecision.values], [True, False], [True, False], [True, False])),
)
def test_only_what_was_confirmed_and_is_not_answered_again_is_opened(
    decision: str, is_open: bool, is_reopened: bool, answers_again: bool
) -> None:
    given = {
        "decision": decision, "is_open": is_open, "is_reopened": is_reopened, "answers_again": answers_again,
    }  # fmt: skip
    if decision == EndingDecision.CONFIRMED and not (is_open or is_reopened or answers_again):
        endings.check_can_reopen(**given)  # type: ignore[arg-type]
        return
    with pytest.raises(WrongState):
        endings.check_can_reopen(**given)  # type: ignore[arg-type]


def test_what_a_confirmer_has_before_them() -> None:
    assert endings.version_of(request=12, withdrawn=[40, 31]) == "12.31-40"
    assert endings.version_of(request=12, withdrawn=[]) == "12."
