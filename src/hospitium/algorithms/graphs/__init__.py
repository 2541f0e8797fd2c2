"""The contacts of a partnership: how deep they go, where they hang by one thread, what a departure breaks."""

from hospitium.algorithms.graphs.network import departure, network
from hospitium.algorithms.graphs.problem import (
    Acquaintance,
    Contact,
    ContactState,
    Departure,
    Finding,
    FindingCode,
    Function,
    Network,
    OfficeState,
)

__all__ = [
    "Acquaintance",
    "Contact",
    "ContactState",
    "Departure",
    "Finding",
    "FindingCode",
    "Function",
    "Network",
    "OfficeState",
    "departure",
    "network",
]
