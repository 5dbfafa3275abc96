"""Truth tables: who may close and take over, who is proposed, when it is confirmed or undone, and the words."""

from datetime import date

import pytest

from inspections.choices import OrganisationKind
from inspections.rules.succession import Edge
from tracker.choices import ReorganisationKind as Kind
from tracker.errors import InvalidInput, WrongState
from tracker.rules import reorganisations as rules
from tracker.rules.reorganisations import ChangedBody

ON = date(2025, 3, 1)
BEFORE, AFTER = date(2024, 1, 1), date(2026, 1, 1)
PDU = OrganisationKind.PDU


def body(number: int, **other: object) -> ChangedBody:
    return ChangedBody(**{"key": number, "name": f"Body {number}", "kind": PDU, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [Kind.MERGER, Kind.SPLIT, Kind.TRANSFER])
@pytest.mark.parametrize("closing", range(4))
@pytest.mark.parametrize("following", range(4))
def test_how_many_close_and_take_over(kind: Kind, closing: int, following: int) -> None:
    allowed = {
        Kind.MERGER: closing >= 2 and following == 1,
        Kind.SPLIT: closing == 1 and following >= 2,
        Kind.TRANSFER: closing >= 1 and following >= 1,
    }[kind]
    bodies = [body(key) for key in range(8)]
    if allowed:
        rules.check_bodies(kind, closing=bodies[:closing], following=bodies[4 : 4 + following], on=ON)
        return
    with pytest.raises(InvalidInput) as refusal:
        rules.check_bodies(kind, closing=bodies[:closing], following=bodies[4 : 4 + following], on=ON)
    assert refusal.value.field in ("closing", "into")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, None),
        ({"opened_on": BEFORE}, None),
        ({"opened_on": ON}, "opened on 1 March 2025"),
        ({"opened_on": AFTER}, "opened on 1 January 2026"),
        ({"closed_on": BEFORE}, "closed on 1 January 2024 already"),
        ({"closed_on": AFTER}, "closes on 1 January 2026 already"),
        ({"closed_on": ON}, None),
        ({"closed_on": ON, "is_replaced": True}, "closed on 1 March 2025 already"),
        ({"has_bodies_below": True}, "has bodies below it"),
        ({"kind": OrganisationKind.CRC}, None),
        ({"kind": OrganisationKind.AGENCY}, "cannot be closed here"),
        ({"kind": OrganisationKind.COMPANY}, "cannot be closed here"),
    ],
)
def test_who_can_close(facts: dict[str, object], words: str | None) -> None:
    closing, following = [body(1, **facts)], [body(2), body(3)]
    if words is None:
        rules.check_bodies(Kind.SPLIT, closing=closing, following=following, on=ON)
        return
    with pytest.raises(InvalidInput, match=words):
        rules.check_bodies(Kind.SPLIT, closing=closing, following=following, on=ON)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, None),
        ({"opened_on": ON}, None),
        ({"opened_on": AFTER}, "opens on 1 January 2026, after this date"),
        ({"closed_on": AFTER}, None),
        ({"closed_on": ON}, "so it cannot take over"),
        ({"closed_on": BEFORE}, "so it cannot take over"),
        ({"key": 1}, "cannot take over from itself"),
        ({"key": None}, None),
    ],
)
def test_who_can_take_over(facts: dict[str, object], words: str | None) -> None:
    closing, following = [body(1)], [body(2, **facts), body(3)]
    if words is None:
        rules.check_bodies(Kind.SPLIT, closing=closing, following=following, on=ON)
        return
    with pytest.raises(InvalidInput, match=words) as refusal:
        rules.check_bodies(Kind.SPLIT, closing=closing, following=following, on=ON)
    assert refusal.value.field == "into"


# 1 → 2, 3 in 2025; 3 → 4 in 2026; 5 closes without a successor; 6 → 7 → 4.
EDGES = [Edge(1, 2, ON), Edge(1, 3, ON), Edge(3, 4, AFTER), Edge(6, 7, ON), Edge(7, 4, AFTER)]
CLOSED = {1: ON, 3: AFTER, 5: ON, 6: ON, 7: AFTER}


@pytest.mark.parametrize(
    ("one", "on", "expected"),
    [
        (1, BEFORE, {}),
        (1, ON, {2: ON, 3: ON}),
        (1, AFTER, {2: ON, 4: AFTER}),
        (3, ON, {}),
        (3, AFTER, {4: AFTER}),
        (5, ON, {}),
        (6, ON, {7: ON}),
        (6, AFTER, {4: AFTER}),
        (2, AFTER, {}),
        (9, AFTER, {}),
    ],
)
def test_who_is_proposed(one: int, on: date, expected: dict[int, date]) -> None:
    closed = {key: day for key, day in CLOSED.items() if day <= on}

    assert dict(rules.proposal(one, EDGES, closed, on=on).starts) == expected


@pytest.mark.parametrize(
    ("posts", "expected"),
    [([], None), ([(1, "Head of PDU")], 1), ([(1, "head of  PDU")], 1), ([(1, "Deputy")], None),
     ([(1, "Head of PDU"), (2, "Head of PDU")], None), ([(1, "Deputy"), (2, "Head of PDU")], 2)],
)  # fmt: skip
def test_which_post_is_proposed(posts: list[tuple[int, str]], expected: int | None) -> None:
    assert rules.proposed_post("Head of PDU", posts) == expected


@pytest.mark.parametrize(
    ("on", "undecided", "is_undone", "words"),
    [(ON, 0, False, None), (BEFORE, 0, False, None), (AFTER, 0, False, "from 1 January 2026"),
     (ON, 1, False, "1 recommendation has no decision"), (ON, 4, False, "4 recommendations have no decision"),
     (ON, 0, True, "was undone"), (AFTER, 2, True, "was undone")],
)  # fmt: skip
def test_when_it_is_confirmed(on: date, undecided: int, is_undone: bool, words: str | None) -> None:
    if words is None:
        rules.check_can_confirm(on=on, today=ON, undecided=undecided, is_undone=is_undone)
        return
    with pytest.raises(WrongState, match=words):
        rules.check_can_confirm(on=on, today=ON, undecided=undecided, is_undone=is_undone)


@pytest.mark.parametrize(
    ("bodies", "ending", "reason", "field"),
    [((1,), "", "", None), ((1, 2), "", "", None), ((), "lapsed", "Sold", None), ((), "overtaken", "Sold", None),
     ((), "", "", "bodies"), ((3,), "", "", "bodies"), ((1,), "lapsed", "Sold", "ending"), ((), "lapsed", "", "reason"),
     ((), "sufficient", "Done", "ending"), ((), "passed-on", "Done", "ending"), ((), "lapsed", "x" * 1001, "reason")],
)  # fmt: skip
def test_what_can_be_decided(bodies: tuple[int, ...], ending: str, reason: str, field: str | None) -> None:
    if field is None:
        rules.check_decision(bodies=bodies, proposed=(1, 2), ending=ending, reason=reason)
        return
    with pytest.raises(InvalidInput) as refusal:
        rules.check_decision(bodies=bodies, proposed=(1, 2), ending=ending, reason=reason)
    assert refusal.value.field == field


@pytest.mark.parametrize(("is_undone", "depending", "words"), [
    (False, [], None), (True, [], "undone already"), (False, ["A has a response", "B has evidence"], "response; B has"),
])  # fmt: skip
def test_when_it_can_be_undone(is_undone: bool, depending: list[str], words: str | None) -> None:
    if words is None:
        rules.check_can_undo(is_undone=is_undone, depending=depending)
        return
    with pytest.raises(WrongState, match=words):
        rules.check_can_undo(is_undone=is_undone, depending=depending)


@pytest.mark.parametrize(
    ("closing", "following", "expected"),
    [(1, 4, {(0, 0), (0, 1), (0, 2), (0, 3)}), (3, 1, {(0, 0), (1, 0), (2, 0)}), (1, 1, {(0, 0)}), (3, 2, None)],
)
def test_everybody_follows_everybody_only_where_it_is_plain(
    closing: int, following: int, expected: set[tuple[int, int]] | None
) -> None:
    assert rules.all_pairs(closing, following) == expected


@pytest.mark.parametrize(("pairs", "words"), [
    ({(0, 0), (1, 1)}, None), ({(0, 0), (0, 1), (1, 1)}, None), ({(0, 0)}, "Select the bodies that follow B"),
    ({(0, 0), (1, 0)}, "Y takes over from nobody"), (set(), "follow A"),
])  # fmt: skip
def test_nobody_is_left_out(pairs: set[tuple[int, int]], words: str | None) -> None:
    if words is None:
        rules.check_pairs(["A", "B"], ["X", "Y"], pairs)
        return
    with pytest.raises(InvalidInput, match=words):
        rules.check_pairs(["A", "B"], ["X", "Y"], pairs)


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [("Kirklees", [], "kirklees"), ("Kirklees", ["kirklees"], "kirklees-2"), ("Ynys Môn", [], "ynys-mon"),
     ("St Helens, Wirral & Sefton", [], "st-helens-wirral-sefton"), ("…", [], "body")],
)  # fmt: skip
def test_the_place_of_a_new_body_in_addresses(name: str, taken: list[str], slug: str) -> None:
    assert rules.slug_of(name, taken) == slug


@pytest.mark.parametrize(
    ("kind", "closing", "following", "words"),
    [(Kind.SPLIT, ["A"], ["B", "C"], "A splits into B and C"), (Kind.MERGER, ["A", "B"], ["C"], "A and B merge into C"),
     (Kind.TRANSFER, ["A", "B", "C"], ["D", "E"], "A, B and C close and pass on to D and E"),
     (Kind.MERGER, ["A and B", "C"], ["D"], "A and B; C merge into D"),
     (Kind.TRANSFER, ["A"], ["D"], "A closes and passes on to D"), (Kind.RENAME, ["A"], ["B"], "A is renamed to B")],
)  # fmt: skip
def test_what_happened_in_words(kind: Kind, closing: list[str], following: list[str], words: str) -> None:
    assert rules.words_of(kind, closing=closing, following=following) == words
