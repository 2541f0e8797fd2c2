"""The proposal measured on three seeded visits, and beside it, in the same run, what else there is.

The figure of a plan is its minutes of driving, when everything is in and no hard condition is broken; all its figures
stand in the remark. Peers get an environment of their own, kept between the runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.ours import Figure
from benchmarks.peers import CACHE as PRETALX
from benchmarks.peers import Peer
from benchmarks.timetable_instances import Instance, instance
from hospitium.algorithms.timetable.annealing import annealed
from hospitium.algorithms.timetable.board import Board, board_of
from hospitium.algorithms.timetable.greedy import greedy
from hospitium.algorithms.timetable.judged import judged
from hospitium.algorithms.timetable.proposal import Cost, Status
from hospitium.algorithms.timetable.propose import propose

HERE = Path(__file__).resolve().parent
CACHE = PRETALX.parent / "timetable"
PACKAGES = ("timefold", "conference-scheduler")
UNIT = "min driven"
RUNS = 3
SECONDS, SHORT, LARGE = 60, 10, 30  # of each search: for 60 stations, and at most for 20 and for 200
BETTER = "60 stations over 6 days: peers with a cheaper plan"
Starts = Mapping[str, datetime]


def figures(*, seconds: int = SECONDS, say: Callable[[str], None]) -> list[Figure]:
    """What is asked of the proposal: proofs, first plans, and the plans after so many seconds."""
    large = min(seconds, LARGE)
    found = [
        proof(instance(20, 2), asked=3),
        proof(instance(25, 5), asked=6),
        *improvement(instance(60, 6, seconds=seconds), asked=0.5, seconds=seconds),
        *improvement(instance(200, 18, seconds=large), asked=3, seconds=large),
    ]
    for one in found:
        say(f"{one.name}: {one.measured} {one.unit}, {one.note}")
    return found


def proof(one: Instance, *, asked: float) -> Figure:
    """Seconds until a plan is proven to be the cheapest. The first run loads the solver, too."""
    outcomes = [propose(one.demand) for _ in range(RUNS)]
    name = f"{one.name}: proven optimal"
    last = outcomes[-1]
    if any(outcome.status is not Status.OPTIMAL for outcome in outcomes):
        return Figure(name, "s", asked, note=f"not proven: gap {last.gap}")
    is_same = all(outcome.starts == last.starts for outcome in outcomes)
    note = f"{in_words(last.cost)}; {'the same plan each time' if is_same else 'NOT THE SAME PLAN'}"
    return Figure(name, "s", asked, tuple(outcome.seconds for outcome in outcomes), note)


def improvement(one: Instance, *, asked: float, seconds: int) -> list[Figure]:
    """Seconds until the first plan with everything in it, and the plan after all of the time."""
    begun, first = monotonic(), []

    def told(share: float, best: Cost | None) -> None:
        if best is not None and not best.missing and not first:
            first.append(monotonic() - begun)

    outcome = propose(replace(one.demand, cutoffs=replace(one.demand.cutoffs, rounds=10_000)), told)
    bound = f"at least {outcome.bound.driving}, gap {outcome.gap:.0%}" if outcome.bound and outcome.gap else ""
    return [
        Figure(f"{one.name}: first plan with everything in it", "s", asked, tuple(first)),
        plan_figure(f"{one.name}: after {seconds} s", one, outcome.starts, bound),
    ]


def plan_figure(name: str, one: Instance, starts: Starts, more: str = "") -> Figure:
    """A plan as the same judge and the same count see it, whoever made it."""
    board = board_of(one.demand)
    kept = judged(one.demand, starts)
    cost = cost_of(board, kept)
    broken = len(starts) - len(kept)
    note = "; ".join(part for part in (in_words(cost), more) if part)
    if broken or cost.missing:
        return Figure(name, UNIT, note=f"no plan: {broken} items break hard conditions; {note}")
    return Figure(name, UNIT, None, (cost.driving,), note)


def cost_of(board: Board, starts: Starts) -> Cost:
    number = {item.key: index for index, item in enumerate(board.items)}
    days = {day.date: index for index, day in enumerate(board.days)}
    plan = {
        number[key]: days[at.date()] * board.slots + (at.hour * 60 + at.minute) // board.demand.grain
        for key, at in starts.items()
    }
    outside = [
        item
        for item, slot in plan.items()
        if not any(low <= slot <= high for low, high in board.starts[item].get(slot // board.slots, ()))
    ]
    return board.cost({item: slot for item, slot in plan.items() if item not in outside})


def in_words(cost: Cost | None) -> str:
    return "" if cost is None else ", ".join(f"{name} {figure}" for name, figure in cost._asdict().items())


def compared(found: list[Figure], peers: list[Peer]) -> Figure:
    """How many peers have a cheaper plan for 60 stations, all figures in their order."""
    ours = next(one for one in found if one.name.startswith("60 stations") and one.unit == UNIT)
    theirs = [figure for peer in peers for name, figure in peer.figures.items() if name.startswith("60 stations")]
    measured = [figure for figure in theirs if figure.measured]
    cheaper = sum(figures_in(figure.note) < figures_in(ours.note) for figure in measured)
    return Figure(BETTER, "peers", 0, (cheaper,) if ours.measured else (), f"of {len(measured)} that have a plan")


def figures_in(note: str) -> tuple[int, ...]:
    return tuple(int(part.rsplit(" ", 1)[1]) for part in note.split(";")[0].split(", "))


def timed_instances(seconds: int) -> list[tuple[Instance, int]]:
    """The three instances, each with the seconds that everybody gets for it."""
    return [
        (instance(20, 2), min(seconds, SHORT)),
        (instance(60, 6), seconds),
        (instance(200, 18), min(seconds, LARGE)),
    ]


def baseline(*, seconds: int = SECONDS, say: Callable[[str], None]) -> Peer:
    """What one gets without a solver."""
    return of_peer("Own annealing", "greedy start, one core", annealing, timed_instances(seconds), say)


def installed(*, seconds: int = SECONDS, say: Callable[[str], None]) -> list[Peer]:
    """Those that need an environment of their own, one after the other, each with all of the machine."""
    try:
        versions = environment()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        note = f"could not be installed: {error}"
        return [Peer(name, note) for name in PACKAGES]
    instances = timed_instances(seconds)
    timefold_note = "the same model, written for it in Python; needs Java"
    conference_note = "slots of one hour and availability; it knows no ways and no lunch"
    name = f"conference-scheduler {versions['conference-scheduler']}"
    return [
        of_peer(f"Timefold {versions['timefold']}", timefold_note, timefold, instances, say),
        of_peer(name, conference_note, conference, instances, say),
    ]


def of_peer(
    name: str,
    note: str,
    solve: Callable[[Instance, int], Starts],
    instances: list[tuple[Instance, int]],
    say: Callable[[str], None],
) -> Peer:
    found: dict[str, Figure] = {}
    beside: dict[str, str] = {}
    for one, seconds in instances:
        title = f"{one.name}: after {seconds} s"
        try:
            found[title] = plan_figure(title, one, solve(one, seconds))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            found[title] = Figure(title, UNIT, note=f"not measured: {error}")
        # The small instance is proven long before.
        beside[title] = title if not title.startswith("20 ") else f"{one.name}: proven optimal"
        say(f"{name}, {title}: {found[title].measured} {found[title].note}")
    return Peer(name, note, found, beside)


def annealing(one: Instance, seconds: int) -> Starts:
    """As many steps as fit into the time, so that it has cooled down at its end."""
    board = board_of(one.demand)
    begun = monotonic()
    plan = annealed(board, greedy(board), seed=1, steps=10_000)
    steps = int(10_000 * seconds / (monotonic() - begun) * 0.95)
    found = annealed(board, plan, seed=1, steps=steps, until=begun + seconds)
    return {board.items[item].key: board.moment(item, slot) for item, slot in found.items()}


def timefold(one: Instance, seconds: int) -> Starts:
    board = board_of(one.demand)
    assert board.lunch is not None
    asked = {
        "slots": board.slots,
        "seconds": seconds,
        "lunch": [board.lunch.first, board.lunch.last, board.lunch.length],
        "stations": [station(board, item) for item in range(len(board.items))],
    }
    slots = answer("timetable_timefold.py", asked, seconds)
    return {board.items[item].key: board.moment(item, slot) for item, slot in enumerate(slots) if slot is not None}


def station(board: Board, item: int) -> dict[str, Any]:
    weight, wanted = board.wishes.get(item, (0, {}))
    low, high = next(iter(wanted.values()))[0] if wanted else (0, 0)
    return {
        "starts": [s for day in board.starts[item].values() for low, high in day for s in range(low, high + 1)],
        "lags": board.lags[item],
        "ways": board.ways[item],
        "length": board.lengths[item],
        "weight": weight,
        "wanted_from": low % board.slots,
        "wanted_until": high % board.slots,
        "announced": board.announced.get(item, -1),
    }


def conference(one: Instance, seconds: int) -> Starts:
    """Slots of one hour from nine to nine; each event knows in which of them it cannot begin."""
    board = board_of(one.demand)
    slots = [(day, hour) for day in range(len(board.days)) for hour in range(9, 21)]
    begins = [day * board.slots + hour * 12 for day, hour in slots]
    moments = [datetime.combine(board.days[day].date, time(hour)) for day, hour in slots]
    asked = {
        "seconds": seconds,
        "slots": [{"starts_at": at.isoformat(), "duration": 60, "day": str(at.date())} for at in moments],
        "events": [
            {
                "name": item.key,
                "duration": item.minutes,
                "not_in": [
                    number
                    for number, slot in enumerate(begins)
                    if not any(low <= slot <= high for low, high in board.starts[index].get(slots[number][0], ()))
                ],
            }
            for index, item in enumerate(board.items)
        ],
    }
    return {key: moments[number] for key, number in answer("timetable_conference.py", asked, seconds).items()}


def environment() -> dict[str, str]:
    """Makes the environment of the peers if it is not there; package → version."""
    python = CACHE / "bin" / "python"
    if not (CACHE / "ready").exists():
        run([sys.executable, "-m", "venv", str(CACHE)], "", 120)
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], "", 600)
        (CACHE / "ready").touch()
    lines = f"import importlib.metadata as m; print(*(m.version(one) for one in {PACKAGES!r}))"
    versions = run([str(python), "-c", lines], "", 60).split()
    return dict(zip(PACKAGES, versions, strict=True))


def answer(script: str, asked: Mapping[str, Any], seconds: int) -> Any:
    said = run([str(CACHE / "bin" / "python"), str(HERE / script)], json.dumps(asked), seconds * 2 + 120)
    return json.loads(said.strip().splitlines()[-1])


def run(command: list[str], given: str, seconds: float) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=seconds)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no word"]
        said = next((line for line in lines if "Error:" in line or "Exception:" in line), lines[-1])
        raise ValueError(f"{Path(command[-1]).name}: {said.strip()}")
    return done.stdout


def main() -> None:
    """`python -m benchmarks.timetable_proposal [seconds]`"""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    found = figures(seconds=seconds, say=print)
    beside = [baseline(seconds=seconds, say=print), *installed(seconds=seconds, say=print)]
    print(compared(found, beside))


if __name__ == "__main__":
    main()
