"""The record of a city as a file, in and out, and tables that an office keeps in its spreadsheets."""
