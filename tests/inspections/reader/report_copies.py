"""The report of report_pdfs as text and as a web page: the same facts in other forms."""

from html import escape

from tests.inspections.reader.report_pdfs import (
    EARLIER,
    ORGANISATION,
    OVERALL,
    QUESTIONS,
    RATINGS,
    RECOMMENDATIONS,
    SCORE,
)

_PROGRESS_HEADS = (
    "Previous recommendation",
    "Action taken and impact",
    "Categorisation",
    "Improvement still required?",
)
_PROGRESS_HELP = (
    "From previous Probation Service inspection of Otter Valley PDU (May 2022)",
    "Briefly describe action taken and impact",
    "Sufficient progress / Some progress / No progress",
    "Yes / no",
)
_PROSE = "The leaders of the unit knew its cases well and met with partners every month."


def report_text() -> str:
    """The report as plain text, tables by tab."""
    return "\n".join([*_opening(), *_standards(), *_progress()]) + "\n"


def _opening() -> list[str]:
    lines = ["HM Inspectorate", "of Probation", "", "An inspection of probation services in:", ORGANISATION, ""]
    lines += [
        "The Probation Service - Yorkshire and the Humber region",
        "",
        "HM Inspectorate of Probation, June 2025",
        "",
    ]
    lines += ["ISBN: 978-1-00000-000-0", "", "Foreword", "", _PROSE, "", "Ratings", "", "Otter Valley", ""]
    lines += ["Fieldwork started March 2025", "", "Score", "", SCORE, "", "Overall rating", "", OVERALL, ""]
    for code, title, rating in RATINGS:
        lines += [f"{code} {title}", "", rating, ""]
    lines += ["Recommendations", "", "We have made recommendations that should raise the quality of the work.", ""]
    number = 0
    for addressee, texts in RECOMMENDATIONS:
        lines += [f"{addressee} should:", ""]
        for text in texts:
            number += 1
            lines.append(f"{number}. {text}")
        lines.append("")
    return [*lines, "Background", "", _PROSE, ""]


def _standards() -> list[str]:
    lines = ["1. Organisational arrangements and activity", ""]
    for code, title, rating in RATINGS:
        lines += [f"{code}. {title}", "", rating, ""]
        if code in QUESTIONS:
            lines.append("Key question\tPercentage 'Yes'")
            lines += [f"{text}\t{percent}%" for text, percent in QUESTIONS[code]]
            lines.append("")
        lines += [_PROSE, ""]
    return lines


def _progress() -> list[str]:
    rows = [_PROGRESS_HEADS, _PROGRESS_HELP, *EARLIER]
    return ["Progress on previous recommendations", "", *("\t".join(" ".join(c.split()) for c in row) for row in rows)]


def report_page() -> str:
    """The report as a web page, with what surrounds its content on the site."""
    parts = [f"<h1>An inspection of probation services in: {ORGANISATION}</h1>"]
    parts += ["<p>The Probation Service &ndash; Yorkshire and the Humber region</p>"]
    parts += ["<p>HM Inspectorate of Probation, June 2025<br>ISBN: 978-1-00000-000-0</p>", _heading("Foreword")]
    parts += [f"<p>{_PROSE}</p>", _heading("Ratings"), "<h3>Otter Valley</h3><p>Fieldwork started March 2025</p>"]
    parts += [f"<p>Score <strong>{SCORE}</strong></p><p>Overall rating <strong>{OVERALL}</strong></p>"]
    parts += [_table([(f"{code} {title}", rating) for code, title, rating in RATINGS]), _heading("Recommendations")]
    number = 1
    for addressee, texts in RECOMMENDATIONS:
        items = "".join(f"<li>{escape(text)}<sup><a href='#note1'>1</a></sup></li>" for text in texts)
        parts.append(f"<h3>{addressee} should:</h3><ol start='{number}'>{items}</ol>")
        number += len(texts)
    parts += [_heading("Background"), f"<p>{_PROSE}</p>", _heading("1. Organisational arrangements and activity")]
    for code, title, rating in RATINGS:
        parts.append(f"<h3>{code}. {title}</h3><p>{rating}</p>")
        if code in QUESTIONS:
            rows = [(text, f"{percent}%") for text, percent in QUESTIONS[code]]
            parts.append(_table([("Key question", "Percentage 'Yes'"), *rows]))
        parts.append(f"<p>{_PROSE}</p>")
    parts += [_heading("Progress on previous recommendations"), _table([_PROGRESS_HEADS, _PROGRESS_HELP, *EARLIER])]
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Report</title></head><body>"
        "<div id='cookie-banner'><p>This site uses cookies.</p></div><nav><ul><li>Home</li></ul></nav>"
        f"<main>{''.join(parts)}</main><footer><p>All rights</p></footer></body></html>"
    )


def _heading(text: str) -> str:
    return f"<h2>{escape(text)} <a href='#top'>(Back to top)</a></h2>"


def _table(rows: list[tuple[str, ...]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{body}</table>"
