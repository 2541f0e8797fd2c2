"""The figures as a table, with the machine on which they were taken."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import CONNECTIONS, RUNS, client_name
from benchmarks.ours import MORE_IS_BETTER, Figure
from benchmarks.peers import Peer

RESULTS = Path(__file__).with_name("results")


def machine(seconds: int) -> dict[str, str]:
    """What the figures depend on."""
    return {
        "Processor": f"{processor()}, {os.cpu_count()} cores",
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "System": f"{system()}, Python {platform.python_version()}, {platform.machine()}",
        "Client": f"{client_name()}, {CONNECTIONS} connections kept open, {RUNS} runs of {seconds} s after a warm-up, "
        "on the same cores",
        "Server": "hospitium serve: 2 web processes of 4 threads, worker, SQLite, loopback",
        "Load of the machine before": load_of_machine(),
        "When": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    }


def load_of_machine() -> str:
    """On a machine that does nothing else it is 0 before, and about 3 at the end of the runs."""
    return f"{os.getloadavg()[0]:.1f} processes"


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def system() -> str:
    described = platform.freedesktop_os_release()
    version = Path("/etc/debian_version")
    exact = f" ({version.read_text().strip()})" if version.exists() else ""
    return f"{described.get('PRETTY_NAME', 'Linux')}{exact}"


def table(found: Sequence[Figure]) -> str:
    lines = ["| figure | asked | measured (min / median / max) | met | remark |", "|---|---|---|---|---|"]
    for one in found:
        lines.append(f"| {one.name} | {asked(one)} | {measured(one)} | {met(one)} | {one.note} |")
    return "\n".join(lines)


def asked(one: Figure) -> str:
    if one.asked is None:
        return ""
    return f"{'≥' if one.unit in MORE_IS_BETTER else '≤'} {one.asked:,g} {one.unit}"


def measured(one: Figure) -> str:
    if not one.measured:
        return "–"
    shown = [f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}" for value in ordered(one)]
    return f"{' / '.join(shown)} {one.unit}" if len(one.measured) > 1 else f"{shown[1]} {one.unit}"


def ordered(one: Figure) -> list[float]:
    return [min(one.measured), median(one.measured), max(one.measured)]


def met(one: Figure) -> str:
    return {True: "yes", False: "**no**", None: ""}[one.is_met]


@dataclass(frozen=True)
class Table:
    """Figures of one kind, and the others on the same machine in the same run."""

    title: str
    figures: Sequence[Figure]
    peers: Sequence[Peer] = ()


def page(facts: dict[str, str], tables: Sequence[Table]) -> str:
    """The tables as Markdown."""
    parts = ["# Measured", "", *(f"- {name}: {value}" for name, value in facts.items())]
    for one in tables:
        parts += ["", f"## {one.title}", "", table(one.figures)]
        for peer in one.peers:
            parts += ["", *beside(one.figures, peer)]
    return "\n".join([*parts, ""])


def keep(facts: dict[str, str], tables: Sequence[Table]) -> None:
    """The results as Markdown and JSON."""
    found = [{"table": one.title, **asdict(figure), "met": figure.is_met} for one in tables for figure in one.figures]
    peers = [asdict(peer) for one in tables for peer in one.peers]
    kept: dict[str, Any] = {"machine": facts, "figures": found, "peers": peers}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.md").write_text(page(facts, tables), encoding="utf-8")
    (RESULTS / "latest.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def beside(found: Sequence[Figure], peer: Peer) -> list[str]:
    """Each figure of the other system with ours of the same run and the ratio."""
    lines = [f"### Beside it: {peer.name}", "", peer.note]
    if not peer.figures:
        return lines
    ours = {one.name: one for one in found}
    lines += ["", "| what | ours | theirs | ratio |", "|---|---|---|---|"]
    for name, theirs in peer.figures.items():
        our = ours.get(peer.compared_with[name])
        lines.append(f"| {name} | {rate_of(our)} | {rate_of(theirs)} | {ratio(our, theirs)} |")
    return lines


def rate_of(one: Figure | None) -> str:
    if one is None or not one.measured:
        return one.note if one else "–"
    if one.rates:
        return f"{median(one.rates):,.1f} per s"
    return f"{measured(one)} ({one.note})" if one.note else measured(one)


def ratio(our: Figure | None, theirs: Figure) -> str:
    """How many times better ours is: more answers in a second, or less of what is wanted little of."""
    if our is None or not our.measured or not theirs.measured or our.unit != theirs.unit:
        return ""
    if our.rates and theirs.rates:
        return f"{median(our.rates) / median(theirs.rates):,.1f} times"
    return f"{median(theirs.measured) / median(our.measured):,.1f} times"
