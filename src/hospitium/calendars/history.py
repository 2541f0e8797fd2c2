"""What the events of this app say."""

SENTENCES: dict[str, object] = {}
