"""What calendars are made of."""
