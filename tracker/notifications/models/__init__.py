"""What mail needs kept, for `from tracker.notifications.models import …`."""

from tracker.notifications.models.action_ladder import ActionsOnLadder, actions_on_ladder
from tracker.notifications.models.email_preference import EmailPreference
from tracker.notifications.models.ladder_look import ActionLook, PostLook
from tracker.notifications.models.mail_health import Bounce, Heartbeat, MailHold
from tracker.notifications.models.mail_run import DigestRun, SettingsUse
from tracker.notifications.models.message import Message
from tracker.notifications.models.notice_to_tell import NoticeToTell
from tracker.notifications.models.snooze import Snooze

__all__ = [
    "ActionLook",
    "ActionsOnLadder",
    "Bounce",
    "DigestRun",
    "EmailPreference",
    "Heartbeat",
    "MailHold",
    "Message",
    "NoticeToTell",
    "PostLook",
    "SettingsUse",
    "Snooze",
    "actions_on_ladder",
]
