"""Letters about a visit: to whom each kind goes, and what it says in the receiver's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.partners.models import Contact
from hospitium.visits.documents import words
from hospitium.visits.documents.words import Sender
from hospitium.visits.models import Item, Part, Speaker, Visit

KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Recipient:
    """Who gets a letter: the record as a key, the name for the list, the language, the lines of the address."""

    key: str
    name: str
    language: str
    address: tuple[str, ...]
    salutation: str = ""
    parts: tuple[Part, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Letter:
    """A kind of letter: its text, who can get it, and what to do when nobody can."""

    text: str
    recipients: Callable[[Visit, User], Iterable[Recipient]]
    nobody: str | Promise


def recipients_of(visit: Visit, letter: str, by: User) -> list[Recipient]:
    """Everybody who can get this kind of letter, as far as `by` may see them."""
    return list(LETTERS[letter].recipients(visit, by))


# ---- who -----------------------------------------------------------------------
def partners(visit: Visit, by: User) -> Iterable[Recipient]:
    """The contacts at the partner's, and the partner's office itself for the case that no name is known."""
    for partnership in visit.activity.partnerships.select_related("partner"):
        partner = partnership.partner
        name = partner.own_name or str(partner)
        yield Recipient(":".join(reference(partner)), name, visit.guest_language, (name,))
        visible = Contact.objects.visible_to(by).filter(partner=partner).prefetch_related("functions")
        for contact in visible:
            held = next((one for one in contact.functions.all() if one.ends is None), None)
            lines = (str(contact), held.function if held else "", held.organisation if held else "", name)
            spoken = (code.strip() for code in contact.languages.split(","))
            language = next((code for code in spoken if code in KNOWN), visit.guest_language)
            yield Recipient(":".join(reference(contact)), str(contact), language, used(lines))


def departments(visit: Visit, by: User) -> Iterable[Recipient]:
    """The departments that take part in the activity."""
    office = Sender(visit).office(visit.host_language)
    for unit in visit.activity.departments.all():
        name = words.phrase(unit.name, visit.host_language)["text"]
        yield Recipient(":".join(reference(unit)), name, visit.host_language, used((office, name)))


def open_speakers(visit: Visit, by: User) -> Iterable[Recipient]:
    return speakers(visit, {Part.State.OPEN, Part.State.ASKED})


def confirmed_speakers(visit: Visit, by: User) -> Iterable[Recipient]:
    return speakers(visit, {Part.State.CONFIRMED})


def speakers(visit: Visit, states: set[Part.State]) -> Iterable[Recipient]:
    """Everybody with a part in one of these states; somebody with several items gets one letter about all of them."""
    found = Part.objects.filter(item__visit=visit, state__in=states, item__day__isnull=False)
    by_person: dict[Speaker, list[Part]] = {}
    for part in found.select_related("item__venue", "speaker").order_by("item__day", "item__starts", "pk"):
        by_person.setdefault(part.speaker, []).append(part)
    for speaker, parts in by_person.items():
        function = words.phrase(speaker.function, speaker.language)["text"]
        yield Recipient(
            ":".join(reference(speaker)),
            speaker.name,
            speaker.language if speaker.language in KNOWN else visit.host_language,
            used((speaker.name, function, speaker.organisation)),
            speaker.salutation,
            tuple(parts),
        )


def used(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


NO_SPEAKERS = gettext_lazy("Nobody is in this state. Enter speakers in the items of the programme first.")
LETTERS: Mapping[str, Letter] = {
    "invitation": Letter(
        "visits/letters/invitation.txt", partners, gettext_lazy("The activity names no partnership. Name one first.")
    ),
    "topic_request": Letter(
        "visits/letters/topic_request.txt",
        departments,
        gettext_lazy("The activity names no departments. Enter them there, then ask them for topics."),
    ),
    "speaker_request": Letter("visits/letters/speaker_request.txt", open_speakers, NO_SPEAKERS),
    "confirmation": Letter("visits/letters/confirmation.txt", confirmed_speakers, NO_SPEAKERS),
    "thanks": Letter("visits/letters/thanks.txt", confirmed_speakers, NO_SPEAKERS),
}


# ---- what ----------------------------------------------------------------------
def letter_data(visit: Visit, letter: str, recipient: Recipient) -> dict[str, Any]:
    """A letter in the receiver's language: every mark of a letterhead, and the facts of the usual paper."""
    return letter_from(LETTERS[letter].text, visit, recipient)


def letter_from(template: str, visit: Visit, recipient: Recipient) -> dict[str, Any]:
    """The same from any text template about a visit; apps above have letters of their own."""
    language, sender = recipient.language, Sender(visit)
    today, office = words.long_day(timezone.localdate(), language), sender.office(language)
    with translation.override(language):
        subject, salutation, *text, closing = paragraphs(template, visit, recipient, sender)
        reach = sender.reach()
        facts = [
            (_("File reference"), visit.file_reference),
            (pgettext("letter", "In charge"), reach["officer"]),
            (_("E-mail address"), reach["email"]),
            (pgettext("letter", "Date"), today),
        ]
        return {
            "language": language,
            "office": office or sender.unit(language),
            "unit": sender.unit(language),
            "sender": ", ".join(used((office, sender.city(language)))),
            "recipient": list(recipient.address),
            "place": sender.city(language),
            "date": today,
            "reference": visit.file_reference,
            **reach,
            "subject": subject,
            "salutation": salutation,
            "text": text,
            "closing": closing,
            "signature": reach["officer"] or sender.unit(language),
            "cosignature": _("Co-signed: __________________ (date, initials)"),
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "number_word": _("Number"),
            "page_word": _("Page"),
            "foot": " · ".join(used((office, sender.unit(language)))),
        }


def paragraphs(template: str, visit: Visit, recipient: Recipient, sender: Sender) -> list[str]:
    """The template of the letter, filled: subject, salutation, paragraphs, closing; blank lines stand between them."""
    language = recipient.language
    context = {
        "recipient": recipient,
        "title": words.title_of(visit, language)["text"],
        "name": words.name_of(visit, language),
        "when": words.when(visit, language),
        "city": sender.city(language),
        "heads": visit.activity.heads_planned or 0,
        "cost_rule": words.phrase(visit.cost_rule, language)["text"],
        "officer": sender.reach()["officer"],
        "email": sender.reach()["email"],
        "appointments": [appointment(part, language) for part in recipient.parts],
        "hints": words.phrase(visit.hints, language)["text"],
    }
    text = render_to_string(template, context)
    return [block.strip() for block in text.replace("\r", "").split("\n\n") if block.strip()]


def appointment(part: Part, language: str) -> str:
    """One item of the receiver as a line: when, what, where."""
    item: Item = part.item
    when = words.day_title(item.day, language) if item.day else ""
    title = words.phrase(item.title, language)["text"] or str(item.get_kind_display())
    return ", ".join(used((when, words.hours(item), title, words.place(item, language))))
