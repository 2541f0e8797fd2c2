"""How long each kind of personal data is kept and why; what was erased, and what was offered to the archive."""
