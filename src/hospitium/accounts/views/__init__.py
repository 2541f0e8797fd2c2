"""The pages on people, roles, units, the log and the outbox."""
