"""Who may do what with a delegation, and why not; a module for each part of the work."""
