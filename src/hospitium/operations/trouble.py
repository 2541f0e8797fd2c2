"""What an operator can put right."""


class Trouble(Exception):  # noqa: N818 - as core.verdicts.Refused: a sentence, not a fault
    """One or two sentences for the operator: what is wrong, and what to do. The command ends with status 1."""
