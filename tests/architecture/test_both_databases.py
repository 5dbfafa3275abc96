"""Holds the list of what both databases must prove: each entry exists and says why, and no test is lost."""

from pathlib import Path

import pytest

from tests.harness.both_databases import BOTH, is_chosen, is_listed

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
RUN = (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("entry", BOTH)
def test_each_entry_exists_and_says_why(entry):
    assert (ROOT / entry).exists()
    assert len(BOTH[entry].split()) >= 3
    assert any(is_listed(file) for file in FILES if file == entry or file.startswith(f"{entry}/"))


@pytest.mark.parametrize("entry", BOTH)
def test_no_entry_stands_within_another(entry):
    assert not [each for each in BOTH if entry.startswith(f"{each}/")]


@pytest.mark.parametrize("file", FILES)
def test_what_is_listed_runs_on_both_and_all_else_on_one(file):
    assert is_chosen(file, "")
    assert is_chosen(file, "embedded") == is_listed(file)


def test_a_part_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="ONLY=everything names no part"):
        is_chosen(FILES[0], "everything")


def test_ci_leaves_nothing_out_on_postgresql():
    """One run each: the list on the embedded default, and everything, with no ONLY, on PostgreSQL and Redis."""
    runs = [line for line in RUN.replace("\\\n", " ").splitlines() if " test" in line and "make " in line]

    embedded, everything = sorted(runs, key=lambda line: "DATABASE_URL" in line)
    assert "ONLY=embedded" in embedded
    assert "DATABASE_URL" not in embedded
    assert "ONLY" not in everything
    assert "REDIS_URL" in everything
    assert "ONLY" in next(line for line in RUN.splitlines() if line.startswith("unset DATABASE_URL"))
