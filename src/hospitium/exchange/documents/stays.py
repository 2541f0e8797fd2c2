"""The agreement of person, sender and host, and the certificate of a stay, in one language or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.multilingual import Multilingual
from hospitium.documents.kinds import KINDS
from hospitium.exchange.models import Placement
from hospitium.exchange.queries.stays import days_of, length_in_words
from hospitium.exchange.skills import SKILLS
from hospitium.partners.models import Home, Partner
from hospitium.visits.documents.words import Phrase, long_day, pair, phrase, plain, said, word

Texts = list[Phrase]
NOT_SAID = _("not agreed")
# Terms of an observer's stay, as agreements on such stays have them; an office checks them against its own law.
TERMS = (
    _("The person observes and works along; no employment with the host begins, and the host pays no salary."),
    _("The person keeps silent on what becomes known, and keeps to the rules of the house and of data protection."),
    _("Each of the three can end the stay early for a good reason; the others are told at once."),
)


def title_of(placement: Placement, template: str, language: str) -> str:
    return f"{said(KINDS[template].label, language)}: {placement.application.applicant.name}"


def agreement_data(placement: Placement, *, languages: Sequence[str]) -> dict[str, Any]:
    """Everything that the three agree on; what is not said is shown as such."""
    return {
        **head_of(placement, languages, _("Agreement on a stay")),
        "lead": pair(_("Between the person, the sender and the host it is agreed:"), languages),
        "parties": parties_of(placement, languages),
        "facts": [{"label": pair(label, languages), "value": value} for label, value in points(placement, languages)],
        "terms_title": pair(_("Terms"), languages),
        "terms": [pair(term, languages) for term in TERMS],
        "not_said": pair(NOT_SAID, languages),
        "signatures": [
            {"who": pair(label, languages), "name": name}
            for label, name in (
                (_("Person"), placement.application.applicant.name),
                (_("Sender"), ""),
                (_("Host"), placement.mentor_name),
            )
        ],
        "signed_word": pair(_("Place, day, signature"), languages),
    }


def head_of(placement: Placement, languages: Sequence[str], title: Promise) -> dict[str, Any]:
    first = languages[0]
    today = timezone.localdate()
    return {
        "languages": list(languages),
        "language": first,
        "plain_title": f"{said(title, first)}: {placement.application.applicant.name}",
        "title": pair(title, languages),
        "office": office_in(first),
        "programme": [
            plain(f"{phrase(placement.round.name, one)['text']} {placement.round.year}", one) for one in languages
        ],
        "as_of": [word(_("As of %(day)s"), one, day=long_day(today, one)) for one in languages],
        "foot": office_in(first),
        "page_word": said(_("Page"), first),
        "reference": placement.round.file_reference,
    }


def office_in(language: str) -> str:
    home = Home.objects.first()
    if home is None:
        return str(settings.INSTALLATION["name"])
    return phrase(home.office, language)["text"] or phrase(home.name, language)["text"]


# ---- who -------------------------------------------------------------------------
def parties_of(placement: Placement, languages: Sequence[str]) -> list[dict[str, Any]]:
    application = placement.application
    mentor = ", ".join(part for part in (placement.mentor_name, placement.mentor_function) if part)
    return [
        {
            "who": pair(_("Person"), languages),
            "name": [plain(application.applicant.name, languages[0])],
            "more": [plain(application.function, languages[0])] if application.function else [],
        },
        {
            "who": pair(_("Sender"), languages),
            "name": [plain(sender_of(placement, one), one) for one in languages],
            "more": [plain(application.organisation, languages[0])] if application.organisation else [],
        },
        {
            "who": pair(_("Host"), languages),
            "name": [plain(host_of(placement, one), one) for one in languages],
            "more": [word(_("Mentor: %(name)s"), one, name=mentor) for one in languages] if mentor else [],
        },
    ]


def sender_of(placement: Placement, language: str) -> str:
    application = placement.application
    return organisation_in(application.unit.name if application.unit else None, application.partner, language)


def host_of(placement: Placement, language: str) -> str:
    offer = placement.offer
    place = organisation_in(offer.unit.name if offer.unit else None, offer.partner, language)
    return ", ".join(part for part in (place, offer.organisation) if part)


def organisation_in(unit: Multilingual | None, partner: Partner | None, language: str) -> str:
    if unit is not None:
        # The office itself is a unit, too.
        return ", ".join(part for part in dict.fromkeys((office_in(language), phrase(unit, language)["text"])) if part)
    return phrase(partner.name, language)["text"] if partner else ""


# ---- what ------------------------------------------------------------------------
def points(placement: Placement, languages: Sequence[str]) -> list[tuple[Promise, Texts]]:
    """Each point of the agreement with its texts; an empty list is not said."""

    def texts(text: Multilingual) -> Texts:
        return [phrase(text, one) for one in languages] if text else []

    def same(text: str) -> Texts:
        return [plain(text, languages[0])] if text else []

    application = placement.application
    return [
        (_("When"), period_of(placement, languages)),
        (_("Length"), length_of(placement, languages)),
        (_("Topic"), same(application.title)),
        (_("Question"), same(application.question)),
        (_("Learning goals"), texts(placement.goals)),
        (_("Tasks"), texts(placement.tasks_there)),
        (_("Hours a week"), hours_of(placement, languages)),
        (_("Working language"), language_of(placement, languages)),
        (_("Preparation in language and culture"), texts(placement.preparation)),
        (_("Insurance"), same(placement.insurance)),
        (_("A1 certificate valid until"), day_of(placement.a1_until, languages)),
        (_("Accommodation"), same(placement.accommodation)),
        (_("Who bears which cost"), texts(placement.cost_rule)),
    ]


def proved_points(placement: Placement, languages: Sequence[str]) -> list[tuple[Promise, Texts]]:
    """What a certificate says of a stay."""
    topic = [plain(placement.application.title, languages[0])] if placement.application.title else []
    tasks = [phrase(placement.tasks_there, one) for one in languages] if placement.tasks_there else []
    return [
        (_("Topic"), topic),
        (_("Tasks"), tasks),
        (_("Working language"), language_of(placement, languages)),
    ]


def hours_of(placement: Placement, languages: Sequence[str]) -> Texts:
    """The figure as each language writes it, once where they write it alike."""
    if placement.hours is None:
        return []
    figures = {wording.number(placement.hours.normalize(), language=one): one for one in reversed(languages)}
    return [plain(figure, one) for figure, one in reversed(figures.items())]


def language_of(placement: Placement, languages: Sequence[str]) -> Texts:
    if not placement.language:
        return []
    return [plain(wording.language_name(placement.language, language=one), one) for one in languages]


def day_of(day: date | None, languages: Sequence[str]) -> Texts:
    return [plain(long_day(day, one), one) for one in languages] if day else []


def period_of(placement: Placement, languages: Sequence[str]) -> Texts:
    if not (placement.starts_on and placement.ends_on):
        return []
    return [plain(wording.period(placement.starts_on, placement.ends_on, language=one), one) for one in languages]


def length_of(placement: Placement, languages: Sequence[str]) -> Texts:
    days = days_of(placement)
    if days is None:
        return []
    found = []
    for language in languages:
        with translation.override(language):
            found.append(plain(length_in_words(days), language))
    return found


# ---- certificate -----------------------------------------------------------------
def certificate_data(placement: Placement, *, languages: Sequence[str]) -> dict[str, Any]:
    """Who was where, when, for what, and which skills were gained, by the five parts of a Europass Mobility."""
    return {
        **head_of(placement, languages, _("Certificate of a stay")),
        "name": placement.application.applicant.name,
        "sender": [plain(sender_of(placement, one), one) for one in languages],
        "was_with": pair(_("was a guest of"), languages),
        "host": [plain(host_of(placement, one), one) for one in languages],
        "when": period_of(placement, languages),
        "length": length_of(placement, languages),
        "facts": [
            {"label": pair(label, languages), "value": value}
            for label, value in proved_points(placement, languages)
            if value
        ],
        "mentor": [word(_("Mentor: %(name)s"), one, name=placement.mentor_name) for one in languages],
        "skills_title": pair(_("Skills gained"), languages),
        "skills": [
            {"label": pair(label, languages), "text": placement.skills[code]}
            for code, label in SKILLS.items()
            if placement.skills.get(code)
        ],
        "europass": [
            word(
                _("Europass Mobility no. %(number)s of %(day)s"),
                one,
                number=placement.europass_number,
                day=long_day(placement.europass_on, one),
            )
            for one in languages
        ]
        if placement.europass_number and placement.europass_on
        else [],
        "signed_for": [pair(_("For the sender"), languages), pair(_("For the host"), languages)],
        "signed_word": pair(_("Place, day, signature"), languages),
    }
