"""Visits in people's own calendars: feeds that they subscribe to, and invitations that update and cancel."""
