"""Pages about how long data are kept."""
