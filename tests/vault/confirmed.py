"""For tests of pages behind vault.confirming: a browser in which somebody has just confirmed who they are."""

from __future__ import annotations

import time

from allauth.account.internal.flows import login
from django.test import Client

from hospitium.core.models import User


def confirm(
    client: Client, user: User, *, seconds_ago: int = 0, method: str = "password", again: bool = True
) -> Client:
    """The same browser, in which `user` has entered the password again; with `again=False` has only signed in."""
    session = client.session
    entry = {"method": method, "at": time.time() - seconds_ago}
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [entry | ({"reauthenticated": True} if again else {})]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
