"""What people do with records and tables of an office."""

from hospitium.interchange.actions.record import export_record, import_record, preview_record

__all__ = ["export_record", "import_record", "preview_record"]
