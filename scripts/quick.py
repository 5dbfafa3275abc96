"""Runs in a minute what a change most likely breaks: rules, architecture, and the tests that the change touches."""

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ("tests/architecture", "tests/inspections/rules", "tests/tracker/rules")
# Their place is `make test`: each takes a minute or more, or a browser.
TOO_LONG = (
    "tests/browser",
    "tests/inspections/reader",
    "tests/journeys",
    "tests/tracker/permissions",
    "tests/tracker/sample_data",
    "tests/tracker/test_life_cycle.py",
    "tests/tracker/test_reorganisations_and_carry_overs.py",
)
MOST_FILES = 8


def main() -> None:
    changed = changed_files(ROOT)
    chosen, left = chosen_tests(ROOT, changed)
    print(f"{len(changed)} changed files touch: {', '.join(chosen) or 'no test of their own'}")
    if left:
        print(f"Left to `make test`: {', '.join(left)}")
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", "-q", *ALWAYS, *chosen]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def changed_files(root: Path) -> list[str]:
    """Return the files that differ from where the branch left main: committed, not committed, and new."""
    since = git(root, "merge-base", "HEAD", "main") or ["HEAD"]
    files = git(root, "diff", "--name-only", since[0]) + git(root, "ls-files", "--others", "--exclude-standard")
    return sorted(set(files))


def git(root: Path, *words: str) -> list[str]:
    """Return the lines that git answers; none where it knows no such branch."""
    done = subprocess.run(["git", *words], cwd=root, check=False, capture_output=True, text=True)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else []


def chosen_tests(root: Path, changed: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the test files to run, the closest first, and those that a quick run leaves out."""
    changed = list(changed)
    files = sorted(str(path.relative_to(root)) for path in (root / "tests").rglob("test_*.py"))
    near = {file: closeness(root, file, changed) for file in files if not is_within(file, ALWAYS)}
    touched = sorted((file for file, close in near.items() if close), key=lambda file: (-near[file], file))
    quick = [file for file in touched if not is_within(file, TOO_LONG)]
    chosen = quick[:MOST_FILES]
    return chosen, [file for file in touched if file not in chosen]


def is_within(file: str, places: Iterable[str]) -> bool:
    return any(file == place or file.startswith(f"{place}/") for place in places)


def closeness(root: Path, file: str, changed: list[str]) -> int:
    """Return 3 for a test that changed, 2 for one named after what changed, 1 if it imports it, 0 for no tie."""
    if file in changed:
        return 3
    subject = Path(file).stem.removeprefix("test_")
    code = [path for path in changed if not path.startswith("tests/")]
    if any(subject == Path(path).name.split(".")[0].strip("_") for path in code):
        return 2
    modules = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in changed if is_code(path)
    }
    return int(not modules.isdisjoint(imports_of(root / file)))


def is_code(file: str) -> bool:
    return file.endswith(".py")


def imports_of(path: Path) -> set[str]:
    """Return the dotted names of a file's imports: `from a import b` is a and a.b."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
            modules.update(f"{node.module}.{alias.name}" for alias in node.names)
    return modules


if __name__ == "__main__":
    main()
