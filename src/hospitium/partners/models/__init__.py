"""Partners, partnerships, contacts, needs and offers."""

from hospitium.partners.models.contacts import Acquaintance, Contact, ContactFunction
from hospitium.partners.models.interests import Interest
from hospitium.partners.models.places import Home, Partner, PartnerUnit
from hospitium.partners.models.relations import Partnership, PlanningException, StatusChange

__all__ = [
    "Acquaintance",
    "Contact",
    "ContactFunction",
    "Home",
    "Interest",
    "Partner",
    "PartnerUnit",
    "Partnership",
    "PlanningException",
    "StatusChange",
]
