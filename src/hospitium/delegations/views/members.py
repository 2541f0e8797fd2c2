"""One member: named, shown, changed, withdrawn, moved in the order, restricted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.policy import judge
from hospitium.accounts.queries import sentences
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.multilingual import here
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.delegations.actions import members as actions
from hospitium.delegations.actions import order
from hospitium.delegations.forms import members as forms
from hospitium.delegations.forms.delegations import OwnTraveller
from hospitium.delegations.models import Member
from hospitium.delegations.names import address_line, transliterated
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.members import alike_to, greetings_of
from hospitium.delegations.queries.missing import known_of
from hospitium.delegations.queries.own import label_of_column
from hospitium.delegations.queries.people_of_house import travellers, values_of
from hospitium.delegations.rules import contacts as contact_rules
from hospitium.delegations.rules import delegations as delegation_rules
from hospitium.delegations.rules import members as rules
from hospitium.delegations.rules.erasure import may_erase_member
from hospitium.delegations.rules.guests import may_send_link
from hospitium.delegations.views.delegations import crumbs_of
from hospitium.vault.rules import may_unseal
from hospitium.visits.forms.visits import Nothing


def found(request: Request, pk: int, row: str = "delegation.read") -> Member:
    """The member with all that the head of its page names; 404 for whoever may not."""
    members = Member.objects.visible_to(request.user, row).select_related(
        "rank", "delegation__visit__activity", "delegation__visit__unit", "delegation__visit__officer",
        "delegation__partnership__partner", "delegation__partnership__home_district",
    )  # fmt: skip
    return get_object_or_404(members, pk=pk)


def member(request: Request, pk: int) -> HttpResponse:
    """What is known of somebody, how letters to this person begin, and what is missing."""
    record = found(request, pk)
    buttons = buttons_of(request, record)
    may_wishes = delegation_rules.may_read_wishes(request.user, record.delegation)
    context = {
        "member": record,
        "heading": record.name_in(here()),
        "crumbs": crumbs_of(record.delegation, record.name_in(here())),
        "chips": chips_of(record),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record, request),
        "known": known_of(record.delegation, [record])[0],
        "greetings": greetings_of(record),
        "alike": alike_to(record),
        "wish": getattr(record, "wish", None) if may_wishes else None,
        "may_wishes": may_wishes,
        "may_passport": may_unseal(request.user, record.delegation.visit.unit, record.delegation.visit.officer),
        "may_edit": rules.may_change_member(request.user, record),
        "history_lines": history(record, sentences()),
    }
    return render(request, "delegations/member.html", context)


def chips_of(record: Member) -> list[dict[str, Any]]:
    chips = [{"text": record.get_role_display(), "tone": "", "icon": "user-round"}]
    if record.withdrawn_on:
        chips.append({"text": _("does not come"), "tone": "open", "icon": "user-round-x"})
    if record.is_restricted:
        chips.append({"text": _("processing restricted"), "tone": "warning", "icon": "lock"})
    if record.erased_on:
        chips.append({"text": _("data erased"), "tone": "paused", "icon": "trash-2"})
    return chips


def buttons_of(request: Request, record: Member) -> list[Button]:
    if not judge(request.user, "delegation.update", unit=record.delegation.visit.unit):
        return []
    may_change = rules.may_change_member(request.user, record)

    def to(view: str) -> str:
        return reverse(f"delegations:{view}", args=[record.pk])

    if record.withdrawn_on:
        come = Button(
            _("Comes after all"), to("member_return"), "undo-2", rules.may_return_member(request.user, record)
        )
    else:
        withdraw = rules.may_withdraw_member(request.user, record)
        come = Button(_("Does not come"), to("member_withdraw"), "user-round-x", withdraw)
    return [
        come,
        Button(_("Restrict"), to("member_restrict"), "lock", may_change)
        if not record.is_restricted
        else Button(_("Lift the restriction"), to("member_restrict"), "lock", may_change),
        Button(
            _("Take over as contact"),
            to("member_contact"),
            "contact",
            contact_rules.may_take_over(request.user, record),
        ),
        Button(_("Erase"), to("member_erase"), "trash-2", may_erase_member(request.user, record)),
        Button(_("Wishes"), to("member_wishes"), "utensils", may_change),
        Button(_("Send the own link"), to("member_link"), "send", may_send_link(request.user, record)),
        Button(_("Edit"), to("member_edit"), "pencil", may_change, main=True),
    ]


def facts_of(record: Member, request: Request) -> list[Any]:
    """Names and functions for everybody who reads; how to reach the person for those who plan the visit."""
    language = get_language() or "de"
    spoken = ", ".join(wording.language_name(code, language=language) for code in record.languages)
    own = record.own_name
    names = [
        fact(_("Name as in the passport"), str(record)),
        fact(_("Name in its own script"), own, lang=record.delegation.language if own else ""),
        fact(_("Transliterated by ISO 9"), transliterated(own) if transliterated(own) != own else ""),
        fact(_("How it is pronounced"), record.pronunciation),
        fact(_("Address line"), address_line(record.person, language)),
        fact(_("Rank"), record.rank or None),
        fact(_("Function"), record.function if record.function else None),
        fact(_("Organisation"), record.organisation if record.organisation else None),
        fact(_("Languages spoken"), spoken or None),
    ]
    if not judge(request.user, "delegation.update", unit=record.delegation.visit.unit):
        return list(known(names))
    photos = {True: _("may be published"), False: _("may not be published"), None: None}[record.may_be_photographed]
    return list(
        known(
            [
                *names,
                fact(_("E-mail address"), record.email or None),
                fact(_("Mobile phone during the visit"), record.phone or None),
                fact(_("Whom to call in an emergency"), record.emergency_contact or None),
                fact(label_of_column("arrival_note"), record.arrival_note),
                fact(_("Photos"), photos),
                fact(_("Informed about data protection on"), record.notice_given_on or _("not yet")),
                fact(_("Confirmed the own data on"), record.confirmed_on or _("not yet")),
                fact(_("Does not come since"), record.withdrawn_on or ""),
                fact(_("Data erased on"), record.erased_on or ""),
            ]
        )
    )


# ---- naming and changing --------------------------------------------------------------
def member_new(request: Request, pk: int) -> HttpResponse:
    delegation = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)
    form = forms.NameMember(request.POST or None)
    form.for_delegation(delegation)

    def act() -> Member:
        made = actions.add_member(delegation_id=pk, values=form.values, by=request.user)
        say_proposed(request, form)
        for other in alike_to(made):
            messages.warning(request, _("Perhaps the same person: %(name)s") % {"name": other})
        return made

    context = {
        "page_title": _("Name a member"),
        "crumbs": crumbs_of(delegation, _("Name a member")),
        "lead": delegation_rules.may_edit_delegation(request.user, delegation).reason or delegation,
        "cancel_url": delegation.get_absolute_url(),
    }
    return answer_form(request, form, act, context=context)


def say_proposed(request: Request, form: forms.Names) -> None:
    if form.is_proposed:
        messages.warning(request, _("The passport form is only a proposal. Compare it with the passport."))


def member_ours(request: Request, pk: int) -> HttpResponse:
    """Somebody of the house travels: name and mail address are known already."""
    delegation = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)
    form = OwnTraveller(request.POST or None)
    form.offer(travellers(delegation))

    def act() -> str:
        values = values_of(form.cleaned_data["user"])
        made = actions.add_member(delegation_id=pk, values=values, by=request.user)
        messages.info(request, _("Check how the name was divided, and add the function."))
        return reverse("delegations:member_edit", args=[made.pk])

    context = {
        "page_title": _("A colleague travels"),
        "crumbs": crumbs_of(delegation, _("A colleague travels")),
        "lead": delegation_rules.may_edit_delegation(request.user, delegation).reason or delegation,
        "cancel_url": delegation.get_absolute_url(),
    }
    return answer_form(request, form, act, context=context)


def member_edit(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "delegation.update")
    form = forms.EditMember.of(record, request.POST or None)
    form.for_delegation(record.delegation, record)

    def act() -> Member:
        done = actions.change_member(member_id=pk, version=form.version_seen, values=form.values, by=request.user)
        say_proposed(request, form)
        return done

    context = {
        "page_title": record,
        "crumbs": crumbs_of(record.delegation, record),
        "lead": rules.may_change_member(request.user, record).reason or record.delegation,
        "cancel_url": record.get_absolute_url(),
    }
    return answer_form(request, form, act, context=context)


def member_withdraw(request: Request, pk: int) -> HttpResponse:
    """Asks first, because whoever plans tables and beds counts on it."""
    record = found(request, pk, "delegation.update")
    return answer_form(
        request,
        Nothing(request.POST or None),
        lambda: actions.withdraw_member(member_id=pk, by=request.user).delegation,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Does not come"),
            "will": [
                _("The person stands in no list, on no card and in no count any more."),
                _("The place is free for somebody else."),
            ],
            "stays": [
                _("The data stay until they are erased with those of the others; the person can come after all.")
            ],
            "submit_label": _("Does not come"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_withdraw_member(request.user, record),
        },
    )


def member_return(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk, "delegation.update")
    return answer_form(
        request,
        Nothing(request.POST or None),
        lambda: actions.return_member(member_id=pk, by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Comes after all"),
            "will": [_("The person stands in all lists again.")],
            "submit_label": _("Comes after all"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_return_member(request.user, record),
        },
    )


def member_restrict(request: Request, pk: int) -> HttpResponse:
    """Art. 18 GDPR: kept, and used nowhere; or lifted again."""
    record = found(request, pk, "delegation.update")
    lifts = record.is_restricted
    return answer_form(
        request,
        Nothing(request.POST or None),
        lambda: actions.restrict_member(member_id=pk, restricted=not lifts, by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Lift the restriction") if lifts else _("Restrict the processing (Art. 18 GDPR)"),
            "will": [_("The data may be used again, in lists, prints and files.")]
            if lifts
            else [
                _("The person stands in no list, print, card or file, and is not found by search."),
                _("Nothing is deleted."),
            ],
            "stays": [] if lifts else [_("The place of the person counts as taken.")],
            "submit_label": _("Lift the restriction") if lifts else _("Restrict"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_change_member(request.user, record),
        },
    )


# ---- the order ---------------------------------------------------------------------------
def member_move(request: Request, pk: int) -> HttpResponse:
    """One place up or down, as the list was shown."""
    record = found(request, pk, "delegation.update")
    move = request.POST.get("move", "")
    if move in order.MOVES:
        order.move_member(member_id=pk, move=move, language=here(), by=request.user)
    return HttpResponseRedirect(f"{record.delegation.get_absolute_url()}#member-{pk}")


def order_reset(request: Request, pk: int) -> HttpResponse:
    """Rank and name decide again."""
    delegation = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)
    order.reset_order(delegation_id=pk, by=request.user)
    messages.success(request, _("The order is computed from rank and name again."))
    return HttpResponseRedirect(delegation.get_absolute_url())
