"""Letters that have a shape and no meaning: each is marked, and a doubt says where."""

import pytest

from inspections.errors import ReportRefused
from inspections.reader.draft import ReaderDoubt
from inspections.reader.source import read_source
from tests.factories.set_pages import codes, draft, in_fonts, plainly, recommended

COVER = [
    plainly(text)
    for text in (
        "An inspection of probation services in:",
        "Teasel Vale PDU",
        "The Probation Service - Heathland region",
        "HM Inspectorate of Probation, June 2025",
    )
]
HEAD = [plainly("Recommendations"), plainly("Teasel Vale PDU should:")]
LAST = plainly("2. fill the posts.")


def doubts(lines: list[bytes]) -> list[ReaderDoubt]:
    found = draft(in_fonts([COVER, lines]))
    return [doubt for doubt in found.warnings if doubt.code == "unreadable-letters"]


WITHIN = {
    "without a meaning": rb"/P 11 Tf (1. give sta) Tj /S 11 Tf (\001) Tj /P 11 Tf ( more time) Tj",
    "of a private alphabet": rb"/P 11 Tf (1. give sta) Tj /M 11 Tf (\001) Tj /P 11 Tf ( more time) Tj",
    "that stand for none": rb"/P 11 Tf (1. give sta) Tj /M 11 Tf (\002) Tj /P 11 Tf ( more time) Tj",
    "at the word's beginning": rb"/P 11 Tf (1. give ) Tj /S 11 Tf (\001) Tj /P 11 Tf (nance more time) Tj",
    "two together": rb"/P 11 Tf (1. give o) Tj /S 11 Tf (\001\002) Tj /P 11 Tf (cers more time) Tj",
    "numbers of shapes": rb"/P 11 Tf (1. give o) Tj /G 11 Tf <00410042> Tj /P 11 Tf (cers more time) Tj",
}


@pytest.mark.parametrize("case", WITHIN)
def test_letters_that_cannot_be_read_are_marked_and_a_doubt_names_the_recommendation(case: str) -> None:
    [doubt] = doubts([*HEAD, WITHIN[case], LAST])

    assert doubt.message.startswith("Recommendation 1 ")
    assert doubt.source is not None
    assert doubt.source.page == 2


def test_a_word_keeps_the_place_of_a_letter_that_cannot_be_read() -> None:
    found = draft(in_fonts([COVER, [*HEAD, WITHIN["at the word's beginning"], LAST]]))

    assert recommended(found)[0] == ("Teasel Vale PDU", "give \ufffdnance more time")


def test_letters_in_the_name_of_a_body_are_a_doubt() -> None:
    heading = rb"/P 11 Tf (Teasel Vale o) Tj /S 11 Tf (\001) Tj /P 11 Tf (ce PDU should:) Tj"

    found = doubts([HEAD[0], heading, plainly("1. give more time"), LAST])

    assert any(doubt.message.startswith("Recommendation 1 ") for doubt in found)


def test_letters_outside_the_facts_are_one_doubt_with_their_pages() -> None:
    odd = rb"/P 11 Tf (The o) Tj /S 11 Tf (\001) Tj /P 11 Tf (ces were open.) Tj"

    [doubt] = doubts([*HEAD, plainly("1. give more time"), LAST, plainly("Background"), odd, odd])

    assert "on page 2" in doubt.message


BULLETS = {
    "a shape": rb"/S 11 Tf (\001) Tj /P 11 Tf (  ) Tj",
    "a private letter": rb"/M 11 Tf (\001) Tj /P 11 Tf (  ) Tj",
    "the bullet of a font of signs": rb"/M 11 Tf (\003) Tj /P 11 Tf (  ) Tj",
}


@pytest.mark.parametrize("case", BULLETS)
def test_one_sign_before_an_entry_is_its_bullet(case: str) -> None:
    lines = [BULLETS[case] + b" (" + text + b") Tj" for text in (b"give each person time", b"fill the posts.")]

    found = draft(in_fonts([COVER, [*HEAD, *lines]]))

    assert [text for _, text in recommended(found)] == ["give each person time", "fill the posts."]
    assert "unreadable-letters" not in codes(found)


UNREAD = b"/G 11 Tf <%s> Tj" % (b"0041004200430044004500460047" * 4)


def test_a_page_of_letters_that_cannot_be_read_is_a_doubt_with_its_number() -> None:
    found = draft(in_fonts([COVER, [*HEAD, plainly("1. give more time"), LAST], [UNREAD] * 6]))

    [doubt] = [doubt for doubt in found.warnings if doubt.code == "page-not-read"]

    assert doubt.source is not None
    assert doubt.source.page == 3
    assert "page 3" in doubt.message


def test_a_page_of_letters_with_wrong_meanings_is_a_doubt() -> None:
    wrong = plainly("Wkh xqlw zrunv xqghu wkh qdwlrqdo iudphzrun dqg lqvshfwv lwv rzq fdvhv")

    found = draft(in_fonts([COVER, [*HEAD, plainly("1. give more time"), LAST], [wrong] * 8]))

    assert "page-not-read" in codes(found)


def test_a_report_of_letters_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ReportRefused) as refused:
        read_source(in_fonts([[UNREAD] * 6, [UNREAD] * 6]))

    assert refused.value.code == "unreadable-text"
