"""Clauses and what has kept them alive: which sleep, since when, and for which nothing was ever recorded."""

from hospitium.algorithms.coverage.life import buckets, coverage
from hospitium.algorithms.coverage.problem import Activity, Bucket, Cell, Clause, ClauseLife, LifeCode

__all__ = ["Activity", "Bucket", "Cell", "Clause", "ClauseLife", "LifeCode", "buckets", "coverage"]
