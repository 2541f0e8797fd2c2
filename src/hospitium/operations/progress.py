"""How far long work has come, as one line of text."""

from __future__ import annotations

import sys

WIDTH = 30


class Progress:
    """A bar on a terminal, nothing in a log file. Steps are counted in the unit that the caller chooses."""

    def __init__(self, label: str, *, total: int) -> None:
        self.label, self.total, self.done = label, total, 0
        self.is_shown = sys.stderr.isatty()
        self.percent = -1

    def step(self, amount: int = 1) -> None:
        self.done += amount
        percent = min(100, 100 * self.done // self.total) if self.total else 100
        if percent != self.percent:
            self.percent = percent
            self._draw()

    def _draw(self) -> None:
        if self.is_shown:
            bar = "#" * (WIDTH * self.percent // 100)
            end = "\n" if self.percent == 100 else ""
            print(f"\r{self.label} [{bar:<{WIDTH}}] {self.percent:3} %", end=end, file=sys.stderr, flush=True)
