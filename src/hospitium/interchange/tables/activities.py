"""Activities from a table. The same activity is: one partnership, beginning, format and title in common.

What differs only in its format is perhaps the same: the preview suggests it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hospitium.algorithms.search import fold
from hospitium.core.imports.cells import Lexicon, choice_words
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import (
    CHANGE,
    CREATE,
    SAME,
    WRONG,
    Plan,
    ReadRow,
    RowPlan,
    Table,
    planned,
    refused,
)
from hospitium.core.imports.sentences import reason
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.core.tables import Sheet, TableError
from hospitium.interchange.tables.cells import by_name, readers
from hospitium.interchange.tables.likenesses import Occasions
from hospitium.interchange.tables.targets import ACTIVITIES
from hospitium.partners.models import Partnership
from hospitium.programme import rules
from hospitium.programme.models import Activity, Direction, Format, State
from hospitium.topics.models import Topic

MANY = ("partnerships", "topics")
Identity = tuple[int, str, str, str]


@dataclass
class Known:
    """What the rows are held against; each row that is new joins it.

    `stored` is identity → activities: one with titles in two languages, or two partnerships, has several identities.
    """

    stored: dict[Identity, list[Activity]] = field(default_factory=dict)
    occasions: Occasions = field(default_factory=Occasions)
    seen: dict[Identity, int] = field(default_factory=dict)


def partnership_names(one: Partnership) -> list[str]:
    return [str(one), one.key, one.partner.own_name, *one.partner.name.texts.values()]


def lexicon(by: User) -> Lexicon:
    visible = Partnership.objects.visible_to(by).select_related("partner", "home_district", "unit")
    return Lexicon(
        readers=readers(
            partners={},
            partnerships=by_name(list(visible.prefetch_related("exceptions")), partnership_names),
            topics=by_name(list(Topic.objects.all()), lambda topic: [topic.key, *topic.name.texts.values()]),
        ),
        choices={
            "format": choice_words(Format),
            "direction": choice_words(Direction),
            "state": choice_words(State),
        },
        columns={
            key: Activity._meta.get_field(key)
            for key in ("format", "direction", "state", "number", "heads", "heads_planned", "nights", "source")
        },
    )


def plan(sheet: Sheet, choices: Choices, *, by: User, today: date) -> Plan:
    """What the table would do for this person. Nothing is written."""
    table = Table(sheet, ACTIVITIES, choices)
    rows = table.read(lexicon(by))
    good = [row for row in rows if isinstance(row, ReadRow) and not row.problems]
    known = stored_activities(
        {one.pk for row in good for one in row.values["partnerships"]},
        sorted({str(row.values["begins"]) for row in good}),
        by,
    )
    plans: list[RowPlan] = []
    for row in rows:
        if isinstance(row, RowPlan):
            plans.append(row)
        elif row.problems:
            plans.append(RowPlan(row.row, WRONG, label=str(row.values.get("title", "")), problems=row.problems))
        else:
            plans.append(judged(table, row, known, by=by, today=today))
    return planned(table, rows, plans)


def stored_activities(partnerships: set[int], begins: list[str], by: User) -> Known:
    """What is stored on these days; only what this person may see is suggested."""
    known = Known()
    visible = Activity.objects.visible_to(by)
    for start in range(0, len(begins), 500):
        near = Activity.objects.filter(partnerships__in=partnerships, begins__in=begins[start : start + 500]).distinct()
        shown = set(visible.filter(pk__in=near.values("pk")).values_list("pk", flat=True))
        for activity in near.prefetch_related("partnerships__unit", "topics"):
            if activity.pk in shown:
                known.occasions.add_stored(activity)
            titles = {fold(title) for title in activity.title.texts.values()}
            for partnership in activity.partnerships.all():
                for title in titles:
                    key = (partnership.pk, str(activity.begins), activity.format, title)
                    known.stored.setdefault(key, []).append(activity)
    return known


def identities(values: dict[str, Any]) -> list[Identity]:
    return [(one.pk, str(values["begins"]), values["format"], fold(values["title"])) for one in values["partnerships"]]


def judged(
    table: Table,
    read: ReadRow,
    known: Known,
    *,
    by: User,
    today: date,
) -> RowPlan:
    values = read.values
    label = values["title"]
    # An end that is less exact than the begin cannot be compared with it; the record refuses it, so the row does.
    if "ends" in values and values["ends"] < values["begins"]:
        return refused(table, read, str(values["ends"]), "ends", reason(TableError("date_order")))
    names = identities(values)
    twin = next((known.seen[name] for name in names if name in known.seen), None)
    known.seen.update(dict.fromkeys(names, read.row))
    if twin is not None:
        return refused(table, read, label, "title", reason(TableError("twice", row=twin)))
    same = {activity.pk: activity for name in names for activity in known.stored.get(name, ())}
    if len(same) > 1:
        return refused(table, read, label, "title", reason(TableError("several_stored")))
    if same:
        return changing(table, read, next(iter(same.values())), by)
    # What has passed took place, unless the table says otherwise.
    values.setdefault("state", State.DONE if (values.get("ends") or values["begins"]).last < today else State.PLANNED)
    verdict = rules.may_create_activity(by, values["partnerships"], values["state"])
    if not verdict:
        return refused(table, read, ", ".join(map(str, values["partnerships"])), "partnerships", str(verdict.reason))
    when = (values["begins"], values.get("ends"))
    likenesses = known.occasions.like(values)
    known.occasions.add_row(values, read.row)
    return RowPlan(read.row, CREATE, label, when, values=written(values, table.choices), likenesses=likenesses)


def changing(table: Table, read: ReadRow, activity: Activity, by: User) -> RowPlan:
    """An empty cell takes nothing away; a partnership is added, never removed."""
    partnerships = list(activity.partnerships.all())
    wanted = {
        **read.values,
        "partnerships": [*partnerships, *(one for one in read.values["partnerships"] if one not in partnerships)],
    }
    changed = {key: value for key, value in wanted.items() if differs(activity, key, value)}
    when = (activity.begins, activity.ends)
    if not changed:
        return RowPlan(read.row, SAME, str(activity), when)
    verdict = rules.over(by, "activity.update", partnerships)
    if verdict and "state" in changed:
        verdict = rules.may_be_planned(wanted["partnerships"], changed["state"])
    if not verdict:
        return refused(table, read, str(activity), "partnerships", str(verdict.reason))
    labels = tuple(str(ACTIVITIES.field(key).label) for key in changed)
    values = written(changed, table.choices, activity)
    return RowPlan(read.row, CHANGE, str(activity), when, labels, values=values, record=activity)


def differs(activity: Activity, key: str, value: Any) -> bool:
    if key in MANY:
        return {one.pk for one in getattr(activity, key).all()} != {one.pk for one in value}
    stored = getattr(activity, key)
    if isinstance(stored, Multilingual):
        return fold(value) not in {fold(text) for text in stored.texts.values()}
    return bool(stored != value)


def written(values: dict[str, Any], choices: Choices, activity: Activity | None = None) -> dict[str, Any]:
    """The values as the action takes them: texts in the language of the table, beside those that are stored."""
    made = dict(values)
    for one in ACTIVITIES.fields:
        if one.kind != "words" or one.key not in made:
            continue
        text = made[one.key]
        stored = getattr(activity, one.key) if activity else Multilingual()
        if stored:
            made[one.key] = stored.rewritten({**stored.texts, choices.language: text})
        else:
            made[one.key] = written_in(choices.language, text)
    return made
