"""The register of letters and certificates with a check code, and the rules of the countries."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hospitium.core import wording
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    by_country,
    chip,
    link,
    nothing,
    plain,
    text_filter,
    unbroken,
    unknown,
    year_choices,
)
from hospitium.core.models import User
from hospitium.core.multilingual import here
from hospitium.delegations.checkcodes import in_groups
from hospitium.delegations.models import CountryRule, IssuedLetter
from hospitium.delegations.queries.letters import CERTIFICATE, COSTS, INVITATION, PERSONAL, issued
from hospitium.documents.kinds import label_of

STATES = {
    "valid": (_("valid"), "success", "circle-check"),
    "revoked": (_("revoked"), "danger", "octagon-alert"),
    "over": (_("expired"), "paused", "circle-pause"),
}


def state_of(letter: IssuedLetter) -> str:
    if letter.revoked_at is not None:
        return "revoked"
    return "valid" if letter.is_valid_on(timezone.localdate()) else "over"


def in_state(records: Any, value: str) -> Any:
    today = timezone.localdate()
    if value == "revoked":
        return records.exclude(revoked_at=None)
    counts = Q(valid_until=None) | Q(valid_until__gte=today)
    return records.filter(counts if value == "valid" else ~counts, revoked_at=None)


def state_cell(letter: IssuedLetter) -> SafeString:
    return chip(*STATES[state_of(letter)])


def person_of(letter: IssuedLetter) -> str | None:
    """None when the data of the person have been erased."""
    return str(letter.member) if letter.member and letter.member.erased_on is None else None


def person_cell(letter: IssuedLetter) -> SafeString:
    found = person_of(letter)
    return plain(found) if found else unknown()


def years(user: User) -> Any:
    found = IssuedLetter.objects.visible_to(user).order_by().values_list("issued_at__year", flat=True).distinct()
    return year_choices(str(year) for year in found)


def letters(user: User, row: str) -> Any:
    return issued(user, row)


LETTERS = ListSpec(
    name="letters",
    title=_("Letters with check code"),
    records=letters,
    order="-issued",
    read_row="delegation.issue_letter",
    export_row="delegation.export",
    counted=lambda count: ngettext("%(count)s letter", "%(count)s letters", count) % {"count": count},
    empty_title=_("Here letters and certificates with a check code will stand"),
    empty_text=_("They are made on the pages of a delegation. Whoever has such a paper can check whether it is valid."),
    columns=(
        Column(
            "number",
            _("Number"),
            lambda record: link(unbroken(record.document.sign), address("delegations:letter", record.pk)),
            lambda record: record.document.sign,
            ("document__year", "document__number", "document__version"),
        ),
        Column(
            "kind",
            _("Kind"),
            lambda record: plain(label_of(record.document.template)),
            lambda record: label_of(record.document.template),
            ("document__template",),
        ),
        Column("person", _("For"), person_cell, person_of, ("member__name_key",)),
        Column(
            "delegation",
            _("Delegation"),
            lambda record: plain(str(record.delegation)),
            lambda record: str(record.delegation),
        ),
        Column(
            "issued",
            _("Issued"),
            lambda record: plain(wording.day(timezone.localdate(record.issued_at), language=here())),
            lambda record: timezone.localdate(record.issued_at),
            ("issued_at",),
        ),
        Column("state", _("State"), state_cell, lambda record: str(STATES[state_of(record)][0])),
        Column("code", _("Check code"), None, lambda record: in_groups(record.code)),
    ),
    filters=(
        text_filter(folded=["member__name_key"], plain=["document__file_reference"]),
        Filter(
            "kind",
            _("Kind"),
            lambda records, value: records.filter(document__template=value),
            lambda user: [(kind, label_of(kind)) for kind in (PERSONAL, INVITATION, COSTS, CERTIFICATE)],
        ),
        Filter("state", _("State"), in_state, lambda user: [(key, state[0]) for key, state in STATES.items()]),
        Filter(
            "year",
            _("Year"),
            lambda records, value: records.filter(issued_at__year=value) if value.isdecimal() else records.none(),
            years,
        ),
    ),
)


# ---- rules of countries ----------------------------------------------------------
def rules(user: User, row: str) -> Any:
    visible = CountryRule.objects.visible_to(user, row)
    codes = visible.order_by().values_list("country", flat=True)
    return visible.annotate(country_place=by_country("country", codes))


def visa_cell(rule: CountryRule) -> SafeString:
    words = _("visa needed") if rule.needs_visa else _("no visa")
    return chip(words, "warning" if rule.needs_visa else "success", "file-text" if rule.needs_visa else "circle-check")


def languages_of(rule: CountryRule) -> str:
    return " · ".join(wording.language_name(code, language=here()) for code in rule.languages)


def checked_cell(rule: CountryRule) -> SafeString:
    if rule.checked_on is None:
        return chip(_("not checked"), "warning", "triangle-alert")
    return plain(wording.day(rule.checked_on, language=here()))


COUNTRY_RULES = ListSpec(
    name="country_rules",
    title=_("What countries want in letters"),
    records=rules,
    order="country",
    read_row="delegation.issue_letter",
    export_row="delegation.export",
    counted=lambda count: ngettext("%(count)s country", "%(count)s countries", count) % {"count": count},
    empty_title=_("Here the rules of the countries will stand"),
    empty_text=_("Let the usual rules for your partners' countries be proposed, then check each with the mission."),
    columns=(
        Column(
            "country",
            _("Country"),
            lambda record: link(plain(str(record)), address("delegations:country_rule_edit", record.pk)),
            str,
            ("country_place",),
        ),
        Column(
            "visa", _("Visa"), visa_cell, lambda record: str(_("visa needed") if record.needs_visa else _("no visa"))
        ),
        Column("languages", _("Languages of the letter"), lambda record: plain(languages_of(record)), languages_of),
        Column(
            "signer",
            _("Who signs"),
            lambda record: plain(record.get_signer_display()),
            lambda record: str(record.get_signer_display()),
        ),
        Column(
            "days",
            _("Days before"),
            lambda record: plain(str(record.days_before)),
            lambda record: record.days_before,
            ("days_before",),
            is_numeric=True,
        ),
        Column("checked", _("Last checked"), checked_cell, lambda record: record.checked_on, ("checked_on",)),
        Column(
            "source",
            _("Source"),
            lambda record: plain(record.source) if record.source else nothing(),
            lambda record: record.source,
        ),
    ),
    filters=(
        Filter(
            "checked",
            _("Checked"),
            lambda records, value: records.filter(checked_on__isnull=value == "no"),
            lambda user: [("no", _("not checked")), ("yes", _("checked"))],
        ),
    ),
)
