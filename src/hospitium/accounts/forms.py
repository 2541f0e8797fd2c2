"""What is typed on the pages on people, roles, units and the log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts import queries, rules
from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import Role
from hospitium.core.forms import RecordForm, field_of, offer
from hospitium.core.models import Mail, User


class UserNew(forms.Form):
    """A new account. The person gets an invitation to this address."""

    email = field_of(User, "email")
    name = field_of(User, "name")
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The language of the messages to this person.")
    )


class UserEdit(RecordForm):
    name = field_of(User, "name")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        help_text=_("Without the tick the account is closed; everything that the person did stays in the record."),
    )


class Profile(RecordForm):
    name = field_of(User, "name")
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The language of the messages to you.")
    )


class GrantNew(forms.Form):
    """A role, its scope and its end."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("The role holds for this unit and for all units below it."),
    )
    partner_key = field_of(Grant, "partner_key", help_text=_("For guests: the short name of their partner."))
    begins_on = field_of(Grant, "begins_on", help_text=_("Empty: from today."))
    ends_on = field_of(Grant, "ends_on", help_text=_("Two years ahead at most; it can be given again."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", Unit.objects.all())

    def clean_partner_key(self) -> str:
        key: str = self.cleaned_data["partner_key"]
        if key and not queries.partner_exists(key):
            raise ValidationError(_("There is no partner of this short name."))
        return key

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if "role" in typed and "partner_key" in typed:
            verdict = rules.fits(role=typed["role"], unit=typed.get("unit"), partner_key=typed["partner_key"])
            if not verdict:
                raise ValidationError(str(verdict.reason))
        begins_on, ends_on = typed.get("begins_on"), typed.get("ends_on")
        if begins_on and ends_on and begins_on > ends_on:
            self.add_error("ends_on", _("The end lies before the beginning."))
        return typed

    @staticmethod
    def start() -> dict[str, Any]:
        """One year is what most roles are given for."""
        today = timezone.localdate()
        return {"ends_on": today.replace(year=today.year + 1, day=min(today.day, 28))}


class UnitNew(forms.Form):
    key = field_of(Unit, "key", help_text=_("Small letters, digits and hyphens; it stays as it is."))
    name = field_of(Unit, "name", required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices)
    parent = forms.ModelChoiceField(label=_("Belongs to"), queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", Unit.objects.all())


class UnitEdit(RecordForm):
    name = field_of(Unit, "name", required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices)
    parent = forms.ModelChoiceField(label=_("Belongs to"), queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", Unit.objects.all())


class LogFilter(forms.Form):
    """The filters of the log."""

    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    person = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("all"))
    code = forms.ChoiceField(label=_("Event"), required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = queries.sentences()
        everything = [("", _("all"))]
        offer(self, "person", User.objects.order_by("name", "id"))
        offer(self, "code", everything + [(code, told.get(code, code)) for code in queries.log_codes()])
        offer(self, "kind", everything + [(kind, kind) for kind in queries.log_kinds()])

    @property
    def wanted(self) -> queries.LogFilter:
        """What was asked for; a field that is not well formed asks for nothing."""
        self.is_valid()
        typed = getattr(self, "cleaned_data", {})
        person = typed.get("person")
        return queries.LogFilter(
            since=typed.get("since"),
            until=typed.get("until"),
            person=person.pk if person else None,
            code=typed.get("code", ""),
            kind=typed.get("kind", ""),
        )


class OutboxFilter(forms.Form):
    status = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *Mail.Status.choices], required=False)


class Nothing(forms.Form):
    """A question that is only confirmed."""
