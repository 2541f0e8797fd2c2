"""What each row of a list of members would do. The same person is: the same name letter by letter, in one delegation.

Another spelling is perhaps the same person: that is suggested, and never merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hospitium.algorithms.resemblance import Name, name_keys, spelling
from hospitium.core.imports.cells import Lexicon, choice_words
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import (
    CHANGE,
    CREATE,
    LEFT_OUT,
    SAME,
    WRONG,
    Likeness,
    Plan,
    Problem,
    ReadRow,
    RowPlan,
    Table,
    planned,
    refused,
)
from hospitium.core.imports.sentences import reason
from hospitium.core.multilingual import Multilingual
from hospitium.core.tables import Cell, Sheet, TableError
from hospitium.delegations.models import Member
from hospitium.delegations.names import PersonName, completed, hidden_in, is_latin, script_of
from hospitium.delegations.roster.fields import MEMBERS
from hospitium.delegations.roster.wholes import FAMILY_FIRST, GIVEN_FIRST, taken_apart

NAMES = ("family_name", "given_name", "own_family_name", "own_given_name")
WORDS = ("function", "organisation")
# Of these a line break or an invisible sign is refused: a name ends in mails, on cards, in files.
CHECKED = frozenset({"name", *NAMES, "academic_title", *WORDS, "email", "phone"})
FORMULA_SIGNS = tuple("=+-@＝＋－＠")
ADDRESSES = {
    "madam": "frau|ms|mrs|pani|no|asszony|holgy|госпожа|г жа|ж|f|w|k|weiblich|female|kobieta|zena",
    "sir": "herr|herrn|mr|pan|ur|господин|г н|м|m|mannlich|male|mezczyzna|muz|ferfi",
}
MOST_LIKENESSES, MOST_COMPARED = 5, 20


@dataclass
class Known:
    """Whom the rows are held against; each row that is new joins them."""

    by_name: dict[tuple[str, str], list[Member]] = field(default_factory=dict)
    by_key: dict[str, list[Likeness]] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)


class MemberTable(Table):
    """Rows whose cells hold nothing that cannot be seen."""

    def read_row(self, number: int, mapped: dict[str, Cell], lexicon: Lexicon) -> ReadRow:
        read = super().read_row(number, mapped, lexicon)
        problems, computed = [], []
        for key, cell in mapped.items():
            if key in CHECKED and (why := hidden(key, cell.text.strip())):
                problems.append(self.problem(number, key, cell.text, why))
            if cell.is_formula:
                computed.append(self.problem(number, key, cell.text, reason(TableError("computed"))))
        if not problems and not computed:
            return read
        return replace(read, problems=(*problems, *read.problems), warnings=(*read.warnings, *computed))


def hidden(key: str, text: str) -> str:
    """Why a text is not to be trusted; "" when it is."""
    if not text.isprintable() and (sign := hidden_in(text)):
        return reason(TableError("hidden_sign", sign=str(sign)))
    if key != "phone" and text.startswith(FORMULA_SIGNS) and len(text) > 1:
        return reason(TableError("begins_like_formula", sign=text[0]))
    return ""


def lexicon() -> Lexicon:
    extra = {word: value for value, words in ADDRESSES.items() for word in words.split("|")}
    return Lexicon(
        choices={"role": choice_words(Member.Role), "address": {**choice_words(Member.Address), **extra}},
        columns={
            key: Member._meta.get_field(key) for key in (*NAMES, "academic_title", "email", "phone", "role", "address")
        },
    )


def plan(
    sheet: Sheet, choices: Choices, *, members: Iterable[Member], language: str, address_of: Callable[[Member], str]
) -> Plan:
    """What the list would do to these members. Nothing is read or written; `address_of` leads to one who is there.

    `language` is that of the delegation: it says in which order whole names usually stand.
    """
    table = MemberTable(sheet, MEMBERS, choices)
    rows = table.read(lexicon())
    known = known_members(members, address_of)
    usual = FAMILY_FIRST if language == "hu" else GIVEN_FIRST
    plans: list[RowPlan] = []
    warnings: list[Problem] = []
    for row in rows:
        if isinstance(row, RowPlan):
            plans.append(row)
            continue
        values, problems, doubts = named(table, row, usual, language)
        warnings += doubts
        label = label_of(values)
        if row.problems or problems:
            plans.append(RowPlan(row.row, WRONG, label=label, problems=(*row.problems, *problems)))
        else:
            plans.append(judged(table, row, values, label, known))
    made = planned(table, rows, plans)
    return replace(made, warnings=(*made.warnings, *warnings))


def known_members(members: Iterable[Member], address_of: Callable[[Member], str]) -> Known:
    known = Known()
    for member in members:
        names = {(member.family_name, member.given_name), (member.own_family_name, member.own_given_name)}
        for family, given in names - {("", "")}:
            known.by_name.setdefault(identity(family, given), []).append(member)
            remember(known, Name(family, given), Likeness(str(member), url=address_of(member)))
    return known


def identity(family: str, given: str) -> tuple[str, str]:
    return spelling(family), spelling(given)


def remember(known: Known, name: Name, likeness: Likeness) -> None:
    for key in name_keys(name):
        others = known.by_key.setdefault(key, [])
        if len(others) < MOST_COMPARED and likeness not in others:
            others.append(likeness)


# ---- the name ----------------------------------------------------------------------
def named(
    table: MemberTable, row: ReadRow, usual: str, language: str
) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
    """The values of a row with the name in its parts; what is wrong with it, and what somebody should look at."""
    values = dict(row.values)
    doubts: list[Problem] = []
    whole = values.pop("name", "")
    if whole and not values.get("family_name"):
        parts = taken_apart(whole, order=table.choices.defaults.get("name_order", ""), usual=usual)
        values["family_name"], values["given_name"] = parts.family, parts.given
        if parts.title:
            values.setdefault("academic_title", parts.title)
        if not parts.is_sure:
            doubts.append(
                table.problem(row.row, "name", whole, reason(TableError("order_assumed", family=parts.family)))
            )
    typed = in_scripts(values, language)
    name = completed(typed) if typed.own_family else typed
    if name.family != typed.family or name.given != typed.given:
        shown = f"{name.family} {name.given}".strip()
        doubts.append(
            table.problem(row.row, "family_name", typed.own_family, reason(TableError("spelling_proposed", name=shown)))
        )
    values.update(zip(NAMES, (name.family, name.given, name.own_family, name.own_given), strict=True))
    return {key: value for key, value in values.items() if value}, wrong_names(table, row, values), doubts


def in_scripts(values: Mapping[str, Any], language: str) -> PersonName:
    """The name as typed; Cyrillic that stands in the columns of the passport is the name in its own script."""
    family, given, own_family, own_given = (str(values.get(key, "")) for key in NAMES)
    # Latin letters, those of all our languages among them, come before the Cyrillic ones in Unicode.
    if not own_family and max(family + given, default="") > "\u0370" and script_of(family + given) == "CYRILLIC":
        return PersonName("", "", family, given, language=language)
    return PersonName(family, given, own_family, own_given, language=language)


def wrong_names(table: MemberTable, row: ReadRow, values: Mapping[str, Any]) -> list[Problem]:
    unread = {problem.column for problem in row.problems}
    if not values["family_name"]:
        missing = table.problem(row.row, "family_name", "", reason(TableError("name_missing")))
        return [] if unread & {table.heading("family_name"), table.heading("name")} else [missing]
    found = []
    for key in ("family_name", "given_name"):
        text = values[key]
        if text.isascii() and text.replace(" ", "").isalpha():
            continue
        if text and not any(sign.isalpha() for sign in text):
            found.append(table.problem(row.row, key, text, reason(TableError("no_letters"))))
        elif text and not any(is_latin(sign) for sign in text):
            found.append(table.problem(row.row, key, text, reason(TableError("not_latin"))))
        elif len(text) > 120:
            found.append(table.problem(row.row, key, text, reason(TableError("too_long", limit=120))))
    return found


def label_of(values: Mapping[str, Any]) -> str:
    name = f"{values.get('given_name', '')} {values.get('family_name', '')}".strip()
    own = f"{values.get('own_given_name', '')} {values.get('own_family_name', '')}".strip()
    return f"{name} ({own})" if own and own != name else name


# ---- what the row does -----------------------------------------------------------------
def judged(table: MemberTable, row: ReadRow, values: dict[str, Any], label: str, known: Known) -> RowPlan:
    key = identity(values["family_name"], values.get("given_name", ""))
    waiting = known.by_name.get(key) or []
    if waiting:
        member = waiting.pop(0)
        if member.withdrawn_on:
            return RowPlan(row.row, LEFT_OUT, label=label)
        return changing(row, values, member, table.choices.language)
    name = Name(*key)
    # Everybody of this name who was here has a row already, or an earlier row is new: one more is superfluous or rare.
    is_twin = key in known.by_name or key in known.rows
    keys = name_keys(name)
    found = {one: None for each in sorted(keys) for one in known.by_key.get(each, ())}
    likeness = Likeness(label, row=row.row)
    for each in keys:
        others = known.by_key.setdefault(each, [])
        if len(others) < MOST_COMPARED:
            others.append(likeness)
    known.rows.setdefault(key, row.row)
    if values.get("role") == Member.Role.HEAD and has_head(known, row.row):
        return refused(table, row, label, "role", reason(TableError("twice", row=known.rows[HEAD])))
    return RowPlan(
        row.row,
        CREATE,
        label,
        values=written(values, table.choices.language),
        likenesses=tuple(found)[:MOST_LIKENESSES],
        is_twin=is_twin,
    )


HEAD = ("\x00", "head")


def has_head(known: Known, row: int) -> bool:
    """Does an earlier row name the head already?"""
    return known.rows.setdefault(HEAD, row) != row


def changing(row: ReadRow, values: dict[str, Any], member: Member, language: str) -> RowPlan:
    """An empty cell takes nothing away."""
    changed = {key: value for key, value in values.items() if key not in NAMES and differs(member, key, value)}
    if not changed:
        return RowPlan(row.row, SAME, str(member))
    labels = tuple(str(MEMBERS.field(key).label) for key in changed)
    return RowPlan(
        row.row, CHANGE, str(member), changed=labels, values=written(changed, language, member), record=member
    )


def differs(member: Member, key: str, value: Any) -> bool:
    stored = getattr(member, key)
    if isinstance(stored, Multilingual):
        return value not in stored.texts.values()
    return bool(stored != value)


def written(values: Mapping[str, Any], language: str, member: Member | None = None) -> dict[str, Any]:
    """The values as the action takes them: texts in the language of the list, beside those that are stored."""
    made = dict(values)
    for key in WORDS:
        if key in made:
            stored = dict(getattr(member, key).texts) if member else {}
            made[key] = {**stored, language: made[key]}
    return made
