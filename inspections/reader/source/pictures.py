"""Reads ratings that a report shows as a picture, from the words given for people who cannot see it."""

from pdfplumber.page import Page

from inspections.reader.picture_words import facts_in
from inspections.reader.source.layout import Run


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
        facts = facts_in(part.get("alt_text"))
        image = next((images[mcid] for mcid in part.get("mcids", ()) if mcid in images), None)
        if facts and image:
            # One above the other, in the place of the picture.
            height = (image["bottom"] - image["top"]) / len(facts)
            tops = [image["top"] + height * at for at in range(len(facts))]
            runs += [
                Run(fact, image["x0"], image["x1"], top, top + height, height)
                for fact, top in zip(facts, tops, strict=True)
            ]
    return runs
