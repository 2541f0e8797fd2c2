"""What people do with records and tables of an office."""

from hospitium.interchange.actions.record import export_record, import_record, preview_record
from hospitium.interchange.actions.tables import choose_columns, confirm_import, plan_import, start_import
from hospitium.interchange.actions.uploads import forget_upload

__all__ = [
    "choose_columns",
    "confirm_import",
    "export_record",
    "forget_upload",
    "import_record",
    "plan_import",
    "preview_record",
    "start_import",
]
