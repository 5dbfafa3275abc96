"""The nouns of the tracker, for `from tracker.models import …`."""

from tracker.models.action import Action, Answers, DateChange, Update
from tracker.models.actor import actor_of
from tracker.models.alert import AlertAction, AlertDateChange, AlertDuty, AlertLink, alerts_visible_to
from tracker.models.carry_over import CarryOver, CarryOverAction, CarryOverDecision
from tracker.models.correction import Correction
from tracker.models.ending import EndingRequest
from tracker.models.event import Event
from tracker.models.evidence import ChosenFile, Evidence, EvidenceUse, EvidenceVersion
from tracker.models.fieldwork import Fieldwork, FrozenView
from tracker.models.form_draft import FormDraft
from tracker.models.judgement import Judgement
from tracker.models.kept import KeptAnswer, KeptChain, KeptRecommendation, MadeCounts
from tracker.models.link import Link
from tracker.models.list_file import ListFile
from tracker.models.notice import Notice
from tracker.models.person import Membership, Person
from tracker.models.place import ActionPlace, OpenActions, RecommendationPlace
from tracker.models.post import Deputy, Post, PostHolder
from tracker.models.recommendation import Answerable, Recommendation, RecommendationTheme
from tracker.models.reorganisation import (
    ActionTakeover,
    Reorganisation,
    ReorganisationBody,
    Takeover,
)
from tracker.models.report_draft import PagePicture, ReportDraft
from tracker.models.response import Acknowledgement, Response
from tracker.models.review import JudgementEvidence, Review, Withdrawal
from tracker.models.said_before import SaidBefore
from tracker.models.session import OpenSession, Session, open_session
from tracker.models.sustain_check import SustainCheck
from tracker.models.theme import Theme

__all__ = [
    "Acknowledgement",
    "Action",
    "ActionPlace",
    "ActionTakeover",
    "AlertAction",
    "AlertDateChange",
    "AlertDuty",
    "AlertLink",
    "Answerable",
    "Answers",
    "CarryOver",
    "CarryOverAction",
    "CarryOverDecision",
    "ChosenFile",
    "Correction",
    "DateChange",
    "Deputy",
    "EndingRequest",
    "Event",
    "Evidence",
    "EvidenceUse",
    "EvidenceVersion",
    "Fieldwork",
    "FormDraft",
    "FrozenView",
    "Judgement",
    "JudgementEvidence",
    "KeptAnswer",
    "KeptChain",
    "KeptRecommendation",
    "Link",
    "ListFile",
    "MadeCounts",
    "Membership",
    "Notice",
    "OpenActions",
    "OpenSession",
    "PagePicture",
    "Person",
    "Post",
    "PostHolder",
    "Recommendation",
    "RecommendationPlace",
    "RecommendationTheme",
    "Reorganisation",
    "ReorganisationBody",
    "ReportDraft",
    "Response",
    "Review",
    "SaidBefore",
    "Session",
    "SustainCheck",
    "Takeover",
    "Theme",
    "Update",
    "Withdrawal",
    "actor_of",
    "alerts_visible_to",
    "open_session",
]
