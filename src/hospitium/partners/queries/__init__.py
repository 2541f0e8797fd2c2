"""Where needs and offers meet, and the holidays of the cities."""

from hospitium.partners.queries.meetings import Meeting, meetings

__all__ = ["Meeting", "meetings"]
