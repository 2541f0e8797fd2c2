"""What the pages of delegations show."""
