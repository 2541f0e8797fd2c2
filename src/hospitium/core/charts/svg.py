"""The few marks that all pictures are made of: numbers rounded, texts escaped, colours only by class."""

from collections.abc import Iterable, Mapping
from html import escape

Number = int | float
# What neither XML 1.0 nor a reader can bear in a label.
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))

NARROW = frozenset("ijl.,:;'|!()[]Itfrj-·’‚ İıїі")
WIDE = frozenset("mwMWЖШЩМЮжшщюм@%—ДФОQ")
TEXT, SMALL, LARGE, HOME, RING = 13.0, 12.0, 16.0, 20.0, 11.0


def number(value: Number) -> str:
    """One decimal at most, as short as possible."""
    return (
        f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")
    )


def safe(label: str) -> str:
    """A label of a user, fit for text and attribute."""
    return escape(label.translate(_UNPRINTABLE), quote=True)


def tag(name: str, attributes: Mapping[str, Number | str], content: str = "") -> str:
    """One element; `content` is markup, attribute values are not."""
    given = "".join(
        f' {key}="{safe(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def hint(label: str) -> str:
    """The full text of a mark, shown under the pointer; the same text stands in the table beside the chart."""
    return f"<title>{safe(label)}</title>" if label else ""


def line(x1: Number, y1: Number, x2: Number, y2: Number, role: str) -> str:
    """A straight line."""
    return tag("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": role})


def circle(x: Number, y: Number, radius: Number, role: str, label: str = "") -> str:
    """A circle: the own city."""
    return tag("circle", {"cx": x, "cy": y, "r": radius, "class": role}, hint(label))


def diamond(x: Number, y: Number, radius: Number, role: str, label: str = "") -> str:
    """A square on its corner: the partner."""
    r = number(radius)
    shape = f"M{number(x)} {number(y - radius)}l{r} {r}l-{r} {r}l-{r} -{r}z"
    return tag("path", {"d": shape, "class": role}, hint(label))


def rect(box: tuple[Number, Number, Number, Number], role: str, label: str = "") -> str:
    """A rectangle from x, y, width, height."""
    x, y, width, height = box
    shape = {"x": x, "y": y, "width": max(0, width), "height": max(0, height), "class": role}
    return tag("rect", shape, hint(label))


def path(shape: str, role: str) -> str:
    """A free shape."""
    return tag("path", {"d": shape, "class": role})


def text(x: Number, y: Number, label: str, role: str = "", anchor: str = "start") -> str:
    """One line of text on its base line; nothing when there is nothing to say."""
    if not safe(label).strip():
        return ""
    return tag("text", {"x": x, "y": y, "class": role, "text-anchor": anchor}, safe(label))


def picture(box: tuple[Number, Number, Number, Number], finding: str, parts: Iterable[str]) -> str:
    """The whole picture. `finding` is what it says in one or two sentences, for those who do not see it."""
    x, y, width, height = box
    frame = f"{number(x)} {number(y)} {number(width)} {number(height)}"
    head: dict[str, Number | str] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": frame,
        "width": width,
        "height": height,
        "role": "img",
        "aria-label": finding,
    }
    return tag("svg", head, "".join(parts))


def text_width(label: str, size: float = TEXT) -> float:
    """About how wide a line of Fira Sans is, rather too wide than too narrow."""
    return sum(_share(sign) for sign in label) * size


def _share(sign: str) -> float:
    if sign in NARROW:
        return 0.34
    if sign in WIDE or ord(sign) >= 0x1100:
        return 0.92 if ord(sign) < 0x1100 else 1.05
    return 0.65 if sign.isupper() else 0.57


def shorten(label: str, width: float, size: float = TEXT) -> str:
    """The label, or as much of it as fits into the width with an ellipsis."""
    if text_width(label, size) <= width:
        return label
    for end in range(min(len(label), int(width) + 1), 0, -1):
        short = label[:end].rstrip() + "…"
        if text_width(short, size) <= width:
            return short
    return "…"


def wrapped(label: str, width: float, size: float = TEXT, most: int = 2) -> list[str]:
    """The label in as few lines as the width asks for; the last one allowed is cut."""
    lines: list[str] = []
    words = label.split() or [label]
    while words:
        end = len(words)
        while end > 1 and text_width(" ".join(words[:end]), size) > width:
            end -= 1
        if len(lines) == most - 1:
            end = len(words)
        lines.append(shorten(" ".join(words[:end]), width, size))
        words = words[end:]
    return lines
