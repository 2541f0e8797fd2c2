"""The peers on the same lists: run by the Python of their own environment, with -P, so that they find themselves.

Reads a package name and lists of residents and hospitals as JSON, prints the seconds of making the game and of solving
it, and where everybody goes. What goes wrong inside is said by the name of the exception; where that is the depth of
recursion, it is tried again with DEEP levels and a stack of their size.
"""

import json
import sys
import threading
from time import perf_counter

DEEP, STACK = 1_000_000, 1024 * 2**20


def by_matching(asked):
    from matching.games import HospitalResident

    residents = dict(enumerate(asked["residents"], start=1))
    hospitals = dict(enumerate(asked["hospitals"], start=1))
    capacities = dict(enumerate(asked["capacities"], start=1))
    begun = perf_counter()
    game = HospitalResident.create_from_dictionaries(residents, hospitals, capacities)
    made = perf_counter()
    found = game.solve(optimal="resident")
    ended = perf_counter()
    return made - begun, ended - made, {who.name: where.name for where, people in found.items() for who in people}


def by_algmatch(asked):
    from algmatch import HospitalResidentsProblem

    both = zip(asked["capacities"], asked["hospitals"], strict=True)
    lists = {
        "residents": dict(enumerate(asked["residents"], start=1)),
        "hospitals": {n: {"capacity": c, "preferences": p} for n, (c, p) in enumerate(both, start=1)},
    }
    begun = perf_counter()
    game = HospitalResidentsProblem(dictionary=lists, optimised_side="residents")
    made = perf_counter()
    found = game.get_stable_matching()["resident_sided"]
    ended = perf_counter()
    return made - begun, ended - made, {int(who[1:]): int(where[1:]) for who, where in found.items() if where}


def main():
    question = json.load(sys.stdin)
    solve = {"matching": by_matching, "algmatch": by_algmatch}[question["package"]]
    answers = []
    for asked in question["lists"]:
        try:
            answers.append(answer(solve, asked))
        except RecursionError as error:
            answers.append({"failure": type(error).__name__, **(deep(solve, asked) if question["is_deep"] else {})})
    json.dump(answers, sys.stdout)


def answer(solve, asked):
    making, solving, placement = solve(asked)
    return {"making": making, "solving": solving, "placement": sorted(placement.items())}


def deep(solve, asked):
    found = {}
    usual = sys.getrecursionlimit()
    threading.stack_size(STACK)
    sys.setrecursionlimit(DEEP)
    thread = threading.Thread(target=lambda: found.update(answer(solve, asked)))
    thread.start()
    thread.join()
    sys.setrecursionlimit(usual)
    return found


main()
