"""The papers of a stay as plain data, worded in each language."""
