"""Lists of delegations."""
