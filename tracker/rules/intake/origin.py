"""Where a report comes from: the file that was brought in, and the publisher's page."""

from tracker.errors import InvalidInput
from tracker.rules.evidence import check_link
from tracker.rules.wording import too_long

URL_LIMIT = 500
# Of each kind of file that the reader reads, by the ending under which it is kept.
CONTENT_TYPES = {".pdf": "application/pdf", ".html": "text/html", ".txt": "text/plain; charset=utf-8"}


def report_name(ref: str, kept_as: str) -> tuple[str, str]:
    """Return the plain name that we give the download of a report, and what kind of file it is."""
    ending = f".{kept_as.rpartition('.')[2].lower()}"
    known = ending in CONTENT_TYPES
    return f"report-{ref}{ending if known else ''}", CONTENT_TYPES.get(ending, "application/octet-stream")


def check_report_url(text: str) -> str:
    """Return the address of the publisher's page, which may be empty.

    Raises InvalidInput unless it is https, names a host and has no password: it becomes a link for everybody.
    """
    address = text.strip()
    if not address:
        return ""
    if len(address) > URL_LIMIT:
        raise InvalidInput(too_long("the web address", URL_LIMIT), field="report_url")
    try:
        check_link(address)
    except InvalidInput as refusal:
        raise InvalidInput(str(refusal), field="report_url") from refusal
    if not address.lower().startswith("https://"):
        raise InvalidInput("Enter a web address that begins with https://", field="report_url")
    return f"https://{address[len('https://') :]}"
