"""Which earlier and later recommendations are proposed as the same, why, and how often that is right."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from inspections.choices import OrganisationKind
from tests.factories import blind_pairs
from tests.factories.labelled_pairs import pairs, recommendations, words_of_our_own
from tests.factories.suggestion_proof import FIRST, GOAL, LABELLED_BLIND, Setting, candidate, chance, looks, rate
from tests.tracker.sample_data.test_demo_facts import published, runs
from tracker.rules.suggestion_words import FAMILIES, MATTERS
from tracker.rules.suggestions import LEVELS, Candidate, ReasonKind, rank

DATA = Path(__file__).resolve().parents[3] / "tracker" / "data"
CASELOADS = Candidate("caseloads", "Reduce the caseloads of practitioners")
LAPTOPS = Candidate("laptops", "Replace broken laptops")


def keys(of: Candidate, *among: Candidate, **how: object) -> list[str]:
    return [each.candidate.key for each in rank(of, among, **how)]


def reasons(of: Candidate, other: Candidate, **how: object) -> dict[ReasonKind, str]:
    [suggestion] = rank(of, [other], **how)
    return {reason.kind: reason.text for reason in suggestion.reasons}


@pytest.mark.parametrize("setting", Setting)
def test_nine_of_ten_true_ones_are_among_the_first_five(setting: Setting) -> None:
    found = looks(setting)

    share, by_chance = rate(found, FIRST), chance(found)

    print(f"{setting.value}: first five {share:.1%}, by chance {by_chance:.1%}")
    assert share >= GOAL
    assert share > by_chance


@pytest.mark.parametrize("is_real", [True, False])
def test_nine_of_ten_hold_for_real_ones_and_look_alikes_apart(is_real: bool) -> None:
    found = [look for look in looks(Setting.ALL) if look.is_real is is_real]

    assert rate(found, FIRST) >= GOAL


def test_lines_kept_for_proof_do_as_well_as_those_for_tuning() -> None:
    kept = [look for look in looks(Setting.ALL) if not look.is_real and not look.for_tuning]

    assert rate(kept, FIRST) >= GOAL


def test_nine_of_ten_of_the_second_set_labelled_blind_are_among_the_first_five_of_one_report() -> None:
    """As the service asks. The set was labelled after the ranking stood and without sight of it."""
    found = looks(Setting.REPORT, LABELLED_BLIND)

    share, by_chance = rate(found, FIRST), chance(found)

    print(f"second set, one report: first five {share:.1%}, first {rate(found, 1):.1%}, by chance {by_chance:.1%}")
    assert share >= GOAL
    assert share > by_chance


def test_nine_of_ten_of_the_second_set_are_among_the_first_five_of_all_reports() -> None:
    """Measured 95.2% when the set was first run, with the ranking as it stood before it."""
    found = looks(Setting.ALL, LABELLED_BLIND)

    share, by_chance = rate(found, FIRST), chance(found)

    print(f"second set, all reports: first five {share:.1%}, first {rate(found, 1):.1%}, by chance {by_chance:.1%}")
    assert share >= GOAL
    assert share > by_chance


def test_what_the_second_set_holds() -> None:
    held = blind_pairs.recommendations()
    themes = {theme["code"] for theme in json.loads((DATA / "themes.json").read_text())}

    assert len(held) >= 100
    assert len({each.line for each in held.values()}) >= 5
    assert len(blind_pairs.pairs()) >= 30
    assert {pair.how for pair in blind_pairs.pairs()} == {"repeated", "reworded", "merged", "split", "replaced"}
    assert {each.theme for each in held.values()} <= themes
    assert not {each.report for each in held.values()} & {each.report for each in recommendations().values()}
    for pair in blind_pairs.pairs():
        assert held[pair.earlier].year < held[pair.later].year
        assert held[pair.earlier].line == held[pair.later].line


def test_the_second_set_is_our_own_words_and_shares_no_wording_with_the_first() -> None:
    ours = [each.text for each in blind_pairs.recommendations().values()]

    assert {run for text in ours for run in runs(text)} & published() == set()
    assert not set(ours) & set(words_of_our_own())


def test_what_the_labels_hold() -> None:
    held = recommendations()

    assert len(held) >= 150
    assert len(pairs()) >= 40
    assert {each for pair in pairs() for each in (pair.earlier, pair.later)} <= held.keys()
    assert all(held[pair.earlier].year < held[pair.later].year for pair in pairs())
    assert all(held[pair.earlier].line == held[pair.later].line for pair in pairs())


def test_the_look_alikes_and_the_vocabulary_are_our_own_words() -> None:
    ours = [*words_of_our_own(), *(" ".join(phrases) for phrases in MATTERS.values())]

    assert {run for text in ours for run in runs(text)} & published() == set()


@pytest.mark.parametrize(("later", "earlier"), [(2, 2), (3, 3), (6, 5)])
@pytest.mark.parametrize("setting", Setting)
def test_what_west_yorkshires_report_flags_has_its_true_predecessor_first(
    later: int, earlier: int, setting: Setting
) -> None:
    of = candidate(recommendations()[f"west-yorkshire-2020/{later}"])
    rows = [candidate(each) for each in recommendations().values() if each.report != "west-yorkshire-2020"]
    same_report = [each for each in rows if each.key.startswith("west-yorkshire-2018/")]

    first = rank(of, same_report if setting is Setting.REPORT else rows, of_is_later=True)[0]

    assert first.candidate.key == f"west-yorkshire-2018/{earlier}"
    assert ReasonKind.FLAGGED in {reason.kind for reason in first.reasons}


def test_different_words_for_one_matter() -> None:
    earlier = Candidate("earlier", "make sure that case supervision takes place")
    oversight = Candidate("oversight", "strengthen management oversight")

    assert keys(earlier, LAPTOPS, oversight) == ["oversight"]
    assert reasons(earlier, oversight)[ReasonKind.MATTER] == "Same matter: management oversight"


def test_a_phrase_may_stand_a_little_apart() -> None:
    named = Candidate("named", "have enough qualified and trained staff")

    assert reasons(named, Candidate("other", "fill the vacancies"))[ReasonKind.MATTER] == "Same matter: staffing"


def test_words_in_another_form_are_the_same() -> None:
    of, other = Candidate("of", "assessing and recording injuries"), Candidate("other", "record assessments of injury")

    assert reasons(of, other)[ReasonKind.WORDS] == "Same words: assessing, recording, injuries"


@pytest.mark.parametrize(
    ("changes", "kind", "text"),
    [
        ({"themes": frozenset({"Staffing"})}, ReasonKind.THEME, "Same theme: Staffing"),
        ({"bodies": frozenset({"harbour"})}, ReasonKind.BODY, "Made to the same body or one that came before it"),
        ({"level": OrganisationKind.PDU}, ReasonKind.LEVEL, "Asked of a body at the same level"),
        ({"flagged_repeat": True}, ReasonKind.FLAGGED, "The report says that it is a repeat"),
        ({"text": f"{CASELOADS.text}."}, ReasonKind.WORDING, "The same wording, or nearly"),
    ],
)
def test_each_thing_in_common_is_said_and_counts(changes: dict[str, object], kind: ReasonKind, text: str) -> None:
    of = replace(
        CASELOADS, **{name: value for name, value in changes.items() if name not in ("text", "flagged_repeat")}
    )
    plain = Candidate("plain", "Share caseloads out", flagged_repeat=False)
    having = replace(plain, key="with", **changes)

    first, second = rank(of, [plain, having])

    assert first.candidate == having
    assert first.score > second.score
    assert text in [reason.text for reason in first.reasons if reason.kind is kind]
    assert kind not in {reason.kind for reason in second.reasons}


def test_only_the_flag_of_the_later_one_counts() -> None:
    flagged = Candidate("flagged", "Reduce caseloads", flagged_repeat=True)

    assert ReasonKind.FLAGGED in reasons(CASELOADS, flagged)
    assert ReasonKind.FLAGGED not in reasons(CASELOADS, flagged, of_is_later=True)
    assert ReasonKind.FLAGGED in reasons(flagged, CASELOADS, of_is_later=True)


def test_a_theme_alone_is_enough_to_be_proposed_and_body_and_level_are_not() -> None:
    beside = Candidate("of", "Reduce caseloads", bodies=frozenset({"harbour"}), level=OrganisationKind.PDU)
    same_body = replace(LAPTOPS, bodies=frozenset({"harbour"}), level=OrganisationKind.CRC)
    same_theme = replace(LAPTOPS, key="theme", themes=frozenset({"Staffing"}))

    assert keys(replace(beside, themes=frozenset({"Staffing"})), same_body, same_theme) == ["theme"]


@pytest.mark.parametrize("among", [[], [CASELOADS], [LAPTOPS]])
def test_nothing_is_proposed_where_nothing_is_in_common(among: list[Candidate]) -> None:
    assert rank(CASELOADS, among) == ()


@pytest.mark.parametrize("text", ["", "2021", "the of and", "…"])
def test_a_wording_without_words_is_like_nothing(text: str) -> None:
    assert rank(Candidate("of", text), [CASELOADS]) == ()


def test_equal_scores_stand_by_nearness_in_time_and_then_by_key() -> None:
    of = replace(CASELOADS, made_on=date(2024, 11, 1))
    old = replace(CASELOADS, key="a", made_on=date(2018, 10, 1))
    near = replace(CASELOADS, key="c", made_on=date(2023, 3, 1))
    undated = [replace(CASELOADS, key=key, made_on=None) for key in ("d", "b")]

    assert keys(of, *undated, old, near, of_is_later=True) == ["c", "a", "b", "d"]


def test_the_order_of_the_candidates_does_not_matter() -> None:
    rows = [candidate(each) for each in recommendations().values()]
    mixed = Random(7).sample(rows, len(rows))

    assert rank(rows[0], mixed, limit=len(rows)) == rank(rows[0], rows, limit=len(rows))


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_no_more_than_asked_for(limit: int) -> None:
    rows = [candidate(each) for each in recommendations().values()]

    assert len(rank(rows[0], rows, limit=limit)) == limit


def test_scores_are_above_nothing_and_at_most_one() -> None:
    rows = [candidate(each) for each in recommendations().values()]
    scores = [each.score for row in rows[:20] for each in rank(row, rows, limit=len(rows))]
    twin = Candidate(
        "of", "Reduce caseloads", "", frozenset({"Staffing"}), True, frozenset({"a"}), OrganisationKind.PDU
    )

    assert min(scores) > 0
    assert rank(twin, [replace(twin, key="twin")])[0].score == max(*scores, 1.0) == 1.0


def test_every_kind_of_body_has_a_level() -> None:
    assert set(LEVELS) == set(OrganisationKind)


def test_families_are_of_known_matters() -> None:
    assert {matter for near in FAMILIES.values() for matter in near} <= MATTERS.keys()
