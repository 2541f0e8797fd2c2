"""Accounts and roles: opened, changed, given, withdrawn."""

from __future__ import annotations

from datetime import date

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts import rules
from hospitium.accounts.models import Grant, Unit
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require


@transaction.atomic
def create_user(*, email: str, name: str, language: str, by: User | None) -> User:
    """Open an account, without a password, and send the invitation.

    The person signs in with a code that is mailed to the address. Raises Refused when the address is taken.
    """
    require(rules.may(by, "user.create"))
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Refused(_("There is an account with this address already."))

    user = User.objects.create_user(email=email, name=name, language=language)
    # Entered by the administration is verified: the code that opens the account goes to this address.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    record("user.created", user, by=by)
    mails.post(
        to=user.email,
        language=language,
        template="accounts/mail/invitation",
        context={
            "user": user,
            "link": settings.BASE_URL + reverse("account_request_login_code"),
            "installation": settings.INSTALLATION["name"],
            "contact": settings.INSTALLATION["contact"],
        },
        about=user,
    )
    return user


@transaction.atomic
def change_user(*, user_id: int, name: str, language: str, is_active: bool, by: User | None) -> User:
    """Change somebody's name or language, or close and open the account; a closed one is out at the next request."""
    user = User.objects.select_for_update().get(pk=user_id)
    require(rules.may_change_user(by, user, is_active=is_active))
    was_active = user.is_active

    user.name, user.language, user.is_active = name, language, is_active
    user.save(update_fields=["name", "language", "is_active"])

    code = "user.changed"
    if was_active != is_active:
        code = "user.reopened" if is_active else "user.closed"
    record(code, user, by=by)
    return user


@transaction.atomic
def change_own_profile(*, name: str, language: str, by: User) -> User:
    """Change one's own name and language."""
    user = User.objects.select_for_update().get(pk=by.pk)

    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])

    record("user.changed", user, by=by)
    return user


@transaction.atomic
def set_password(*, user_id: int, password: str, by: User | None) -> User:
    """Set a password at the command line, for the demonstration and for the first administrator."""
    require(rules.may(by, "user.create"))
    user = User.objects.select_for_update().get(pk=user_id)

    user.set_password(password)
    user.save(update_fields=["password"])

    record("user.password_set", user, by=by)
    return user


@transaction.atomic
def give_grant(
    *,
    user_id: int,
    role: str,
    ends_on: date,
    by: User | None,
    unit: Unit | None = None,
    partner_key: str = "",
    begins_on: date | None = None,
) -> Grant:
    """Give a role with its scope until a day, two years ahead at most.

    Raises Refused when somebody would raise themselves, or when role and scope do not fit.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    require(rules.may_give(by, user, ends_on=ends_on, today=timezone.localdate()))
    require(rules.fits(role=role, unit=unit, partner_key=partner_key))

    grant = Grant.objects.create(
        user=user, role=role, unit=unit, partner_key=partner_key, begins_on=begins_on, ends_on=ends_on
    )

    about = [user, unit] if unit else [user]
    record("grant.given", grant, by=by, about=about, role=role, user=user.pk, ends_on=ends_on)
    return grant


@transaction.atomic
def withdraw_grant(*, grant_id: int, by: User | None) -> Grant:
    """Take a role back; it is gone at the person's next request."""
    grant = Grant.objects.select_for_update().select_related("user").get(pk=grant_id)
    require(rules.may_withdraw(by, grant))

    grant.withdrawn_at = timezone.now()
    grant.save(update_fields=["withdrawn_at"])

    record("grant.withdrawn", grant, by=by, about=[grant.user], role=grant.role, user=grant.user_id)
    return grant
