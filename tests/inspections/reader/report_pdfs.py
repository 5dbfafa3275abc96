"""Makes PDFs that look like inspection reports, in words of our own, and files that only pretend to be reports."""

import io
from collections.abc import Sequence

from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout
from PIL import Image
from pypdf import PdfReader, PdfWriter

ORGANISATION = "Otter Valley PDU"
FOOTER = f"Inspection of probation services: {ORGANISATION}"
RATINGS = (
    ("P 1.1", "Leadership", "Good"),
    ("P 1.2", "Staffing", "Requires improvement"),
    ("P 1.3", "Services", "Requires improvement"),
    ("P 2.1", "Assessment", "Inadequate"),
    ("P 2.2", "Planning", "Requires improvement"),
    ("P 2.3", "Implementation and delivery", "Inadequate"),
    ("P 2.4", "Reviewing", "Inadequate"),
)
SCORE = "5/21"
OVERALL = "Requires improvement"
QUESTIONS = {
    "P 2.1": (
        ("Does assessment focus sufficiently on engaging the person on probation?", 61),
        ("Does assessment focus sufficiently on the factors linked to offending and desistance?", 58),
        ("Does assessment focus sufficiently on keeping other people safe?", 34),
    ),
    "P 2.4": (
        (
            "Does reviewing focus sufficiently on supporting the compliance and engagement of the person on probation?",
            55,
        ),
        ("Does reviewing focus sufficiently on supporting desistance?", 47),
        ("Does reviewing focus sufficiently on keeping other people safe?", 29),
    ),
}
RECOMMENDATIONS = (
    (
        "Otter Valley PDU",
        (
            "give every middle manager the time to read cases and to talk each of them through with the practitioner",
            "ask the police and children's services for what they know before a plan is agreed, and write down what "
            "was done with the answer",
            "offer work for women in all three towns of the unit",
        ),
    ),
    (
        "The Yorkshire and the Humber region",
        (
            "fill the posts that have stood empty for longer than six months",
            "share one timetable of accredited programmes with all its units.",
        ),
    ),
)
EARLIER = (
    (
        "Check the home address of every person released within two days",
        "Visits were tried in most cases, yet seldom within two days, and the record did not say why. " * 5,
        "Some progress",
        "Yes",
    ),
    (
        "Keep waiting rooms open on one evening of the week",
        "Two of the three offices now open on Tuesday evenings. " * 6,
        "Sufficient progress",
        "No",
    ),
    (
        "Tell victims of a changed release date on the same day",
        "A single officer did this work and was often away. " * 8,
        "No progress",
        "Yes",
    ),
)
_PROSE = (
    "The leaders of the unit knew its cases well and met with partners every month. Workloads stayed high and "
    "many practitioners were new to their post, so that plans were often late and did not say who would do what. "
)


class ReportPdf(FPDF):
    """A page with the running foot of the published reports."""

    def __init__(self) -> None:
        super().__init__()
        self.set_margin(25)
        self.set_auto_page_break(auto=True, margin=25)
        self.set_font("Helvetica", size=11)

    def footer(self) -> None:
        if self.page_no() == 1:
            return
        with self.local_context():
            self.set_font("Helvetica", size=9)
            self.set_y(-15)
            self.cell(130, 8, FOOTER)
            self.cell(30, 8, str(self.page_no()), align="R")

    def heading(self, text: str, size: int = 18) -> None:
        self.ln(4)
        with self.local_context():
            self.set_font("Helvetica", "B", size)
            self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def paragraph(self, text: str) -> None:
        self.multi_cell(0, 5.5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(3)

    def item(self, number: int, text: str) -> None:
        self.cell(8, 5.5, f"{number}.")
        self.multi_cell(0, 5.5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def raised(self, text: str) -> None:
        size, height = self.font_size_pt, self.get_y()
        self.set_xy(self.get_x(), height - 1.2)
        self.set_font_size(size * 0.65)
        self.write(5.5, text)
        self.set_font_size(size)
        self.set_xy(self.get_x(), height)

    def grid(self, rows: Sequence[Sequence[str]], widths: Sequence[int], **options: object) -> None:
        with self.table(col_widths=tuple(widths), headings_style=FontFace(emphasis="BOLD"), **options) as table:
            for row in rows:
                table.row(row)

    def ruled_row(self, cells: Sequence[str], widths: Sequence[float], height: float) -> None:
        """A row of exactly this height, as word processors draw them where a page ends."""
        x, y = self.l_margin, self.get_y()
        for cell, width in zip(cells, widths, strict=True):
            self.rect(x, y, width, height)
            self.set_xy(x + 1, y + 1)
            self.multi_cell(width - 2, 5, cell)
            x += width
        self.set_xy(self.l_margin, y + height)


def report_pdf() -> bytes:
    """A whole report of a fictitious unit, laid out like those that the inspectorate publishes."""
    pdf = ReportPdf()
    _title_page(pdf)
    _contents(pdf)
    _ratings_page(pdf)
    _recommendations(pdf)
    _standards(pdf)
    _progress(pdf)
    return bytes(pdf.output())


def report_pdf_of(pages: int) -> bytes:
    """The same report, made longer by full pages of prose."""
    pdf = ReportPdf()
    _title_page(pdf)
    _contents(pdf)
    _ratings_page(pdf)
    _recommendations(pdf)
    _standards(pdf)
    while pdf.page_no() < pages - 3:
        pdf.add_page()
        for _ in range(6):
            pdf.paragraph(_PROSE * 2)
    _progress(pdf)
    return bytes(pdf.output())


def _title_page(pdf: ReportPdf) -> None:
    pdf.add_page()
    pdf.set_y(90)
    pdf.paragraph("HM Inspectorate\nof Probation")
    pdf.heading("An inspection of probation services in:", 16)
    pdf.heading(ORGANISATION, 26)
    pdf.paragraph("The Probation Service - Yorkshire and the Humber region")
    pdf.paragraph("HM Inspectorate of Probation, June 2025")


def _contents(pdf: ReportPdf) -> None:
    pdf.add_page()
    pdf.heading("Contents")
    for title, page in (("Foreword", 3), ("Ratings", 4), ("Recommendations", 5), ("1. Organisational arrangements", 6)):
        dots = "." * int((150 - pdf.get_string_width(title)) / pdf.get_string_width("."))
        pdf.cell(0, 7, f"{title} {dots} {page}", new_x="LMARGIN", new_y="NEXT")
    pdf.heading("Published by:", 12)
    pdf.paragraph("HM Inspectorate of Probation\n1 Bridge Street West\nManchester")
    pdf.paragraph("ISBN: 978-1-00000-000-0")
    pdf.add_page()
    pdf.heading("Foreword")
    for _ in range(4):
        pdf.paragraph(_PROSE)


def _ratings_page(pdf: ReportPdf) -> None:
    pdf.add_page()
    pdf.heading("Ratings")
    pdf.heading("Otter Valley", 14)
    pdf.cell(90, 7, "Fieldwork started March 2025")
    pdf.cell(25, 7, "Score")
    pdf.set_font("Helvetica", "B", 20)
    pdf.cell(30, 7, SCORE, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    pdf.ln(4)
    _rated(pdf, "Overall rating", OVERALL)
    pdf.heading("1. Organisational arrangements and activity", 12)
    for code, title, rating in RATINGS[:3]:
        _rated(pdf, f"{code} {title}", rating)
    pdf.heading("2. Service delivery", 12)
    for code, title, rating in RATINGS[3:]:
        _rated(pdf, f"{code} {title}", rating)


def _rated(pdf: ReportPdf, name: str, rating: str) -> None:
    """A name, and its rating in a filled box beside it, a little lower."""
    pdf.cell(100, 8, name)
    x, y = pdf.get_x(), pdf.get_y()
    pdf.set_fill_color(200, 220, 240)
    pdf.rect(x, y, 55, 9, style="F")
    pdf.set_xy(x + 2, y + 1.2)
    pdf.cell(50, 8, rating, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)


def _recommendations(pdf: ReportPdf) -> None:
    pdf.add_page()
    pdf.heading("Recommendations")
    # So much space that the list is broken over the page.
    pdf.set_y(205)
    pdf.paragraph("We have made recommendations that should raise the quality of the work.")
    number = 0
    for addressee, texts in RECOMMENDATIONS:
        pdf.heading(f"{addressee} should:", 12)
        for text in texts:
            number += 1
            pdf.item(number, text)
    pdf.heading("Background")
    pdf.write(5.5, "The unit works under the national framework")
    pdf.raised("1")
    pdf.write(5.5, " and inspects its own cases every quarter. ")
    pdf.ln(8)
    pdf.paragraph(_PROSE)
    pdf.set_y(250)
    pdf.set_font("Helvetica", size=8)
    pdf.raised("1")
    pdf.write(5.5, " Published on the pages of the service in the spring of that year.")
    pdf.set_font("Helvetica", size=11)


def _standards(pdf: ReportPdf) -> None:
    pdf.add_page()
    pdf.heading("1. Organisational arrangements and activity")
    for code, title, rating in RATINGS:
        if code == "P 2.1":
            pdf.heading("2. Service delivery")
        pdf.heading(f"{code}. {title}", 14)
        pdf.paragraph(rating)
        if code in QUESTIONS:
            rows = [("Key question", "Percentage 'Yes'"), *((text, f"{p}%") for text, p in QUESTIONS[code])]
            pdf.grid(rows, (130, 30))
        pdf.paragraph(_PROSE)


def _progress(pdf: ReportPdf) -> None:
    pdf.add_page()
    pdf.heading("Progress on previous recommendations")
    pdf.set_y(150)
    heads = ("Previous recommendation", "Action taken and impact", "Categorisation", "Improvement still required?")
    help_row = (
        "From previous Probation Service inspection of Otter Valley PDU (May 2022)",
        "Briefly describe action taken and impact",
        "Sufficient progress / Some progress / No progress",
        "Yes / no",
    )
    pdf.grid([heads, help_row, *EARLIER], (40, 55, 32, 33))


def two_columns_pdf() -> bytes:
    """A ratings page set in two columns: organisation on the left, service delivery on the right."""
    pdf = ReportPdf()
    pdf.add_page()
    pdf.heading("Ratings of probation services in Otter Valley and all of its neighbouring towns", 16)
    top = pdf.get_y()
    for x, ratings in ((25, RATINGS[:3]), (112, RATINGS[3:])):
        for row, (code, title, rating) in enumerate(ratings):
            pdf.set_xy(x, top + 14 * row)
            pdf.cell(40, 6, f"{code} {title}")
            pdf.set_xy(x, top + 14 * row + 6)
            pdf.cell(40, 6, rating)
    return bytes(pdf.output())


def pictured_ratings_pdf() -> bytes:
    """A ratings page on which the rating is a picture with a text for people who cannot see it."""
    pdf = ReportPdf()
    pdf.add_page()
    pdf.heading("Ratings")
    picture = Image.new("RGB", (40, 20), "navy")
    for code, title, rating in RATINGS:
        y = pdf.get_y()
        pdf.cell(90, 8, f"{code} {title}", new_x="LMARGIN", new_y="NEXT")
        pdf.image(picture, x=130, y=y, w=16, h=8, alt_text=f"Rating: {rating}")
        pdf.set_y(y + 12)
    return bytes(pdf.output())


def broken_row_pdf(*, packed: bool = True) -> bytes:
    """A table, a row of which goes on over the page break."""
    pdf = ReportPdf()
    pdf.set_compression(packed)
    widths = (50.0, 70.0, 40.0)
    pdf.add_page()
    pdf.set_y(230)
    pdf.ruled_row(("Previous recommendation", "Action taken", "Categorisation"), widths, 12)
    pdf.ruled_row(("Meet partners each month", "Meetings were held.", "Sufficient progress"), widths, 12)
    pdf.ruled_row(("Visit homes before", "Visits were made in the first", "Some progress"), widths, 12)
    pdf.add_page()
    pdf.ruled_row(("release from custody", "weeks and then stopped.", ""), widths, 12)
    pdf.ruled_row(("Train new staff", "Nobody was trained.", "No progress"), widths, 12)
    pdf.paragraph("After the table.")
    return bytes(pdf.output())


def lined_table_pdf() -> bytes:
    """A table with lines between its rows and none between its columns."""
    pdf = ReportPdf()
    pdf.add_page()
    pdf.paragraph(_PROSE)
    rows = [("Key question", "Percentage 'Yes'"), *((text, f"{p}%") for text, p in QUESTIONS["P 2.1"])]
    pdf.grid(rows, (130, 30), borders_layout=TableBordersLayout.HORIZONTAL_LINES)
    y = pdf.get_y()
    pdf.line(25, y, 185, y)
    return bytes(pdf.output())


class ChapterPdf(ReportPdf):
    """A page with the chapter's name and its own number at its head, on the outer side."""

    def header(self) -> None:
        number, chapter = self.page_no(), f"Chapter on subject {chr(64 + self.page_no())}"
        self.cell(0, 8, f"{number} {chapter}" if number % 2 else f"{chapter} {number}", new_x="LMARGIN", new_y="NEXT")
        self.ln(4)


def chapters_pdf() -> bytes:
    """Eight pages, each with another running head."""
    pdf = ChapterPdf()
    for _ in range(8):
        pdf.add_page()
        pdf.paragraph(_PROSE)
    return bytes(pdf.output())


def plain_pdf(pages: int, text: str = _PROSE) -> bytes:
    """So many pages with a paragraph each."""
    pdf = ReportPdf()
    for number in range(pages):
        pdf.add_page()
        pdf.paragraph(f"{number}: {text}")
    return bytes(pdf.output())


def scanned_pdf() -> bytes:
    """Pages that are pictures."""
    pdf = FPDF()
    for _ in range(3):
        pdf.add_page()
        pdf.image(Image.new("L", (600, 800), 200), x=0, y=0, w=210)
    return bytes(pdf.output())


def encrypted_pdf(user: str, owner: str) -> bytes:
    """A page that asks for passwords."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain_pdf(1))))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_of(objects: Sequence[bytes], *, root: int = 1) -> bytes:
    """A PDF file of these objects, numbered from 1, whatever they hold."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)


def stream(body: bytes, extra: bytes = b"") -> bytes:
    """A stream object's text."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), extra, body)
