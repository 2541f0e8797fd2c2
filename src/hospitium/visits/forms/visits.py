"""Forms of a visit: open it, change its data, its groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import holders
from hospitium.agreements.models import Clause, Instrument
from hospitium.core.forms import RecordForm, field_of, offer, word
from hospitium.core.models import User
from hospitium.partners.models import Partnership
from hospitium.programme.forms.activities import with_instrument
from hospitium.programme.models import Activity, Direction, Format
from hospitium.visits.actions.visits import Moving
from hospitium.visits.forms.choices import LanguagesField, clock, language_choices, zone_choices
from hospitium.visits.models import Group, Template, Venue, Visit

LONGEST = 31
FIRST_YEAR, LAST_YEAR = 1945, 2100
FROM_TEMPLATE, FROM_VISIT = "template-", "visit-"


class ChoosePartnership(forms.Form):
    """The first step: with whom, and what kind of visit."""

    partnership = forms.ModelChoiceField(Partnership.objects.none(), label=_("Partnership"), to_field_name="key")
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)

    def limit_to(self, partnerships: Any) -> None:
        offer(self, "partnership", partnerships)


class OpenVisit(forms.Form):
    """The data of a new working place; what it begins with is a template or an earlier visit."""

    source = forms.ChoiceField(
        label=_("Begin with"),
        required=False,
        help_text=_(
            "Of an earlier visit you get items, groups, tasks and planned costs on the new days; "
            "nothing is confirmed, no interpreter is booked."
        ),
    )
    starts_on = field_of(Visit, "starts_on")
    ends_on = field_of(
        Visit,
        "ends_on",
        required=False,
        help_text=_("Empty: as many days as the template or the earlier visit has."),
    )
    series = field_of(
        Visit, "series", help_text=_("As it is called in front of the number: Seminar for administrations.")
    )
    officer = field_of(Visit, "officer")
    host_language = forms.ChoiceField(label=_("Our language"), choices=language_choices)
    guest_language = forms.ChoiceField(label=_("Language of the guests"), choices=language_choices)
    zone = forms.ChoiceField(label=_("Time zone of the host city"))

    def offer(self, *, sources: Any, zones: list[tuple[str, str]]) -> None:
        """What can be chosen: templates and earlier visits in groups, time zones of both sides."""
        offer(self, "source", sources)
        offer(self, "zone", zones)
        offer(self, "officer", holders("visit.update", besides=self.initial.get("officer")))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts = values.get("starts_on")
        if starts and not values.get("ends_on") and "ends_on" not in self.errors:
            values["ends_on"] = starts + timedelta(days=self.length() - 1)
        check_days(self, values)
        return values

    def length(self) -> int:
        """How many days the source has; one without a source."""
        source = self.chosen_source
        if isinstance(source, Visit):
            return (source.ends_on - source.starts_on).days + 1
        return source.days if source else 1

    @property
    def chosen_source(self) -> Template | Visit | None:
        """The template or the earlier visit that was chosen."""
        chosen = str(self.cleaned_data.get("source") or "")
        for start, model in ((FROM_TEMPLATE, Template), (FROM_VISIT, Visit)):
            if chosen.startswith(start):
                found: Template | Visit | None = model._default_manager.filter(pk=int(chosen[len(start) :])).first()
                return found
        return None

    @property
    def values(self) -> dict[str, Any]:
        """What of the form belongs to the visit."""
        kept = ("starts_on", "ends_on", "series", "officer", "host_language", "guest_language", "zone")
        return {name: self.cleaned_data[name] for name in kept}


def source_choices(templates: Iterable[Template], visits: Iterable[Visit]) -> list[tuple[str, Any]]:
    """Templates and earlier visits as the groups of one list."""
    offered = (
        (_("A template"), [(f"{FROM_TEMPLATE}{one.pk}", str(one)) for one in templates]),
        (
            _("A copy of an earlier visit"),
            [(f"{FROM_VISIT}{one.pk}", f"{one}, {one.starts_on.year}") for one in visits],
        ),
    )
    choices: list[tuple[str, Any]] = [("", _("Nothing, an empty programme"))]
    choices += [(str(title), entries) for title, entries in offered if entries]
    return choices


def check_days(form: forms.Form, values: dict[str, Any]) -> None:
    starts, ends = values.get("starts_on"), values.get("ends_on")
    for name, day in (("starts_on", starts), ("ends_on", ends)):
        # Tasks are counted from these days, years before and after.
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            form.add_error(
                name,
                _("The year must lie between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR},
            )
    if starts and ends and ends < starts:
        form.add_error("ends_on", _("It ends before it begins."))
    elif starts and ends and (ends - starts).days >= LONGEST:
        form.add_error("ends_on", _("A visit lasts at most %(days)d days.") % {"days": LONGEST})


class NewVisit(OpenVisit):
    """An activity and its working place in one form; the partnership is chosen already."""

    title = field_of(
        Activity,
        "title",
        required=True,
        help_text=_("As a comparison, in both languages: Disaster relief in two big cities compared."),
    )
    number = field_of(Activity, "number")
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[(one.value, one.label) for one in Direction if one != Direction.UNKNOWN]
    )
    heads_planned = field_of(Activity, "heads_planned")
    basis = field_of(Activity, "basis")
    clauses = field_of(Activity, "clauses", widget=forms.CheckboxSelectMultiple)
    field_order = [
        "title",
        "number",
        "series",
        "direction",
        "starts_on",
        "ends_on",
        "source",
        "heads_planned",
        "officer",
        "host_language",
        "guest_language",
        "zone",
        "basis",
        "clauses",
    ]

    def limit_to(self, user: User, partnership: Partnership) -> None:
        """Only instruments and clauses of the partnership."""
        instruments = Instrument.objects.visible_to(user).filter(partnership=partnership)
        clauses = Clause.objects.filter(instrument__in=instruments).select_related(
            "instrument__partnership__partner", "instrument__partnership__home_district"
        )
        offer(self, "basis", instruments.select_related("partnership__partner"))
        offer(self, "clauses", clauses)
        word(self, "clauses", with_instrument)
        if not clauses.exists():
            del self.fields["clauses"]

    @property
    def activity_values(self) -> dict[str, Any]:
        """What of the form belongs to the activity."""
        kept = ("title", "number", "direction", "heads_planned", "basis", "clauses")
        return {name: self.cleaned_data[name] for name in kept if name in self.fields}


class EditVisit(RecordForm):
    sections = (
        (_("When and where"), ("starts_on", "ends_on", "moving", "zone", "arrival", "departure", "lodging")),
        (_("Who prepares it"), ("series", "officer", "file_reference")),
        (_("Languages"), ("host_language", "guest_language", "understood")),
        (_("What the guests must know"), ("greeting", "hints", "cost_rule")),
        (_("What we know of the guests"), ("names_known", "diets_known")),
    )
    starts_on = field_of(Visit, "starts_on")
    ends_on = field_of(Visit, "ends_on")
    moving = forms.ChoiceField(label=_("What happens to the items"), required=False, widget=forms.RadioSelect)
    zone = forms.ChoiceField(label=_("Time zone of the host city"))
    arrival = clock(label=_("Arrival, first day"), required=False)
    departure = clock(label=_("Departure, last day"), required=False)
    lodging = field_of(Visit, "lodging")
    series = field_of(Visit, "series")
    officer = field_of(Visit, "officer")
    file_reference = field_of(Visit, "file_reference")
    host_language = forms.ChoiceField(label=_("Our language"), choices=language_choices)
    guest_language = forms.ChoiceField(label=_("Language of the guests"), choices=language_choices)
    understood = LanguagesField(label=_("Languages that all guests understand"), required=False)
    greeting = field_of(Visit, "greeting", lines=True)
    hints = field_of(Visit, "hints", lines=True)
    cost_rule = field_of(Visit, "cost_rule", lines=True)
    names_known = field_of(Visit, "names_known")
    diets_known = field_of(Visit, "diets_known")

    def limit_to(self, visit: Visit) -> None:
        """Zones and people of this visit; the question about the items stands there when its days were changed."""
        self.visit = visit
        partnerships = visit.activity.partnerships.select_related("partner")
        offer(self, "zone", zone_choices(partnerships, visit.zone))
        offer(self, "lodging", Venue.objects.only("name", "name_key"))
        offer(self, "officer", holders("visit.update", besides=visit.officer_id))
        if visit.delegations.exists():
            # Then both follow the lists of the delegations.
            del self.fields["names_known"], self.fields["diets_known"]
        choices = self.moving_choices()
        if choices:
            offer(self, "moving", choices)
        else:
            del self.fields["moving"]

    def moving_choices(self) -> list[tuple[str, str]]:
        """What can happen to the items on the new days; nothing to choose when no item is touched."""
        starts, ends = (typed_day(self.data.get(name)) for name in ("starts_on", "ends_on"))
        if not starts or not ends or (starts, ends) == (self.visit.starts_on, self.visit.ends_on):
            return []
        days = [day for day in self.visit.items.values_list("day", flat=True) if day]
        outside = sum(not starts <= day <= ends for day in days)
        step = (starts - self.visit.starts_on).days
        if not days or not (outside or step):
            return []
        leave = ngettext(
            "All items stay on their days; %(count)d lies outside and is taken off its day",
            "All items stay on their days; %(count)d lie outside and are taken off their days",
            outside,
        ) % {"count": outside}
        choices = [(Moving.TAKE_OFF.value, leave if outside else gettext("All items stay on their days"))]
        if step:
            shift = ngettext("All items move by %(days)d day", "All items move by %(days)d days", abs(step))
            sentence = shift % {"days": step}
            choices.insert(0, (Moving.SHIFT.value, sentence))
        return choices

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        check_days(self, values)
        if "moving" in self.fields and not values.get("moving") and not self.errors:
            self.add_error("moving", _("The days of the visit change. Say what happens to its items."))
        return values

    @property
    def items_go(self) -> Moving:
        return Moving(self.cleaned_data.get("moving") or Moving.LEAVE)

    @property
    def visit_values(self) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if name != "moving"}


def typed_day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None


class EditGroup(RecordForm):
    name = field_of(Group, "name", required=True)
    heads = field_of(Group, "heads")
    is_apart = field_of(Group, "is_apart")


class NewTemplateOfVisit(forms.Form):
    """The name under which the programme of a visit is kept as a template."""

    name = field_of(Template, "name", required=True)


class Nothing(forms.Form):
    """A question that is answered by yes."""


__all__ = [
    "ChoosePartnership",
    "EditGroup",
    "EditVisit",
    "NewTemplateOfVisit",
    "NewVisit",
    "Nothing",
    "OpenVisit",
    "source_choices",
]
