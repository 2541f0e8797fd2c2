"""Files that belong to records, and documents that are made from them; knows no agreement."""
