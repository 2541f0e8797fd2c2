"""Unpack the typeface of the pages for the documents: WOFF2 to TrueType. Run it after scripts/assets.mjs.

Typst reads no WOFF2 and has no sans face of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

VENDOR = Path(__file__).resolve().parent.parent / "src/hospitium/static/vendor"
SOURCE, TARGET = VENDOR / "kern/fonts/fira-sans", VENDOR / "fonts"


def main() -> int:
    found = sorted(SOURCE.glob("*.woff2"))
    if not found:
        print("fonts: no WOFF2 files found; run the asset step first.", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    for file in found:
        font = TTFont(file, recalcTimestamp=False)
        font.flavor = None
        font.save(TARGET / f"{file.stem}.ttf")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
