"""Letters of a delegation, the register of letters, and revoking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import judge
from hospitium.accounts.queries import sentences
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.core.templatetags.wording import moment
from hospitium.core.verdicts import ALLOWED
from hospitium.delegations.actions import letters as actions
from hospitium.delegations.checkcodes import address_of, in_groups
from hospitium.delegations.documents.letters import LABELS, WANTED
from hospitium.delegations.forms.papers import IssueLetters, Revoke
from hospitium.delegations.lists.letters import LETTERS, STATES, languages_of, person_of, state_of
from hospitium.delegations.models import CountryRule, Delegation, IssuedLetter
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.letters import (
    COSTS,
    INVITATION,
    PERSONAL,
    Letters,
    issued,
    letters_of,
    plain_rule,
)
from hospitium.delegations.rules import letters as rules
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.delegations.tabs import frame_of
from hospitium.documents.kinds import label_of
from hospitium.vault.confirming import recently_confirmed
from hospitium.vault.fields import Purpose
from hospitium.vault.rules import may_unseal
from hospitium.visits.documents.gaps import gaps_in


def delegation_letters(request: Request, pk: int) -> HttpResponse:
    """Which letter each member needs, until when, what is missing, and what was made."""
    record = get_object_or_404(workspaces(request.user, "delegation.issue_letter"), pk=pk)
    found = letters_of(record, timezone.localdate())
    verdict = rules.may_issue_letter(request.user, record)
    context = {
        **frame_of(record, request.user, "letters"),
        "found": found,
        "rule_facts": rule_facts(found) if found.rule else [],
        "rows": [
            {
                "row": row,
                "missing": [LABELS[field] for field in row.missing],
                "letters": [
                    {"letter": one, "kind": label_of(one.document.template), "state": STATES[state_of(one)]}
                    for one in row.letters
                ],
            }
            for row in found.rows
        ],
        "ways": ways_of(record, found, request) if verdict else [],
        "verdict": verdict,
    }
    return render(request, "delegations/letters.html", context)


def rule_facts(found: Letters) -> list[Any]:
    rule = found.rule
    if rule is None:
        return []
    wanted = _("invitation and statement of costs") if rule.needs_cost_statement else _("invitation")
    return known(
        [
            fact(_("Country"), str(rule), url=rule.get_absolute_url()),
            fact(pgettext("correspondence", "Letters"), wanted if rule.needs_visa else _("none: no visa needed")),
            fact(_("Languages"), languages_of(rule)),
            fact(_("Who signs"), rule.get_signer_display()),
            fact(_("At the latest"), found.due_on or ""),
            fact(_("Original on paper"), _("yes") if rule.original else _("no")),
            fact(_("What else to know"), rule.note),
            fact(_("Source"), rule.source or None),
            fact(_("Last checked on"), rule.checked_on),
        ]
    )


def ways_of(record: Delegation, found: Letters, request: Request) -> list[dict[str, Any]]:
    """Which letters can be made: with details from the vault, where the rule wants any, and without."""
    can_be_read = may_unseal(request.user, record.visit.unit, record.visit.officer)
    # Without a rule for the country of the partner somebody has another passport: its rule is chosen in the form.
    asks_vault = bool(set(found.rule.fields) & set(PASSPORT_FIELDS)) if found.rule else record.asks_passport
    sealed = _("With what the rule wants from the vault; you confirm who you are first, and that you read is kept.")
    plain = _("Without anything from the vault; the letter names what it does not give.")
    ways: list[dict[str, Any]] = []
    for template in for_consulates(found, request):
        label = label_of(template)
        if asks_vault:
            url = reverse("delegations:delegation_letter_sealed", args=[record.pk, template])
            with_data = _("%(letter)s with passport data") % {"letter": label}
            ways.append({"label": with_data, "url": url, "icon": "lock", "text": sealed, "verdict": can_be_read})
            label = _("%(letter)s without passport data") % {"letter": label}
        url = reverse("delegations:delegation_letter_new", args=[record.pk, template])
        ways.append({"label": label, "url": url, "icon": "file-text", "text": plain, "verdict": ALLOWED})
    personal = {
        "label": label_of(PERSONAL),
        "url": reverse("delegations:delegation_letter_new", args=[record.pk, PERSONAL]),
        "icon": "mail",
        "text": _("For the guests themselves and their office: needs no rule of a country and nothing from the vault."),
        "verdict": ALLOWED,
    }
    return [*ways, personal] if found.is_wanted else [personal, *ways]


def for_consulates(found: Letters, request: Request) -> list[str]:
    """What can be written for a consulate; without a rule that wants it, for members with another passport."""
    if not CountryRule.objects.visible_to(request.user).filter(needs_visa=True).exists():
        return []
    return [INVITATION, *([COSTS] if found.rule and found.rule.needs_cost_statement else [])]


def delegation_letter_new(request: Request, pk: int, template: str) -> HttpResponse:
    """Choose the members and make a letter for each, without anything from the vault."""
    return answer_letters(request, pk, template, purpose="")


@recently_confirmed
def delegation_letter_sealed(request: Request, pk: int, template: str) -> HttpResponseBase:
    """The same with the passport fields that the rule wants, for the officer who has just confirmed who they are."""
    return answer_letters(request, pk, template, purpose=Purpose.VISA_LETTER.value)


def answer_letters(request: Request, pk: int, template: str, *, purpose: str) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, "delegation.issue_letter"), pk=pk)
    if template not in ((INVITATION, COSTS) if purpose else (PERSONAL, INVITATION, COSTS)):
        raise Http404
    found = letters_of(record, timezone.localdate())
    members = [row.member for row in found.rows]
    first = {"recipients": [str(member.pk) for member in members], "rule": found.rule.pk if found.rule else None}
    form = IssueLetters(request.POST or None, initial=first)
    of_visa = CountryRule.objects.visible_to(request.user).filter(needs_visa=True)
    form.offer_members(record, members, None if template == PERSONAL else of_visa)
    rule = (found.rule if template != PERSONAL else None) or plain_rule(record)
    form.ask_about(gaps_in(record.visit, rule.languages, wanted=WANTED[template]))

    def act() -> str:
        made = actions.issue_letters(
            delegation_id=pk,
            template=template,
            rule_id=form.rule_id,
            members=[int(key) for key in form.cleaned_data["recipients"]],
            format=form.format,
            letterhead=form.letterhead,
            purpose=purpose,
            reason=_("A newer letter took its place.") if form.cleaned_data["revoke_earlier"] else "",
            by=request.user,
        )
        tell(request, len(made))
        return reverse("delegations:delegation_letters", args=[pk])

    return answer_form(request, form, act, context=page(request, record, template, purpose))


def page(request: Request, record: Delegation, template: str, purpose: str) -> dict[str, Any]:
    back = reverse("delegations:delegation_letters", args=[record.pk])
    if template == PERSONAL:
        rule = plain_rule(record)
        lead = _("For the guests themselves, in these languages: %(languages)s.") % {"languages": languages_of(rule)}
    elif purpose:
        lead = _("Passport data come from the vault into a sealed document. That you have read them is kept.")
    else:
        lead = _("Without passport data. Each letter names which details it does not give.")
    return {
        "page_title": label_of(template),
        "lead": rules.may_issue_letter(request.user, record).reason or lead,
        "submit_label": _("Make"),
        "cancel_url": back,
        "crumbs": [{"label": record, "url": back}, {"label": label_of(template)}],
    }


def tell(request: Request, count: int) -> None:
    text = ngettext("%(count)s letter was made.", "%(count)s letters were made.", count)
    messages.success(request, text % {"count": count})


# ---- the register --------------------------------------------------------------
def letters(request: Request) -> HttpResponse:
    acts = [
        {
            "label": _("What countries want in letters"),
            "url": reverse("delegations:country_rules"),
            "icon": "landmark",
            "main": False,
        }
    ]
    return answer_list(request, LETTERS, context={"acts": acts})


def letter(request: Request, pk: int) -> HttpResponse:
    """One letter: does it count, what its code is, who issued and who revoked it."""
    record = get_object_or_404(issued(request.user, "delegation.issue_letter"), pk=pk)
    verdict = rules.may_revoke_letter(request.user, record)
    buttons = [
        Button(
            _("Open the document"),
            record.document.get_absolute_url(),
            "file-text",
            judge(request.user, "document.read", unit=record.document.unit),
        ),
        Button(_("Revoke"), reverse("delegations:letter_revoke", args=[pk]), "x", verdict),
    ]
    text, tone, icon = STATES[state_of(record)]
    context = {
        "record": record,
        "heading": f"{label_of(record.document.template)} {record.document.sign}",
        "crumbs": [{"label": _("Letters with check code"), "url": reverse("delegations:letters")}, {"label": record}],
        "chips": [{"text": text, "tone": tone, "icon": icon}],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record),
        "history_lines": history(record, sentences()),
    }
    return render(request, "record.html", context)


def facts_of(record: IssuedLetter) -> list[Any]:
    revoked = record.revoked_at
    return known(
        [
            fact(_("Check code"), in_groups(record.code), url=address_of(record.code)),
            fact(_("For"), person_of(record)),
            fact(_("Delegation"), str(record.delegation), url=record.delegation.get_absolute_url()),
            fact(_("Issued"), moment(record.issued_at)),
            fact(_("Issued by"), record.issued_by.name),
            fact(_("Valid until"), record.valid_until or ""),
            fact(_("Revoked"), moment(revoked) if revoked else ""),
            fact(_("Revoked by"), record.revoked_by.name if record.revoked_by else ""),
            fact(_("Reason"), record.reason),
        ]
    )


def letter_revoke(request: Request, pk: int) -> HttpResponse:
    """Asks first, and for a reason."""
    record = get_object_or_404(issued(request.user, "delegation.revoke_letter"), pk=pk)
    form = Revoke(request.POST or None)

    def act() -> str:
        actions.revoke_letter(letter_id=pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The letter is revoked. From now on the check says so."))
        return record.get_absolute_url()

    return answer_form(
        request,
        form,
        act,
        template="confirm.html",
        context={
            "page_title": str(record),
            "title": _("Revoke the letter %(number)s?") % {"number": record},
            "text": "",
            "will": [
                _("Whoever checks the code from now on reads that the letter is revoked."),
                _("This cannot be undone. Make a new letter if it should count again."),
            ],
            "stays": [_("Number, document and code stay in the register."), _("Nobody is told by mail.")],
            "submit_label": _("Revoke"),
            "danger": True,
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_revoke_letter(request.user, record),
            "crumbs": [{"label": record, "url": record.get_absolute_url()}, {"label": _("Revoke")}],
        },
    )
