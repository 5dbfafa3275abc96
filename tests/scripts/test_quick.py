"""`make quick` finds the tests of a change by name and import, the closest first, and says what it leaves out."""

import subprocess
from pathlib import Path

import pytest

from scripts.quick import ALWAYS, MOST_FILES, ROOT, TOO_LONG, changed_files, chosen_tests

FILES = {
    "tracker/operations/alerts.py": "",
    "tracker/rules/dates.py": "",
    "tests/factories/alerts.py": "",
    "tests/tracker/operations/test_alerts.py": "from tracker.operations.alerts import record",
    "tests/tracker/web/test_pages.py": "from tracker.operations import alerts",
    "tests/tracker/web/test_account.py": "from tests.factories.alerts import make_alert",
    "tests/tracker/web/test_words.py": "import tracker.web.words",
    "tests/browser/test_components.py": "from tracker.operations.alerts import record",
    "tests/tracker/rules/test_dates.py": "from tracker.rules.dates import month",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def git(house: Path, *words: str) -> None:
    own = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *own, *words], cwd=house, check=True, capture_output=True)


def test_named_after_it_comes_before_what_imports_it(house: Path) -> None:
    chosen, left = chosen_tests(house, ["tracker/operations/alerts.py"])

    assert chosen == ["tests/tracker/operations/test_alerts.py", "tests/tracker/web/test_pages.py"]
    assert left == ["tests/browser/test_components.py"]


def test_a_changed_test_is_the_closest(house: Path) -> None:
    chosen, _ = chosen_tests(house, ["tracker/operations/alerts.py", "tests/tracker/web/test_words.py"])

    assert chosen[0] == "tests/tracker/web/test_words.py"


@pytest.mark.parametrize(
    ("changed", "chosen"),
    [
        ("templates/alerts.html", ["tests/tracker/operations/test_alerts.py"]),
        ("tests/factories/alerts.py", ["tests/tracker/web/test_account.py"]),
        ("tracker/rules/dates.py", []),  # its tests are among those that always run
        ("README.md", []),
    ],
)
def test_templates_factories_and_rules(house: Path, changed: str, chosen: list[str]) -> None:
    assert chosen_tests(house, [changed])[0] == chosen


def test_of_many_the_closest_are_taken_and_the_rest_is_told(house: Path) -> None:
    for number in range(MOST_FILES + 3):
        (house / f"tests/tracker/web/test_more_{number:02}.py").write_text("import tracker.operations.alerts")

    chosen, left = chosen_tests(house, ["tracker/operations/alerts.py"])

    assert len(chosen) == MOST_FILES
    assert chosen[0] == "tests/tracker/operations/test_alerts.py"
    assert len(left) == 6


def test_committed_changed_and_new_files_are_the_change(house: Path) -> None:
    git(house, "init", "-b", "main")
    git(house, "add", ".")
    git(house, "commit", "-m", "Begin")
    git(house, "checkout", "-b", "alerts")
    (house / "tracker/rules/dates.py").write_text("MONTHS = 12\n")
    git(house, "commit", "-am", "Count the months")
    (house / "tracker/operations/alerts.py").write_text("ALERTS = 1\n")
    (house / "new.py").write_text("")

    assert changed_files(house) == ["new.py", "tracker/operations/alerts.py", "tracker/rules/dates.py"]


def test_without_a_main_branch_what_is_not_committed_is_the_change(house: Path) -> None:
    git(house, "init", "-b", "other")
    git(house, "add", ".")
    git(house, "commit", "-m", "Begin")
    (house / "tracker/rules/dates.py").write_text("MONTHS = 12\n")

    assert changed_files(house) == ["tracker/rules/dates.py"]


@pytest.mark.parametrize("place", [*ALWAYS, *TOO_LONG])
def test_the_places_it_knows_are_there(place: str) -> None:
    assert (ROOT / place).exists()
