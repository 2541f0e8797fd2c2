"""The lifecycles of this app: step → (from where, to where)."""

from hospitium.core.workflow import Workflow
from hospitium.delegations.models import Delegation, TravelRequest

State = Delegation.State
Request = TravelRequest.State

DELEGATION = Workflow(
    {
        "name": ({State.ANNOUNCED}, State.NAMED),
        "confirm": ({State.NAMED}, State.CONFIRMED),
        "return": ({State.NAMED, State.CONFIRMED}, State.ANNOUNCED),
        "arrive": ({State.CONFIRMED}, State.ARRIVED),
        "close": ({State.CONFIRMED, State.ARRIVED}, State.CLOSED),
    }
)
TRAVEL_REQUEST = Workflow(
    {
        "ask": ({Request.DRAFT}, Request.ASKED),
        "approve": ({Request.ASKED}, Request.APPROVED),
        "refuse": ({Request.ASKED}, Request.REFUSED),
        "rewrite": ({Request.REFUSED}, Request.DRAFT),
    }
)
