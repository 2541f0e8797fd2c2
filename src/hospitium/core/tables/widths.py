"""How wide the columns of a table must be for what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

LEAST, MOST = 8, 40


class Widths:
    """The longest line of each column in letters, within reason."""

    def __init__(self, header: Sequence[str]) -> None:
        self.letters = [min(max(len(label) + 2, LEAST), MOST) for label in header]

    def see(self, column: int, text: str) -> None:
        if column >= len(self.letters):
            self.letters += [LEAST] * (column + 1 - len(self.letters))
        if self.letters[column] < MOST and len(text) + 2 > self.letters[column]:
            longest = max(len(line) for line in text.split("\n"))
            self.letters[column] = min(max(self.letters[column], longest + 2), MOST)


def lines_of(text: str) -> int:
    """How many lines a text takes in the widest column."""
    return sum(max(-(-len(line) // (MOST - 2)), 1) for line in text.split("\n"))
