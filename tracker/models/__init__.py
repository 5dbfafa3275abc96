"""The nouns of the tracker, for `from tracker.models import …`."""

from tracker.models.action import Action, Answers, DateChange, Update
from tracker.models.actor import actor_of
from tracker.models.alert import AlertAction, AlertDuty, AlertLink, alerts_visible_to
from tracker.models.assurance import Assurance, JudgementEvidence, Withdrawal
from tracker.models.email_preference import EmailPreference
from tracker.models.event import Event
from tracker.models.evidence import ChosenFile, Evidence, EvidenceUse, EvidenceVersion
from tracker.models.judgement import Judgement
from tracker.models.kept_answers import KeptAnswers
from tracker.models.notice import Message, Notice
from tracker.models.person import Membership, Person
from tracker.models.post import Deputy, Post, PostHolder
from tracker.models.recommendation import Answerable, Recommendation, RecommendationTheme, Theme
from tracker.models.report_draft import ReportDraft
from tracker.models.response import Acknowledgement, Response

__all__ = [
    "Acknowledgement",
    "Action",
    "AlertAction",
    "AlertDuty",
    "AlertLink",
    "Answerable",
    "Answers",
    "Assurance",
    "ChosenFile",
    "DateChange",
    "Deputy",
    "EmailPreference",
    "Event",
    "Evidence",
    "EvidenceUse",
    "EvidenceVersion",
    "Judgement",
    "JudgementEvidence",
    "KeptAnswers",
    "Membership",
    "Message",
    "Notice",
    "Person",
    "Post",
    "PostHolder",
    "Recommendation",
    "RecommendationTheme",
    "ReportDraft",
    "Response",
    "Theme",
    "Update",
    "Withdrawal",
    "actor_of",
    "alerts_visible_to",
]
