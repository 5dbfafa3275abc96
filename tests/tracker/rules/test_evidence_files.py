"""What a file is by its content, and that each hostile one is refused quickly and in the right words."""

import random
import resource
import time
from functools import partial

import pytest

from tests.factories.evidence_files import CSV, HOSTILE, docx, jpeg, mail, old_office, pdf, png, pptx, xlsx
from tracker.errors import InvalidInput
from tracker.rules import evidence_files
from tracker.rules.evidence_files import FileKind, recognise

GOOD = {
    "PDF": (pdf(), FileKind.PDF),
    "PDF with JavaScript, which is never opened by us": (
        pdf(body=b"1 0 obj << /JS (app.alert) >> endobj"),
        FileKind.PDF,
    ),
    "PDF that speaks of encryption": (pdf(body=b"(How to /Encrypt a file)"), FileKind.PDF),
    "PDF with more behind its end": (pdf() + b"\r\n\x00\x00", FileKind.PDF),
    "Word": (docx(), FileKind.WORD),
    "Word with a picture": (docx({"word/media/image1.png": png()}), FileKind.WORD),
    "Excel": (xlsx(), FileKind.EXCEL),
    "PowerPoint": (pptx(), FileKind.SLIDES),
    "old Word": (old_office("WordDocument"), FileKind.OLD_WORD),
    "old Word that speaks of a Workbook and of Macros": (
        old_office("WordDocument", text="Workbook Macros"),
        FileKind.OLD_WORD,
    ),
    "old Excel": (old_office("Workbook"), FileKind.OLD_EXCEL),
    "Excel of 1995": (old_office("Book"), FileKind.OLD_EXCEL),
    "old PowerPoint": (old_office("Current User", "PowerPoint Document"), FileKind.OLD_SLIDES),
    "Outlook message": (old_office("__nameid_version1.0", "__properties_version1.0"), FileKind.OUTLOOK),
    "Outlook message with a document": (old_office("__properties_version1.0", "WordDocument"), FileKind.OUTLOOK),
    "email": (mail(), FileKind.EMAIL),
    "email with HTML, which is never opened by us": (mail(b"Content-Type: text/html"), FileKind.EMAIL),
    "CSV": (CSV, FileKind.CSV),
    "CSV as Excel saves it, with a mark in front": (b"\xef\xbb\xbf" + CSV, FileKind.CSV),
    "CSV in Excel's Unicode, with tabs": (CSV.decode().replace(",", "\t").encode("utf-16"), FileKind.CSV),
    "CSV in Windows letters": ("Büro;Fälle\r\nLeeds;3\r\n".encode("cp1252"), FileKind.CSV),
    "CSV with commas in quotes": (b'Place,Found\n"Leeds, north",9\nWigan,8\n', FileKind.CSV),
    "PNG": (png(), FileKind.PNG),
    "JPG": (jpeg(), FileKind.JPEG),
    "JPG with a maker's notes behind it": (jpeg(b"notes" * 20), FileKind.JPEG),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_a_good_file_is(name: str) -> None:
    data, kind = GOOD[name]

    assert recognise(data) is kind


def test_the_corpus_is_large() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_the_right_words(name: str) -> None:
    data, words = HOSTILE[name]

    with pytest.raises(InvalidInput) as refusal:
        recognise(data)

    assert (str(refusal.value), refusal.value.field) == (words, "upload")


@pytest.mark.parametrize(
    "make", [pdf, docx, xlsx, pptx, png, jpeg, mail, lambda: CSV, partial(old_office, "WordDocument")]
)
def test_a_damaged_file_is_recognised_or_refused_and_never_breaks_the_reader(make) -> None:
    chance, whole = random.Random(7), make()
    outcomes = set()

    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes.add(recognise(bytes(data)).label)
        except InvalidInput as refusal:
            outcomes.add(str(refusal))

    assert outcomes


def test_refusing_takes_little_time_and_memory() -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()

    for name in ("200 MB in 200 kB", "20 MB in 20 kB", "2,100 parts", "sizes that lie"):
        with pytest.raises(InvalidInput):
            recognise(HOSTILE[name][0])

    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert time.perf_counter() - began < 2
    assert grown < 50  # MB


def test_ten_thousand_parts_are_refused_before_the_list_is_read(monkeypatch) -> None:
    monkeypatch.setattr(evidence_files.zipfile, "ZipFile", lambda *_: pytest.fail("the list was read"))

    with pytest.raises(InvalidInput):
        recognise(b"PK\x03\x04" + b"PK\x01\x02" * 10_000)


@pytest.mark.parametrize("kind", FileKind)
def test_each_kind_has_its_type_and_name(kind: FileKind) -> None:
    assert "/" in kind.content_type
    assert kind.label
