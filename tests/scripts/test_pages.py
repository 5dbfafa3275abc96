"""What scripts/pages.py makes of a page, and which differences it finds."""

from datetime import date

import pytest

from scripts import pages

DAY = date(2026, 3, 5)
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
PAGE = """
<!DOCTYPE html><html><head><title>Update – Service</title></head><body>
<script nonce="abc">secret()</script>
<nav aria-label="Service"><ul><li><a href="/">Your  work</a></li></ul></nav>
<main><h1>Update</h1><p>See <a href="/help/">help</a> first.</p>
<table><tr><th>Due</th><td><strong>Late</strong></td></tr></table>
<form method="post" action="/save/"><input type="hidden" name="csrfmiddlewaretoken" value="x1">
<label for="s">Status</label><select id="s" name="status"><option value="a">Open</option>
<option value="b" selected>Done</option></select>
<label for="y">Yes</label><input id="y" type="checkbox" name="sure" value="1" checked>
<textarea name="text">
Typed</textarea><button name="go" value="on">Save</button></form></main></body></html>
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"/evidence/{UUID}/1/", "/evidence/<uuid>/1/"),
        ("/outbox/20260305T101112123456-0a1b2c3d/", "/outbox/<mail>/"),
        (f"/email-preferences/WzEsMTc5:{'a-B' * 14}c/", "/email-preferences/<signed>/"),
        ("/static/app.0123456789ab.css", "/static/app.<hash>.css"),
        ("Printed 5 March 2026 at 9:32am by Head", "Printed <time> by Head"),
        ("Made 5 March 2026 at 9:32am", "Made <day> <time>"),
        ("Made 5 Mar 2026, 5 actions", "Made <day>, 5 actions"),
        ("at 2026-03-05T09:32:00.123Z", "at <day> <time>"),
        ("on 5/3/2026, at 05/03/2026 14:05", "on <day>, at <day> <time>"),
        ("actions-2026-03-05.xlsx", "actions-<day>.xlsx"),
    ],
)
def test_what_differs_between_equal_worlds_is_taken_out(text, said):
    assert pages.normal(text, [DAY]) == said


@pytest.mark.parametrize(
    "text", ["15 March 2026", "5 March 2025 at 9:32am", "2026-03-06", "REC-0057", "sent at 7:30am"]
)
def test_everything_else_stays(text):
    assert pages.normal(text, [DAY]) == text


def test_a_page_is_its_text_links_fields_and_buttons():
    page = pages.PageReader(PAGE)

    assert page.links == ["/", "/help/"]
    assert page.lines == [
        "title: Update – Service",
        "(Service)",
        "- [Your work -> /]",
        "# Update",
        "See [help -> /help/] first.",
        "| Due | Late",
        "FORM post /save/",
        "Status",
        "FIELD [Status] status select value='Open=a / Done=b*'",
        "Yes",
        "FIELD [Yes] sure checkbox value='1' checked",
        "FIELD [] text textarea value='Typed'",
        "BUTTON [Save] name=go value=on",
    ]


def test_sections_are_sorted_and_read_back():
    text = pages.sections_text([("/b/", ["two"]), ("/a/<uuid>/", ["2"]), ("/a/<uuid>/", ["1", "=== no address"])])

    assert list(pages.sections_of(text).items()) == [
        ("/a/<uuid>/", ["1", "=== no address"]),
        ("/a/<uuid>/ (2)", ["2"]),
        ("/b/", ["two"]),
    ]


def walk(**limits):
    return pages.Walk(None, [], {"", "localhost", "localhost:8000"}, **({"most": 9, "queries": 2} | limits))


def test_a_walk_follows_each_address_of_this_host_once():
    way = walk()
    for link in ["a/", "/x/a/#part", "http://localhost:8000/b/", "https://elsewhere.example/c/", "mailto:a@b", "#top"]:
        way.add(link, on="/x/")
    for link in ["/static/app.css", "/sign-out/", "/x/?b=2&a=1", "/x/?a=1&b=2"]:
        way.add(link, on="/y/")

    assert list(way.waiting) == ["/x/a/", "/b/", "/x/", "/x/?a=1&b=2"]


def test_a_walk_leaves_out_filters_of_filters_and_more_of_them_than_wanted():
    way = walk(queries=2)
    way.add("?sort=b", on="/x/?sort=a")
    for sort in "abc":
        way.add(f"?sort={sort}", on="/x/")

    assert list(way.waiting) == ["/x/?sort=a", "/x/?sort=b"]
    assert way.left_out == 1


def test_words_are_plain_or_marked_as_regular_expressions():
    pairs = pages.read_words("# moved\n/assurance/ -> /review/\n\nre: Outbox \\((\\w+)\\) -> Inbox \\1\na.b -> c\\d\n")

    assert pages.renamed("/assurance/ Outbox (demo) a.b axb", pairs) == "/review/ Inbox demo c\\d axb"


def test_a_line_of_words_without_an_arrow_is_refused():
    with pytest.raises(SystemExit, match="Line 2"):
        pages.read_words("a -> b\nc = d\n")


def text_of(**lines):
    return pages.sections_text((f"/{address}/", said) for address, said in lines.items())


def test_equal_differences_are_told_once_with_their_pages():
    before = {"head": text_of(a=["Menu", "One"], b=["Menu", "Two"], gone=["x"]), "lead": text_of(a=["Menu"])}
    after = {"head": text_of(a=["List", "One"], b=["List", "2"], new=["x"]), "lead": text_of(a=["Menu"])}

    assert pages.differences(before, after) == {
        "Only before: /gone/": ["head"],
        "Only after: /new/": ["head"],
        "- Menu\n+ List": ["head /a/"],
        "- Menu\n- Two\n+ List\n+ 2": ["head /b/"],
    }
    assert pages.differences(before, before) == {}


def test_comparing_exits_with_1_until_the_words_explain_everything(tmp_path, capsys):
    was, now, words = tmp_path / "was", tmp_path / "now", tmp_path / "words.txt"
    for folder, text in ((was, text_of(assurance=["Assurance"], b=["x"])), (now, text_of(review=["Review"], b=["x"]))):
        folder.mkdir()
        (folder / "head.txt").write_text(text)
    words.write_text("/assurance/ -> /review/\nAssurance -> Review\n")

    assert pages.compare(was, now, None) == 1
    assert "Only after: /review/" in capsys.readouterr().out
    assert pages.compare(was, now, words) == 0


def test_comparing_with_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="holds no dump"):
        pages.compare(tmp_path, tmp_path, None)
