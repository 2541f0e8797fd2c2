"""Finding a place for every label where it covers neither another label nor a mark."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 2.0
COST_FRAME, COST_LABEL, COST_MARK, COST_LINE, COST_RANK = 100_000.0, 1_000.0, 250.0, 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", gap: float = GAP) -> bool:
        """Whether the two come closer than the gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def is_inside(self, frame: "Box") -> bool:
        """Whether nothing sticks out of the frame."""
        across = frame.left <= self.left and self.right <= frame.right
        return across and frame.top <= self.top and self.bottom <= frame.bottom

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the box."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a label: where its first base line begins, or ends, or has its middle."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that looks for its place: its size, and the spots it would take, best first."""

    width: float
    ascent: float
    descent: float
    spots: tuple[Spot, ...]

    def box(self, spot: Spot) -> Box:
        """The room it takes there."""
        left = spot.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[spot.anchor]
        return Box(left, spot.y - self.ascent, left + self.width, spot.y + self.descent)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is there already: the frame, marks that must stay visible, and points of lines better left free."""

    frame: Box
    marks: tuple[Box, ...] = ()
    points: tuple[tuple[float, float], ...] = ()


def place(*, wishes: Sequence[Wish], scene: Scene, rounds: int = 4) -> list[Spot]:
    """One spot for each label, in the order given; earlier labels choose first, then all may move again."""
    chosen: list[int | None] = [None] * len(wishes)
    alone = [[_cost(wish, spot, scene) for spot in wish.spots] for wish in wishes]
    for _ in range(rounds):
        before = list(chosen)
        for index, wish in enumerate(wishes):
            taken = [
                other.box(other.spots[spot])
                for number, (other, spot) in enumerate(zip(wishes, chosen, strict=True))
                if spot is not None and number != index
            ]
            chosen[index] = _best(wish, alone[index], taken)
        if chosen == before:
            break
    return [wish.spots[spot or 0] for wish, spot in zip(wishes, chosen, strict=True)]


def _best(wish: Wish, alone: Sequence[float], taken: Sequence[Box]) -> int:
    best, least = 0, float("inf")
    for rank, (spot, cost) in enumerate(zip(wish.spots, alone, strict=True)):
        if cost >= least:
            continue
        box = wish.box(spot)
        total = cost + COST_LABEL * sum(box.meets(other) for other in taken)
        if total < least:
            best, least = rank, total
    return best


def _cost(wish: Wish, spot: Spot, scene: Scene) -> float:
    box = wish.box(spot)
    cost = 0.0 if box.is_inside(scene.frame) else COST_FRAME
    cost += COST_MARK * sum(box.meets(mark, 0.0) for mark in scene.marks)
    cost += COST_LINE * sum(box.holds(x, y) for x, y in scene.points)
    return cost + COST_RANK * wish.spots.index(spot)


def spread(*, wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Upper edges for things of these sizes in the order given, as near as may be to those wanted.

    When the room from low to high is too small for all, each takes its share and they touch.
    """
    total = sum(sizes)
    share = min(1.0, (high - low) / total) if total else 1.0
    heights = [size * share for size in sizes]
    places: list[float] = []
    edge = low
    for position, height in zip(wanted, heights, strict=True):
        places.append(max(position, edge))
        edge = places[-1] + height
    edge = high
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], edge - heights[index])
        edge = places[index]
    return places
