"""What both databases must prove, and why: everything runs on PostgreSQL, and this on the embedded default as well."""

from collections.abc import Mapping
from pathlib import PurePosixPath

# The part that ONLY=embedded chooses, which .ci/run asks of SQLite: path of a file or folder -> what may differ there.
BOTH: Mapping[str, str] = {
    "tests/harness": "rows are put back, and databases copied, in each one's own way",
    "tests/architecture/test_records.py": "migrations make the tables and constraints of the models",
    "tests/config/test_database.py": "the embedded default has options and limits of its own",
    "tests/config/test_celery.py": "without Redis the broker is the embedded one",
    "tests/tracker/models/test_passed_on.py": "what passed on is followed by a recursive query of our own",
    "tests/tracker/operations": "transactions, locks and constraints keep two people at once apart",
    "tests/tracker/projections": "what is kept is written, compared and held by each database in its own way",
    "tests/tracker/notifications/models": "messages are taken and held by locks and constraints",
    "tests/tracker/notifications/operations": "what was told is held once by constraints",
    "tests/tracker/notifications/queries": "what is due is compared and put in order in the database",
    "tests/tracker/notifications/test_delivery.py": "the outbox is a table: taken, locked and tried again there",
    "tests/tracker/notifications/test_delivery_after_trouble.py": "what was sent is asked of the database",
    "tests/tracker/notifications/test_delivery_faults.py": "a fault leaves the transaction as each database does",
    "tests/tracker/notifications/test_delivery_kills.py": "a killed process leaves locks and transactions",
    "tests/tracker/notifications/test_delivery_people.py": "people and what they chose are read in one statement",
    "tests/tracker/notifications/test_person_days.py": "one mail a day is held by a constraint",
    "tests/tracker/notifications/test_sending.py": "messages are taken in batches and written back",
    "tests/tracker/queries": "dates, text, JSON and null values are compared and ordered in the database",
    "tests/tracker/sample_data": "the demo is built on the embedded default",
    "tests/tracker/management/test_load_demo.py": "`make setup` fills it",
    "tests/tracker/management/test_add_person.py": "the first person of a small service is written there",
    "tests/tracker/test_checks.py": "Django's checks ask the database",
    "tests/tracker/test_paging.py": "pages by key rest on the order of rows and of null values",
    "tests/tracker/test_tasks.py": "the worker takes its tasks from the embedded broker",
    "tests/tracker/api/test_lists.py": "search, filters and order are the database's",
    "tests/tracker/api/test_updates.py": "a repeated key is found by a constraint",
    "tests/tracker/web/test_errors.py": "the error pages stand when the database does not",
    "tests/tracker/web/test_form_drafts.py": "drafts of forms are JSON",
    "tests/tracker/web/test_recurrence.py": "histories follow text and order in the database",
    "tests/tracker/web/test_sign_in.py": "without Redis the tries at signing in are counted in the embedded cache",
    "tests/tracker/web/test_workbooks.py": "long lists are read in pieces, filtered and in order",
    "tests/tracker/web/views/test_health.py": "the answers name the database that is meant",
    "tests/browser/test_sign_in.py": "`make run` begins with this",
    "tests/browser/test_demo_inbox.py": "`make run` shows its mail like this",
    "tests/journeys": "the whole way from a report to its mail, as `make run` goes it",
}
PARTS = ("", "embedded")


def is_listed(path: str) -> bool:
    """Whether a test file stands in the list, itself or by one of its folders."""
    parents = {str(each) for each in PurePosixPath(path).parents}
    return path in BOTH or not BOTH.keys().isdisjoint(parents)


def is_chosen(path: str, part: str) -> bool:
    """Whether a test file belongs to the part of the tests that ONLY names; without a name all do."""
    if part not in PARTS:
        raise ValueError(f"ONLY={part} names no part of the tests; it may be 'embedded'")
    return not part or is_listed(path)
