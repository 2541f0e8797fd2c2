"""The life of what is offered to the archive."""

from hospitium.core.workflow import Workflow
from hospitium.retention.models import Offer

State = Offer.State
OFFERS = Workflow(
    {
        "offer": ({State.KEPT}, State.OFFERED),
        "accept": ({State.OFFERED}, State.ACCEPTED),
        "decline": ({State.OFFERED}, State.DECLINED),
        "let_pass": ({State.OFFERED}, State.TERM_OVER),
        "hand_over": ({State.ACCEPTED}, State.HANDED_OVER),
        "erase": ({State.HANDED_OVER, State.DECLINED, State.TERM_OVER}, State.ERASED),
    }
)
