"""The desk's pages keep what they have worked out; see core/kept.py."""

from hospitium.core.kept import Kept, Reading, reading

__all__ = ["Kept", "Reading", "reading"]
