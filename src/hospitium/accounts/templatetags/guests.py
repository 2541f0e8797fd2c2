"""What guest links are for and what was done with them, in words."""

from typing import Any

from django import template

from hospitium.accounts.models import GuestLink
from hospitium.accounts.purposes import PURPOSES
from hospitium.accounts.queries import USES

register = template.Library()


@register.filter
def guest_purpose(link: GuestLink) -> Any:
    """What the link is for; the code where this installation does not know it any more."""
    purpose = PURPOSES.get(link.purpose)
    return purpose.title if purpose else link.purpose


@register.filter
def guest_use(code: str) -> Any:
    return USES.get(code, code)
