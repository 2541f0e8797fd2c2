"""What can be done with people, roles, units and the outbox."""

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
    "change_own_profile",
    "change_unit",
    "change_user",
    "create_unit",
    "create_user",
    "give_grant",
    "retry_mail",
    "set_password",
    "withdraw_grant",
]
