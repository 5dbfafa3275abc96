"""Reads ratings that a PDF shows as a picture, from the words given for people who cannot see it."""

import re

from pdfplumber.page import Page

from inspections.reader.source.layout import Run

_RATING = re.compile(
    r"\W*(?:rat(?:ed|ing)\W+(?:is\s+|as\s+)?)?(outstanding|good|requires improvement|inadequate)"
    r"(?:\W+rating)?\W*$",
    re.I,
)


def rating_in(words: str | None) -> str | None:
    """Return the rating, where a picture's alternative text is one and nothing else."""
    match = _RATING.match(" ".join((words or "").split()))
    return match[1].capitalize() if match else None


def ratings(page: Page) -> list[Run]:
    """Return each picture that stands for a rating, as if the rating were printed in its place."""
    images = {image["mcid"]: image for image in page.images if image.get("mcid") is not None}
    if not images:
        return []
    runs: list[Run] = []
    # The tree of the page's parts, walked without recursion: a damaged one can be very deep.
    waiting = list(page.structure_tree)
    while waiting:
        part = waiting.pop()
        waiting += part.get("children", ())
        rating = rating_in(part.get("alt_text"))
        image = next((images[mcid] for mcid in part.get("mcids", ()) if mcid in images), None)
        if rating and image:
            runs.append(
                Run(rating, image["x0"], image["x1"], image["top"], image["bottom"], image["bottom"] - image["top"])
            )
    return runs
