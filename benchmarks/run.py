"""`make bench`: fill a folder, start the server as an operator would, measure, print a table. It judges nothing.

With --peers another system is set up and measured beside it. The exit status says only whether it could be measured.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import ours, peers, report
from benchmarks.load import MeasurementError


def main() -> int:
    options = parsed()
    # Ended from outside, too, it takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    facts = report.machine(options.seconds)
    with tempfile.TemporaryDirectory(prefix="hospitium-bench-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        say("Making the records …")
        try:
            seconds_to_fill = ours.fill(data)
            found = ours.figures(data, seconds=options.seconds, say=say)
        except MeasurementError as error:
            say(f"Nothing could be measured: {error}")
            return 1
        peer = peers.pretalx(Path(folder), seconds=options.seconds, say=say) if options.peers else None
    facts["Load of the machine after"] = report.load_of_machine()
    print()
    print(report.write(facts, found, seconds_to_fill, peer))
    return 0 if all(one.measured for one in found) else 1


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure Hospitium on this machine.")
    parser.add_argument("--peers", action="store_true", help="set up pretalx beside it and measure it, too")
    parser.add_argument("--seconds", type=int, default=5, choices=range(1, 11), help="of each run; 5")
    return parser.parse_args()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
