"""Hospitium, the working system of a city's international office."""

__version__ = "0.1.0"
