"""`make bench`: measure, print tables, keep them. It judges nothing.

The pages are those of a server that was started as an operator starts it, on a folder that was filled before; the
check, the proposal, the matching and the documents are measured beside it. With --peers other systems are set up and
measured in the same run. The exit status says only whether everything could be measured.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

if not __package__:
    ROOT = Path(__file__).resolve().parent.parent
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks import (
    delegation_import,
    documents,
    matching,
    ours,
    peers,
    report,
    timetable_check,
    timetable_proposal,
)
from benchmarks.load import MeasurementError
from benchmarks.peers import Peer
from benchmarks.report import Table


def main() -> int:
    options = parsed()
    # Ended from outside, too, it takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    facts = report.machine(options.seconds)
    try:
        tables = [PARTS[name](options) for name in options.only or PARTS]
    except MeasurementError as error:
        say(f"Nothing could be measured: {error}")
        return 1
    facts["Load of the machine after"] = report.load_of_machine()
    if not options.only:
        report.keep(facts, tables)
    print()
    print(report.page(facts, tables))
    return 0 if all(figure.measured for table in tables for figure in table.figures) else 1


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure Hospitium on this machine.")
    parser.add_argument(
        "--peers",
        action="store_true",
        default=os.environ.get("PEERS") == "1",
        help="set up the others and measure them",
    )
    parser.add_argument("--seconds", type=int, default=5, choices=range(1, 11), help="of each run of a page; 5")
    parser.add_argument(
        "--only", action="append", metavar="NAME", choices=sorted(PARTS), help=f"{', '.join(PARTS)}; keeps nothing"
    )
    return parser.parse_args()


def pages(options: argparse.Namespace) -> Table:
    with tempfile.TemporaryDirectory(prefix="hospitium-bench-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        say("Making the records …")
        seconds_to_fill = ours.fill(data)
        say(f"… made in {seconds_to_fill:.0f} s by benchmarks/data.py, always the same")
        found = ours.figures(data, seconds=options.seconds, say=say)
        others = [peers.pretalx(Path(folder), seconds=options.seconds, say=say)] if options.peers else []
    return Table("Pages", found, others)


def check(_options: argparse.Namespace) -> Table:
    return Table("Check of a programme", timetable_check.check_figure())


def proposal(options: argparse.Namespace) -> Table:
    found = timetable_proposal.figures(say=say)
    others = [timetable_proposal.baseline(say=say)]
    if options.peers:
        others += timetable_proposal.installed(say=say)
    return Table("Proposal of a plan", [*found, timetable_proposal.compared(found, others)], others)


def placement(options: argparse.Namespace) -> Table:
    found = matching.figures(say=say)
    return Table("Matching of an exchange round", found, matching.installed(say=say) if options.peers else [])


def prints(options: argparse.Namespace) -> Table:
    with tempfile.TemporaryDirectory(prefix="hospitium-bench-") as folder:
        found = documents.ours(Path(folder))
        say(f"{found.name}: {found.measured} s")
        others = []
        if options.peers:
            theirs = documents.theirs(Path(folder))
            others.append(
                Peer("WeasyPrint", "The same content as a page.", {theirs.name: theirs}, {theirs.name: found.name})
            )
    return Table("Documents", [found], others)


def lists(options: argparse.Namespace) -> Table:
    return Table("Lists of members", *delegation_import.figures(with_peers=options.peers, say=say))


PARTS: Mapping[str, Callable[[argparse.Namespace], Table]] = MappingProxyType(
    {
        "pages": pages,
        "check": check,
        "proposal": proposal,
        "matching": placement,
        "documents": prints,
        "lists": lists,
    }
)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
