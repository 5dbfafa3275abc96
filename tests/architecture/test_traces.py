"""Nothing is overwritten without its trace: every place that changes or deletes rows says where what was there stays.

An operation may write over a row, or delete one, only where what it said before is kept: in a correction, in the event,
in a dated row beside it, or because it was never said to anybody. Whoever adds such a place names its trace here.
"""

import ast
from collections.abc import Iterator

from tests.architecture.house import ROOT, modules, tree

WRITES_OVER = frozenset({"delete", "update", "update_or_create", "bulk_update", "save", "set", "clear", "_raw_delete"})

CORRECTION = "each fact of a published record that differs is kept as a correction, with before, after and reason"
EVENT = "the event of the same operation keeps what was before"
ENDED = "the row stays and is given its end; what it said is not changed"
COPIES = "a copy of facts that have rows or events of their own: status, dates, version, holder"
DRAFT = "nothing of it was published or confirmed; what was answered is kept as events while it lasts"
ONCE = "written when it happens, where nothing stood before"
TAKEN_BACK = "all that is deleted or opened again is kept in the event that takes it back"
ORDER = "the order alone: what is printed stays"
MAIL = "the state of a mail, a notice or a hold on its way, which has its own rows and attempts"
FILE = "a file of a list, or one that was chosen and not sent yet: its events say what became of it"
ACCOUNT = "a person's own account, choices or session; events say what changed where others answer for it"
DATA = "data that ships with the release, and names that follow from dated rows"

PLACES: dict[str, str] = {
    "inspections/operations/frameworks.py:_load_standard": DATA,
    "inspections/operations/frameworks.py:load_frameworks": DATA,
    "inspections/operations/reorganisations.py:_show": DATA,
    "inspections/operations/reorganisations.py:close": ENDED,
    "inspections/operations/reorganisations.py:rename": DATA,
    "inspections/operations/reorganisations.py:reopen": TAKEN_BACK,
    "inspections/operations/reorganisations.py:take_back_name": TAKEN_BACK,
    "tracker/notifications/operations/addresses.py:_save": ACCOUNT,
    "tracker/notifications/operations/addresses.py:_tell": ACCOUNT,
    "tracker/notifications/operations/addresses.py:change_address": ACCOUNT,
    "tracker/notifications/operations/bounces.py:_clear": MAIL,
    "tracker/notifications/operations/bounces.py:note_bounce": MAIL,
    "tracker/notifications/operations/email_preferences.py:change_preference": ACCOUNT,
    "tracker/notifications/operations/holds.py:drop_hold": MAIL,
    "tracker/notifications/operations/holds.py:end_empty_holds": MAIL,
    "tracker/notifications/operations/holds.py:release_hold": MAIL,
    "tracker/notifications/operations/invitations.py:invite": MAIL,
    "tracker/notifications/operations/mail_preview.py:_take_as_sent": MAIL,
    "tracker/notifications/operations/message_queue.py:_end_lease": MAIL,
    "tracker/notifications/operations/message_queue.py:carry_to_today": MAIL,
    "tracker/notifications/operations/message_queue.py:expire": MAIL,
    "tracker/notifications/operations/message_queue.py:give_back": MAIL,
    "tracker/notifications/operations/message_queue.py:lease": MAIL,
    "tracker/notifications/operations/message_queue.py:record_delivery": MAIL,
    "tracker/notifications/operations/message_queue.py:record_lost": MAIL,
    "tracker/notifications/operations/message_queue.py:record_retry": MAIL,
    "tracker/notifications/operations/message_queue.py:record_undelivered": MAIL,
    "tracker/notifications/operations/message_queue.py:try_again": MAIL,
    "tracker/notifications/operations/snooze.py:_end": ENDED,
    "tracker/operations/action_edits.py:_answers": ENDED,
    "tracker/operations/action_edits.py:edit_action": EVENT,
    "tracker/operations/actions.py:_add_update": EVENT,
    "tracker/operations/alert_duties.py:_move": EVENT,
    "tracker/operations/alert_duties.py:assign_alert": EVENT,
    "tracker/operations/alerts.py:raise_printed_alert": CORRECTION,
    "tracker/operations/bulk_changes.py:_change": EVENT,
    "tracker/operations/carry_over.py:_save": DRAFT,
    "tracker/operations/carry_over.py:decide": DRAFT,
    "tracker/operations/carry_over_confirm.py:_move": ENDED,
    "tracker/operations/carry_over_confirm.py:confirm": EVENT,
    "tracker/operations/chosen_files.py:_store": FILE,
    "tracker/operations/chosen_files.py:forget_files": FILE,
    "tracker/operations/corrections/additions.py:_keep": CORRECTION,
    "tracker/operations/corrections/additions.py:add_standard": ORDER,
    "tracker/operations/corrections/alerts.py:_write": CORRECTION,
    "tracker/operations/corrections/alerts.py:correct_alert": CORRECTION,
    "tracker/operations/corrections/alerts.py:print_words": CORRECTION,
    "tracker/operations/corrections/alerts.py:restore_words": CORRECTION,
    "tracker/operations/corrections/carry_over_entries.py:_set_ending": CORRECTION,
    "tracker/operations/corrections/carry_over_entries.py:_set_links": CORRECTION,
    "tracker/operations/corrections/carry_over_entries.py:_write": CORRECTION,
    "tracker/operations/corrections/carry_over_entries.py:correct_entry": CORRECTION,
    "tracker/operations/corrections/carry_over_reopening.py:_restore_actions": TAKEN_BACK,
    "tracker/operations/corrections/carry_over_reopening.py:_take_back_endings": TAKEN_BACK,
    "tracker/operations/corrections/carry_over_reopening.py:_take_back_links": TAKEN_BACK,
    "tracker/operations/corrections/carry_over_reopening.py:reopen": TAKEN_BACK,
    "tracker/operations/corrections/completing.py:complete_recommendation": CORRECTION,
    "tracker/operations/corrections/inspections.py:_move_start": CORRECTION,
    "tracker/operations/corrections/inspections.py:_write_rows": CORRECTION,
    "tracker/operations/corrections/inspections.py:correct_inspection": CORRECTION,
    "tracker/operations/corrections/inspections.py:follow_the_date": CORRECTION,
    "tracker/operations/corrections/recommendations.py:_pass_on": ENDED,
    "tracker/operations/corrections/recommendations.py:_set_bodies": CORRECTION,
    "tracker/operations/corrections/recommendations.py:_set_themes": CORRECTION,
    "tracker/operations/corrections/links.py:_keep": CORRECTION,
    "tracker/operations/corrections/links.py:remove_link": CORRECTION,
    "tracker/operations/corrections/recommendations.py:_write": CORRECTION,
    "tracker/operations/corrections/restoring.py:restore_action": TAKEN_BACK,
    "tracker/operations/corrections/withdrawal.py:_make_draft": TAKEN_BACK,
    "tracker/operations/corrections/withdrawal.py:_take_back_alerts": TAKEN_BACK,
    "tracker/operations/corrections/withdrawal.py:_take_back_recommendations": TAKEN_BACK,
    "tracker/operations/corrections/withdrawal.py:_take_back_ties": TAKEN_BACK,
    "tracker/operations/corrections/withdrawal.py:_take_back_verdicts": TAKEN_BACK,
    "tracker/operations/endings.py:end_answerable": ENDED,
    "tracker/operations/endings.py:withdraw_action": EVENT,
    "tracker/operations/ending_requests.py:_decide": ONCE,
    "tracker/operations/ending_requests.py:reopen_ending": ONCE,
    "tracker/operations/evidence.py:_add": ONCE,
    "tracker/operations/evidence.py:remove_evidence": ENDED,
    "tracker/operations/fieldwork.py:_save": EVENT,
    "tracker/operations/fieldwork.py:give_confidence": EVENT,
    "tracker/operations/form_drafts.py:forget": FILE,
    "tracker/operations/form_drafts.py:keep": FILE,
    "tracker/operations/intake/drafts.py:_note": DRAFT,
    "tracker/operations/intake/drafts.py:_save": DRAFT,
    "tracker/operations/intake/drafts.py:delete_draft": DRAFT,
    "tracker/operations/intake/drafts.py:start_draft": DRAFT,
    "tracker/operations/intake/findings.py:record_findings": CORRECTION,
    "tracker/operations/intake/publish.py:_inspection": DRAFT,
    "tracker/operations/intake/publish.py:publish": DRAFT,
    "tracker/operations/intake/recommendations.py:_fill": CORRECTION,
    "tracker/operations/intake/recommendations.py:_set_addressee": CORRECTION,
    "tracker/operations/intake/recommendations.py:_set_standards": CORRECTION,
    "tracker/operations/intake/recommendations.py:_set_themes": CORRECTION,
    "tracker/operations/intake/recommendations.py:record_recommendations": ORDER,
    "tracker/operations/list_files.py:_fail": FILE,
    "tracker/operations/list_files.py:_put_back": FILE,
    "tracker/operations/list_files.py:delete_old": FILE,
    "tracker/operations/list_files.py:lease": FILE,
    "tracker/operations/list_files.py:make_again": FILE,
    "tracker/operations/list_files.py:note_progress": FILE,
    "tracker/operations/list_files.py:record_written": FILE,
    "tracker/operations/passwords.py:_set": ACCOUNT,
    "tracker/operations/passwords.py:sign_out_everywhere": ACCOUNT,
    "tracker/operations/people.py:_switch": ACCOUNT,
    "tracker/operations/people.py:end_role": ENDED,
    "tracker/operations/people.py:note_first_sign_in": ACCOUNT,
    "tracker/operations/posts.py:_untell": MAIL,
    "tracker/operations/posts.py:assign_post": ENDED,
    "tracker/operations/posts.py:cancel_assignment": EVENT,
    "tracker/operations/posts.py:end_cover": EVENT,
    "tracker/operations/posts.py:vacate_post": ENDED,
    "tracker/operations/reorganisation_undo.py:_restore_bodies": TAKEN_BACK,
    "tracker/operations/reorganisation_undo.py:_restore_work": TAKEN_BACK,
    "tracker/operations/reorganisation_undo.py:undo": TAKEN_BACK,
    "tracker/operations/responses.py:confirm_response": ONCE,
    "tracker/operations/corrections/said_before.py:_record": EVENT,
    "tracker/operations/sustain_checks.py:drop_checks": ENDED,
    "tracker/operations/sustain_checks.py:record_check": ONCE,
    "tracker/operations/takeovers.py:_end_answers": ENDED,
    "tracker/operations/takeovers.py:_grow": COPIES,
    "tracker/operations/takeovers.py:_keep": DRAFT,
    "tracker/operations/takeovers.py:_move_actions": EVENT,
    "tracker/operations/takeovers.py:_pass_on": ENDED,
    "tracker/operations/takeovers.py:decide": DRAFT,
    "tracker/operations/tokens.py:make_token": ACCOUNT,
    "tracker/operations/visits.py:note_visit": ACCOUNT,
}
# For what was published: the test that shows that what was there before is still to be read.
PROOFS: dict[str, str] = {
    "tracker/operations/alerts.py:raise_printed_alert": (
        "tests/tracker/operations/test_alerts.py:test_the_alert_recorded_before_the_report_is_the_one_it_prints"
    ),
    "tracker/operations/intake/recommendations.py:_set_addressee": (
        "tests/tracker/operations/corrections/test_completing.py:"
        "test_each_fact_that_the_full_report_changes_keeps_what_it_was"
    ),
    "tracker/operations/intake/recommendations.py:_fill": (
        "tests/tracker/operations/corrections/test_completing.py:"
        "test_each_fact_that_the_full_report_changes_keeps_what_it_was"
    ),
    "tracker/operations/intake/findings.py:record_findings": (
        "tests/tracker/operations/corrections/test_completing.py:test_the_inspection_keeps_what_was_known_of_it"
    ),
    "tracker/operations/corrections/recommendations.py:_write": (
        "tests/tracker/operations/corrections/test_recommendations.py:"
        "test_they_are_changed_with_before_after_and_reason"
    ),
    "tracker/operations/corrections/recommendations.py:_set_themes": (
        "tests/tracker/operations/corrections/test_recommendations.py:test_themes_are_replaced_and_their_trace_kept"
    ),
    "tracker/operations/corrections/inspections.py:_write_rows": (
        "tests/tracker/operations/corrections/test_inspections.py:test_ratings_key_questions_and_verdicts_are_corrected"
    ),
    "tracker/operations/corrections/alerts.py:_write": (
        "tests/tracker/operations/corrections/test_alerts.py:test_its_words_are_corrected_and_its_body_told"
    ),
    "tracker/operations/corrections/withdrawal.py:_take_back_recommendations": (
        "tests/tracker/operations/corrections/test_withdrawal.py:"
        "test_it_is_a_draft_again_and_everything_it_said_is_kept"
    ),
    "tracker/operations/corrections/carry_over_reopening.py:_take_back_links": (
        "tests/tracker/operations/corrections/test_carry_over_reopening.py:"
        "test_everything_it_did_is_taken_back_and_can_be_confirmed_again"
    ),
    "tracker/operations/corrections/carry_over_entries.py:_set_links": (
        "tests/tracker/operations/corrections/test_carry_over_entries.py:test_what_replaces_it_is_corrected"
    ),
    "tracker/operations/corrections/links.py:remove_link": (
        "tests/tracker/operations/corrections/test_links.py:test_a_link_is_undone_and_its_trace_kept"
    ),
    "tracker/operations/carry_over_confirm.py:confirm": (
        "tests/tracker/operations/test_carry_over_confirm.py:test_a_decision_that_is_dropped_stays_in_the_event"
    ),
    "tracker/operations/reorganisation_undo.py:undo": (
        "tests/tracker/operations/test_reorganisation_undo.py:test_what_was_made_and_decided_stays_in_the_event"
    ),
}


def found() -> Iterator[str]:
    """Yield 'module:function' of each place of the operations that writes over rows or deletes them."""
    for name, path in modules():
        if "operations" not in name.split(".")[1:3]:
            continue
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and any(_writes_over(call) for call in ast.walk(node)):
                yield f"{path.relative_to(ROOT)}:{node.name}"


def _writes_over(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES_OVER):
        return False
    return node.func.attr != "update" or bool(node.keywords)  # a dictionary's own takes no keywords here


def test_each_place_that_writes_over_rows_names_its_trace() -> None:
    new = sorted(set(found()) - PLACES.keys())

    assert not new, f"Say in {__name__}.PLACES where what was there before stays: {', '.join(new)}"


def test_no_place_is_out_of_date() -> None:
    assert PLACES.keys() <= set(found())


def test_what_was_published_is_shown_to_keep_what_it_said() -> None:
    assert PROOFS.keys() <= PLACES.keys()
    for proof in PROOFS.values():
        file, _, name = proof.partition(":")
        assert f"def {name}(" in (ROOT / file).read_text(), proof
