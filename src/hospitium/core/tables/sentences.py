"""What the codes of the table reader say to a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.core.tables.values import TableError

REASONS = {
    "empty": _("The file holds no table: there is nothing in it."),
    "too_big": _("The file is larger than %(limit)s MB."),
    "too_many_rows": _("The table has more than %(limit)s rows. Divide it and import the parts one after the other."),
    "too_many_columns": _("The table has more than %(limit)s columns."),
    "too_many_cells": _("The table has more than %(limit)s cells. Leave out the columns that are not needed."),
    "not_a_table": _("This is not a table. Save it as XLSX, ODS or CSV and choose it again."),
    "old_format": _("This is a file of an old Excel, or one with a password. Save it as XLSX without a password."),
    "encrypted": _("The file is protected by a password. Save it without one and choose it again."),
    "macros": _("The file holds macros. Save it as XLSX or ODS without macros and choose it again."),
    "damaged": _("The file is damaged. Open it in your spreadsheet program and save it again."),
    "archive_parts": _("The file holds more than %(limit)s parts. Tables do not; it is not opened."),
    "archive_size": _("Unpacked, the file is larger than %(limit)s MB. It is not opened."),
    "archive_ratio": _("The file is packed far more tightly than tables are. It is not opened."),
    "archive_names": _("The file holds parts with names that lead elsewhere. It is not opened."),
    "archive_nested": _("The file holds other files. Save it without embedded objects."),
    "xml_entities": _("The file declares entities, which tables never need. It is not opened."),
    "encoding": _("The letters of this file cannot be read. Save it as CSV in UTF-8 and choose it again."),
    "nul": _("The file holds characters that no text has. Save it as CSV in UTF-8 and choose it again."),
    "line_broken": _("Row %(row)s cannot be read: perhaps a quotation mark is missing."),
    "date_shape": _("This is not a date. Write 12.11.1990, 11.1990 or 1990."),
    "date_year": _("There was no such year, or it is none that a partnership could have."),
    "date_month": _("There is no such month."),
    "date_day": _("There is no such day in this month."),
    "date_short_year": _("Write the year with four digits."),
    "date_number": _("This is a number. Format the column as a date in your spreadsheet program."),
    "date_ambiguous": _("Is this the day or the month first? Choose it above."),
    "date_order": _("The end lies before the beginning."),
    "too_long": _("The text is longer than %(limit)s characters."),
    "count_shape": _("This is not a whole number."),
    "choice_unknown": _("This word is not known here. Possible are: %(words)s."),
    "partner_unknown": _(
        "There is no such partner here. Enter the partner first, or write the name as it stands here."
    ),
    "partner_several": _("There are several partnerships of this name. Write one of: %(words)s."),
    "topic_unknown": _("There is no such topic here."),
    "missing": _("This must not be empty."),
    "twice": _("Row %(row)s names the same; one of the two is enough."),
    "several_stored": _("Several entries of this name are stored; change the right one by hand."),
    "hidden_sign": _("This cell holds a sign that cannot be seen: %(sign)s. Type the text anew instead of pasting it."),
    "begins_like_formula": _("No name or text here begins with “%(sign)s”. Write the text without this sign."),
    "computed": _(
        "This cell is computed by a formula; the value that was stored last is taken. Look whether it is right."
    ),
    "no_letters": _("This is not a name: there is no letter in it."),
    "not_latin": _(
        "Write this name in Latin letters, as in the passport, or choose the column for the name in its own script."
    ),
    "name_missing": _("There is no family name in this row."),
    "spelling_proposed": _("In Latin letters this was proposed: %(name)s. Compare it with the passport."),
    "order_assumed": _("It was taken that the family name is “%(family)s”. If not, choose the order of names above."),
    "total": _("This looks like a row of totals and is left out."),
}


def reason(error: TableError) -> str:
    """The error as a sentence in the language of the page."""
    return str(REASONS.get(error.code, REASONS["damaged"])) % error.params
