"""Rounds, offers, applications, assessment, runs, placements and stays."""

from hospitium.exchange.models.applications import Annex, Applicant, Application, Consent, Level, Wish
from hospitium.exchange.models.assessment import Assessment, HostRanking, Recommendation, Settlement
from hospitium.exchange.models.imports import ApplicationList
from hospitium.exchange.models.offers import HostOffer
from hospitium.exchange.models.past import HistoricPlacement, HistoricRound
from hospitium.exchange.models.placements import (
    GONE,
    KNOWN_TO_HOST,
    CostLine,
    HostFeedback,
    Placement,
    StayReport,
    StayTask,
    Suggestion,
    WeeklyNote,
)
from hospitium.exchange.models.rounds import (
    Criterion,
    Eligibility,
    EligibilityRule,
    PanelMember,
    Phase,
    Programme,
    Quota,
    Rate,
    Round,
    Window,
    WishedBalance,
    whole_weeks,
)
from hospitium.exchange.models.runs import Lock, Run, WaitingEntry

__all__ = [
    "GONE",
    "KNOWN_TO_HOST",
    "Annex",
    "Applicant",
    "Application",
    "ApplicationList",
    "Assessment",
    "Consent",
    "CostLine",
    "Criterion",
    "Eligibility",
    "EligibilityRule",
    "HistoricPlacement",
    "HistoricRound",
    "HostFeedback",
    "HostOffer",
    "HostRanking",
    "Level",
    "Lock",
    "PanelMember",
    "Phase",
    "Placement",
    "Programme",
    "Quota",
    "Rate",
    "Recommendation",
    "Round",
    "Run",
    "Settlement",
    "StayReport",
    "StayTask",
    "Suggestion",
    "WaitingEntry",
    "WeeklyNote",
    "Window",
    "Wish",
    "WishedBalance",
    "whole_weeks",
]
