"""From the text of a record to plain rows that know their line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Any

import yaml

from hospitium.algorithms.dates import DateError, PartialDate
from hospitium.interchange.record.problems import Problem, RecordError

Day = date  # Source has a method of that name.
LARGEST = 5 * 2**20
DEEPEST = 12
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
}


@dataclass(frozen=True)
class Row:
    """One mapping of the record: its values, the line of each key, and where it stands (visits[3])."""

    values: dict[str, Any]
    lines: dict[str, int]
    line: int
    path: str

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


@dataclass
class Source:
    """A record that was read: its sections as plain values, their rows with lines, and what was wrong so far."""

    content: dict[str, Any]
    rows_of: dict[str, list[Row]] = field(default_factory=dict)
    no_rows_of: dict[str, list[Problem]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def rows(self, section: str) -> list[Row]:
        """The mappings of a section; whatever else stands in its list is noted as wrong, once."""
        self.problems.extend(self.no_rows_of.pop(section, []))
        return self.rows_of.get(section, [])

    def mapping(self, section: str) -> dict[str, Any]:
        """A section that is one mapping."""
        value = self.content.get(section)
        if value is None or isinstance(value, dict):
            return value or {}
        self.problems.append(Problem(self.lines.get(section, 1), section, "wrong_type", section))
        return {}

    def codes(self, section: str, value: Any) -> list[Any]:
        """A list of words or numbers in a mapping of this section; nothing counts as an empty list."""
        if value is None:
            return []
        if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
            return value
        self.problems.append(Problem(self.lines.get(section, 1), section, "wrong_type", str(value)[:80]))
        return []

    def claims(self, row: Row, *names: str) -> list[Row]:
        """The claims of a row, each as a row of its own with `names` and what every claim has."""
        claims = row.get("claims")
        if claims is None:
            return []
        found = []
        for index, claim in enumerate(claims if isinstance(claims, list) else [claims]):
            path = f"{row.path}.claims[{index}]"
            if isinstance(claim, dict):
                found.append(Row(claim, {}, row.line_of("claims"), path))
                self.only(found[-1], *names, "source", "as_of")
            else:
                self.problems.append(Problem(row.line_of("claims"), path, "wrong_type", str(claim)[:80]))
        return found

    def wrong(self, row: Row, key: str, code: str, value: Any = None) -> None:
        shown = row.get(key) if value is None else value
        self.problems.append(Problem(row.line_of(key), f"{row.path}.{key}", code, str(shown)[:80]))

    # Each reader below returns the value as the models hold it, or notes a problem and returns nothing.
    def text(self, row: Row, key: str, *, is_required: bool = False) -> str:
        value = row.get(key)
        if value is None:
            if is_required:
                self.wrong(row, key, "key_missing", key)
            return ""
        if isinstance(value, dict | list | bool):
            self.wrong(row, key, "wrong_type")
            return ""
        return str(value)

    def texts(self, row: Row, key: str) -> list[str]:
        value = row.get(key, [])
        items = value if isinstance(value, list) else [value]
        if any(item is None or isinstance(item, dict | list | bool) for item in items):
            self.wrong(row, key, "wrong_type")
            return []
        return [str(item) for item in items]

    def date(self, row: Row, key: str) -> PartialDate | None:
        value = row.get(key)
        if value is None or value == "unknown":
            return None
        try:
            return PartialDate.parse(value.isoformat() if type(value) is date else str(value))
        except DateError:
            self.wrong(row, key, "bad_date")
            return None

    def number(self, row: Row, key: str) -> int | None:
        value = row.get(key)
        if value is None or value == "unknown":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
            self.wrong(row, key, "bad_number")
            return None
        return value

    def flag(self, row: Row, key: str, *, default: bool) -> bool:
        value = row.get(key, default)
        if not isinstance(value, bool):
            self.wrong(row, key, "wrong_type")
            return default
        return value

    def day(self, row: Row, key: str) -> Day | None:
        """A date that must be known to the day."""
        known = self.date(row, key)
        if known and known.precision != "day":
            self.wrong(row, key, "wrong_type")
            return None
        return known.first if known else None

    def point(self, row: Row, key: str) -> tuple[float, float] | None:
        value = row.get(key)
        if value is None:
            return None
        if (
            not isinstance(value, list)
            or len(value) != 2
            or any(isinstance(number, bool) or not isinstance(number, int | float) for number in value)
            or not (-90 <= value[0] <= 90 and -180 <= value[1] <= 180)
        ):
            self.wrong(row, key, "bad_point")
            return None
        return float(value[0]), float(value[1])

    def only(self, row: Row, *known: str) -> None:
        for key in row.values:
            if key not in known:
                self.wrong(row, key, "key_unknown", key)


def read(text: str) -> Source:
    """Read a record. Raises RecordError when it is no YAML, or YAML with what a record never needs."""
    if len(text) > LARGEST:
        raise RecordError([Problem(1, "", "too_large", "5 MB")])
    try:
        refuse_aliases(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RecordError(
            [Problem(mark.line + 1 if mark else 1, "", "not_yaml", str(getattr(error, "problem", error))[:80])]
        ) from error
    except RecursionError as error:
        raise RecordError([Problem(1, "", "too_deep")]) from error
    if not isinstance(root, yaml.MappingNode):
        raise RecordError([Problem(1, "", "section_missing", "home")])
    problems: list[Problem] = []
    source = Source(content=plain(root, problems, "", 0), problems=problems)
    if problems:
        raise RecordError(sorted(problems))
    for key_node, value_node in root.value:
        name = str(key_node.value)
        source.lines[name] = key_node.start_mark.line + 1
        source.rows_of[name] = [joined(row, source.remarks) for row in rows(name, value_node)]
        source.no_rows_of[name] = list(no_rows(name, value_node))
        read_lists_within(source, name, value_node)
    return source


def read_lists_within(source: Source, name: str, node: yaml.Node) -> None:
    """The lists of a section that is one mapping, each under its own name: "exchange.rounds"."""
    if not isinstance(node, yaml.MappingNode):
        return
    for key_node, value_node in node.value:
        if isinstance(value_node, yaml.SequenceNode):
            inner = f"{name}.{key_node.value}"
            source.rows_of[inner] = [joined(row, source.remarks) for row in rows(inner, value_node)]
            source.no_rows_of[inner] = list(no_rows(inner, value_node))


def joined(row: Row, remarks: list[Problem]) -> Row:
    """The row with texts put together again that YAML split: in {theme: a, b} an unquoted comma makes b a key."""
    values: dict[str, Any] = {}
    before = ""
    for key, value in row.values.items():
        if value is None and isinstance(values.get(before), str):
            values[before] += f", {key}"
            remarks.append(Problem(row.line_of(key), f"{row.path}.{before}", "text_joined", key))
        else:
            values[key] = value
            before = key
    return Row(values, row.lines, row.line, row.path)


def refuse_aliases(text: str) -> None:
    """Aliases are how a small file becomes gigabytes, and a record needs none."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise RecordError([Problem(event.start_mark.line + 1 if event.start_mark else 1, "", "alias")])


def plain(node: yaml.Node, problems: list[Problem], path: str, depth: int) -> Any:
    """The value of a node; repeated keys, foreign tags and impossible dates are noted as problems."""
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        problems.append(Problem(line, path, "too_deep"))
        return None
    if node.tag not in PLAIN_TAGS:
        problems.append(Problem(line, path, "tag", node.tag.rpartition(":")[2][:40]))
        return None
    if isinstance(node, yaml.MappingNode):
        return plain_mapping(node, problems, path, depth)
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, problems, f"{path}[{index}]", depth + 1) for index, item in enumerate(node.value)]
    return plain_value(node, problems, path)


def plain_mapping(node: yaml.MappingNode, problems: list[Problem], path: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        if not key or not is_storable(key):
            problems.append(Problem(key_node.start_mark.line + 1, path, "wrong_type", path[-40:]))
            continue
        if key in found:
            problems.append(Problem(key_node.start_mark.line + 1, path, "duplicate_key", key[:40]))
        found[key] = plain(value_node, problems, f"{path}.{key}".lstrip("."), depth + 1)
    return found


def plain_value(node: yaml.Node, problems: list[Problem], path: str) -> Any:
    line = node.start_mark.line + 1
    try:
        value = yaml.SafeLoader("").construct_object(node, deep=True)
        if not is_storable(value):
            problems.append(Problem(line, path, "wrong_type", ascii(value)[:40]))
            return None
        return value
    except (yaml.YAMLError, ValueError, OverflowError):
        problems.append(Problem(line, path, "bad_date", str(node.value)[:40]))
        return None


def is_storable(value: Any) -> bool:
    """Can every database keep this? Not NUL, half a character, or a number that is none; no moment, only days."""
    if isinstance(value, str):
        return not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, float):
        return isfinite(value)
    return not isinstance(value, datetime)


def no_rows(section: str, node: yaml.Node) -> Iterator[Problem]:
    """What stands in a section where a mapping should stand."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for index, item in enumerate(nodes):
        path = f"{section}[{index}]" if isinstance(node, yaml.SequenceNode) else section
        is_nothing = isinstance(item, yaml.ScalarNode) and item.tag.endswith(":null") and item is node
        if not isinstance(item, yaml.MappingNode) and not is_nothing:
            shown = str(item.value)[:80] if isinstance(item, yaml.ScalarNode) else section
            yield Problem(item.start_mark.line + 1, path, "wrong_type", shown)


def rows(section: str, node: yaml.Node) -> Iterator[Row]:
    """The mappings of a section: the section itself, or each item of its list."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for index, item in enumerate(nodes):
        path = f"{section}[{index}]" if isinstance(node, yaml.SequenceNode) else section
        if not isinstance(item, yaml.MappingNode):
            continue
        values = plain(item, [], path, 0)
        lines = {str(key.value): key.start_mark.line + 1 for key, _value in item.value}
        yield Row(values, lines, item.start_mark.line + 1, path)
