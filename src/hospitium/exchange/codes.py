"""Codes under which applications are known where the person must not be."""

from __future__ import annotations

import secrets
from collections.abc import Container

# Without vowels, so that no code is a word, and without signs that look like others.
SIGNS = "BCDFGHJKLMNPQRSTVWXZ2345679"
LENGTH = 4


def new_code(taken: Container[str]) -> str:
    """A code that nobody has and that says nothing about whoever gets it."""
    length = LENGTH
    for attempt in range(1, 1000):
        code = "".join(secrets.choice(SIGNS) for _sign in range(length))
        if code not in taken:
            return code
        if attempt % 50 == 0:
            length += 1
    raise RuntimeError("No code is free.")
