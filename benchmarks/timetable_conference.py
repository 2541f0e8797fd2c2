"""conference-scheduler on what it can express: run by the Python of its own environment.

It knows slots of one length and when somebody is not available, but no ways, no lunch and no windows between slots.
Reads the slots with the events that are not possible in them as JSON, prints the slot of each event.
"""

import json
import sys
from datetime import datetime

from conference_scheduler import scheduler
from conference_scheduler.resources import Event, Slot
from pulp import PULP_CBC_CMD


def main() -> None:
    asked = json.load(sys.stdin)
    slots = [
        Slot(
            venue="the visit",
            starts_at=datetime.fromisoformat(one["starts_at"]),
            duration=one["duration"],
            session=one["day"],
            capacity=100,
        )
        for one in asked["slots"]
    ]
    events = [Event(name=one["name"], duration=one["duration"], demand=1) for one in asked["events"]]
    for event, one in zip(events, asked["events"], strict=True):
        event.add_unavailability(*(slots[number] for number in one["not_in"]))
    found = scheduler.schedule(events, slots, solver=PULP_CBC_CMD(msg=False, timeLimit=asked["seconds"]))
    print(json.dumps({one.event.name: slots.index(one.slot) for one in found}))


main()
