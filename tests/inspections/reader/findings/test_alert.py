"""An organisational alert's concerns and actions, however its annexe is laid out."""

import pytest

from tests.factories.short_reports import codes, draft, report

CONCERNS, ACTIONS = ["cases had no officer", "there was no plan"], ["lend staff", "count each week"]
ALERTS = {
    "bullets below sentences": "We raised an alert. We were concerned that:\n\n- cases had no officer\n"
    "- there was no plan\n\n"
    "The region responded in a day. The actions were:\n\n- lend staff\n- count each week",
    "wrapped": "We were concerned that:\n• cases had\nno officer\n• there was\nno plan\nThese actions "
    "were taken in response:\n"
    "• lend\nstaff\n• count each\nweek",
    "numbers below headings": "Concerns\n\n1. cases had no officer\n2. there was no plan\n\nActions\n\n"
    "1. lend staff\n2. count each week",
    "Markdown headings": "### Our concerns\n\n- cases had no officer\n- there was no plan\n\n### "
    "Actions in response\n\n- lend staff\n- count each week",
}
ALERTS |= {
    "an outer list": "• Our concerns were:\n  • cases had no officer\n  • there was no plan\n• The region must:\n"
    "  • lend staff\n  • count each week",
    "a table": "| Concern | Action taken |\n|---|---|\n| cases had no officer | lend staff |\n"
    "| there was no plan | count each week |",
    "paragraphs": "Our concerns were:\n\ncases had no officer\n\nthere was no plan\n\nThe region must:\n\nlend"
    " staff\n\n"
    "count each week",
    "titles": "### What we found\n\n- cases had no officer\n- there was no plan\n\n### What must happen now\n\n"
    "- lend staff\n- count each week",
    "the answer first": "The region has acted as follows:\n\n- lend staff\n- count each week\n\nOur concerns were:\n\n"
    "- cases had no officer\n- there was no plan",
}
TITLES = (
    "Annexe two – Organisational alert",
    "## Annexe 2: Organisational alert",
    "Organisational alert",
    "Organisational-level alert",
)


@pytest.mark.parametrize("layout", ALERTS)
@pytest.mark.parametrize("title", TITLES)
def test_concerns_and_actions_are_told_apart(title: str, layout: str) -> None:
    found = draft(report(rest=f"{title}\n\n{ALERTS[layout]}\n\nAnnexe three – Web links\n\n- one more"))

    assert found["organisational_alert"] == {"concerns": CONCERNS, "actions": ACTIONS}


LEADS = (
    "The region has taken these actions:",
    "The region must:",
    "HMPPS should immediately:",
    "In response, the region has:",
    "We asked the region to:",
    "Since the alert, leaders have put in place:",
    "The following must be done:",
    "Steps taken:",
    "The region agreed to:",
    "We were assured that:",
    "Measures that the region took:",
    "It was agreed that the unit would:",
    "Required actions",
    "What has been done",
)


@pytest.mark.parametrize("lead", LEADS)
def test_what_was_done_and_what_must_be_done_are_actions(lead: str) -> None:
    words = (
        f"Our concerns were:\n\n- cases had no officer\n- there was no plan\n\n{lead}\n\n- lend staff\n-"
        f" count each week"
    )

    found = draft(report(rest=f"Organisational alert\n\n{words}\n"))["organisational_alert"]

    assert found == {"concerns": CONCERNS, "actions": ACTIONS}


@pytest.mark.parametrize("lead", [
    "We found that:", "The alert set out these issues:", "The reasons for the alert were:",
    "Our concerns about the actions taken so far were:", "Inspectors saw that:",
])  # fmt: skip
def test_what_was_wrong_are_concerns(lead: str) -> None:
    words = (
        f"{lead}\n\n- cases had no officer\n- there was no plan\n\nThe region must:\n\n- lend staff\n- count each week"
    )

    found = draft(report(rest=f"Organisational alert\n\n{words}\n"))["organisational_alert"]

    assert found == {"concerns": CONCERNS, "actions": ACTIONS}


DOUBTED = {
    "Some words about it:\n\n- cases had no officer\n\nActions\n\n- lend staff": ["alert-list-unclear"],
    "Our concerns were:\n\n- cases had no officer": ["alert-without-actions"],
    "The region must:\n\n- lend staff": ["alert-without-concerns"],
}


@pytest.mark.parametrize(("words", "expected"), DOUBTED.items())
def test_a_list_that_could_be_either_is_a_doubt(words: str, expected: list[str]) -> None:
    assert codes(report(rest=f"Organisational alert\n\n{words}\n")) == expected


def test_each_entry_has_its_place() -> None:
    sources = draft(report(rest=f"Organisational alert\n\n{ALERTS['wrapped']}"))["sources"]

    assert {"/organisational_alert/concerns/1", "/organisational_alert/actions/1"} <= set(sources)


def test_an_alert_that_is_only_mentioned_is_a_doubt() -> None:
    text = report(foreword="Foreword\n\nWe raised an organisational alert.\n")

    assert draft(text)["organisational_alert"] is None
    assert codes(text) == ["alert-not-printed"]
