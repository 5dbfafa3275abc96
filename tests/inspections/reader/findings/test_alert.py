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


def test_each_entry_has_its_place() -> None:
    sources = draft(report(rest=f"Organisational alert\n\n{ALERTS['wrapped']}"))["sources"]

    assert {"/organisational_alert/concerns/1", "/organisational_alert/actions/1"} <= set(sources)


def test_an_alert_that_is_only_mentioned_is_a_doubt() -> None:
    text = report(foreword="Foreword\n\nWe raised an organisational alert.\n")

    assert draft(text)["organisational_alert"] is None
    assert codes(text) == ["alert-not-printed"]
