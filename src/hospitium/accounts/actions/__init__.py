"""What can be done with people, roles, units and the outbox."""

from hospitium.accounts.actions.filters import delete_filter, note_export, save_filter
from hospitium.accounts.actions.guests import (
    LONGEST,
    forget_guest_sessions,
    note_use,
    open_link,
    open_session,
    pass_on,
    renew_link,
    repeat_link,
    revoke_link,
    revoke_links_of,
)
from hospitium.accounts.actions.outbox import retry_mail
from hospitium.accounts.actions.people import (
    change_own_profile,
    change_user,
    create_user,
    give_grant,
    set_password,
    withdraw_grant,
)
from hospitium.accounts.actions.units import change_unit, create_unit

__all__ = [
    "LONGEST",
    "change_own_profile",
    "change_unit",
    "change_user",
    "create_unit",
    "create_user",
    "delete_filter",
    "forget_guest_sessions",
    "give_grant",
    "note_export",
    "note_use",
    "open_link",
    "open_session",
    "pass_on",
    "renew_link",
    "repeat_link",
    "retry_mail",
    "revoke_link",
    "revoke_links_of",
    "save_filter",
    "set_password",
    "withdraw_grant",
]
