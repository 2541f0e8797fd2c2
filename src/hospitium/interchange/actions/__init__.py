"""What people do with records and tables of an office."""
