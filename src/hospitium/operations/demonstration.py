"""`hospitium demo NAME`: a published record in an empty installation, with one sign-in for each role."""

from __future__ import annotations

import secrets
from importlib import resources
from pathlib import Path

from django.utils import timezone, translation

from hospitium.accounts.roles import Role
from hospitium.core.models import Event, User
from hospitium.operations import actions, place
from hospitium.operations.records import explained
from hospitium.operations.trouble import Trouble

# Letters and digits that cannot be mistaken for each other when somebody types them from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def names() -> list[str]:
    """The records that the package carries."""
    folder = resources.files("hospitium.interchange").joinpath("records")
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def text_of(name: str) -> str:
    if name not in names():
        raise Trouble(f"There is no demonstration record “{name}”. There is: {', '.join(names())}.")
    return resources.files("hospitium.interchange").joinpath(f"records/{name}.yaml").read_text(encoding="utf-8")


def new_password() -> str:
    """Made anew for each installation: a demonstration may stand on the open net."""
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(5)) for _group in range(3))


def is_empty() -> bool:
    return not (Event.objects.exists() or User.objects.exists())


def load(name: str, *, data: Path) -> bool:
    """Load the record and make the sign-ins, all or nothing. False when the database holds something already.

    Raises Trouble when there is no such record, or when it is wrong.
    """
    text = text_of(name)
    if not is_empty():
        return False
    password = new_password()
    with explained(name), translation.override("en"):
        emails = actions.make_demonstration(text=text, password=password, today=timezone.localdate())
    place.write_private(data / place.SIGN_INS, sign_ins(emails, password))
    place.write_private(data / place.DEMONSTRATION, f"{name}\n")
    return True


def sign_ins(emails: dict[Role, str], password: str) -> str:
    with translation.override("en"):
        rows = [f"  {Role(role).label!s:<26} {email}" for role, email in emails.items()]
    return "\n".join(["Sign-ins of the demonstration:", *rows, f"  The password of all of them  {password}", ""])
