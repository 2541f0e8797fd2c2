"""What every picture must keep: well-formed, no colours, nothing cut off, no label upon another."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from hospitium.core.charts.labels import Box
from hospitium.core.charts.svg import text_width

SIZES = {"t-home": 20.0, "t-ring": 11.0, "t-2": 12.0, "t-j": 12.0}
ROLES = set(
    """c-own c-partner c-ink c-open c-hollow c-hollow-partner c-own-line c-partner-line c-line c-axis c-dash c-today
    c-soft c-sunken c-own-edge c-hol c-warn c-limit c-sea c-land c-border c-ring c-arc c-arc--rest
    t-b t-2 t-j t-inv t-nohalo t-own t-partner t-home t-ring t-minor""".split()
)
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Drawing:
    """A picture taken apart."""

    root: ElementTree.Element
    frame: Box
    words: tuple[tuple[str, Box], ...]

    def labels(self) -> list[str]:
        return [label for label, _ in self.words]

    def count(self, role: str) -> int:
        return sum(role in one.get("class", "").split() for one in self.root.iter())

    def overlaps(self) -> list[tuple[str, str]]:
        pairs = [(a, b) for i, a in enumerate(self.words) for b in self.words[i + 1 :]]
        return [(a[0], b[0]) for a, b in pairs if a[1].meets(b[1], -1.5)]


def _box(element, size):
    x, y = float(element.get("x")), float(element.get("y"))
    width = text_width(element.text, size) * 0.94
    left = x - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    turn = re.fullmatch(r"translate\((\S+) (\S+)\) rotate\(-90\)", element.get("transform", ""))
    if turn:
        x, y = float(turn[1]), float(turn[2])
        return Box(x - size * 0.75, y - width, x + size * 0.2, y)
    return Box(left, y - size * 0.75, left + width, y + size * 0.2)


@pytest.fixture
def draw():
    """Check a picture against the rules of all pictures and hand it back taken apart."""

    def check(picture: str, finding: str, size: float = 13.0) -> Drawing:
        root = ElementTree.fromstring(picture)  # noqa: S314 — see above
        assert (root.get("role"), root.get("aria-label")) == ("img", finding)
        left, top, width, height = map(float, root.get("viewBox").split())
        frame = Box(left, top, left + width, top + height)
        forbidden = {"style", "fill", "stroke", "id", "href", "onload", "onclick"}
        words = []
        for element in root.iter():
            assert not forbidden & set(element.attrib)
            roles = element.get("class", "").split()
            assert set(roles) <= ROLES
            assert "nan" not in " ".join(element.attrib.values()).replace("finanz", "")
            if element.tag == f"{SVG}text":
                own = next((SIZES[role] for role in roles if role in SIZES), size)
                words.append((element.text, _box(element, own)))
        assert [label for label, box in words if not box.is_inside(frame)] == []
        return Drawing(root, frame, tuple(words))

    return check


@pytest.fixture
def hostile() -> str:
    """A label that would break out if it could."""
    return "</text><script>alert('x')</script>\"onload=\" & \x00\x1b\ud800 <!--"
