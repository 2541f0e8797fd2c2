"""Interpreting of a visit: who is booked, who interprets what, what is missing, and what goes to them beforehand."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.verdicts import Refused
from hospitium.visits import rules
from hospitium.visits.actions import interpreters as actions
from hospitium.visits.forms import work as forms
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.models import Booking, Visit
from hospitium.visits.queries.interpreting import interpreting_of, sheet_of
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.states import BOOKING
from hospitium.visits.tabs import frame_of

ROW = "visit.read_internal"


def interpreting(request: Request, pk: int) -> HttpResponse:
    """Bookings, and day by day which interpreter is in which item. A POST assigns."""
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    if request.method == "POST":
        return assigned(request, record)
    exports = [
        {"label": form.label, "url": f"{reverse('visits:interpreting_sheet', args=[pk])}?export={kind}"}
        for kind, form in FORMATS.items()
        if kind != "csv"
    ]
    context = {
        **frame_of(record, request.user, "interpreting"),
        "shown": interpreting_of(record, by=request.user),
        "exports": exports,
        "may_edit": rules.may_edit_visit(request.user, record),
    }
    return render(request, "visits/interpreting.html", context)


def assigned(request: Request, record: Visit) -> HttpResponse:
    """Save the ticks of one day; what is refused is said above the page as it stands now."""
    form = forms.Assign(request.POST, items=record.items.all())
    try:
        count = actions.assign_interpreters(visit_id=record.pk, chosen=form.chosen, seen=form.seen, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(count)d item was assigned.", "%(count)d items were assigned.", count)
        messages.success(request, text % {"count": count} if count else _("Nothing was changed."))
    return to_interpreting(record.pk)


# ---- bookings ------------------------------------------------------------------
def booking_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = forms.NewBooking(request.POST or None, visit=record)

    def act() -> str:
        actions.create_booking(visit_id=pk, values=form.values, by=request.user)
        return reverse("visits:interpreting", args=[pk])

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Ask an interpreter"),
            "lead": rules.may_edit_visit(request.user, record).reason or record,
            "cancel_url": reverse("visits:interpreting", args=[pk]),
        },
    )


def booking_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(bookings(request), pk=pk)
    form = forms.EditBooking.of(record, request.POST or None)
    back = reverse("visits:interpreting", args=[record.visit_id])

    def act() -> str:
        actions.edit_booking(booking_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    return answer_form(
        request,
        form,
        act,
        context={"page_title": record.interpreter, "lead": record.visit, "cancel_url": back},
    )


def booking_step(request: Request, pk: int, step: str) -> HttpResponse:
    record = get_object_or_404(bookings(request), pk=pk)
    if step not in BOOKING.steps:
        raise Http404
    booking = actions.step_booking(booking_id=pk, step=step, by=request.user)
    messages.success(
        request,
        _("%(name)s: %(state)s") % {"name": booking.interpreter, "state": booking.get_state_display()},
    )
    return to_interpreting(record.visit_id)


def booking_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(bookings(request), pk=pk)
    actions.remove_booking(booking_id=pk, by=request.user)
    messages.success(request, _("%(name)s was taken out.") % {"name": record.interpreter})
    return to_interpreting(record.visit_id)


def bookings(request: Request) -> QuerySet[Booking]:
    return Booking.objects.visible_to(request.user, "visit.update").select_related("visit__activity", "interpreter")


# ---- terms and names -------------------------------------------------------------
def interpreting_sheet(request: Request, pk: int) -> HttpResponse:
    """Terms and names in both languages of the visit as a table."""
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    kind = request.GET.get("export", "xlsx")
    if kind not in FORMATS:
        raise Http404
    sheet = sheet_of(record)
    language = get_language() or "en"
    columns = [wording.language_name(code, language=language) for code in sheet.languages]
    rows = [[str(term.sort), term.ours, term.theirs, term.note] for term in sheet.terms]
    return table_file(
        request,
        name="terms-and-names",
        title=_("Terms and names"),
        header=[_("What"), *columns, _("Note")],
        rows=rows,
        kind=kind,
    )


def interpreting_send(request: Request, pk: int) -> HttpResponse:
    """Asks first; then items, terms and names go to everybody who is on hold or booked."""
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    back = reverse("visits:interpreting", args=[pk])
    wanted = record.bookings.filter(state__in=[Booking.State.HELD, Booking.State.BOOKED]).select_related("interpreter")
    able = [one for one in wanted if one.interpreter.email]

    def act() -> str:
        sent = actions.send_sheet(visit_id=pk, by=request.user)
        text = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", len(sent))
        messages.success(request, text % {"count": len(sent)})
        return back

    without = [_("No mail address: %(name)s") % {"name": one.interpreter} for one in wanted if one not in able]
    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Send terms and names"),
            "will": [_("A mail goes to: %(name)s") % {"name": one.interpreter} for one in able]
            or [_("Nobody with a mail address is on hold or booked yet.")],
            "stays": [
                *without,
                _("In it: this person's items with their venues, terms, names and functions. No internal remarks."),
            ],
            "submit_label": _("Send"),
            "cancel_url": back,
        },
    )


def to_interpreting(visit: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("visits:interpreting", args=[visit]))
