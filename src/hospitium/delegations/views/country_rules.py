"""What countries want in a letter: the list, one rule, and a set to start from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.delegations.actions import country_rules as actions
from hospitium.delegations.countries import usual_rules
from hospitium.delegations.forms.country_rules import EditCountryRule
from hospitium.delegations.lists.letters import COUNTRY_RULES
from hospitium.delegations.models import CountryRule
from hospitium.delegations.queries.letters import proposed_countries
from hospitium.visits.forms.visits import Nothing


def country_rules(request: Request) -> HttpResponse:
    acts = [{"label": _("New rule"), "url": reverse("delegations:country_rule_new"), "icon": "plus", "main": True}]
    if proposed_countries():
        usual = {"label": _("Propose usual rules"), "url": reverse("delegations:country_rules_usual"), "main": False}
        acts.insert(0, {**usual, "icon": "lightbulb"})
    return answer_list(request, COUNTRY_RULES, context={"acts": acts})


def country_rule_new(request: Request) -> HttpResponse:
    form = EditCountryRule(
        request.POST or None, initial={**CountryRule().__dict__, "country": request.GET.get("country", "")}
    )

    def act() -> str:
        actions.create_country_rule(values=form.values, by=request.user)
        return reverse("delegations:country_rules")

    return answer_form(request, form, act, context=page(_("New rule")))


def country_rule_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(CountryRule.objects.visible_to(request.user), pk=pk)
    form = EditCountryRule.of(record, request.POST or None)

    def act() -> str:
        actions.edit_country_rule(rule_id=pk, version=form.version_seen, values=form.values, by=request.user)
        messages.success(request, _("The rule was saved."))
        return reverse("delegations:country_rules")

    return answer_form(request, form, act, context=page(str(record)))


def country_rule_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(CountryRule.objects.visible_to(request.user), pk=pk)

    def act() -> str:
        actions.remove_country_rule(rule_id=pk, by=request.user)
        return reverse("delegations:country_rules")

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            **page(str(record)),
            "title": _("Remove the rule for %(country)s") % {"country": record},
            "will": [_("Letters for this country can no longer be made until there is a rule again.")],
            "stays": [_("Letters that were made keep their numbers and their codes.")],
            "submit_label": _("Remove"),
        },
    )


def country_rules_usual(request: Request) -> HttpResponse:
    """Which countries a rule would be entered for, and that each of them is still to be checked."""
    countries = proposed_countries()

    def act() -> str:
        made = actions.propose_country_rules(by=request.user)
        count = len(made)
        text = ngettext(
            "%(count)s rule was entered. Check it with the mission and enter the day.",
            "%(count)s rules were entered. Check each with the mission and enter the day.",
            count,
        )
        messages.warning(request, text % {"count": count})
        return reverse("delegations:country_rules")

    here = get_language() or "en"
    named = [
        _("%(country)s: visa needed") % {"country": wording.country(one, language=here)}
        if usual_rules()[one]["needs_visa"]
        else _("%(country)s: no visa") % {"country": wording.country(one, language=here)}
        for one in countries
    ]
    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            **page(_("Propose usual rules")),
            "title": _("Enter the usual rules for your partners' countries?"),
            "text": _(
                "They come from the lists of Regulation (EU) 2018/1806 and from common practice. Nobody has checked "
                "them for your house: every rule is marked as not checked until you enter the day on which you did."
            ),
            "will": named,
            "stays": [_("Rules that are there already stay as they are.")],
            "submit_label": _("Enter"),
        },
    )


def page(title: str) -> dict[str, object]:
    back = reverse("delegations:country_rules")
    return {
        "page_title": title,
        "cancel_url": back,
        "crumbs": [{"label": _("What countries want in letters"), "url": back}, {"label": title}],
    }
