"""Links, names, limits and age of evidence."""

import unicodedata
from datetime import date
from email.message import Message

import pytest

from tracker.errors import InvalidInput
from tracker.rules import evidence as rules
from tracker.rules.evidence import Held
from tracker.rules.evidence_files import FileKind

MEGABYTE = 1024**2


@pytest.mark.parametrize(
    "link",
    [
        "https://www.example.com",
        "http://intranet/minutes",
        " https://example.org/a?b=c#d ",
        "https://example.org:8443/",
        "HTTPS://EXAMPLE.ORG/",
        "https://[2001:db8::1]/",
    ],
)
def test_a_web_address_is_kept(link: str) -> None:
    assert rules.check_link(link) == link.strip()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "blob:https://example.org/1",
        "mailto:somebody@example.org",
        "//example.org",
        "/actions/",
        "www.example.org",
        "https:",
        "https://",
        "https:///example.org",
        "https:example.org",
        "https://somebody:secret@example.org/",
        "https://example.org@evil.example/",
        "https://exa mple.org/",
        "https://example.org/\r\nSet-Cookie: a",
        "https://example.org\\@evil.example",
        "https://example.org:port/",
        "https://[::1/",
        "https://example.org/\u202egnp.exe",
        "",
    ],
)
def test_anything_else_is_refused(link: str) -> None:
    with pytest.raises(InvalidInput, match="web address"):
        rules.check_link(link)


def test_a_link_has_a_limit() -> None:
    with pytest.raises(InvalidInput, match="1,000 characters"):
        rules.check_link("https://example.org/" + "a" * 1000)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("Minutes of 3 May.PDF", "Minutes of 3 May.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system.ini", "system.ini.pdf"),
        ("C:\\Users\\somebody\\minutes.pdf", "minutes.pdf"),
        ("report.exe", "report.exe.pdf"),
        ("report.pdf.html", "report.pdf.html.pdf"),
        ("cod\u202efdp.exe", "codfdp.exe.pdf"),
        ("a\u200bb\ufeffc.pdf", "abc.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie b.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ('a"b<c>d|e?f*g:h.pdf', "abcdefgh.pdf"),
        ("CON", "file CON.pdf"),
        ("nul.pdf", "file nul.pdf"),
        ("com1.pdf", "file com1.pdf"),
        ("LPT¹.pdf", "file LPT¹.pdf"),
        ("console.pdf", "console.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("  ", "file.pdf"),
        ("minutes.pdf.  ", "minutes.pdf"),
        ("\udc80half.pdf", "half.pdf"),
        ("Überprüfung.pdf", "Überprüfung.pdf"),
    ],
)
def test_a_name_is_safe_to_show(name: str, shown: str) -> None:
    assert rules.safe_name(name, FileKind.PDF) == shown


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".pdf", "é" * 300, "." * 300, "/" * 300, "😀" * 300])
def test_a_long_name_is_cut_and_keeps_its_ending(name: str) -> None:
    shown = rules.safe_name(name, FileKind.PDF)

    assert len(shown) <= 150
    assert shown.endswith(".pdf")


def test_no_name_keeps_a_hidden_character() -> None:
    every = "".join(chr(number) for number in range(0x3000))

    shown = rules.safe_name(every, FileKind.PNG)

    assert not [letter for letter in shown if unicodedata.category(letter)[0] == "C"]


@pytest.mark.parametrize("name", ["minutes.pdf", 'a"; filename=evil.exe', "ünï.pdf", "a;b=c%22.pdf", "😀.pdf"])
def test_a_downloads_header_is_one_line_of_ascii(name: str) -> None:
    header = rules.content_disposition("evidence-1f0c2b9a-version-2.pdf", name)

    message = Message()
    message["Content-Disposition"] = header
    assert header.isascii()
    assert "\n" not in header
    assert header.startswith('attachment; filename="evidence-1f0c2b9a-version-2.pdf"; ')
    assert message.get_content_disposition() == "attachment"


@pytest.mark.parametrize(
    ("held", "refusal"),
    [
        (Held(0, 0, 0), ""),
        (Held(199, 0, 0), ""),
        (Held(200, 0, 0), "200 files or 2GB"),
        (Held(10, 2048 * MEGABYTE - 1, 0), "200 files or 2GB"),
        (Held(60, 0, 59), ""),
        (Held(60, 0, 60), "60 files an hour"),
    ],
)
def test_one_person_may_add_so_much(held: Held, refusal: str) -> None:
    if not refusal:
        assert rules.check_room(held, files=1, size=MEGABYTE) is None
        return
    with pytest.raises(InvalidInput, match=refusal):
        rules.check_room(held, files=1, size=MEGABYTE)


@pytest.mark.parametrize(
    ("about_on", "expected"),
    [
        (date(2026, 11, 18), False),
        (date(2025, 11, 18), False),
        (date(2025, 11, 17), True),
        (date(2020, 2, 29), True),
    ],
)
def test_evidence_is_stale_by_the_day_it_is_about(about_on: date, expected: bool) -> None:
    assert rules.is_stale(about_on, on=date(2026, 11, 18), after_days=365) is expected


@pytest.mark.parametrize(("shows", "words"), [("", "Enter what it shows"), (" \u200b ", "Enter"), ("x" * 301, "300")])
def test_what_it_shows_is_needed_and_short(shows: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        rules.check_shows(shows)


def test_the_day_it_is_about_has_been() -> None:
    with pytest.raises(InvalidInput, match="today or in the past"):
        rules.check_about(date(2026, 11, 19), on=date(2026, 11, 18))
