"""What every app stands on: the user, events, verdicts, workflow, claims, languages, lists, mail.

No word of the office's daily language is in here.
"""
