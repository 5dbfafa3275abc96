"""Short titles: whole phrases of the report's own words, that begin with the verb and end at a sense."""

import pytest

from tests.factories import blind_pairs, real_reports, theme_labels
from tracker.rules.intake.title_cuts import bare, is_adjective, is_balanced
from tracker.rules.intake.title_words import ALSO_NOUNS, NEVER_LAST, VERBS
from tracker.rules.intake.titles import TITLE_LENGTH, is_automatic, short_title

# What is asked for in words of our own, and the title that is made of it.
TITLES = {
    "employ enough staff to supervise everyone well": "Employ enough staff to supervise everyone well",
    "secure sufficient accommodation.": "Secure sufficient accommodation",
    "The PDU should make sure that each new starter has a named mentor and enough time to learn before carrying a "
    "full caseload": "Make sure that each new starter has a named mentor and enough time",
    "The Northern region should urgently review how cases are shared out between teams, so that no practitioner holds "
    "more than the agreed number": "Review how cases are shared out between teams",
    "HMPPS must publish a plan for replacing the case recording system and say when each region will move to it": (
        "Publish a plan for replacing the case recording system"
    ),
    "make certain that the unit has enough people in post to offer a good service to everyone on its books": (
        "Make certain that the unit has enough people in post"
    ),
    "work closely with the local authority to find homes for people leaving prison who would otherwise sleep rough": (
        "Find homes for people leaving prison who would otherwise sleep rough"
    ),
    "work with the police to share what is known about families": (
        "Work with the police to share what is known about families"
    ),
    "as a matter of urgency, repair the lifts in the Eastgate office so that people who use a wheelchair can be seen "
    "there": "Repair the lifts in the Eastgate office",
    "take immediate steps to clear the backlog of domestic abuse enquiries (more than 300 at the time of the "
    "inspection)": "Clear the backlog of domestic abuse enquiries",
    "record the 'wishes and feelings' of the person on probation in each plan, and return to them whenever it is "
    "reviewed": "Record the 'wishes and feelings' of the person on probation",
    "Address, without further delay, the shortage of interview rooms in Northgate and Southgate, where two teams "
    "share one": "Address the shortage of interview rooms in Northgate and Southgate",
    "give practitioners a way to see whether Managed Outreach Referrals (MOR) are taken up, and how soon they are": (
        "Give practitioners a way to see whether MOR are taken up, and how soon they are"
    ),
    "Heads of service should agree with children's services how quickly enquiries will be answered and what happens "
    "when they are late.": "Agree with children's services how quickly enquiries will be answered",
    "better understand the needs of the local population and commission services to match": (
        "Understand the needs of the local population and commission services to match"
    ),
    "develop a strategy to recruit and keep staff; this should cover the two towns where posts stand empty": (
        "Develop a strategy to recruit and keep staff"
    ),
}
# A wish is not turned round: its condition stays, or nothing is said of it.
NOT_TURNED_ROUND = {
    "should not close a case until a manager has read the file and agreed that the work is complete": "until",
    "never allocate a high-risk case to a trainee without a named manager who oversees it every week": "without",
    "stop holding interviews in rooms where they can be overheard by all who wait there for their turn": "where",
}


def recommendations() -> list[str]:
    """Those of the published reports, of the look-alikes that are labelled, and of this test."""
    drafts = [real_reports.draft_of(name) for name in real_reports.NAMES]
    real = [row["text"] for draft in drafts for row in draft["recommendations"] + draft["previous_recommendations"]]
    blind = [row.text for row in blind_pairs.recommendations().values()]
    return [*real, *blind, *(words for _, words in theme_labels.second()), *TITLES]


@pytest.mark.parametrize(("text", "title"), TITLES.items(), ids=TITLES.values())
def test_a_title_is_a_whole_phrase_of_the_words(text: str, title: str) -> None:
    assert short_title(text) == title


@pytest.mark.parametrize(("text", "word"), NOT_TURNED_ROUND.items(), ids=NOT_TURNED_ROUND.values())
def test_a_condition_is_not_left_out_of_a_prohibition(text: str, word: str) -> None:
    assert f" {word} " in short_title(text)


def test_what_should_not_be_done_is_said_so() -> None:
    assert short_title("should not hold interviews in the corridor") == "Do not hold interviews in the corridor"


def test_every_title_begins_with_its_verb_and_has_room_in_a_list() -> None:
    titles = [short_title(text) for text in recommendations()]

    assert max(len(title) for title in titles) <= TITLE_LENGTH
    assert [title for title in titles if not title[0].isupper() or bare(title.split()[0]) not in VERBS] == []


def test_every_title_ends_at_a_word_that_can_end_one() -> None:
    titles = [(short_title(text), text) for text in recommendations()]
    ends = {title: bare(title.split()[-1]) for title, text in titles if not text.rstrip(".").endswith(title[-20:])}

    assert [title for title, last in ends.items() if last in NEVER_LAST] == []
    # An adjective may end one that says what something is or becomes; a noun may look like a verb.
    assert len([title for title, last in ends.items() if is_adjective(last)]) < 0.05 * len(ends)
    assert [title for title, last in ends.items() if last in VERBS - ALSO_NOUNS and " what " not in title] == []


def test_every_title_leaves_words_out_and_adds_none() -> None:
    for text in recommendations():
        title, rest = short_title(text), iter(bare(word) for word in text.replace("(", " ").split())
        assert all(bare(word) in rest for word in title.split()), (text, title)
        assert is_balanced(title), title


@pytest.mark.parametrize(
    ("title", "is_ours"),
    [
        ("Record the views of people on probation in every plan", True),
        ("record the views of people on probation in every plan,", True),
        ("Views in plans", False),
    ],
    ids=["as proposed", "the first ten words, as before", "edited"],
)
def test_a_title_that_nobody_edited_is_known(title: str, is_ours: bool) -> None:
    text = (
        "record the views of people on probation in every plan, in words that they themselves would use to tell of it"
    )

    assert short_title(text) == "Record the views of people on probation in every plan"
    assert is_automatic(title, text) is is_ours


def test_what_has_no_words_has_no_title_and_one_long_word_is_cut() -> None:
    assert short_title("") == ""
    assert len(short_title("x" * 300)) == TITLE_LENGTH
