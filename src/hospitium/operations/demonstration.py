"""`hospitium demo NAME`: a published record in an empty installation, with one sign-in for each role."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from django.utils import translation

from hospitium.accounts.demonstration import SignIn
from hospitium.accounts.roles import Role
from hospitium.core.models import Event, User
from hospitium.operations import actions, place
from hospitium.operations.records import explained
from hospitium.operations.trouble import Trouble


def names() -> list[str]:
    """The records that the package carries."""
    folder = resources.files("hospitium.interchange").joinpath("records")
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def text_of(name: str) -> str:
    if name not in names():
        raise Trouble(f"There is no demonstration record “{name}”. There is: {', '.join(names())}.")
    return resources.files("hospitium.interchange").joinpath(f"records/{name}.yaml").read_text(encoding="utf-8")


def is_empty() -> bool:
    return not (Event.objects.exists() or User.objects.exists())


def load(name: str, *, data: Path, has_rounds: bool = False) -> bool:
    """Load the record and make the sign-ins, all or nothing. False when the database holds something already.

    With two rounds of staff exchange where asked. Raises Trouble when there is no such record, or it is wrong.
    """
    text = text_of(name)
    if not is_empty():
        return False
    with explained(name), translation.override("en"):
        made = actions.make_demonstration(text=text, has_rounds=has_rounds)
    place.write_private(data / place.SIGN_INS, table(made))
    place.write_private(data / place.DEMONSTRATION, f"{name}\n")
    return True


def table(made: list[SignIn]) -> str:
    """The sign-ins to read and to type; the passwords belong to this installation alone."""
    with translation.override("en"):
        rows = [f"  {Role(one.role).label!s:<26} {one.email:<28} {one.password}" for one in made]
    return "\n".join(["Sign-ins of the demonstration (role, e-mail address, password):", *rows, ""])
