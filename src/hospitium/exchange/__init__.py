"""Staff exchange: rounds with calls, offers, applications, assessment, matching, placements and stays."""
