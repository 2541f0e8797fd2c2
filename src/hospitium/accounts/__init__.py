"""Units of the administration, roles with a scope and an end date, the policy table, and sign-in."""
