"""What the pages of a visit read."""
