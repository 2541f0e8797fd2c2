"""From data to a PDF: our own Typst templates, tagged for screen readers (PDF/UA-1) and for the archive (PDF/A-2a)."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).with_name("typst")
# The asset step puts them there; the package brings them along.
FONTS = Path(__file__).parents[1] / "static" / "vendor" / "fonts"
STANDARDS: list[Any] = ["ua-1", "a-2a"]
logger = logging.getLogger(__name__)


def render_pdf(template: str, data: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """The PDF of a template (its name without the ending) filled with data: text, numbers, lists and mappings.

    Data reach the template as JSON and are only ever shown as text, so nothing in them can act as markup or read a
    file. The same template, data and `made_at` give the same bytes. Raises LookupError for a template that we do not
    have.
    """
    import typst  # 37 MB that only the first document should cost

    stamp = made_at.replace(microsecond=0) if made_at else None
    source = TEMPLATES / f"{template}.typ"
    if source.parent != TEMPLATES or not source.is_file():
        raise LookupError(template)
    # A fresh folder as root: Typst follows links out of its root, so nothing else may lie in it.
    with tempfile.TemporaryDirectory(prefix="hospitium-typst-") as folder:
        root = Path(folder)
        for file in sorted(TEMPLATES.glob("*.typ")):
            shutil.copyfile(file, root / file.name)
        empty = root / "no-packages"
        empty.mkdir()
        compiler = typst.Compiler(
            input=root / source.name,
            root=root,
            font_paths=fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            # Packages are neither looked for on this machine nor fetched.
            package_path=empty,
            package_cache_path=empty,
        )
        try:
            return one_file(compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=stamp))
        except typst.TypstError as error:
            # A name in a script that our typeface lacks is refused by both standards; the document is needed anyway.
            logger.warning("PDF without standards: %s", error.message)
            return one_file(compiler.compile(format="pdf", timestamp=stamp))


def one_file(compiled: bytes | list[bytes] | None) -> bytes:
    """What a compiler that writes PDF gives back: one file, never one for each page."""
    if not isinstance(compiled, bytes):
        raise TypeError(type(compiled))
    return compiled


@cache
def fonts() -> Any:
    """The typeface of the documents, and those that Typst brings along; never those of the machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS] if FONTS.is_dir() else [])
