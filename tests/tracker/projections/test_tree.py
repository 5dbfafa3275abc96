"""The tree as the projections walk it: what is above a place, and who came after it; without a database."""

import pytest

from tracker.projections.tree import Tree, prefixes

BODIES = {"/h/": 1, "/h/n/": 2, "/h/n/a/": 3, "/h/n/b/": 4, "/h/s/": 5, "/h/s/c/": 6, "/old/": 7}


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/moj/", ("/moj/",)),
        ("/moj/hmpps/", ("/moj/", "/moj/hmpps/")),
        ("/moj/hmpps/a-b/", ("/moj/", "/moj/hmpps/", "/moj/hmpps/a-b/")),
    ],
)
def test_prefixes_go_from_the_top_down(path, above):
    assert prefixes(path) == above


@pytest.mark.parametrize(
    ("path", "bodies"),
    [
        ("/h/n/a/", {1, 2, 3}),
        ("/h/", {1}),
        ("/old/", {7}),
        ("/gone/", set()),
        ("/h/gone/", {1}),
        (None, set()),
    ],
)
def test_above_is_the_body_and_all_above_it(path, bodies):
    assert Tree(BODIES, {}).above(path) == bodies


@pytest.mark.parametrize(
    ("successors", "path", "bodies"),
    [
        ({}, "/h/n/a/", set()),
        # What is above both was not taken over.
        ({"/h/n/a/": ["/h/n/b/"]}, "/h/n/a/", {4}),
        ({"/h/n/a/": ["/h/s/c/"]}, "/h/n/a/", {5, 6}),
        ({"/h/n/a/": ["/h/s/c/"]}, "/h/n/b/", set()),
        # At any depth, to several, and from outside the tree.
        ({"/old/": ["/h/n/a/"], "/h/n/a/": ["/h/s/c/"]}, "/old/", {1, 2, 3, 5, 6}),
        ({"/old/": ["/h/n/a/", "/h/n/b/"]}, "/old/", {1, 2, 3, 4}),
        # What was inside a body that another took over belongs to who took over.
        ({"/h/n/": ["/h/s/"]}, "/h/n/a/", {5}),
        ({"/h/n/": ["/h/s/"]}, "/h/n/", {5}),
    ],
)
def test_after_is_who_took_over_and_all_above_them(successors, path, bodies):
    assert Tree(BODIES, successors).after(path) == bodies
