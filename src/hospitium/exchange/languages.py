"""Languages that applicants and hosts of staff exchange name, beside those of the house."""

FURTHER = (
    "bg", "da", "el", "es", "et", "fi", "fr", "hr", "it", "lt", "lv", "nl", "no", "pt", "ro", "sk", "sl", "sr", "sv",
    "tr", "uk",
)  # fmt: skip
