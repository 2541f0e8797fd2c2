"""The record of a city: its home, partners, instruments, activities and topics in one YAML file with sources."""

from hospitium.interchange.record.problems import Problem, RecordError
from hospitium.interchange.record.reading import Row, Source, read

__all__ = ["Problem", "RecordError", "Row", "Source", "read"]
