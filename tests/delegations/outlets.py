"""Everything by which something leaves the office, as text: pages, prints, tables, packages, mails, calendars."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path


def text_of(content: bytes, folder: Path) -> str:
    """What stands in a file: of a PDF the words, of a package each part, of everything else what it is."""
    if content[:5] == b"%PDF-":
        return pdf_text(content, folder)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(text_of(package.read(name), folder) for name in package.namelist())
    if content[:2] == b"\x1f\x8b":
        with tarfile.open(fileobj=io.BytesIO(content)) as package:
            parts = [package.extractfile(entry) for entry in package if entry.isfile()]
            return "\n".join(text_of(part.read(), folder) for part in parts if part)
    return content.decode("utf-8", "replace") + content.decode("utf-16-le", "replace")


def pdf_text(content: bytes, folder: Path) -> str:
    """The words of a PDF, by poppler-utils. Lines are joined: a long word may be broken at the end of one."""
    command = shutil.which("pdftotext")
    assert command, "install poppler-utils"
    file = folder / "outlet.pdf"
    file.write_bytes(content)
    done = subprocess.run([command, "-raw", str(file), "-"], check=True, capture_output=True, text=True)
    return done.stdout.replace("\n", "").replace("\u00ad", "")


__all__ = ["text_of"]
