"""Pages of a PDF are drawn in a child process; whatever goes wrong there costs pictures and nothing else."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from inspections.reader import drawing, drawing_child
from inspections.reader.drawing import HEADER, pictures_of
from tests.inspections.reader import hostile_files, report_pdfs


def test_each_page_asked_for_gives_a_picture_with_print_on_it() -> None:
    pictures = pictures_of(report_pdfs.report_pdf(), [5, 1, 5])

    assert list(pictures) == [1, 5]
    with Image.open(io.BytesIO(pictures[5])) as picture:
        assert picture.format == "PNG"
        assert 800 < picture.width <= 1300
        assert picture.width < picture.height <= 1900
        darkest, lightest = picture.convert("L").getextrema()
    assert darkest < 80 < 200 < lightest


def test_a_page_that_is_not_there_costs_no_other_page() -> None:
    assert list(pictures_of(report_pdfs.report_pdf(), [2, 99])) == [2]


def test_no_page_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("subprocess.Popen")

    assert pictures_of(b"", []) == {}


@pytest.mark.parametrize(
    "file",
    [hostile_files.looping_pages, hostile_files.giant_stream, hostile_files.form_in_itself, lambda: b"no PDF"],
)
def test_a_hostile_file_gives_no_picture_and_no_fault(file: Callable[[], bytes]) -> None:
    assert pictures_of(file(), [1, 2], seconds=5) == {}


def test_a_page_that_says_it_is_as_large_as_a_house_is_drawn_small() -> None:
    house = hostile_files.one_page(b"BT ET", b"/MediaBox [0 0 14000 14000]")

    for _, picture in drawing_child.drawn(house, [1]):
        with Image.open(io.BytesIO(picture)) as drawn:
            assert max(drawn.size) <= 1900


def test_what_was_drawn_before_the_time_was_over_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    frames = HEADER.pack(3, 4) + b"done" + HEADER.pack(4, 900) + b"half"
    (tmp_path / "slow.py").write_text(
        f"import sys, time\nsys.stdout.buffer.write({frames!r})\nsys.stdout.flush()\ntime.sleep(60)\n"
    )
    monkeypatch.setattr(drawing, "_ROOT", tmp_path)

    assert pictures_of(b"", [3, 4], seconds=2, child="slow") == {3: b"done"}


def test_the_child_limits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(drawing_child, "limit", lambda seconds, megabytes: limits.append((seconds, megabytes)))
    monkeypatch.setattr(drawing_child.os, "dup2", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["drawing_child", "7", "300"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"no PDF")))

    assert drawing_child.main() == 0
    assert limits == [(7, 300)]
