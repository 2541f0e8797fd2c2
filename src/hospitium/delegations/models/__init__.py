"""Delegations and all that belongs to them."""

from hospitium.delegations.models.after import Answer, Attendance, Evaluation, EvaluationTicket, Question
from hospitium.delegations.models.delegations import (
    CateringWish,
    Delegation,
    DelegationVersion,
    Draft,
    Member,
    Side,
    name_of,
)
from hospitium.delegations.models.guests import MemberList
from hospitium.delegations.models.letters import CountryRule, IssuedLetter
from hospitium.delegations.models.outgoing import MandateQuestion, TravelRequest
from hospitium.delegations.models.protocol import CardShift, Gift, GiftLimit, Rank, Seat, SeatingPlan
from hospitium.delegations.models.travel import Journey, Pickup, Room, RoomGuest

__all__ = [
    "Answer",
    "Attendance",
    "CardShift",
    "CateringWish",
    "CountryRule",
    "Delegation",
    "DelegationVersion",
    "Draft",
    "Evaluation",
    "EvaluationTicket",
    "Gift",
    "GiftLimit",
    "IssuedLetter",
    "Journey",
    "MandateQuestion",
    "Member",
    "MemberList",
    "Pickup",
    "Question",
    "Rank",
    "Room",
    "RoomGuest",
    "Seat",
    "SeatingPlan",
    "Side",
    "TravelRequest",
    "name_of",
]
