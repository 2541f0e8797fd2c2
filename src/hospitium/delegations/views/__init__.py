"""Pages of delegations."""
