"""The lives of an application, of an offer and of a placement."""

from hospitium.core.workflow import Workflow
from hospitium.exchange.models import Application, HostOffer, Placement

A, H, P = Application.State, HostOffer.State, Placement.State
DECIDED = frozenset({A.YES, A.NO, A.DEFERRED})
# Until results are out an application may still be assessed anew.
ASSESSABLE = frozenset({A.CONSENTED, A.ASSESSED})
APPLICATION = Workflow(
    {
        "submit": ({A.DRAFT}, A.SUBMITTED),
        "take_back": ({A.SUBMITTED, A.CONSENTED}, A.DRAFT),
        "complete": ({A.SUBMITTED}, A.CONSENTED),
        "reopen": ({A.CONSENTED}, A.SUBMITTED),
        "differ": ({A.CONSENTED}, A.ASSESSED),
        A.YES: (set(ASSESSABLE | DECIDED), A.YES),
        A.NO: (set(ASSESSABLE | DECIDED), A.NO),
        A.DEFERRED: (set(ASSESSABLE | DECIDED), A.DEFERRED),
        "withdraw": ({A.SUBMITTED, A.CONSENTED, A.ASSESSED, *DECIDED}, A.WITHDRAWN),
    }
)
OFFER = Workflow(
    {
        "offer": ({H.DRAFT, H.WITHDRAWN}, H.OFFERED),
        "confirm": ({H.OFFERED}, H.CONFIRMED),
        "change": ({H.OFFERED, H.CONFIRMED}, H.OFFERED),
        "withdraw": ({H.DRAFT, H.OFFERED, H.CONFIRMED}, H.WITHDRAWN),
    }
)
PLACEMENT = Workflow(
    {
        "drop": ({P.PROPOSED}, P.DROPPED),
        "announce": ({P.PROPOSED}, P.ANNOUNCED),
        "accept": ({P.ANNOUNCED}, P.ACCEPTED),
        "decline": ({P.ANNOUNCED, P.ACCEPTED}, P.DECLINED),
        "agree": ({P.ACCEPTED}, P.AGREED),
        "begin": ({P.AGREED}, P.UNDER_WAY),
        "finish": ({P.UNDER_WAY}, P.FINISHED),
        "break_off": ({P.ACCEPTED, P.AGREED, P.UNDER_WAY}, P.BROKEN_OFF),
        "withdraw": ({P.PROPOSED, P.ANNOUNCED, P.ACCEPTED, P.AGREED}, P.WITHDRAWN),
    }
)
