"""What guests are told about their data (Art. 13 and 14 GDPR): two sentences, and the whole of it."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.delegations.models import Delegation
from hospitium.partners.privacy import Notice, about_rights, about_us

# Goes up with each change of the text below; what somebody was shown is written down by it.
VERSION = "2026-12"


def notice_of(delegation: Delegation) -> Notice:
    """The notice for whoever enters data of this delegation, or whose data others have entered."""
    must_answer = _("No. Without names and functions a visit cannot be prepared; all else is up to you.")
    return Notice(VERSION, lead(), [*about_us(), *about_use(delegation), *about_rights(must_answer)])


def when_is(delegation: Delegation) -> str:
    """From when to when the visit is, in the language of the page."""
    visit = delegation.visit
    return wording.period(visit.starts_on, visit.ends_on, language=get_language() or "en", style="long")


def lead() -> str:
    return _(
        "We need who comes, and as what, to prepare the visit: programme, badges, entry, beds and meals. "
        "Each detail is deleted when it is no longer needed, and wishes and photos need the consent of the person."
    )


def about_use(delegation: Delegation) -> list[tuple[str, str]]:
    found = [
        (
            _("What for"),
            _("To invite the delegation, to plan its programme, travel and beds, and to receive it properly."),
        ),
        (
            _("Legal grounds"),
            _(
                "The task in the public interest (Art. 6 (1) (e) GDPR with the data protection law of the state); "
                "for photos consent (Art. 6 (1) (a)); for catering and access wishes explicit consent (Art. 9 (2) (a))."
            ),
        ),
        *about_ways(),
    ]
    if delegation.asks_passport or delegation.needs_visa:
        found.append(
            (
                _("Passport data"),
                _(
                    "Only for a visa or for a place that asks for them. They are encrypted, read by the officer in "
                    "charge alone, each reading is written down, and they are deleted after the departure."
                ),
            )
        )
    return found


def about_ways() -> list[tuple[str, str]]:
    """From whom, to whom, and until when."""
    return [
        (
            _("Where the data come from"),
            _("From you, or from the office of the partner that names the members of the delegation."),
        ),
        (
            _("Who gets them"),
            _(
                "The unit that prepares the visit, its protocol and interpreters; the places that are visited get "
                "names only; the hotel gets names and nights; the kitchen gets numbers without names."
            ),
        ),
        (
            _("How long"),
            _(
                "Travel data until the departure; wishes until the costs are settled; names, functions and what was "
                "agreed as long as the file of the visit is kept."
            ),
        ),
    ]
