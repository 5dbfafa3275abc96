"""The nouns of the tracker, for `from tracker.models import …`."""

from tracker.models.action import Action, Answers, DateChange, Update
from tracker.models.actor import actor_of
from tracker.models.alert import AlertAction, AlertDuty, AlertLink, alerts_visible_to
from tracker.models.carry_over import CarryOver, CarryOverAction, CarryOverDecision
from tracker.models.event import Event
from tracker.models.evidence import ChosenFile, Evidence, EvidenceUse, EvidenceVersion
from tracker.models.fieldwork import Fieldwork, FrozenView
from tracker.models.form_draft import KeptAnswers
from tracker.models.judgement import Judgement
from tracker.models.link import Link
from tracker.models.notice import Notice
from tracker.models.person import Membership, Person
from tracker.models.post import Deputy, Post, PostHolder
from tracker.models.recommendation import Answerable, Recommendation, RecommendationTheme, Theme
from tracker.models.reorganisation import (
    ActionPassingOn,
    PassingOn,
    Reorganisation,
    ReorganisationBody,
)
from tracker.models.report_draft import ReportDraft
from tracker.models.response import Acknowledgement, Response
from tracker.models.review import Assurance, JudgementEvidence, Withdrawal
from tracker.models.sustain_check import SustainCheck
from tracker.notifications.models.email_preference import EmailPreference
from tracker.notifications.models.ladder_look import ActionLook, PostLook
from tracker.notifications.models.mail_health import Bounce, Heartbeat, MailHold
from tracker.notifications.models.message import Message
from tracker.notifications.models.snooze import Snooze

__all__ = [
    "Acknowledgement",
    "Action",
    "ActionLook",
    "ActionPassingOn",
    "AlertAction",
    "AlertDuty",
    "AlertLink",
    "Answerable",
    "Answers",
    "Assurance",
    "Bounce",
    "CarryOver",
    "CarryOverAction",
    "CarryOverDecision",
    "ChosenFile",
    "DateChange",
    "Deputy",
    "EmailPreference",
    "Event",
    "Evidence",
    "EvidenceUse",
    "EvidenceVersion",
    "Fieldwork",
    "FrozenView",
    "Heartbeat",
    "Judgement",
    "JudgementEvidence",
    "KeptAnswers",
    "Link",
    "MailHold",
    "Membership",
    "Message",
    "Notice",
    "PassingOn",
    "Person",
    "Post",
    "PostHolder",
    "PostLook",
    "Recommendation",
    "RecommendationTheme",
    "Reorganisation",
    "ReorganisationBody",
    "ReportDraft",
    "Response",
    "Snooze",
    "SustainCheck",
    "Theme",
    "Update",
    "Withdrawal",
    "actor_of",
    "alerts_visible_to",
]
