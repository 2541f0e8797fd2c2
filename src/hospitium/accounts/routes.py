"""Which row of the policy table each address stands behind, by method. An address that is not listed is shut."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

# These guard themselves: the pages of the sign-in library work on nobody but the person who asks.
SELF_GUARDED = ("account_", "mfa_", "openid_connect_", "socialaccount_", "usersessions_")
# Shut: people are entered by the administrator, and so are their addresses.
SHUT = frozenset(
    {
        "account_signup",
        "account_email",
        "account_confirm_email",
        "account_email_verification_sent",
        "socialaccount_signup",
    }
)


@cache
def routes() -> Mapping[str, Mapping[str, str]]:
    """View name → method → row of the policy table, as the routes.toml of each app says."""
    listed: dict[str, Mapping[str, str]] = {}
    for app in apps.get_app_configs():
        file = Path(app.path) / "routes.toml"
        if app.name.startswith("hospitium.") and file.exists():
            for view, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
                listed[f"{app.label}:{view}"] = {"GET": rows} if isinstance(rows, str) else rows
    return listed


def row_of(name: str, method: str) -> str | None:
    """The policy row for a view and a method; None for pages that guard themselves.

    Raises PermissionDenied for a page or a method that is not listed.
    """
    if name in SHUT:
        raise PermissionDenied(_("Accounts are set up by the administration."))
    if name.startswith(SELF_GUARDED):
        return None
    rows = routes().get(name)
    if rows is None:
        raise PermissionDenied(f"{name} stands in no routes.toml.")
    wanted = "GET" if method in {"HEAD", "OPTIONS"} else method
    if wanted not in rows:
        raise PermissionDenied(f"{name} has no {method}.")
    return rows[wanted]
