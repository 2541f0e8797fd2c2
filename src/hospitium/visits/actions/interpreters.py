"""What people do with the pool of interpreters, their bookings for a visit, and who interprets what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import may
from hospitium.core import mails, search
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.visits import rules
from hospitium.visits.models import Booking, Interpreter, Item, LanguagePair, Visit
from hospitium.visits.queries.interpreting import letter_language, sheet_of
from hospitium.visits.states import BOOKING, OVER

STEP_EVENTS = {
    "ask": "booking.asked",
    "hold": "booking.held",
    "book": "booking.booked",
    "decline": "booking.declined",
    "cancel": "booking.cancelled",
}


# ---- the pool ------------------------------------------------------------------
@transaction.atomic
def create_interpreter(*, values: Mapping[str, Any], pairs: Sequence[tuple[str, str]], by: User) -> Interpreter:
    """Enter an interpreter with the directions in which this person works. Raises Refused."""
    require(may(by, "interpreter.update"))
    interpreter = Interpreter()
    write(interpreter, values)
    write_pairs(interpreter, pairs)
    record("interpreter.created", interpreter, by=by)
    return interpreter


@transaction.atomic
def edit_interpreter(
    *,
    interpreter_id: int,
    version: int | None,
    values: Mapping[str, Any],
    pairs: Sequence[tuple[str, str]],
    by: User,
) -> Interpreter:
    """Change what is known of an interpreter. Raises Refused, or Conflict when somebody saved in between."""
    interpreter = locked(Interpreter, interpreter_id, version=version)
    require(may(by, "interpreter.update"))
    changed = write(interpreter, values)
    if write_pairs(interpreter, pairs):
        changed.append("pairs")
    if changed:
        record("interpreter.changed", interpreter, by=by, fields=changed)
    return interpreter


def write_pairs(interpreter: Interpreter, pairs: Iterable[tuple[str, str]]) -> bool:
    wanted = set(pairs)
    stored = set(interpreter.pairs.values_list("origin", "target"))
    if wanted == stored:
        return False
    interpreter.pairs.all().delete()
    LanguagePair.objects.bulk_create(
        LanguagePair(interpreter=interpreter, origin=origin, target=target) for origin, target in sorted(wanted)
    )
    return True


@transaction.atomic
def remove_interpreter(*, interpreter_id: int, by: User) -> None:
    """Take somebody out of the pool who was never asked. Raises Refused."""
    interpreter = locked(Interpreter, interpreter_id)
    require(rules.may_remove_interpreter(by, interpreter))
    record("interpreter.removed", interpreter, by=by)
    search.forget(interpreter)
    interpreter.delete()


# ---- bookings ------------------------------------------------------------------
@transaction.atomic
def create_booking(*, visit_id: int, values: Mapping[str, Any], by: User) -> Booking:
    """Note that an interpreter of the pool was asked for a visit. Raises Refused."""
    visit = locked(Visit, visit_id)
    booking = Booking(visit=visit)
    require(rules.may_edit_booking(by, booking))
    if visit.bookings.filter(interpreter=values["interpreter"]).exists():
        raise Refused(_("This interpreter was asked for this visit already."))
    write(booking, values)
    record("booking.created", booking, by=by, about=[visit, booking.interpreter])
    return booking


@transaction.atomic
def edit_booking(*, booking_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Booking:
    """Change days, cost or remark. Raises Refused, or Conflict when somebody saved in between."""
    booking = locked(Booking, booking_id, version=version)
    require(rules.may_edit_booking(by, booking))
    changed = write(booking, values)
    if changed:
        record("booking.changed", booking, by=by, about=[booking.visit, booking.interpreter], fields=changed)
    return booking


@transaction.atomic
def step_booking(*, booking_id: int, step: str, by: User) -> Booking:
    """Hold, book, decline, cancel, or ask anew. Who declines or is cancelled leaves the items. Raises Refused."""
    booking = locked(Booking, booking_id)
    require(rules.may_step_booking(by, booking, step))
    booking.state = Booking.State(BOOKING.after(step))
    booking.version += 1
    booking.save(update_fields=["state", "version"])
    left = 0
    if booking.state in OVER:
        links = Item.interpreters.through.objects.filter(
            item__visit=booking.visit_id, interpreter=booking.interpreter_id
        )
        left, _each = links.delete()
    record(STEP_EVENTS[step], booking, by=by, about=[booking.visit, booking.interpreter], left_items=left)
    return booking


@transaction.atomic
def remove_booking(*, booking_id: int, by: User) -> Visit:
    """Take away what was entered by mistake, or is over. Raises Refused."""
    booking = locked(Booking, booking_id)
    require(rules.may_remove_booking(by, booking))
    visit = booking.visit
    record("booking.removed", visit, by=by, about=[booking.interpreter])
    Item.interpreters.through.objects.filter(item__visit=visit, interpreter=booking.interpreter_id).delete()
    booking.delete()
    return visit


# ---- who interprets what ---------------------------------------------------------
@transaction.atomic
def assign_interpreters(
    *, visit_id: int, chosen: Mapping[int, Collection[int]], seen: Mapping[int, Collection[int]], by: User
) -> int:
    """Give items their interpreters: item → interpreters. `seen` is who had them when the page was shown.

    Returns how many items changed. Raises Refused when somebody else assigned in between, or when an interpreter is
    not booked for that day.
    """
    visit = locked(Visit, visit_id)
    require(rules.may_edit_visit(by, visit))
    bookings = {one.interpreter_id: one for one in visit.bookings.exclude(state__in=OVER).select_related("interpreter")}
    changed = []
    for item in visit.items.select_for_update().filter(pk__in=list(chosen)).order_by("pk"):
        now = set(item.interpreters.values_list("pk", flat=True))
        wanted = set(chosen[item.pk])
        if wanted == set(seen.get(item.pk, ())):
            continue
        if now != set(seen.get(item.pk, ())):
            raise Refused(
                _("Somebody else has just changed who interprets “%(item)s”. Look again; nothing was saved.")
                % {"item": item}
            )
        require_booked(item, wanted - now, bookings)
        item.interpreters.set(wanted)
        item.version += 1
        item.save(update_fields=["version"])
        changed.append(item.pk)
    if changed:
        record("visit.interpreters_assigned", visit, by=by, items=changed)
    return len(changed)


def require_booked(item: Item, new: Iterable[int], bookings: Mapping[int, Booking]) -> None:
    for key in new:
        booking = bookings.get(key)
        if booking is None:
            raise Refused(_("This interpreter is not asked for this visit. Add the booking first."))
        if item.day and not booking.first_day <= item.day <= booking.last_day:
            raise Refused(
                _("%(name)s is not booked for the day of “%(item)s”. Change the days of the booking first.")
                % {"name": booking.interpreter, "item": item}
            )


# ---- what they prepare with --------------------------------------------------------
@transaction.atomic
def send_sheet(*, visit_id: int, by: User) -> list[Booking]:
    """Mail the items, terms and names to every interpreter who is on hold or booked and has a mail address.

    Returns the bookings that got one. Raises Refused when there is nobody.
    """
    visit = locked(Visit, visit_id)
    require(rules.may_edit_visit(by, visit))
    wanted = visit.bookings.filter(state__in=[Booking.State.HELD, Booking.State.BOOKED])
    bookings = [one for one in wanted.select_related("interpreter") if one.interpreter.email]
    if not bookings:
        raise Refused(_("Nobody with a mail address is on hold or booked. Book somebody first."))
    for booking in bookings:
        post_sheet(booking, by)
        record("booking.sheet_sent", booking, by=by, about=[visit, booking.interpreter], on=timezone.localdate())
    return bookings


def post_sheet(booking: Booking, by: User) -> None:
    language = letter_language(booking.interpreter.language)
    with translation.override(language):
        sheet = sheet_of(booking.visit, interpreter=booking.interpreter)
        title = booking.visit.activity.title.here.text or gettext("Visit")
    mails.post(
        to=booking.interpreter.email,
        language=language,
        template="visits/mail/sheet",
        context={
            "booking": booking,
            "title": title,
            "sheet": sheet,
            "officer": booking.visit.officer or by,
            "installation": settings.INSTALLATION["name"],
        },
        about=booking,
    )
