"""What somebody is told about their data whom an office of a partner has named (Art. 14 GDPR)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hospitium.exchange.models import Application
from hospitium.partners.privacy import Notice, about_rights, about_us

# Goes up with each change of the text below.
VERSION = "2026-12"


def notice_of(application: Application) -> Notice:
    """The notice for whoever is named, in the language that is active."""
    must_answer = _("No. Without your consent the application does not take part, and you can withdraw it here.")
    return Notice(VERSION, lead(), [*about_us(), *about_use(application), *about_rights(must_answer)])


def lead() -> str:
    return _(
        "We need who would like to come, with which question and when, to find a place for you. "
        "Hosts see a code and no name until you have accepted a place."
    )


def about_use(application: Application) -> list[tuple[str, str]]:
    partner = application.partner
    return [
        (
            _("What for"),
            _("To choose who takes part in this round, to explain the result, and to prepare the stay."),
        ),
        (
            _("Legal grounds"),
            _("The task in the public interest (Art. 6 (1) (e) GDPR with the data protection law of the state)."),
        ),
        (_("Which data"), _("Name, mail address, department, function, languages, question, wishes, earlier stays.")),
        (
            _("Where the data come from"),
            _("From the office of %(partner)s that has named you, and from you.") % {"partner": partner or "–"},
        ),
        (
            _("Who gets them"),
            _(
                "The officers of the round and the panel; the department that is to host you gets your code, your "
                "topic and your languages, and your name once you have accepted. No other city gets them."
            ),
        ),
        (
            _("How long"),
            _(
                "What you wrote for two years after the results, with a place for three years after the stay; your "
                "name and address for three years after the round. If you withdraw before you have a place, what is "
                "written about you is deleted at once."
            ),
        ),
    ]
