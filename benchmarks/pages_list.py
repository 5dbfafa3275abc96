"""The pages and lists of the API that benchmarks/pages.py measures, and as whom."""

from dataclasses import dataclass

HEAD, REGION, NATIONAL = "head", "region", "national"
EVERYBODY = (HEAD, REGION, NATIONAL)
READERS = {
    HEAD: "head.kirklees@demo.example",
    REGION: "director.yorkshire-and-the-humber@demo.example",
    NATIONAL: "chief.hmpps@demo.example",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One address and who reads it; {action} and {recommendation} become references of the reader's own work."""

    name: str
    path: str
    readers: tuple[str, ...] = EVERYBODY

    @property
    def is_api(self) -> bool:
        """Whether its floor is SQL + JSON, and not SQL + a Jinja page."""
        return self.path.startswith("/api/")


PAGES = (
    Page("Your work", "/"),
    Page("Recommendations", "/recommendations/"),
    Page("Recommendations by due date", "/recommendations/?sort=due"),
    Page("Recommendations by body", "/recommendations/?sort=body"),
    Page("Recommendations, open", "/recommendations/?state=open"),
    Page("Recommendations, overdue", "/recommendations/?state=overdue"),
    Page("Recommendations, all published", "/recommendations/?scope=all", (REGION,)),
    Page("Recommendations, words", "/recommendations/?q=appointments"),
    Page("Actions", "/actions/"),
    Page("Actions by due date", "/actions/?sort=due"),
    Page("Actions by owner", "/actions/?sort=owner"),
    Page("Inspections", "/inspections/"),
    Page("PDU", "/areas/yorkshire-and-the-humber/kirklees/"),
    Page("Region", "/areas/yorkshire-and-the-humber/"),
    Page("HMPPS", "/areas/hmpps/"),
    Page("Made again", "/insight/repeats/"),
    Page("Reviews", "/reviews/", (REGION, NATIONAL)),
    Page("One recommendation", "/recommendations/{recommendation}/"),
    Page("One action", "/actions/{action}/"),
    Page("Update an action", "/actions/{action}/update/"),
    Page("Help", "/help/", (HEAD,)),
    Page("API recommendations", "/api/v1/recommendations/"),
    Page("API actions", "/api/v1/actions/"),
    Page("API inspections", "/api/v1/inspections/"),
    Page("API organisations", "/api/v1/organisations/"),
)
# The list whose throughput is measured: of one region, as its lead reads it.
BUSY = f"Recommendations, {REGION}"


def names() -> list[str]:
    """Return the name of each page as each of its readers, in the order in which they are measured."""
    return [name_of(page, reader) for page in PAGES for reader in page.readers]


def name_of(page: Page, reader: str) -> str:
    return f"{page.name}, {reader}"
