"""What decides who is mailed and when: another value of any of it is another mark, and the same is the same."""

from typing import Any

import pytest

from tracker.notifications.queries.mail_settings import in_force
from tracker.notifications.rules import delivery


def mark() -> str:
    return delivery.settings_mark(in_force())


@pytest.mark.parametrize(
    ("setting", "value"),
    [("LADDER_DAYS", {"action-near": 4}), ("EVIDENCE_STALE_DAYS", 400), ("RESPONSE_DAYS", 31)],
)
def test_another_setting_is_a_change(settings: Any, setting: str, value: Any) -> None:
    before = mark()

    setattr(settings, setting, value)

    assert mark() != before


def test_another_rung_is_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    before = mark()

    monkeypatch.setattr("tracker.notifications.rules.ladder.LADDER", ())

    assert mark() != before


def test_nothing_else_is(settings: Any) -> None:
    before = mark()

    settings.SERVICE_URL, settings.SNOOZE_DAYS = "https://elsewhere.example", 3

    assert mark() == before
