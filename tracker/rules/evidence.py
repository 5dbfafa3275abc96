"""What may be evidence and how much of it, which links and names are safe, and when a piece of it is stale."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

from tracker.errors import InvalidInput
from tracker.rules.evidence_files import FileKind
from tracker.rules.typed.text import one_line
from tracker.rules.wording import too_long

MAX_AT_ONCE = 10
MAX_FILES = 200  # of one person (ASVS 5.2.4)
MAX_TOTAL_BYTES = 2 * 1024**3
MAX_AN_HOUR = 60
CHOSEN_FILE_HOURS = 24  # how long a file that was chosen waits for its form to be saved
SHOWS_LIMIT = 300
LINK_LIMIT = 1_000
NAME_LIMIT = 150

TOO_MANY = f"You can only select up to {MAX_AT_ONCE} files at the same time"
LINK_FORMAT = "Enter a web address in the correct format, like https://www.example.com"

ENDINGS = {kind: (kind.value,) for kind in FileKind} | {FileKind.JPEG: ("jpg", "jpeg")}
# Names that Windows keeps for devices, whatever their ending.
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\.|$)", re.I)
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, slots=True)
class Held:
    """What one person has added so far; `bytes` of all files, `last_hour` the files of the hour before."""

    files: int
    bytes: int
    last_hour: int


def check_room(held: Held, *, files: int, size: int) -> None:
    """Raise InvalidInput when so many more files of that size in all are more than one person may add."""
    if held.files + files > MAX_FILES or held.bytes + size > MAX_TOTAL_BYTES:
        raise InvalidInput(
            f"You have added as many files as one person can: {MAX_FILES} files or 2GB. Use what is already attached, "
            "or enter a link",
            field="upload",
        )
    if held.last_hour + files > MAX_AN_HOUR:
        raise InvalidInput(f"You can add up to {MAX_AN_HOUR} files an hour. Try again later", field="upload")


def check_shows(shows: str) -> str:
    """Return what a piece of evidence shows, in one line. Raises InvalidInput for nothing and for too much."""
    words = " ".join(_printable(one_line(shows)).split())
    if not words:
        raise InvalidInput("Enter what it shows", field="shows")
    if len(words) > SHOWS_LIMIT:
        raise InvalidInput(too_long("the description of what it shows", SHOWS_LIMIT), field="shows")
    return words


def check_about(about_on: date, *, on: date) -> date:
    """Return the day that a piece of evidence is about. Raises InvalidInput for a day to come."""
    if about_on > on:
        raise InvalidInput("The date it is about must be today or in the past", field="about_on")
    return about_on


def check_link(text: str) -> str:
    """Return a web address that is kept and shown, and never fetched.

    Raises InvalidInput unless it is http or https, and without a password.
    """
    link = text.strip()
    if len(link) > LINK_LIMIT:
        raise InvalidInput(too_long("the web address", LINK_LIMIT), field="link")
    if any(ord(letter) <= 0x20 or not letter.isprintable() for letter in link) or "\\" in link:
        raise InvalidInput(LINK_FORMAT, field="link")
    try:
        parts = urlsplit(link)
        is_safe = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_safe = False
    # urlsplit takes 'https:evil' and 'https:///evil' for paths; browsers take them for hosts.
    if not is_safe or not re.match(r"https?://[^/@?#]+(?:[/?#]|$)", link, re.I):
        raise InvalidInput(LINK_FORMAT, field="link")
    return link


def safe_name(name: str, kind: FileKind) -> str:
    """Return a file's name as it may be shown and offered.

    It has no folder, no hidden or reversing characters, and the right ending.
    """
    last = re.split(r"[/\\]", _printable(unicodedata.normalize("NFC", name)))[-1]
    plain = " ".join(_NOT_IN_NAMES.sub("", last).split()).strip(". ")
    if _DEVICES.match(plain):
        plain = f"file {plain}"
    stem, dot, ending = plain.rpartition(".")
    if not dot or not stem or ending.lower() not in ENDINGS[kind]:
        stem, ending = plain, kind.value
    return f"{stem[: NAME_LIMIT - len(ending) - 1].strip('. ') or 'file'}.{ending}"


def named(words: str, name: str) -> str:
    """Return what is wrong with a file, with its name: '‘plan.docx’ must be smaller than 15MB'."""
    shown = " ".join(_printable(re.split(r"[/\\]", name)[-1]).split())[:NAME_LIMIT]
    return words.replace("The selected file", f"‘{shown}’", 1) if shown else words


def download_name(uid: str, number: int, kind: str) -> str:
    """Return the name that we give a download, in plain ASCII: 'evidence-1f0c2b9a-version-2.pdf'."""
    return f"evidence-{uid[:8]}-version-{number}.{kind}"


def content_disposition(generated: str, original: str) -> str:
    """Return the header of a download (RFC 6266): our own name for old programs, the file's own name for the others."""
    return f"attachment; filename=\"{generated}\"; filename*=UTF-8''{quote(original, safe='')}"


def stale_before(on: date, *, after_days: int) -> date:
    """Return the earliest day about which evidence is not stale yet."""
    return on - timedelta(days=after_days)


def is_stale(about_on: date, *, on: date, after_days: int) -> bool:
    """Return whether it is stale by the day it is about, not by the day on which it was added."""
    return about_on < stale_before(on, after_days=after_days)


def _printable(text: str) -> str:
    """Return the text without control, format, surrogate and private characters.

    Format ones are right-to-left overrides and zero widths.
    """
    spaced = re.sub(r"[\t\r\n]", " ", text)
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
