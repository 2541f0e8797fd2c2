"""What people do with partners, partnerships, contacts, needs and offers."""

from hospitium.partners.actions.contacts import (
    add_function,
    confirm_contact,
    create_contact,
    edit_contact,
    end_function,
    note_acquaintance,
)
from hospitium.partners.actions.handover import note_handover
from hospitium.partners.actions.interests import create_interest, edit_interest, withdraw_interest
from hospitium.partners.actions.partners import (
    add_unit,
    assign_partnership,
    create_partner,
    create_partnership,
    edit_partner,
    edit_partnership,
    edit_unit,
)
from hospitium.partners.actions.status import change_status, grant_exception, withdraw_exception

__all__ = [
    "add_function",
    "add_unit",
    "assign_partnership",
    "change_status",
    "confirm_contact",
    "create_contact",
    "create_interest",
    "create_partner",
    "create_partnership",
    "edit_contact",
    "edit_interest",
    "edit_partner",
    "edit_partnership",
    "edit_unit",
    "end_function",
    "grant_exception",
    "note_acquaintance",
    "note_handover",
    "withdraw_exception",
    "withdraw_interest",
]
