"""What people type reaches a reader of Notify's mail as text, by the Markdown reader that Notify has."""

import re
import warnings
from html import unescape

import pytest

from tracker.notifications.rules.notify_text import OWN_RULE, as_plain_text

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its patterns are written as Python 3.5 let them be
    import mistune

TYPED = [
    "[Confirm your password](https://evil.example)",
    "![x](https://evil.example/pixel.png)",
    "[Confirm][1]",
    "[1]: https://evil.example",
    "[^1] and [^1]: note",
    "# Urgent",
    "## Urgent",
    "Urgent #",
    "- one",
    "* one",
    "+ one",
    "• one",
    "1. one",
    "12. December",
    "^ inset",
    "> quoted",
    "---",
    "***",
    "===",
    "```",
    "~~~",
    "a | b",
    "---|---",
    "back\\slash \\[x](https://evil.example)",
    "50% done [see plan]",
    "snake_case *starred* and __both__",
    "fish & chips < 5",
    ":definition",
    "plain words, nothing else",
]
# As Notify has it: these are not read there.
NOT_READ = {"emphasis", "double_emphasis", "strikethrough", "code"}


@pytest.fixture
def reader() -> mistune.Markdown:
    inline = mistune.InlineLexer(mistune.Renderer())
    inline.default_rules = [rule for rule in inline.default_rules if rule not in NOT_READ]
    return mistune.Markdown(renderer=inline.renderer, inline=inline, hard_wrap=True)


def words(html: str) -> str:
    """What a person reads, without our joiner, which shows nothing."""
    html = re.sub(r"</?a[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u2060", "").split())


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(
    "around", ["* {}\n  due 5 March 2027", "* Brief managers\n  {}", "Hello {}. Your work\n", "New: {}"]
)
def test_what_is_typed_is_read_as_typed(reader: mistune.Markdown, typed: str, around: str) -> None:
    html = reader(as_plain_text(around.format(typed)))

    assert all(address == shown for address, shown in re.findall(r'<a href="([^"]*)">(.*?)</a>', html))
    for mark in ("<h1", "<h2", "<img", "<code", "<pre", "<blockquote", "<table", "<hr", "<ol"):
        assert mark not in html
    assert html.count("<ul") == around.startswith("*")
    assert words(html) == words(around.removeprefix("* ").format(typed.replace("<", "&lt;")))


def test_our_own_marks_are_read(reader: mistune.Markdown) -> None:
    html = reader(as_plain_text("Overdue\n\n* Brief managers\n  due 5 March\n\n* Sample plans\n\n---\n\nWhy\n"))

    assert (html.count("<li>"), html.count("<hr")) == (2, 1)


@pytest.mark.parametrize("typed", [each for each in TYPED if each != OWN_RULE and not each.startswith("* ")])
def test_what_is_typed_at_the_start_of_a_line_is_read_as_typed(reader: mistune.Markdown, typed: str) -> None:
    """No template of ours puts it there; only our own two marks would be taken for ours."""
    html = reader(as_plain_text(f"Hello.\n\n{typed}\n\nBye."))

    assert html.count("<p>") == 3
    assert words(html) == words(f"Hello. {typed.replace('<', '&lt;')} Bye.")


def test_lines_stay_lines() -> None:
    body = "Hello.\n\n* [x](y)\n\nhttps://service.example/actions/ACT-0001/\n"
    assert as_plain_text(body).count("\n") == body.count("\n")
    assert "\nhttps://service.example/actions/ACT-0001/\n" in as_plain_text(body)
