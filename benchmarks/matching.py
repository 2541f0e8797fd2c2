"""The matching measured on seeded rounds, and beside it, in the same run, what else there is.

Solving alone is measured, without reading and without making the problem. Peers get an environment of their own, kept
between the runs; each gets LIMIT seconds for an instance.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.matching_instances import Lists, everything, exchange, flow, full_lists, short_lists
from benchmarks.ours import Figure
from benchmarks.peers import CACHE as PRETALX
from benchmarks.peers import Peer
from hospitium.algorithms.matching import Mechanism, Objective, Outcome, Status, explain, solve, verify
from hospitium.algorithms.matching.balanced import balanced
from hospitium.algorithms.matching.board import board_of
from hospitium.algorithms.matching.deferred import solve_arrays
from hospitium.algorithms.matching.flow import by_flow

HERE = Path(__file__).resolve().parent
CACHE = PRETALX.parent / "matching"
PACKAGES = ("matching", "algmatch")
RUNS = 3
LIMIT = 60  # seconds for a peer and an instance
SMALL = 200  # instances on which all must agree
TEN, HUNDRED, FULL = "10,000 × 5", "100,000 × 5", "1,750 × 85, full lists"
Say = Callable[[str], None]


def figures(*, say: Say) -> list[Figure]:
    """What is asked of the matching, and a few more that tell what it costs as a whole."""
    found: list[Figure] = []
    for make in (arrays, memory, trade, flows, proofs, whole):
        for one in make():
            say(f"{one.name}: {one.measured} {one.unit} {one.note}")
            found.append(one)
    return found


def timed(work: Callable[[], object], runs: int = RUNS) -> tuple[tuple[float, ...], str]:
    """Seconds of each run, after one that is not counted; and in words what the processor had to do in the fastest.

    On a machine that does other things at the same time the two are far apart.
    """
    work()
    found, worked = [], []
    for _ in range(runs):
        begun, used = perf_counter(), process_time()
        work()
        found.append(perf_counter() - begun)
        worked.append(process_time() - used)
    return tuple(found), f"processor {min(worked):.2f} s"


def stable(name: str, lists: Lists, asked: float | None) -> Figure:
    places: list[Any] = []

    def work() -> None:
        places[:] = [solve_arrays(lists.wishes, lists.scores, lists.capacities)]

    measured, worked = timed(work)
    return Figure(f"stable: {name}", "s", asked, measured, f"{(places[0] >= 0).sum():,} placed; {worked}")


def arrays() -> list[Figure]:
    return [
        stable(TEN, short_lists(10_000), None),
        stable(HUNDRED, short_lists(100_000), 0.4),
        stable("1,000,000 × 5", short_lists(1_000_000), 6),
        stable(FULL, full_lists(1_750, 85), None),
    ]


def memory() -> list[Figure]:
    """Bytes for each applicant at the most, beside what the lists themselves take."""
    each = []
    for people in (100_000, 1_000_000):
        lists = short_lists(people)
        tracemalloc.start()
        solve_arrays(lists.wishes, lists.scores, lists.capacities)
        each.append(tracemalloc.get_traced_memory()[1] / people)
        tracemalloc.stop()
    note = f"{each[0]:.0f} bytes each at 100,000, {each[1]:.0f} at 1,000,000"
    return [
        Figure("stable: memory for each applicant at 1,000,000 over 100,000", "times", 1.1, (each[1] / each[0],), note)
    ]


def trade() -> list[Figure]:
    problem = exchange(10_000)
    board = board_of(problem)
    outcome = solve(problem, Mechanism.BALANCED)
    measured, worked = timed(lambda: balanced(board))
    return [Figure("balanced: 10,000 × 5 over 30 cities", "s", 2, measured, f"{judged(outcome)}; {worked}")]


def judged(outcome: Outcome) -> str:
    return f"{outcome.status}, {len(outcome.placement):,} placed, {len(outcome.broken)} conditions broken"


def flows() -> list[Figure]:
    found = []
    for people, asked in ((10_000, 0.3), (100_000, 4.0)):
        board = board_of(flow(people))
        placed = sum(place >= 0 for place in by_flow(board) or ())
        measured, worked = timed(partial(by_flow, board))
        note = f"{placed:,} placed; {worked}"
        found.append(Figure(f"optimal, a flow: {people:,} × 5", "s", asked, measured, note))
    return found


def proofs() -> list[Figure]:
    return [proof(64, None), proof(500, 30)]


def proof(people: int, asked: float | None) -> Figure:
    """From the problem to the outcome that the judge has passed."""
    problem = everything(people)
    outcomes: list[Outcome] = []
    measured, worked = timed(lambda: outcomes.append(solve(problem, Mechanism.OPTIMAL)))
    name = f"optimal, every side condition: {people}, proven"
    last = outcomes[-1]
    if last.status is not Status.OPTIMAL or verify(problem, last):
        return Figure(name, "s", asked, note=f"not proven: {last.status} {last.contradiction}")
    is_same = len({one.as_json() for one in outcomes}) == 1
    reached = ", ".join(f"{objective} {last.figures[objective]}" for objective in Objective)
    note = f"{reached}; {'the same each time' if is_same else 'NOT THE SAME'}; {worked}"
    return Figure(name, "s", asked, measured, note)


def whole() -> list[Figure]:
    """With the numbering of the ids, the judge and the waiting lists; and the reasons."""
    problem = short_lists(10_000).as_problem()
    outcome = solve(problem)
    explained = explain(problem, outcome)
    reasons = sum(len(answer.wishes) for answer in explained.applicants.values())
    changes = sum(answer.change is not None for answer in explained.applicants.values())
    note = f"{reasons:,} wishes, {changes:,} of {10_000 - len(outcome.placement):,} smallest changes"
    found = [figure("explain: all of 10,000", 1, lambda: explain(problem, outcome), note)]
    for people in (10_000, 100_000):
        every = short_lists(people).as_problem()
        found.append(figure(f"solve, judged, with waiting lists: {people:,} × 5", None, partial(solve, every)))
    return found


def figure(name: str, asked: float | None, work: Callable[[], object], note: str = "") -> Figure:
    measured, worked = timed(work)
    return Figure(name, "s", asked, measured, "; ".join(part for part in (note, worked) if part))


def installed(*, say: Say) -> list[Peer]:
    """The peers, one after the other."""
    try:
        versions = environment()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return [Peer(name, f"could not be installed: {error}") for name in PACKAGES]
    return [peer(name, versions[name], say) for name in PACKAGES]


def peer(name: str, version: str, say: Say) -> Peer:
    rounds = {TEN: short_lists(10_000), HUNDRED: short_lists(100_000), FULL: full_lists(1_750, 85)}
    found: dict[str, Figure] = {}
    for title, lists in rounds.items():
        found[title] = peer_figure(name, title, lists)
        say(f"{name}, {title}: {found[title].measured} {found[title].note}")
    note = f"Solving alone, without making its game; at most {LIMIT} s for each. {agreement(name)}"
    say(note)
    return Peer(f"{name} {version}", note, found, {title: f"stable: {title}" for title in rounds})


def peer_figure(name: str, title: str, lists: Lists) -> Figure:
    """As it is installed; where that ends too deep in itself, with a deeper limit, and both are said."""
    said = ""
    try:
        answer = asked(name, [lists])[0]
        if "failure" in answer:
            said = f"ends in a {answer['failure']}; "
            answer = asked(name, [lists], is_deep=True)[0]
    except subprocess.TimeoutExpired:
        return Figure(title, "s", note=f"{said}nothing after {LIMIT} s{' with a deeper limit' if said else ''}")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return Figure(title, "s", note=f"{said}not measured{' with a deeper limit' if said else ''}: {error}")
    if "solving" not in answer:
        return Figure(title, "s", note=f"{said}with a deeper limit, too")
    ours = solve_arrays(lists.wishes, lists.scores, lists.capacities).tolist()
    is_same = dict(answer["placement"]) == {who: at + 1 for who, at in enumerate(ours, start=1) if at >= 0}
    more = f"and {answer['making']:.1f} s to make the game; {'the same placement' if is_same else 'ANOTHER PLACEMENT'}"
    note = f"{said}with a limit of 1,000,000 levels: this, {more}" if said else more
    return Figure(title, "s", None, (answer["solving"],), note)


def agreement(name: str) -> str:
    """On many small rounds the peer and we must place the same people in the same places."""
    rounds = [short_lists(12 + seed % 20, wishes=4, places=2, seed=seed) for seed in range(SMALL)]
    try:
        answers = asked(name, rounds)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return f"On small rounds it could not be compared: {error}"
    same = 0
    for lists, answer in zip(rounds, answers, strict=True):
        ours = solve(lists.as_problem()).placement
        same += {f"r{who}": f"h{where}" for who, where in answer.get("placement", ())} == dict(ours)
    return f"The same placement as ours on {same} of {SMALL} small rounds."


def asked(name: str, rounds: Sequence[Lists], *, is_deep: bool = False) -> list[dict[str, Any]]:
    lists = [one.as_dictionaries() for one in rounds]
    question = json.dumps({"package": name, "lists": lists, "is_deep": is_deep})
    command = [str(CACHE / "bin" / "python"), "-P", str(HERE / "matching_peers.py")]
    return list(json.loads(run(command, question, LIMIT)))


def environment() -> dict[str, str]:
    """Makes the environment of the peers if it is not there; package → version."""
    python = CACHE / "bin" / "python"
    if not (CACHE / "ready").exists():
        run([sys.executable, "-m", "venv", str(CACHE)], "", 120)
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], "", 600)
        (CACHE / "ready").touch()
    lines = f"import importlib.metadata as m; print(*(m.version(one) for one in {PACKAGES!r}))"
    return dict(zip(PACKAGES, run([str(python), "-c", lines], "", 60).split(), strict=True))


def run(command: list[str], given: str, seconds: float) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=seconds)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no word"]
        raise ValueError(f"{Path(command[-1]).name}: {lines[-1].strip()}")
    return done.stdout
