"""Puts an event into words: what happened, as a person would say it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.choices import BeforeService, Decision, Ending, Progress, Relation
from tracker.rules.action_words import changes
from tracker.rules.corrections import corrected_in, in_a_row
from tracker.rules.intake.said_before import answered_words, before_words
from tracker.rules.wording import date_long, starts_upper

# Every verb that an operation records has a row; a test reads the operations to make sure.
WORDS: dict[str, str] = {
    "action.changed-together": "Changed together with other actions",
    "action.edited": "Action changed",
    "action.passed-on": "Action passed on to a successor body",
    "action.carry-over-reopened": "Answers what it answered before the carry-over",
    "action.followed": "Followed to a new recommendation",
    "action.left": "No longer answers a recommendation",
    "action.planned": "Action planned",
    "action.restored": "Put back as it was before it was withdrawn",
    "action.snooze-ended": "Reminders begin again",
    "action.snoozed": "Reminders put off",
    "action.updated": "Update added",
    "alert.assigned": "Owner of the alert named",
    "alert.corrected": "Alert corrected",
    "alert.moved": "Day to answer the alert by moved",
    "alert.printed": "Alert recorded from its report",
    "alert.report-withdrawn": "Waits for its report again: the one that printed it was withdrawn",
    "alert.matched": "Matched with the alert that the report prints",
    "alert.recorded": "Alert recorded",
    "carry-over.confirmed": "Carry-over confirmed",
    "carry-over.decided": "Decided for the carry-over, not yet confirmed",
    "carry-over.reopened": "Carry-over opened again after it was confirmed",
    "carry-over.opened": "Carry-over opened",
    "self-assessment.assured": "Self-assessment assured",
    "self-assessment.lowered": "Recorded as some progress: it names no effect with evidence",
    "self-assessment.made": "Self-assessment sent",
    "self-assessment.returned": "Self-assessment returned",
    "self-assessment.withdrawn": "Self-assessment withdrawn",
    "check.dropped": "Checks after closing no longer needed: the inspectorate has looked again",
    "check.failed": "Checked after closing: the change has not lasted, so it is open again",
    "check.lasted": "Checked after closing: the change has lasted",
    "check.planned": "Checks after closing planned",
    "ending.asked": "Ending asked for",
    "ending.confirmed": "Ending confirmed",
    "ending.refused": "Ending refused: it stays open",
    "ending.reopened": "Opened again after it had ended",
    "ending.taken-back": "Request to end it taken back: it stays open",
    "fieldwork.announced": "Fieldwork announced",
    "fieldwork.confidence-given": "Confidence given",
    "fieldwork.moved": "Fieldwork moved",
    "fieldwork.report-withdrawn": "Report on this fieldwork withdrawn",
    "fieldwork.reported": "Report on this fieldwork published",
    "fieldwork.withdrawn": "Fieldwork withdrawn",
    "evidence.added": "Evidence added",
    "evidence.removed": "Evidence taken out",
    "evidence.reused": "Evidence used here too",
    "evidence.version-added": "New version of evidence added",
    "list-file.asked": "List asked for as a file",
    "list-file.asked-again": "List asked for as a file again",
    "list-file.deleted": "File of a list deleted after a week",
    "list-file.failed": "File of a list could not be made",
    "list-file.written": "File of a list made",
    "mail.dropped": "Emails dropped",
    "mail.held": "Emails held back",
    "mail.released": "Emails let go",
    "mail.tried-again": "Email tried again",
    "person.added": "Account added",
    "person.address-cleared": "Email address works again",
    "person.address-refused": "Email address refused",
    "person.changed-address": "Email address changed",
    "person.changed-emails": "Emails changed",
    "person.changed-password": "Password changed",
    "person.disabled": "Account closed",
    "person.enabled": "Account opened again",
    "person.ended-role": "Role ended",
    "person.given-role": "Role given",
    "person.invited": "Invited by email",
    "person.reset-password": "Password reset",
    "person.signed-out-everywhere": "Signed out everywhere",
    "person.signed-in-first": "First sign-in",
    "person.took-up-post": "Took up the post",
    "post.added": "Post added",
    "post.assigned": "Post passed to a new holder",
    "post.assignment-cancelled": "Change of holder cancelled",
    "post.cover-ended": "Cover ended",
    "post.covered": "Leave covered",
    "post.vacated": "Post vacated",
    "report.brought-in": "Report read",
    "report.checked": "Report checked",
    "report.confirmed-as-read": "Report confirmed as read",
    "report.deleted": "Draft deleted",
    "report.vouched-for": "Vouched for and read, although it was refused as no report",
    "inspection.published": "Inspection published",
    "inspection.corrected": "Inspection corrected",
    "inspection.said-before": "What was said before this service",
    "inspection.withdrawn": "Report withdrawn: it is a draft again",
    "inspection.completed": "Inspection completed from its own report",
    "inspection.known-from-later": "Recorded from a later report",
    "inspection.merged": "Merged with the record of its own report",
    "recommendation.known-from-later": "Recorded from a later report that judges it",
    "recommendation.acknowledged": "Acknowledged",
    "recommendation.ended": "Recommendation ended",
    "recommendation.left-open": "Left open by the carry-over: not yet judged",
    "recommendation.linked": "Linked",
    "recommendation.link-added": "Link added",
    "recommendation.link-removed": "Link undone",
    "recommendation.linked-to-alert": "Linked to the organisational alert",
    "recommendation.given": "Given to one more body",
    "recommendation.taken-back": "A body no longer answers",
    "recommendation.passed-on": "Passed on",
    "recommendation.passing-on-undone": "Passing on undone",
    "recommendation.corrected": "Recommendation corrected",
    "recommendation.withdrawn": "Withdrawn with its report",
    "recommendation.verdict-withdrawn": "What the inspectorate said was withdrawn with its report",
    "recommendation.carry-over-corrected": "Carry-over corrected",
    "recommendation.carry-over-reopened": "Carry-over opened again: what it did is taken back",
    "recommendation.links-corrected": "What it replaces corrected",
    "recommendation.verdict-corrected": "What the inspectorate said corrected",
    "recommendation.completed": "Completed from its own report",
    "recommendation.published": "Recommendation published",
    "recommendation.judged": "Judged by the inspectorate",
    "person.token-made": "API token made",
    "reorganisation.confirmed": "Who takes over confirmed",
    "reorganisation.decided": "Decisions on who takes over saved",
    "reorganisation.recorded": "Reorganisation recorded",
    "reorganisation.undone": "Reorganisation undone",
    "response.confirmed": "Response confirmed by HMPPS",
    "response.drafted": "Response drafted",
    "response.given-before": "Response given before this service recorded",
}

# What is not said to anybody yet: shown to those who work on it, and in no mail.
DRAFTS: frozenset[str] = frozenset({"carry-over.decided", "reorganisation.decided", "response.drafted"})

# What happened in public, for those who do not see the work of the area (docs/model.md, decision 3).
PUBLIC: frozenset[str] = frozenset(
    {
        "recommendation.carry-over-corrected",
        "recommendation.carry-over-reopened",
        "recommendation.corrected",
        "recommendation.ended",
        "recommendation.judged",
        "recommendation.known-from-later",
        "recommendation.passed-on",
        "recommendation.passing-on-undone",
        "recommendation.link-added",
        "recommendation.link-removed",
        "recommendation.linked",
        "recommendation.links-corrected",
        "recommendation.published",
        "recommendation.verdict-corrected",
        "recommendation.verdict-withdrawn",
        "recommendation.withdrawn",
        "response.confirmed",
        "response.given-before",
    }
)

# What happened in public to a published report and to its alert.
OF_INSPECTIONS: frozenset[str] = frozenset(
    {
        "alert.corrected",
        "carry-over.confirmed",
        "carry-over.reopened",
        "inspection.completed",
        "inspection.corrected",
        "inspection.known-from-later",
        "inspection.published",
        "inspection.said-before",
        "inspection.withdrawn",
        "report.vouched-for",
    }
)

# What happens on a recommendation for all its bodies alike. Every other event of one names its body in 'organisation'.
OF_EVERY_BODY: frozenset[str] = frozenset({"check.dropped", "recommendation.completed"})

# These say what they changed, where they changed something.
CHANGES: frozenset[str] = frozenset({"action.changed-together", "action.edited", "action.passed-on", "action.updated"})

# These have a notice of their own for whoever answers, so that no mail tells them twice.
TOLD_AS_CORRECTED: frozenset[str] = frozenset(
    {
        "recommendation.carry-over-corrected",
        "recommendation.corrected",
        "recommendation.link-added",
        "recommendation.link-removed",
        "recommendation.verdict-corrected",
    }
)

# These say which facts they corrected; the page shows what was said before and after.
CORRECTIONS: frozenset[str] = frozenset(
    {
        "alert.corrected",
        "alert.matched",
        "alert.report-withdrawn",
        "inspection.completed",
        "inspection.corrected",
        "recommendation.carry-over-corrected",
        "recommendation.completed",
        "recommendation.corrected",
        "recommendation.link-added",
        "recommendation.link-removed",
        "recommendation.verdict-corrected",
    }
)

# What these say is followed by a category, and by whose it is where it is not the owner's.
SELF_ASSESSMENTS: dict[str, str] = {
    "self-assessment.assured": "region says ",
    "self-assessment.made": "",
    "self-assessment.returned": "region says ",
    "self-assessment.withdrawn": "",
}

# What these say is followed by what it was and what it is now.
MOVES: dict[str, str] = {"person.changed-address": "address"}


def _said_before(after: Mapping[str, Any]) -> str:
    on = date.fromisoformat(after["said_on"]) if after["said_on"] else None
    return before_words(BeforeService(after["said"]), on)


# These are told with what they were about.
SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "action.followed": lambda after: f"Followed from {after['earlier']} to {after['to']}",
    "action.left": lambda after: f"No longer answers {after['earlier']}",
    "alert.assigned": lambda after: f"Owner of the alert: {after.get('owner') or 'named'}",
    "alert.moved": lambda after: (
        f"Day to answer the alert by moved from {_day(after['old_on'])} to {_day(after['answer_by_on'])}"
    ),
    "action.snoozed": lambda after: f"Reminders put off until {_day(after['until_on'])}",
    "ending.asked": lambda after: f"Ending asked for: {Ending(after['ending']).label}",
    "ending.confirmed": lambda after: f"Ending confirmed: {Ending(after['ending']).label}",
    "recommendation.ended": lambda after: f"Recommendation ended: {Ending(after['ending']).label}",
    "recommendation.given": lambda after: f"Given to {after['body']}, which answers too",
    "inspection.said-before": _said_before,
    "response.given-before": lambda after: (
        f"{answered_words(date.fromisoformat(after['answered_on']))}: {Decision(after['decision']).label}"
    ),
    "recommendation.taken-back": lambda after: f"{after['body']} no longer answers",
    "report.vouched-for": lambda after: f"{after['person']} vouched for the file, which was refused as no report",
    "recommendation.linked": lambda after: (
        f"{after['earlier']} is {Relation(after['relation']).towards.lower()} {after['later']}"
    ),
}


def describe(verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return one line, such as 'Status changed from Not yet started to In progress; due date moved to 5 March 2027'."""
    if verb in CHANGES | CORRECTIONS and (changed := _changed(verb, before, after)):
        return changed
    if verb in SELF_ASSESSMENTS:
        return f"{WORDS[verb]}: {SELF_ASSESSMENTS[verb]}{Progress(after['category']).label}"
    if verb in SENTENCES:
        return SENTENCES[verb](after)
    if verb.startswith("response."):
        return f"{WORDS[verb]}: {Decision(after['decision']).label}"
    if verb in MOVES:
        return f"{WORDS[verb]} from {before[MOVES[verb]]} to {after[MOVES[verb]]}"
    words = WORDS.get(verb, verb.replace(".", " ").replace("_", " ").capitalize())
    return f"{words}{_more(verb, after or before)}"


def risk_words(verb: str, after: Mapping[str, Any]) -> str:
    """Return what was said of the risk where somebody asked to end a recommendation, and who accepts it; else ''."""
    if verb != "ending.asked":
        return ""
    return f"Risk of not doing it: {after['risk']}\n\nRisk accepted by: {after['accepts']}"


def _changed(verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return what an event says was changed, or corrected; empty where it changed nothing."""
    if verb in CORRECTIONS:
        corrected = in_a_row(row.label for row in corrected_in(before, after))
        return f"{WORDS[verb]}: {corrected}" if corrected else ""
    return starts_upper("; ".join(changes(before, after)))


def _more(verb: str, facts: Mapping[str, Any]) -> str:
    if verb == "recommendation.passed-on":
        return f" from {facts['from']} to {facts['to']}"
    return f": {facts['shows']}" if verb.startswith("evidence.") else ""


def _day(text: str) -> str:
    return date_long(date.fromisoformat(text))
