"""Writing, previewing and releasing the editorial pages at the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.core.events import lines, timeline
from hospitium.core.forms import answer_form
from hospitium.core.http import Request, new_form_key
from hospitium.core.multilingual import CURRENT, MACHINE, MISSING, OUTDATED
from hospitium.portal import actions, forms, history, rules, texts
from hospitium.portal.models import EditorialPage

STATE_CHIPS = {
    CURRENT: (gettext_lazy("up to date"), "success"),
    OUTDATED: (gettext_lazy("outdated"), "warning"),
    MACHINE: (gettext_lazy("machine translated"), "info"),
    MISSING: (gettext_lazy("missing"), "open"),
}


def pages(request: Request) -> HttpResponse:
    """All editorial pages with the state of each language."""
    found = EditorialPage.objects.visible_to(request.user)
    columns = [{"label": _("Page")}, {"label": _("On the public site")}]
    columns += [{"label": str(name)} for _code, name in settings.LANGUAGES]
    rows = []
    for page in found:
        url = reverse("portal:page_edit", args=[page.pk])
        cells: list[Any] = [{"value": str(page), "url": url, "sub": page.key}, {"chip": release_chip(page)}]
        cells += [{"chip": language["chip"]} for language in language_states(page)]
        rows.append({"cells": cells})
    context = {
        "columns": columns,
        "rows": rows,
        "may_write": rules.may_write(request.user),
        "crumbs": [{"label": _("Editorial pages"), "url": ""}],
    }
    return render(request, "portal/desk_pages.html", context)


def page_new(request: Request) -> HttpResponse:
    form = forms.NewPage(request.POST or None)

    def act() -> str:
        page = actions.create_page(key=form.cleaned_data["key"], title=form.cleaned_data["title"], by=request.user)
        return reverse("portal:page_edit", args=[page.pk])

    context = {"crumbs": [*crumbs(), {"label": _("New page"), "url": ""}], "cancel_url": reverse("portal:pages")}
    return answer_form(request, form, act, template="portal/desk_page_new.html", context=context)


def page_edit(request: Request, pk: int) -> HttpResponse:
    """Write a page, or look at what was typed before saving it."""
    page = get_object_or_404(EditorialPage.objects.visible_to(request.user), pk=pk)
    form = forms.Page.of(page, request.POST or None)

    def act() -> str:
        actions.change_page(
            page_id=pk,
            texts=form.texts,
            machine=form.cleaned_data["machine"],
            confirmed=form.cleaned_data["confirmed"],
            version=form.version_seen,
            by=request.user,
        )
        return reverse("portal:page_edit", args=[pk])

    context = {
        "page": page,
        "release": release_chip(page),
        "languages_of_page": language_states(page),
        "may_publish": rules.may_publish(request.user, page),
        "may_withdraw": rules.may_withdraw(request.user, page),
        "events": [
            {"at": line.at, "who": line.who, "sentence": line.sentence}
            for line in lines(timeline(page)[:20], history.SENTENCES)
        ],
        "crumbs": [*crumbs(), {"label": str(page), "url": ""}],
    }
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        shown = {**context, "form": form, "form_key": new_form_key(), "previews": previews(page, form)}
        return render(request, "portal/desk_page.html", shown)
    return answer_form(request, form, act, template="portal/desk_page.html", context=context)


def page_publish(request: Request, pk: int) -> HttpResponse:
    page = get_object_or_404(EditorialPage.objects.visible_to(request.user, "editorial.update"), pk=pk)
    actions.publish_page(page_id=page.pk, by=request.user)
    return redirect("portal:page_edit", pk)


def page_withdraw(request: Request, pk: int) -> HttpResponse:
    page = get_object_or_404(EditorialPage.objects.visible_to(request.user, "editorial.update"), pk=pk)
    actions.withdraw_page(page_id=page.pk, by=request.user)
    return redirect("portal:page_edit", pk)


def crumbs() -> list[dict[str, str]]:
    return [{"label": _("Editorial pages"), "url": reverse("portal:pages")}]


def release_chip(page: EditorialPage) -> dict[str, str]:
    if page.is_published:
        return {"text": _("published"), "tone": "success", "icon": "globe"}
    return {"text": _("not published"), "tone": "", "icon": "pencil"}


def language_states(page: EditorialPage) -> list[dict[str, Any]]:
    """For each language the worst state among title, lead and text."""
    found = []
    for code, name in settings.LANGUAGES:
        state = texts.worst_state((page.title, page.lead, page.body), code)
        text, tone = STATE_CHIPS[state]
        found.append({"code": code, "name": str(name), "chip": {"text": str(text), "tone": tone}})
    return found


def previews(page: EditorialPage, form: forms.Page) -> list[dict[str, Any]]:
    """What was typed, as readers of each language would see it; nothing is saved."""
    typed = EditorialPage(
        key=page.key, **{name: getattr(page, name).rewritten(wordings) for name, wordings in form.texts.items()}
    )
    return [
        {"code": code, "name": str(name), "page": texts.preview(typed, language=code)}
        for code, name in settings.LANGUAGES
        if typed.title.texts.get(code) or typed.body.texts.get(code)
    ]
