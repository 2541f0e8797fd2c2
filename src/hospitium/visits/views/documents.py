"""The documents of a visit: what can be printed, what was made, and the run sheet on the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.verdicts import Refused, require
from hospitium.documents.kinds import KINDS, label_of
from hospitium.documents.models import Document
from hospitium.documents.queries import made_for
from hospitium.documents.rules import may_make
from hospitium.documents.views.files import zip_file
from hospitium.visits import rules
from hospitium.visits.actions import documents as actions
from hospitium.visits.documents import LETTERS, recipients_of, run_sheet_data
from hospitium.visits.documents.gaps import USUAL, WANTED, gaps_in
from hospitium.visits.forms.documents import Booklet, Letters, OneLanguage
from hospitium.visits.models import Visit
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of

MOST_IN_ZIP = 100
SHEETS: dict[str, tuple[type[OneLanguage], Callable[..., Document]]] = {
    "booklet": (Booklet, actions.make_booklet),
    "run_sheet": (OneLanguage, actions.make_run_sheet),
    "briefing": (OneLanguage, actions.make_briefing),
}


def documents(request: Request, pk: int) -> HttpResponse:
    """What can be made, and every version of what was made."""
    record = get_object_or_404(workspaces(request.user, "document.read"), pk=pk)
    found = made_for(record, request.user)
    rows = [{"record": one, "kind": label_of(one.template)} for one in found]
    context = {
        **frame_of(record, request.user, "documents"),
        "may_make": bool(may_make(request.user, record.unit)),
        "may_read_internal": bool(rules.may_read_internal(request.user, record)),
        "sheets": [offer(pk, template) for template in SHEETS],
        "letters": [offer(pk, template) for template in LETTERS],
        "rows": rows,
    }
    return render(request, "visits/documents.html", context)


def offer(pk: int, template: str) -> dict[str, str]:
    told = {
        "booklet": _(
            "For the guests: greeting, days, places with the way, speakers, practical hints; in two languages."
        ),
        "run_sheet": _("For the office only: minute by minute, with phones, transfers, remarks and plan B."),
        "briefing": _("For the leadership: who comes, state of the relation, promises, talking points."),
        "invitation": _("To the partner and its contacts, with the rule on cost."),
        "topic_request": _("To the departments that take part."),
        "speaker_request": _("To everybody who has not confirmed yet."),
        "confirmation": _("To everybody who has confirmed."),
        "thanks": _("To everybody who has confirmed, after the visit."),
    }
    return {
        "label": str(KINDS[template].label),
        "text": told[template],
        "url": reverse("visits:document_new", args=[pk, template]),
    }


def document_new(request: Request, pk: int, template: str) -> HttpResponse:
    """Ask for what a document needs, and make it."""
    record = get_object_or_404(Visit.objects.visible_to(request.user, "document.create"), pk=pk)
    if template in LETTERS:
        return letters_new(request, record, template)
    if template not in SHEETS:
        raise Http404
    form_class, make = SHEETS[template]
    form = form_class(request.POST or None, initial=form_class.start(record))

    def act() -> str:
        chosen = (
            {"languages": form.languages, "paper": form.cleaned_data["paper"]}
            if isinstance(form, Booklet)
            else {"language": form.cleaned_data["language"]}
        )
        made = make(visit_id=pk, by=request.user, **chosen)
        messages.success(request, _("%(number)s was made.") % {"number": made.sign})
        return made.get_absolute_url()

    return answer_form(request, form, act, context=page(record, template))


def letters_new(request: Request, record: Visit, letter: str) -> HttpResponse:
    """Choose the receivers, and make a letter for each."""
    found = recipients_of(record, letter, request.user)
    form = Letters(request.POST or None, initial={"recipients": [one.key for one in found]})
    form.offer(record, found)
    form.ask_about(gaps_in(record, (one.language for one in found), wanted=WANTED.get(letter, USUAL)))

    def act() -> str:
        made = actions.make_letters(
            visit_id=record.pk,
            letter=letter,
            recipients=form.cleaned_data["recipients"],
            format=form.format,
            letterhead=form.letterhead,
            by=request.user,
        )
        count = len(made)
        messages.success(
            request, ngettext("%(count)s letter was made.", "%(count)s letters were made.", count) % {"count": count}
        )
        return reverse("visits:documents", args=[record.pk])

    if not found:
        context = {**page(record, letter), "nobody": LETTERS[letter].nobody}
        return render(request, "visits/letters_nobody.html", context)
    reason = rules.may_write_letter(request.user, record, letter).reason
    context = {**page(record, letter), **({"lead": reason} if reason else {})}
    return answer_form(request, form, act, context=context)


def page(record: Visit, template: str) -> dict[str, Any]:
    back = reverse("visits:documents", args=[record.pk])
    return {
        "page_title": label_of(template),
        "lead": str(record),
        "submit_label": _("Make"),
        "cancel_url": back,
        "crumbs": [{"label": record, "url": back}, {"label": label_of(template)}],
    }


def documents_zip(request: Request, pk: int) -> HttpResponse:
    """The chosen documents of a visit in one file; without a choice the latest version of each."""
    record = get_object_or_404(Visit.objects.visible_to(request.user, "document.read"), pk=pk)
    wanted = {int(value) for value in request.GET.getlist("document") if value.isdecimal() and len(value) < 18}
    found = [one for one in made_for(record, request.user) if one.file is not None and not one.is_sealed]
    latest = {(one.year, one.number): one for one in sorted(found, key=lambda one: one.version)}
    chosen = [one for one in found if one.pk in wanted] if wanted else list(latest.values())
    if not chosen:
        raise Refused(_("There is no document yet. Make one first."))
    files = [one.file for one in chosen[:MOST_IN_ZIP] if one.file is not None]
    return zip_file(f"visit-{pk}-documents", files)


# ---- the run sheet on the phone ------------------------------------------------
def internal(request: Request, pk: int) -> Visit:
    record: Visit = get_object_or_404(workspaces(request.user, "visit.read_internal"), pk=pk)
    require(rules.may_read_internal(request.user, record))
    return record


def run_sheet(request: Request, pk: int) -> HttpResponse:
    """The run sheet as a page that can be kept on the phone, so that it works without a connection."""
    record = internal(request, pk)
    context = {
        "visit": record,
        "sheet": run_sheet_data(record, language=get_language() or record.host_language),
        "back_url": reverse("visits:documents", args=[pk]),
        "worker_url": reverse("visits:run_sheet_worker", args=[pk]),
    }
    return render(request, "visits/run_sheet.html", context)


def run_sheet_worker(request: Request, pk: int) -> HttpResponse:
    """The script that keeps the page; its address lies below the page, so that it can reach nothing else."""
    internal(request, pk)
    return render(request, "visits/run_sheet_worker.js", content_type="text/javascript")
