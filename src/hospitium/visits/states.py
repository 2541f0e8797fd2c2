"""The life of an interpreter's booking."""

from hospitium.core.workflow import Workflow
from hospitium.visits.models import Booking

ASKED, HELD, BOOKED = Booking.State.ASKED, Booking.State.HELD, Booking.State.BOOKED
OVER = frozenset({Booking.State.DECLINED, Booking.State.CANCELLED})
BOOKING = Workflow(
    {
        "hold": ({ASKED}, HELD),
        "book": ({ASKED, HELD}, BOOKED),
        "decline": ({ASKED, HELD}, Booking.State.DECLINED),
        "cancel": ({ASKED, HELD, BOOKED}, Booking.State.CANCELLED),
        "ask": (set(OVER), ASKED),
    }
)
