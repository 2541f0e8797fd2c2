"""Pages for records and tables that come in or go out."""
