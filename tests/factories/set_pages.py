"""Sets short reports as PDFs, each line where a designer would put it: turned, beside each other, close together."""

from collections.abc import Sequence

from fpdf import FPDF

from inspections.reader.draft import ReportDraft
from inspections.reader.report import read_report
from inspections.reader.source import read_source
from tests.inspections.reader.report_pdfs import pdf_of, stream

BODY, OTHER = "Teasel Vale PDU", "HMPPS"
WANTED = (
    (BODY, "make sure that every plan names who will do what, and talk it through with the person on probation"),
    (BODY, "ask the police about domestic abuse before a sentence plan is agreed"),
    (OTHER, "pay for two more probation officers in the unit."),
)
# The same as printed, each item broken over lines.
LIST = (
    f"{BODY} should:",
    "1. make sure that every plan names who will do what,",
    "and talk it through with the person on probation",
    "2. ask the police about domestic abuse before a",
    "sentence plan is agreed",
    f"{OTHER} should:",
    "3. pay for two more probation officers in the unit.",
)
EARLIER = (
    ("Meet the housing office every month.", "No progress"),
    ("Visit people at home within five days.", "Some progress"),
    ("Give new officers a mentor.", "Sufficient progress"),
)
# The same as an annexe of prose and as a table.
PROGRESS = "Annexe one: Progress against previous recommendations"
ANNEXE = tuple(
    line
    for number, (text, verdict) in enumerate(EARLIER, start=1)
    for line in (f"{number}. {text}", f"{verdict} has been made on this recommendation. Work went on all year.")
)
TABLE = (
    ("Previous recommendation", "Action taken and impact", "Categorisation", "Improvement still required?"),
    *((text, "Work went on all year.", verdict, "Yes") for text, verdict in EARLIER),
)
QUOTE = ("I was asked once what I", "needed, and nobody wrote", "it down or came back to me")


class SetReport:
    """A report of a few pages, measured in points from the top left."""

    def __init__(self, *, cover: bool = True) -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        if cover:
            self.page()
            self.lines(60, 80, ["An inspection of probation services in:", BODY], size=18, pitch=26)
            self.lines(60, 150, ["The Probation Service - Heathland region", "HM Inspectorate of Probation, June 2025"])

    def page(self, orientation: str = "portrait") -> None:
        self.pdf.add_page(orientation=orientation)

    def line(self, x: float, y: float, text: str, *, size: float = 11, style: str = "") -> None:
        self.pdf.set_font("Helvetica", style, size)
        self.pdf.text(x, y, text)

    def lines(
        self, x: float, y: float, texts: Sequence[str], *, size: float = 11, pitch: float = 14, style: str = ""
    ) -> float:
        """Set lines below each other from this base line; return the next one."""
        for at, text in enumerate(texts):
            self.line(x, y + at * pitch, text, size=size, style=style)
        return y + len(texts) * pitch

    def heading(self, text: str, y: float = 60) -> None:
        self.line(60, y, text, size=16, style="B")

    def tight(self, x: float, y: float, text: str, gap: float, *, size: float = 11) -> None:
        """Set words so many ems apart, without a space character."""
        self.pdf.set_font("Helvetica", "", size)
        for word in text.split():
            self.pdf.text(x, y, word)
            x += self.pdf.get_string_width(word) + gap * size

    def turned(
        self, angle: int, x: float, y: float, texts: Sequence[str], *, size: float = 11, pitch: float = 14
    ) -> None:
        """Set lines against the clock from the upright, the first of which begins at this point."""
        with self.pdf.rotation(angle, x, y):
            self.lines(x, y, texts, size=size, pitch=pitch)

    def table(self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]] = TABLE) -> None:
        """Set a table with lines around its cells."""
        self.pdf.set_font("Helvetica", "", 10)
        for row in rows:
            left = x
            for cell, width in zip(row, widths, strict=True):
                self.pdf.rect(left, y, width, 30)
                self.pdf.set_xy(left + 2, y + 2)
                self.pdf.multi_cell(width - 4, 12, cell)
                left += width
            y += 30

    def box(self, x0: float, y0: float, x1: float, y1: float, *, style: str = "D") -> None:
        self.pdf.set_fill_color(225, 235, 240)
        self.pdf.rect(x0, y0, x1 - x0, y1 - y0, style=style)

    def data(self) -> bytes:
        return bytes(self.pdf.output())


def listed(
    *, x: float = 60, y: float = 100, lines: Sequence[str] = LIST, size: float = 11, pitch: float = 14
) -> SetReport:
    """A cover and a page of recommendations, the list of which begins at this point."""
    report = SetReport()
    report.page()
    report.heading("Recommendations")
    report.lines(x, y, lines, size=size, pitch=pitch)
    return report


def draft(data: bytes) -> ReportDraft:
    return read_report(read_source(data))


def recommended(found: ReportDraft) -> tuple[tuple[str | None, str], ...]:
    """Who must act, and the words."""
    return tuple((new.addressee, new.text) for new in found.recommendations)


def judged(found: ReportDraft) -> tuple[tuple[str, str | None], ...]:
    """The earlier recommendations with their verdicts."""
    return tuple((earlier.text, earlier.category) for earlier in found.previous_recommendations)


def codes(found: ReportDraft) -> set[str]:
    return {doubt.code for doubt in found.warnings}


_PLAIN = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
# Letters 1 to 3 have shapes with names of their own, and in the second font also a meaning: one of no alphabet.
_SHAPES = b"<< /Type /Encoding /Differences [1 /g101 /g102 /g103] >>"
_OWN = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 4 0 R %s >>"
_MEANINGS = stream(
    b"begincmap\n1 begincodespacerange <00> <FF> endcodespacerange\n"
    b"3 beginbfchar <01> <E0F3> <02> <FFFD> <03> <F0B7> endbfchar\nendcmap"
)
_GLYPHS = b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [8 0 R] >>"
_GLYPHS_BELOW = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 500 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)


def in_fonts(pages: Sequence[Sequence[bytes]]) -> bytes:
    """A PDF of these lines in the operators of a page, with the fonts P, S (no meanings), M (odd ones) and G (none)."""
    fonts = b"/P 3 0 R /S 5 0 R /M 6 0 R /G 7 0 R"
    objects = [b"", b"", _PLAIN, _SHAPES, _OWN % b"", _OWN % b"/ToUnicode 9 0 R", _GLYPHS, _GLYPHS_BELOW, _MEANINGS]
    kids = []
    for lines in pages:
        body = b"".join(b"BT 60 %d Td %s ET\n" % (780 - 15 * at, line) for at, line in enumerate(lines))
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << %s >> >> /Contents %d 0 R >>"
            % (fonts, len(objects) + 2),
            stream(body),
        ]
        kids.append(b"%d 0 R" % (len(objects) - 1))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return pdf_of(objects)


def plainly(text: str) -> bytes:
    """A line in the plain font."""
    return b"/P 11 Tf (%s) Tj" % text.encode("latin-1")
