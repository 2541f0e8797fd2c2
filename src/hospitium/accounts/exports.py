"""The log as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from hospitium.accounts.queries import LogLine


def log_as_csv(lines: Iterable[LogLine]) -> Iterator[str]:
    """Line by line, in UTF-8 with a mark at the beginning, so that spreadsheets read it rightly."""
    yield "\ufeff" + row([_("number"), _("time"), _("who"), _("event"), _("sentence"), _("kind"), _("key")])
    for line in lines:
        yield row([line.number, line.at.isoformat(), line.who, line.code, line.sentence, line.kind, line.key])


def row(cells: Iterable[object]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([disarmed(str(cell)) for cell in cells])
    return written.getvalue()


def disarmed(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
