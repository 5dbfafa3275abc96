"""Bands, points, scores and doubts, as truth tables."""

import pytest

from inspections.choices import Rating
from inspections.data import frameworks
from inspections.rules import ratings

INADEQUATE, IMPROVE, GOOD, OUTSTANDING = Rating.values
KEY_QUESTIONS = {INADEQUATE: 0, IMPROVE: 50, GOOD: 65, OUTSTANDING: 80}
FRAMEWORKS = {framework.code: framework for framework in frameworks()}
RATED = [framework for framework in frameworks() if framework.rated]


@pytest.mark.parametrize(("rating", "worth"), [(INADEQUATE, 0), (IMPROVE, 1), (GOOD, 2), (OUTSTANDING, 3)])
def test_points(rating, worth):
    assert ratings.points(rating) == worth


def test_a_word_that_is_not_a_rating_has_no_points():
    with pytest.raises(KeyError):
        ratings.points("excellent")


@pytest.mark.parametrize("framework", RATED, ids=lambda framework: framework.code)
def test_points_in_the_data_are_the_points_of_the_rule(framework):
    assert dict(framework.points) == dict(ratings.POINTS)


@pytest.mark.parametrize("framework", RATED, ids=lambda framework: framework.code)
def test_every_framework_bands_key_questions_alike(framework):
    assert dict(framework.key_question_bands) == KEY_QUESTIONS


@pytest.mark.parametrize(
    ("percentages", "rating"),
    [
        ([0], INADEQUATE),
        ([49], INADEQUATE),
        ([50], IMPROVE),
        ([64], IMPROVE),
        ([65], GOOD),
        ([79], GOOD),
        ([80], OUTSTANDING),
        ([100], OUTSTANDING),
        ([100, 100, 49], INADEQUATE),
        ([80, 65, 90], GOOD),
        ([76, 69, None, 83], GOOD),
        ([None], None),
        ([], None),
    ],
)
def test_a_standard_takes_the_band_of_its_lowest_key_question(percentages, rating):
    assert ratings.standard_rating(percentages, KEY_QUESTIONS) == rating


@pytest.mark.parametrize(
    ("each", "total"),
    [
        ([], 0),
        ([INADEQUATE] * 9, 0),
        ([OUTSTANDING] * 10, 30),
        ([GOOD, IMPROVE, INADEQUATE, OUTSTANDING], 6),
    ],
)
def test_the_score_is_the_plain_sum(each, total):
    assert ratings.total_score(each) == total


@pytest.mark.parametrize(
    ("code", "bands"),
    [
        ("crc-2018", {INADEQUATE: (0, 5), IMPROVE: (6, 15), GOOD: (16, 25), OUTSTANDING: (26, 30)}),
        ("pdu-2021", {INADEQUATE: (0, 4), IMPROVE: (5, 13), GOOD: (14, 22), OUTSTANDING: (23, 27)}),
        ("pdu-2023", {INADEQUATE: (0, 3), IMPROVE: (4, 10), GOOD: (11, 17), OUTSTANDING: (18, 21)}),
        ("region-2023", {INADEQUATE: (0, 4), IMPROVE: (5, 12), GOOD: (13, 20), OUTSTANDING: (21, 24)}),
    ],
)
def test_each_score_of_a_framework_falls_into_its_band(code, bands):
    framework = FRAMEWORKS[code]
    expected = [rating for rating, (low, high) in bands.items() for _ in range(low, high + 1)]

    derived = [ratings.overall_rating(score, framework.overall_bands) for score in range(framework.max_score + 1)]

    assert derived == expected


def test_an_unrated_framework_gives_no_overall_rating():
    assert ratings.overall_rating(5, FRAMEWORKS["dynamic-2025"].overall_bands) is None


@pytest.mark.parametrize(
    ("of", "printed", "derived", "code"),
    [
        ("standard", GOOD, GOOD, None),
        ("standard", GOOD, IMPROVE, "rating-differs-from-band"),
        ("standard", None, IMPROVE, None),
        ("standard", GOOD, None, None),
        ("overall", INADEQUATE, IMPROVE, "rating-differs-from-band"),
        ("score", 11, 11, None),
        ("score", 0, 0, None),
        ("score", 0, 1, "score-differs-from-sum"),
        ("score", None, 7, None),
    ],
)
def test_a_difference_between_print_and_arithmetic_is_a_doubt(of, printed, derived, code):
    doubt = ratings.compare(printed, derived, of=of)

    assert (doubt and doubt.code) == code


def test_a_doubt_says_both_values_in_words():
    doubt = ratings.compare(GOOD, IMPROVE, of="standard", name="2.2 Assessment")

    assert doubt.message == (
        "2.2 Assessment is printed as Good, but its lowest key question gives Requires improvement."
    )


def test_a_doubt_near_a_boundary_says_that_a_panel_may_decide():
    doubt = ratings.compare(GOOD, IMPROVE, of="standard", is_near_boundary=True)

    assert doubt.message.endswith(ratings.PANEL_MAY_DEPART)
