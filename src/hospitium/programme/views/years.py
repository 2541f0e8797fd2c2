"""Pages of year programmes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.accounts.queries import guest_links_of, sentences
from hospitium.core.forms import answer_form
from hospitium.core.http import Request, new_form_key
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.documents.queries import made_for
from hospitium.partners.models import Contact, Partnership
from hospitium.partners.rules import may_plan_with
from hospitium.programme import actions, forms, rules
from hospitium.programme.lists import YEAR_CHIPS, YEAR_PROGRAMMES
from hospitium.programme.models import YearProgramme
from hospitium.programme.queries import months, quarry
from hospitium.programme.queries import years as queries
from hospitium.programme.queries.contents import cities_of
from hospitium.programme.queries.papers import second_language
from hospitium.programme.states import YEAR


def year_programmes(request: Request) -> HttpResponse:
    new = {
        "label": _("New year programme"),
        "url": reverse("programme:year_programme_new"),
        "icon": "plus",
        "main": True,
    }
    acts: list[dict[str, object]] = [
        {"label": _("Lines of all programmes"), "url": reverse("programme:lines"), "icon": "file-text"}
    ]
    acts += [new] if may(request.user, "year_programme.create") else []
    return answer_list(request, YEAR_PROGRAMMES, context={"acts": acts[::-1]})


def found(request: Request, pk: int, row: str) -> YearProgramme:
    """The programme with all that its pages need, for those who may see it under this row; else 404."""
    visible = YearProgramme.objects.visible_to(request.user, row).order_by().values("pk")
    return get_object_or_404(
        YearProgramme.objects.filter(pk__in=visible)
        .select_related("partnership__partner", "partnership__home_district", "partnership__unit")
        .prefetch_related("partnership__exceptions"),
        pk=pk,
    )


def year_programme(request: Request, pk: int) -> HttpResponse:
    """Lines, joint calendar, needs and offers, versions and links of one year programme."""
    programme = found(request, pk, "year_programme.read")
    cities, lines = cities_of(programme), queries.lines_of(programme)
    mine = quarry.quarry_of(programme, lines, today=timezone.localdate(), by=request.user)
    versions = queries.versions_of(programme, cities)
    may_edit = rules.may_edit_year_programme(request.user, programme)
    buttons = buttons_of(request, programme)
    tone, icon = YEAR_CHIPS[YearProgramme.State(programme.state)]
    context = {
        "programme": programme,
        "cities": cities,
        "heading": programme,
        "crumbs": [
            {"label": _("Year programmes"), "url": reverse("programme:year_programmes")},
            {"label": programme},
        ],
        "chips": [{"text": programme.get_state_display(), "tone": tone, "icon": icon}],
        "rest": may_plan_with(programme.partnership, timezone.localdate()).reason,
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(programme),
        "groups": queries.groups_of(lines, quarry.wants_of(lines, mine), cities),
        "months": months.months_of(programme, lines, by=request.user),
        "quarry": mine,
        "may_edit": may_edit,
        "versions": versions,
        "unsent": queries.unsent(programme, versions[0].version if versions else None, cities),
        "links": guest_links_of([programme], user=request.user),
        "may_export": may(request.user, "year_programme.export"),
        "second": second_language(programme),
        "papers": made_for(programme, request.user),
        "form_key": new_form_key(),
        "history_lines": history(programme, dict(sentences())),
    }
    return render(request, "programme/year_programme.html", context)


def facts_of(programme: YearProgramme) -> list[Any]:
    return known(
        [
            fact(_("Partnership"), str(programme.partnership), url=programme.partnership.get_absolute_url()),
            fact(_("Preamble"), programme.preamble if programme.preamble else ""),
            fact(_("File reference"), programme.file_reference),
            fact(_("Agreed on"), programme.agreed_on or ""),
            fact(_("Agreed by"), programme.basis),
        ]
    )


def buttons_of(request: Request, programme: YearProgramme) -> list[Button]:
    """The acts of the page; one that is shut says why."""
    pk, user, state = programme.pk, request.user, programme.state
    steps = {
        "send": (_("Send to the partner"), "send", rules.may_step_year(user, programme, "send")),
        "take_back": (_("Take back"), "pencil", rules.may_step_year(user, programme, "take_back")),
        "agree": (_("Agree the whole"), "handshake", rules.may_agree_year(user, programme)),
        "close": (_("Close the year"), "circle-check", rules.may_step_year(user, programme, "close")),
        "reopen": (_("Open again"), "repeat", rules.may_step_year(user, programme, "reopen")),
    }
    found = []
    if state == YearProgramme.State.DRAFT:
        edit = rules.may_edit_year_programme(user, programme)
        found.append(Button(_("Edit"), reverse("programme:year_programme_edit", args=[pk]), "pencil", edit))
        found.append(Button(_("New line"), reverse("programme:line_new", args=[pk]), "plus", edit))
    for step, (label, icon, verdict) in steps.items():
        if YEAR.allows(step, state):
            main = step == ("send" if state == YearProgramme.State.DRAFT else "agree")
            found.append(Button(label, reverse(f"programme:year_programme_{step}", args=[pk]), icon, verdict, main))
    return found


def year_programme_new(request: Request) -> HttpResponse:
    chosen = (
        Partnership.objects.visible_to(request.user, "year_programme.create")
        .filter(key=request.GET.get("partnership", ""))
        .first()
    )
    form = forms.NewYearProgramme(
        request.POST or None, initial={"partnership": chosen, "year": timezone.localdate().year + 1}
    )
    form.limit_to(request.user)
    return answer_form(
        request,
        form,
        lambda: begin(request, form),
        context={
            "page_title": _("New year programme"),
            "lead": may_plan_with(chosen, timezone.localdate()).reason if chosen else "",
            "cancel_url": chosen.get_absolute_url() if chosen else reverse("programme:year_programmes"),
        },
    )


def begin(request: Request, form: forms.NewYearProgramme) -> YearProgramme:
    values = form.values
    before = YearProgramme.objects.visible_to(request.user, "year_programme.create").filter(
        partnership=values["partnership"], year__lt=values["year"]
    )
    source = before.order_by("-year").first() if form.cleaned_data["lines"] else None
    if source is None:
        return actions.create_year_programme(values=values, by=request.user)
    return actions.copy_year_programme(source_id=source.pk, values=values, by=request.user)


def year_programme_edit(request: Request, pk: int) -> HttpResponse:
    programme = found(request, pk, "year_programme.update")
    form = forms.EditYearProgramme.of(programme, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.edit_year_programme(
            programme_id=pk, version=form.version_seen, values=form.values, by=request.user
        ),
        context={"page_title": programme, "cancel_url": programme.get_absolute_url()},
    )


def year_programme_send(request: Request, pk: int) -> HttpResponse:
    """Who gets the link, in which language, until when. Known from the last time, or from the contacts."""
    programme = found(request, pk, "year_programme.update")
    form = forms.SendYearProgramme(request.POST or None, initial=receiver(request, programme))
    return answer_form(
        request,
        form,
        lambda: actions.send_year_programme(programme_id=pk, values=form.cleaned_data, by=request.user),
        context={
            "page_title": programme,
            "lead": rules.may_step_year(request.user, programme, "send").reason
            or _("The partner gets a mail with a link and answers line by line, without an account."),
            "submit_label": _("Send"),
            "submit_icon": "send",
            "cancel_url": programme.get_absolute_url(),
        },
    )


def receiver(request: Request, programme: YearProgramme) -> dict[str, Any]:
    ends_on = timezone.localdate() + forms.ANSWER_WITHIN
    links = guest_links_of([programme], user=request.user)
    if links:
        return {"name": links[0].name, "email": links[0].email, "language": links[0].language, "ends_on": ends_on}
    people = Contact.objects.visible_to(request.user).filter(partner=programme.partnership.partner_id)
    contact = people.exclude(email="").first()
    start = {"language": second_language(programme), "ends_on": ends_on}
    return {**start, "name": str(contact), "email": contact.email} if contact else start


def year_programme_agree(request: Request, pk: int) -> HttpResponse:
    programme = found(request, pk, "year_programme.agree")
    form = forms.AgreeYearProgramme(request.POST or None, initial={"agreed_on": timezone.localdate()})
    return answer_form(
        request,
        form,
        lambda: actions.agree_year_programme(programme_id=pk, values=form.cleaned_data, by=request.user),
        context={
            "page_title": programme,
            "lead": rules.may_agree_year(request.user, programme).reason,
            "submit_label": _("Agree the whole"),
            "cancel_url": programme.get_absolute_url(),
        },
    )


def year_programme_take_back(request: Request, pk: int) -> HttpResponse:
    will = [_("You can change lines and add new ones."), _("The partner sees the last version and cannot answer.")]
    stays = [_("All answers so far. With the next sending the partner gets a new link.")]
    return step(request, pk, "take_back", (_("Take back"), will, stays))


def year_programme_reopen(request: Request, pk: int) -> HttpResponse:
    will = [_("The programme is a draft again; day and letter of the agreement are emptied.")]
    stays = [_("All versions, and every line as it is.")]
    return step(request, pk, "reopen", (_("Open again"), will, stays))


def year_programme_close(request: Request, pk: int) -> HttpResponse:
    will = [_("Lines can no longer be changed.")]
    stays = [_("Everything can be read and printed, and the programme can be opened again.")]
    return step(request, pk, "close", (_("Close the year"), will, stays))


def step(request: Request, pk: int, name: str, said: tuple[str, list[str], list[str]]) -> HttpResponse:
    programme = found(request, pk, "year_programme.update")
    title, will, stays = said
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.step_year_programme(programme_id=pk, step=name, by=request.user),
        template="confirm.html",
        context={
            "page_title": programme,
            "title": title,
            "will": will,
            "stays": stays,
            "submit_label": title,
            "cancel_url": programme.get_absolute_url(),
            "verdict": rules.may_step_year(request.user, programme, name),
        },
    )
