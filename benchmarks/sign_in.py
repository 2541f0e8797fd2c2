"""Who signs in: into a server on the loopback address that lives for some minutes, with invented records."""

OFFICER, PASSWORD = "officer@example.org", "loopback-only-measure"
