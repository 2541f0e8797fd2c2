"""What stands in every notice about personal data (Art. 13, 14 GDPR): who is responsible, which rights there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from hospitium.partners.models import Home


@dataclass(frozen=True)
class Notice:
    """`lead` are the two sentences, `parts` the headings with their texts; all in the language of the page."""

    version: str
    lead: str
    parts: Sequence[tuple[str, str]]


def about_us() -> list[tuple[str, str]]:
    home = Home.objects.first()
    controller = ", ".join(part for part in (str(home.name), str(home.office)) if part) if home else ""
    installation = settings.INSTALLATION
    missing = _("The office tells you; the contact is %(contact)s.") % {"contact": installation["contact"]}
    return [
        (
            _("Who is responsible"),
            _("%(controller)s. Contact: %(contact)s")
            % {"controller": controller or installation["name"], "contact": installation["contact"]},
        ),
        (_("Data protection officer"), str(installation["data_protection_officer"] or missing)),
    ]


def about_rights(must_answer: str) -> list[tuple[str, str]]:
    authority = settings.INSTALLATION["supervisory_authority"]
    rights = _(
        "You may see your data, have them corrected, deleted or restricted, object to their use, take consent back at "
        "any time for the future, and complain to a supervisory authority."
    )
    return [
        (_("Your rights"), rights),
        (_("Supervisory authority"), str(authority or _("The one of the country where you live or work."))),
        (_("Must you answer?"), must_answer),
    ]
