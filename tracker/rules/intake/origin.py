"""Where a report comes from: the publisher's page, which everybody can open."""

from tracker.errors import InvalidInput
from tracker.rules.evidence import check_link
from tracker.rules.wording import too_long

URL_LIMIT = 500


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
