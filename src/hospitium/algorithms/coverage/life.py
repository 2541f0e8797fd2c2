"""Laying activities over clauses."""

from collections.abc import Sequence

from hospitium.algorithms.coverage.problem import Activity, Bucket, Cell, Clause, ClauseLife, LifeCode


def buckets(*, first: int, last: int, size: int = 3) -> tuple[Bucket, ...]:
    """The years from first to last in columns of equal size, counted back from the last; oldest first.

    The oldest column may begin before `first`, so that no column is shorter than the others.
    """
    if size < 1 or last < first:
        raise ValueError("a bucket needs at least one year")
    ends = range(last, first - 1, -size)
    return tuple(sorted(Bucket(end - size + 1, end) for end in ends))


def coverage(
    *,
    clauses: Sequence[Clause],
    activities: Sequence[Activity],
    columns: Sequence[Bucket],
    this_year: int,
    asleep_after: int = 3,
) -> tuple[ClauseLife, ...]:
    """One row for each clause, in the order given.

    A clause sleeps when the latest evidence lies more than `asleep_after` years back. Activities of later
    years than this one are plans and no evidence. A link made by hand counts whatever the
    dates of the clause say.
    """
    past = [one for one in activities if one.year is None or one.year <= this_year]
    return tuple(_life(clause, past, columns, this_year - asleep_after) for clause in clauses)


def _life(clause: Clause, past: Sequence[Activity], columns: Sequence[Bucket], awake_from: int) -> ClauseLife:
    linked = [one for one in past if clause.id in one.clauses]
    by_topic = [one for one in past if clause.id not in one.clauses and _is_on_topic(clause, one)]
    years = [one.year for one in (*linked, *by_topic) if one.year is not None]
    undated = tuple(one.id for one in (*linked, *by_topic) if one.year is None)
    last_year = max(years, default=None)
    code = _code(last_year, awake_from, undated)
    return ClauseLife(
        clause=clause.id,
        code=code,
        last_year=last_year,
        asleep_since=last_year if code == LifeCode.ASLEEP else None,
        only_by_topic=bool(by_topic) and not linked,
        cells=tuple(Cell(one, _within(linked, one), _within(by_topic, one)) for one in columns),
        undated=undated,
    )


def _is_on_topic(clause: Clause, activity: Activity) -> bool:
    if clause.topics.isdisjoint(activity.topics):
        return False
    if activity.year is None:
        return True
    begun = clause.since is None or activity.year >= clause.since
    return begun and (clause.until is None or activity.year <= clause.until)


def _code(last_year: int | None, awake_from: int, undated: tuple[str, ...]) -> LifeCode:
    if last_year is not None:
        return LifeCode.LIVED if last_year >= awake_from else LifeCode.ASLEEP
    return LifeCode.UNDATED if undated else LifeCode.NEVER


def _within(activities: Sequence[Activity], bucket: Bucket) -> tuple[str, ...]:
    inside = [one for one in activities if one.year is not None and bucket.first <= one.year <= bucket.last]
    return tuple(one.id for one in sorted(inside, key=lambda one: (one.year or 0, one.id)))
