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

__all__ = [
    "Acknowledgement",
    "Action",
    "ActionPassingOn",
    "AlertAction",
    "AlertDuty",
    "AlertLink",
    "Answerable",
    "Answers",
    "Assurance",
    "CarryOver",
    "CarryOverAction",
    "CarryOverDecision",
    "ChosenFile",
    "DateChange",
    "Deputy",
    "Event",
    "Evidence",
    "EvidenceUse",
    "EvidenceVersion",
    "Fieldwork",
    "FrozenView",
    "Judgement",
    "JudgementEvidence",
    "KeptAnswers",
    "Link",
    "Membership",
    "Notice",
    "PassingOn",
    "Person",
    "Post",
    "PostHolder",
    "Recommendation",
    "RecommendationTheme",
    "Reorganisation",
    "ReorganisationBody",
    "ReportDraft",
    "Response",
    "SustainCheck",
    "Theme",
    "Update",
    "Withdrawal",
    "actor_of",
    "alerts_visible_to",
]
