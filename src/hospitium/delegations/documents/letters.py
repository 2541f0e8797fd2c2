"""Letters for the consulate: in one or two languages, with what the rule of the country asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from hospitium.core import wording
from hospitium.delegations.checkcodes import address_of, field_address, in_groups, qr_picture, qr_png
from hospitium.delegations.documents import people
from hospitium.delegations.documents.sheets import partner_name
from hospitium.delegations.models import CountryRule, Member
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.visits.documents import words
from hospitium.visits.documents.gaps import COST_RULE, LODGING, USUAL
from hospitium.visits.documents.words import Sender, Text

TEXTS = {
    "personal_invitation": "delegations/letters/personal_invitation.txt",
    "visa_invitation": "delegations/letters/visa_invitation.txt",
    "cost_commitment": "delegations/letters/cost_commitment.txt",
}
LABELS: Mapping[str, Text] = {
    "function": gettext_lazy("Function"),
    "organisation": gettext_lazy("Organisation"),
    **PASSPORT_FIELDS,
}
# To the guests themselves; the others go to the consulate.
TO_GUESTS = frozenset({"personal_invitation"})
# What each letter wants to know of the visit besides the file reference and who is in charge.
WANTED: Mapping[str, Collection[str]] = {
    "personal_invitation": (*USUAL, COST_RULE),
    "visa_invitation": (*USUAL, COST_RULE, LODGING),
    "cost_commitment": (*USUAL, COST_RULE),
}
# What of a letter holds details from the vault, and is therefore sealed with them.
SEALED_PARTS = ("particulars", "text", "second", "second_words")


def letter_data(
    member: Member, template: str, rule: CountryRule, *, signer: str, code: str, values: Mapping[str, str]
) -> dict[str, Any]:
    """A letter about one member: the marks of a letterhead, and what the usual paper shows on top of them.

    `values` are details from the vault by field; what the rule wants and is not there is named in the letter.
    """
    parts = [part_of(member, template, rule, language, values) for language in rule.languages]
    first = parts[0]
    language = rule.language
    return {
        **frame_of(member, template, language),
        **{name: first[name] for name in ("subject", "salutation", "closing", "particulars")},
        "text": [*first["text"], in_text(first)],
        "second_words": [line for part in parts[1:] for line in after(part)],
        "check_words": check_words(code, rule.languages),
        "paragraphs": first["text"],
        "second": second_part(parts[1], member, rule, signer) if len(parts) > 1 else None,
        "signature": signature(signer, rule, language),
        "check": check_data(code, rule.languages),
    }


def part_of(
    member: Member, template: str, rule: CountryRule, language: str, values: Mapping[str, str]
) -> dict[str, Any]:
    """The letter in one of its languages."""
    with translation.override(language):
        subject, salutation, *text, closing = paragraphs(member, template, language)
        return {
            "language": language,
            "subject": subject,
            "salutation": salutation,
            "text": text,
            "closing": closing,
            "particulars": particulars(member, rule, language, values),
        }


def paragraphs(member: Member, template: str, language: str) -> list[str]:
    """The template filled: subject, salutation, paragraphs, closing; blank lines stand between them."""
    delegation = member.delegation
    visit, sender = delegation.visit, Sender(delegation.visit)
    nights = (visit.ends_on - visit.starts_on).days
    context = {
        "name": people.addressed(member, language),
        "recipient": {"salutation": people.salutation_of(member, language)},
        "partner": partner_name(delegation, language)["text"],
        "title": words.title_of(visit, language)["text"],
        "series": words.name_of(visit, language),
        "when": words.when(visit, language),
        "days": nights + 1,
        "city": sender.city(language),
        "office": sender.office(language) or sender.unit(language),
        "cost_rule": words.phrase(visit.cost_rule, language)["text"],
        "lodging": words.phrase(visit.lodging.name, language)["text"] if visit.lodging else "",
        "lodging_address": visit.lodging.address if visit.lodging else "",
        **sender.reach(),
    }
    text = render_to_string(TEXTS[template], context)
    return [block.strip() for block in text.replace("\r", "").split("\n\n") if block.strip()]


def particulars(member: Member, rule: CountryRule, language: str, values: Mapping[str, str]) -> list[dict[str, str]]:
    """Who is invited, line by line; the last line says what is not named, so that nobody looks for it."""
    rows = [{"label": _("Name as in the passport"), "value": people.passport_name(member)}]
    if own := people.own_script(member):
        rows.append({"label": _("In its own script"), "value": own})
    absent = []
    for field in rule.fields:
        if field in PASSPORT_FIELDS:
            value = values.get(field, "")
        else:
            value = words.phrase(getattr(member, field), language)["text"]
        if value:
            rows.append({"label": str(LABELS[field]), "value": shown(value, language)})
        else:
            absent.append(str(LABELS[field]))
    rows.append({"label": _("Stay"), "value": words.when(member.delegation.visit, language)})
    # A consulate looks for what its rule asks for; guests know who they are.
    if absent and rule.needs_visa:
        rows.append({"label": _("Not given here"), "value": ", ".join(absent)})
    return rows


def shown(value: str, language: str) -> str:
    """A day that the vault keeps as 1970-01-31 in the words of the letter; everything else as it was given."""
    try:
        return wording.day(date.fromisoformat(value), language=language, style="long")
    except ValueError:
        return value


# ---- the office's own paper: DOCX and ODT -------------------------------------------
def in_text(part: Mapping[str, Any]) -> str:
    """Who a letter is about in one paragraph, line by line."""
    return "\n".join(f"{row['label']}: {row['value']}" for row in part["particulars"])


def after(part: Mapping[str, Any]) -> list[str]:
    """The second language, which a letterhead has a place for."""
    return [part["subject"], part["salutation"], *part["text"], in_text(part), part["closing"]]


def check_words(code: str, languages: Sequence[str]) -> str:
    lines = [
        words.said(
            gettext_lazy("Check code %(code)s – whether this letter is valid is said at %(address)s"),
            language,
            code=in_groups(code),
            address=field_address(),
        )
        for language in languages
    ]
    return "\n".join(dict.fromkeys(lines))


def check_data(code: str, languages: Sequence[str]) -> dict[str, Any]:
    """The code as a picture and in letters, and where it is checked."""
    return {
        "code": in_groups(code),
        "address": field_address(),
        "picture": qr_picture(address_of(code)),
        "png": qr_png(address_of(code)),
        "alt": words.said(gettext_lazy("QR code with the address at which this paper can be checked"), languages[0]),
        "label": words.pair(gettext_lazy("Check code"), languages),
        "lead": words.pair(gettext_lazy("Whether this paper is valid is said at this address:"), languages),
    }


def signature(signer: str, rule: CountryRule, language: str) -> str:
    return "\n".join(part for part in (signer, signer_line(rule, language)) if part)


def second_part(part: Mapping[str, Any], member: Member, rule: CountryRule, signer: str) -> dict[str, Any]:
    """The second language with a head of its own, so that the sheets can be laid side by side."""
    language, sender = part["language"], Sender(member.delegation.visit)
    return {
        **part,
        "office": sender.office(language) or sender.unit(language),
        "translation": words.said(gettext_lazy("Translation of the letter"), language),
        "signature": signature(signer, rule, language),
    }


# ---- frame ---------------------------------------------------------------------
def frame_of(member: Member, template: str, language: str) -> dict[str, Any]:
    """Sender, receiver and facts of the usual paper, as for the letters of a visit."""
    visit, sender = member.delegation.visit, Sender(member.delegation.visit)
    today, office = words.long_day(timezone.localdate(), language), sender.office(language)
    reach = sender.reach()
    with translation.override(language):
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
            "sender": ", ".join(part for part in (office, sender.city(language)) if part),
            "recipient": recipient_of(member, template, language),
            "place": sender.city(language),
            "date": today,
            "reference": visit.file_reference,
            **reach,
            "cosignature": _("Co-signed: __________________ (date, initials)"),
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "number_word": _("Number"),
            "page_word": _("Page"),
            "foot": " · ".join(part for part in (office, sender.unit(language)) if part),
        }


def recipient_of(member: Member, template: str, language: str) -> list[str]:
    if template in TO_GUESTS:
        return [line for line in people.lines_of_address(member, language) if line]
    return [_("To the diplomatic mission in charge"), _("Visa section")]


def signer_line(rule: CountryRule, language: str) -> str:
    """Below the name: as whom somebody signs."""
    return words.said(CountryRule.Signer(rule.signer).label, language)
