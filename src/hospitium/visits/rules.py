"""Who may do what with a visit and with what belongs to it, and why not."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, judge, may
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.partners.rules import may_plan_with
from hospitium.programme.models import Activity, State
from hospitium.visits.models import Booking, Interpreter, Item, Part, Proposal, Speaker, Venue, Visit
from hospitium.visits.states import BOOKING


def may_create_visit(user: Somebody, activity: Activity) -> Verdict:
    """A working place is opened once, for what is planned, and not while the partnership is suspended."""
    verdict = judge(user, "visit.create", unit=lead_of(user, activity))
    if verdict and activity.state != State.PLANNED:
        return Verdict(_("Only a planned activity gets a working place. This one took place or was cancelled."))
    if verdict and Visit.objects.filter(activity=activity).exists():
        return Verdict(_("This activity has a working place already."))
    return may_be_planned(activity) if verdict else verdict


def lead_of(user: Somebody, activity: Activity) -> Unit | None:
    """The unit that will lead the visit: the activity's, or a partnership's, as far as the person plans for it."""
    units = [activity.unit, *(partnership.unit for partnership in activity.partnerships.select_related("unit"))]
    known = [unit for unit in units if unit is not None]
    return next((unit for unit in known if judge(user, "visit.create", unit=unit)), next(iter(known), None))


def may_remove_visit(user: Somebody, visit: Visit) -> Verdict:
    """What was published was told to others; from then on the working place stays."""
    verdict = judge(user, "visit.update", unit=visit.unit)
    if verdict and visit.releases.exists():
        return Verdict(_("The programme has been published. Cancel the activity instead; the working place stays."))
    # Invitations belong to the app above; without the visit nobody could cancel them any more.
    if verdict and visit.invitations.filter(status="sent").exists():
        return Verdict(_("Items of this visit stand in calendars of others. Cancel those invitations first."))
    if verdict and visit.delegations.exists():
        return Verdict(_("This visit has delegations. Remove them first, or cancel the activity instead."))
    return verdict


def may_move_item(user: Somebody, item: Item, day: date | None) -> Verdict:
    """Moving by hand stays within the days of the visit and leaves alone what is fixed."""
    verdict = may_edit_item(user, item)
    if verdict and item.is_fixed:
        return Verdict(_("The time of this item is fixed. Open the item and take the mark off to move it."))
    return may_be_on(item.visit, day) if verdict else verdict


def may_be_on(visit: Visit, day: date | None) -> Verdict:
    if day is not None and not visit.starts_on <= day <= visit.ends_on:
        return Verdict(_("This day lies outside the visit. Change the days of the visit first."))
    return ALLOWED


def may_remove_venue(user: Somebody, venue: Venue) -> Verdict:
    verdict = may(user, "venue.update")
    if verdict and (venue.items.exists() or venue.lodges.exists()):
        return Verdict(_("This venue stands in programmes. It stays, so that they can still be read."))
    return verdict


def may_remove_speaker(user: Somebody, speaker: Speaker) -> Verdict:
    verdict = may(user, "speaker.update")
    if verdict and speaker.parts.exists():
        return Verdict(_("This person stands in programmes and stays, so that they can still be read."))
    return verdict


def may_be_planned(activity: Activity) -> Verdict:
    today = timezone.localdate()
    verdicts = [may_plan_with(partnership, today) for partnership in activity.partnerships.all()]
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)


def may_edit_visit(user: Somebody, visit: Visit) -> Verdict:
    """Whoever plans the visit may change it, as long as the partnership is not suspended."""
    verdict = judge(user, "visit.update", unit=visit.unit)
    return may_be_planned(visit.activity) if verdict else verdict


def may_edit_item(user: Somebody, item: Item) -> Verdict:
    return may_edit_visit(user, item.visit)


def may_read_internal(user: Somebody, visit: Visit) -> Verdict:
    """Remarks, phones, plan B and costs never leave the office."""
    return judge(user, "visit.read_internal", unit=visit.unit)


def may_write_letter(user: Somebody, visit: Visit, letter: str) -> Verdict:
    """Nobody is invited while the partnership is suspended; thanks are still said."""
    verdict = may_read_internal(user, visit)
    return may_be_planned(visit.activity) if verdict and letter != "thanks" else verdict


def may_publish_visit(user: Somebody, visit: Visit) -> Verdict:
    verdict = judge(user, "visit.publish", unit=visit.unit)
    return may_be_planned(visit.activity) if verdict else verdict


def may_accept_finding(user: Somebody, visit: Visit) -> Verdict:
    """Whoever may change the programme may say that a finding of its check is all right."""
    return may_edit_visit(user, visit)


def may_edit_limits(user: Somebody, unit: Unit) -> Verdict:
    """The head of an office sets what the check of its visits goes by."""
    return judge(user, "check_limits.update", unit=unit)


# ---- speakers and hosts ----------------------------------------------------------
def may_ask_part(user: Somebody, part: Part) -> Verdict:
    """Somebody can be asked who has a mail address, for an item that has its time and is still to come."""
    verdict = may_edit_item(user, part.item)
    return can_be_asked(part) if verdict else verdict


def can_be_asked(part: Part) -> Verdict:
    if part.item.visit.activity.state == State.CANCELLED:
        return Verdict(_("The visit is cancelled."))
    if part.item.day is None:
        return Verdict(_("This item has no time yet. Place it in the programme, then ask."))
    if part.item.day < timezone.localdate():
        return Verdict(_("This item is over."))
    if part.state in {Part.State.DECLINED, Part.State.REPLACED}:
        return Verdict(_("This person has declined or was replaced. Choose somebody else."))
    if not part.speaker.email:
        return Verdict(_("There is no mail address of this person. Enter it, or call and note the answer."))
    return ALLOWED


def may_be_reminded(part: Part) -> Verdict:
    """By the mails of the night, which nobody looks at before."""
    verdict = can_be_asked(part)
    return may_be_planned(part.item.visit.activity) if verdict else verdict


def may_remind_part(user: Somebody, part: Part) -> Verdict:
    if part.state != Part.State.ASKED:
        return Verdict(_("Only somebody who was asked and has not answered is reminded."))
    return may_ask_part(user, part)


def may_answer_part(part: Part) -> Verdict:
    """A guest can answer, and change the answer, until the item is over or somebody else took it over."""
    if part.state == Part.State.OPEN or part.item.day is None:
        return Verdict(_("The time is being planned anew. You will get another message from us."))
    if part.state == Part.State.REPLACED or part.item.day < timezone.localdate():
        return Verdict(_("This question is settled. If you think that is wrong, answer our message."))
    return ALLOWED


def may_accept_time(user: Somebody, part: Part) -> Verdict:
    if part.proposed_day is None or part.proposed_time is None:
        return Verdict(_("No other time is proposed."))
    if part.item.is_fixed:
        return Verdict(_("The time of this item is fixed. Take the tick away first, or ask somebody else."))
    verdict = may_edit_item(user, part.item)
    # The days of the visit may have changed since somebody proposed one of them.
    return may_be_on(part.item.visit, part.proposed_day) if verdict else verdict


def may_replace_part(user: Somebody, part: Part, speaker: Speaker) -> Verdict:
    if part.state == Part.State.REPLACED:
        return Verdict(_("This person was replaced already."))
    return may_add_part(user, part.item, speaker)


def may_add_part(user: Somebody, item: Item, speaker: Speaker) -> Verdict:
    if item.parts.filter(speaker=speaker).exists():
        return Verdict(_("This person stands in this item already."))
    return may_edit_item(user, item)


# ---- interpreters, tasks, costs, versions ------------------------------------------
def may_edit_booking(user: Somebody, booking: Booking) -> Verdict:
    """Whoever may change the visit books its interpreters; what they cost is internal."""
    verdict = judge(user, "visit.read_internal", unit=booking.visit.unit)
    return may_edit_visit(user, booking.visit) if verdict else verdict


def may_step_booking(user: Somebody, booking: Booking, step: str) -> Verdict:
    """A suspension blocks new bookings, but not to let go whom nobody needs any more."""
    if not BOOKING.allows(step, booking.state):
        return Verdict(_("This booking has moved on in the meantime. Look at it again."))
    if step in {"decline", "cancel"}:
        return judge(user, "visit.update", unit=booking.visit.unit)
    return may_edit_booking(user, booking)


def may_remove_booking(user: Somebody, booking: Booking) -> Verdict:
    if booking.state in {Booking.State.HELD, Booking.State.BOOKED}:
        return Verdict(_("Cancel the booking first, so that the interpreter knows."))
    return judge(user, "visit.update", unit=booking.visit.unit)


def may_remove_interpreter(user: Somebody, interpreter: Interpreter) -> Verdict:
    verdict = may(user, "interpreter.update")
    if verdict and (interpreter.bookings.exists() or interpreter.items.exists()):
        return Verdict(_("This person stands in programmes and stays, so that they can still be read."))
    return verdict


def may_edit_tasks(user: Somebody, visit: Visit) -> Verdict:
    """Tasks are done also while a partnership is suspended: what was begun must be wound up."""
    return judge(user, "visit.update", unit=visit.unit)


def may_edit_costs(user: Somebody, visit: Visit) -> Verdict:
    """Bills come after the visit, and also while a partnership is suspended."""
    verdict = judge(user, "visit.read_internal", unit=visit.unit)
    return judge(user, "visit.update", unit=visit.unit) if verdict else verdict


# ---- proposal --------------------------------------------------------------------
def may_ask_proposal(user: Somebody, visit: Visit) -> Verdict:
    """One question at a time, for a visit that is still to be planned."""
    verdict = may_edit_visit(user, visit)
    if verdict and visit.activity.state != State.PLANNED:
        return Verdict(_("Only a planned visit gets a proposal. This one took place or was cancelled."))
    if verdict and visit.proposals.filter(state__in=[Proposal.State.WAITING, Proposal.State.RUNNING]).exists():
        return Verdict(_("A proposal for this visit is being worked on. Wait for it, or stop it."))
    return verdict


def may_stop_proposal(user: Somebody, proposal: Proposal) -> Verdict:
    """A search can be ended also while a partnership is suspended."""
    if not proposal.is_open:
        return Verdict(_("This search has ended already."))
    return judge(user, "visit.update", unit=proposal.visit.unit)


def may_adopt_proposal(user: Somebody, proposal: Proposal) -> Verdict:
    if proposal.is_open or proposal.state in {Proposal.State.FAILED, Proposal.State.DISCARDED}:
        return Verdict(_("There is no plan here to take over."))
    if proposal.answer.get("violations"):
        return Verdict(_("This plan did not pass the check and is not taken over."))
    return may_edit_visit(user, proposal.visit)


def may_discard_proposal(user: Somebody, proposal: Proposal) -> Verdict:
    if proposal.state not in {Proposal.State.DONE, Proposal.State.STOPPED, Proposal.State.FAILED}:
        return Verdict(_("Only a proposal of which nothing was taken over is discarded."))
    return judge(user, "visit.update", unit=proposal.visit.unit)
